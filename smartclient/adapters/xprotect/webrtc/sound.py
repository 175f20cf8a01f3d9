"""A microphone heard through the gateway."""

import threading
import time
from collections import deque
from datetime import datetime

from smartclient.adapters.xprotect.webrtc.access_units import AccessUnit
from smartclient.adapters.xprotect.webrtc.live import end_soon
from smartclient.adapters.xprotect.webrtc.loop_thread import LoopThread
from smartclient.adapters.xprotect.webrtc.session import OPEN_TIMEOUT_S, Gateway, Session
from smartclient.adapters.xprotect.webrtc.signalling import Wish
from smartclient.domain.errors import MediaError, NoSound, SmartclientError
from smartclient.domain.sound import SoundCodec, SoundPacket

SILENCE_S = 5.0
MOST_PACKETS = 100


class SoundArrivals:
    """Packets on their way from the loop that receives them to the thread that wants them; of too many the oldest are dropped."""

    def __init__(self) -> None:
        self._waiting: deque[SoundPacket] = deque(maxlen=MOST_PACKETS)
        self._changed = threading.Condition()
        self._end: SmartclientError | None = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will come."""
        return self._end is not None

    def arrive(self, unit: AccessUnit, at: datetime) -> None:  # noqa: ARG002  sound is put in order by its stamps
        """Adds one."""
        with self._changed:
            self._waiting.append(SoundPacket(unit.data, SoundCodec.PCMU, unit.stamp))
            self._changed.notify()

    def lose(self) -> None:
        """What is lost is not heard."""

    def end(self, reason: SmartclientError) -> None:
        """Nothing more will come; the first reason counts."""
        with self._changed:
            self._end = self._end or reason
            self._changed.notify_all()

    def take(self, timeout_s: float) -> SoundPacket | None:
        """The next one; None when none came in time. Raises the reason once nothing more comes."""
        until_s = time.monotonic() + timeout_s
        with self._changed:
            while not self._waiting:
                if self._end is not None:
                    raise self._end
                if not self._changed.wait(until_s - time.monotonic()):
                    return None
            return self._waiting.popleft()


class GatewaySound:
    """One microphone; a SoundStream."""

    def __init__(self, thread: LoopThread, gateway: Gateway, wish: Wish, label: str) -> None:
        """Opens it. Raises NoSound, CannotDecode or a ServerError."""
        self._thread, self._label = thread, label
        self._arrivals = SoundArrivals()
        self._session = Session(gateway, wish, label, self._arrivals)
        thread.run(self._session.open(), OPEN_TIMEOUT_S + 5)

    def read(self) -> SoundPacket:
        """The next packet. Raises NoSound when the sound ends, stalls or was closed."""
        try:
            packet = self._arrivals.take(SILENCE_S)
        except MediaError as error:
            raise NoSound(str(error)) from error
        if packet is None:
            raise NoSound(f"No sound from {self._label}: nothing came for {SILENCE_S:.0f} s.")
        return packet

    def close(self) -> None:
        """Ends the sound and a waiting `read`, from any thread, without waiting for the gateway."""
        self._arrivals.end(NoSound(f"No sound from {self._label}: it was closed."))
        end_soon(self._thread, self._session)
