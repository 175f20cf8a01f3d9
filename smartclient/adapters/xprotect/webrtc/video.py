"""Video through the gateway: what engines' threads call, while signalling over REST goes through the server's own loop."""

import asyncio
import contextlib
import ipaddress
import ssl
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

from aiortc import RTCCertificate

from smartclient.adapters.xprotect.http import Answer
from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.webrtc.live import GatewayStream
from smartclient.adapters.xprotect.webrtc.loop_thread import LoopThread
from smartclient.adapters.xprotect.webrtc.recording import GatewayRecording, Recorded
from smartclient.adapters.xprotect.webrtc.rest_signalling import RestSignalling
from smartclient.adapters.xprotect.webrtc.session import Gateway
from smartclient.adapters.xprotect.webrtc.signalling import Signalling, Wish
from smartclient.adapters.xprotect.webrtc.socket_signalling import SocketSignalling
from smartclient.adapters.xprotect.webrtc.sound import GatewaySound
from smartclient.adapters.xprotect.webrtc.turning import Turning
from smartclient.domain.errors import NoPicture, Unsupported
from smartclient.runtime.secret import Secret

T = TypeVar("T")

CLOSE_TIMEOUT_S = 3.0


class GatewayVideo:
    """All video of one server through its gateway. `loop` is the one that `rest` belongs to."""

    def __init__(self, rest: Rest, context: ssl.SSLContext, loop: asyncio.AbstractEventLoop) -> None:
        self._rest, self._context, self._loop = rest, context, loop
        self._has_socket = True
        self._turnings: dict[str, Turning] = {}
        self.thread = LoopThread("webrtc")
        self.gateway = Gateway(
            self._token, self._signalling, RTCCertificate.generateCertificate(), _addresses(rest.gateway)
        )

    def live(self, wish: Wish, label: str) -> GatewayStream:
        """A camera's live pictures. Blocks; raises NoPicture, CannotDecode or ServerErrors."""
        return GatewayStream(self.thread, self.gateway, wish, label)

    def sound(self, wish: Wish, label: str) -> GatewaySound:
        """What a microphone hears. Blocks; raises NoSound, CannotDecode or ServerErrors."""
        return GatewaySound(self.thread, self.gateway, wish, label)

    def recorded(self, wish: Wish, label: str, recorded: Recorded) -> GatewayRecording:
        """A camera's past; sessions are opened as it is read."""
        return GatewayRecording(self.thread, self.gateway, wish, label, recorded)

    async def turn(self, camera: str, pan: float, tilt: float, zoom: float) -> None:
        """Turns a camera over the data channel; belongs to the thread's loop. Raises Unsupported, NoPicture and ServerErrors."""
        turning = self._turnings.get(camera)
        if turning is None:
            turning = self._turnings[camera] = Turning(self.gateway, Wish(camera), "the camera")
        await turning.turn(pan, tilt, zoom)

    def close(self) -> None:
        """Ends all sessions and waits for their thread."""
        with contextlib.suppress(NoPicture):
            self.thread.run(self._end(), CLOSE_TIMEOUT_S)
        self.thread.close()

    async def _end(self) -> None:
        await asyncio.gather(*[each.close() for each in self._turnings.values()])
        await asyncio.gather(*[each.close() for each in tuple(self.gateway.sessions)])

    async def _signalling(self, token: Secret) -> Signalling:
        """Over the WebSocket where the gateway has it, else over REST; which of the two is remembered."""
        if self._has_socket:
            try:
                return await SocketSignalling.to(self._rest.gateway, token, self._context)
            except Unsupported:
                self._has_socket = False
        return RestSignalling(self._ask)

    async def _token(self, refused: Secret | None) -> Secret:
        return await self._there(self._rest.token(refused))

    async def _ask(self, method: str, path: str, about: str, body: object) -> Answer:
        return await self._there(self._rest.ask(method, path, about, body=body))

    async def _there(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of `work` on the server's loop, whose connections and tokens belong to it."""
        if not self._loop.is_running():
            work.close()
            raise NoPicture("The program is ending.")
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))


def _addresses(gateway: str) -> Sequence[str]:
    """Where to take media: on loopback alone from a gateway that is there, else wherever this machine has an address."""
    host = urlsplit(gateway).hostname or ""
    try:
        is_here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_here = host == "localhost"
    return ("127.0.0.1",) if is_here else ()
