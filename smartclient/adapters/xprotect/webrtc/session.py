"""One WebRTC session from the asking to the end: signalling, connection, pictures with their times, tokens renewed in time."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from aiortc import RTCCertificate, RTCDataChannel
from aiortc.exceptions import InvalidStateError

from smartclient.adapters.xprotect.webrtc.access_units import AccessUnit
from smartclient.adapters.xprotect.webrtc.description import SOUND, VIDEO, read_offer
from smartclient.adapters.xprotect.webrtc.peer import Peer
from smartclient.adapters.xprotect.webrtc.receiver import Listener
from smartclient.adapters.xprotect.webrtc.signalling import Signalling, TokenRefused, Wish
from smartclient.adapters.xprotect.webrtc.wall_time import LiveTime, RecordedTime, WallTime
from smartclient.domain.errors import NoPicture, ServerError, SmartclientError
from smartclient.runtime.secret import Secret
from smartclient.runtime.tasks import Tasks

OPEN_TIMEOUT_S = 15.0
RENEW_EVERY_S = 10.0

_LIBRARY_TROUBLE = (OSError, ValueError, AssertionError, KeyError, AttributeError, InvalidStateError)


@dataclass(frozen=True, slots=True)
class Gateway:
    """How to reach the gateway: `token` gives a good one (a new one where one was refused), `signalling` begins a talk with it.

    `certificate` is our own for all connections; `addresses` are where we take media, empty for the usual ones; `sessions` those open.
    """

    token: Callable[[Secret | None], Awaitable[Secret]]
    signalling: Callable[[Secret], Awaitable[Signalling]]
    certificate: RTCCertificate
    addresses: Sequence[str] = ()
    sessions: "set[Session]" = field(default_factory=set)


class Arriving(Protocol):
    """Where what comes goes to."""

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is wanted."""
        ...

    def arrive(self, unit: AccessUnit, at: datetime) -> None:
        """Something that can be decoded, of that time."""
        ...

    def lose(self) -> None:
        """Packets were lost for good."""
        ...

    def end(self, reason: SmartclientError) -> None:
        """Nothing more will come; the first reason counts."""
        ...


class Session:
    """Belongs to the loop it is opened on; what it shows goes into `arrivals`, which also hear of its end."""

    def __init__(self, gateway: Gateway, wish: Wish, label: str, arrivals: Arriving) -> None:
        self._gateway, self._wish, self._label, self._arrivals = gateway, wish, label, arrivals
        self._what, self._lacking = ("sound", "sound") if wish.is_sound else ("video", "picture")
        self._time: WallTime = LiveTime() if wish.start is None else RecordedTime(wish.start)
        self._signalling: Signalling | None = None
        self._peer: Peer | None = None
        self._token = Secret("")
        self._tasks, self._ending = Tasks("webrtc session"), Tasks("webrtc session ending")

    async def open(self) -> None:
        """Opens everything. Raises NoPicture, CannotDecode or ServerErrors; nothing is left behind then."""
        self._gateway.sessions.add(self)
        try:
            async with asyncio.timeout(OPEN_TIMEOUT_S):
                await self._open()
        except TimeoutError as error:
            await self.close()
            raise NoPicture(
                f"The gateway opened no {self._what} of {self._label} within {OPEN_TIMEOUT_S:.0f} s."
            ) from error
        except _LIBRARY_TROUBLE as error:
            await self.close()
            raise NoPicture(f"The gateway's {self._what} of {self._label} cannot be opened.") from error
        except BaseException:
            await self.close()
            raise

    async def _open(self) -> None:
        self._token = await self._gateway.token(None)
        try:
            text = await self._ask()
        except TokenRefused as refused:
            await self._let_signalling_go()
            self._token = await self._gateway.token(self._token)
            try:
                text = await self._ask()
            except TokenRefused:
                raise NoPicture(str(refused)) from refused
        offer = read_offer(text, SOUND if self._wish.is_sound else VIDEO)
        listener = Listener(self._taken, self._time.report, self._arrivals.lose, self._left)
        peer = self._peer = Peer(self._gateway.certificate, listener)
        signalling = self._talk()
        await signalling.answer(await peer.answer(offer, self._gateway.addresses))
        self._tasks.start("candidates", self._listen(signalling, peer))
        await peer.connect(offer)
        self._tasks.start("renewal", self._renew(signalling))

    async def _ask(self) -> object:
        self._signalling = await self._gateway.signalling(self._token)
        return await self._signalling.open(self._wish)

    def channel(self) -> RTCDataChannel | None:
        """A data channel for commands; None where the server has none."""
        return self._peer.channel() if self._peer is not None else None

    async def close(self) -> None:
        """Ends it and waits until nothing of it is left; calling it twice is harmless."""
        self._arrivals.end(NoPicture(f"No {self._lacking} from {self._label}: it was closed."))
        await self._tasks.cancel()
        peer, self._peer = self._peer, None
        if peer is not None:
            with contextlib.suppress(*_LIBRARY_TROUBLE):
                await peer.close()
        await self._let_signalling_go()
        self._gateway.sessions.discard(self)

    async def _let_signalling_go(self) -> None:
        signalling, self._signalling = self._signalling, None
        if signalling is not None:
            with contextlib.suppress(ServerError, *_LIBRARY_TROUBLE):
                await signalling.close()

    def _talk(self) -> Signalling:
        if self._signalling is None:
            raise NoPicture(f"No {self._lacking} from {self._label}: it was closed.")
        return self._signalling

    async def _listen(self, signalling: Signalling, peer: Peer) -> None:
        try:
            async for candidate in signalling.candidates():
                await peer.add_candidate(candidate)
        except SmartclientError as error:
            self._arrivals.end(NoPicture(f"No {self._lacking} from {self._label}. {error}"))

    async def _renew(self, signalling: Signalling) -> None:
        """Hands the gateway each new token before the old one ends."""
        while True:
            await asyncio.sleep(RENEW_EVERY_S)
            with contextlib.suppress(SmartclientError):
                token = await self._gateway.token(None)
                if token != self._token:
                    await signalling.renew(token)
                    self._token = token

    def _taken(self, unit: AccessUnit, arrived_s: float) -> None:
        at = self._time.at(unit.stamp, arrived_s)
        self._arrivals.arrive(unit, at)
        if self._arrivals.has_ended and not len(self._ending):
            self._ending.start("close", self.close())

    def _left(self) -> None:
        self._arrivals.end(NoPicture(f"No {self._lacking} from {self._label}: the gateway ended the {self._what}."))
