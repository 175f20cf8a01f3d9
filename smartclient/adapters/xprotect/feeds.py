"""Which recorder and which of its streams a camera's pictures come from; asked for in engines' threads, answered on the loop."""

import asyncio
import ssl
from collections.abc import Coroutine
from concurrent.futures import CancelledError, wait
from typing import Any, TypeVar

from smartclient.adapters.xprotect.configuration import Configuration
from smartclient.adapters.xprotect.connection_token import ConnectionTokens
from smartclient.adapters.xprotect.image_connection import Feed
from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.through_gateway import ThroughGateway
from smartclient.adapters.xprotect.translate.devices import largest_width_px, recorded_stream_for, stream_for
from smartclient.adapters.xprotect.values import Item, children
from smartclient.adapters.xprotect.ways import Ways
from smartclient.domain.errors import NoPicture, ServerError, Unsupported
from smartclient.domain.footage import Quality
from smartclient.domain.ids import DeviceId

T = TypeVar("T")

LOOP_TIMEOUT_S = 20.0
_GLANCE_S = 0.25
"""How often a waiting thread looks whether the loop it waits for still runs."""


class Feeds:
    """The recorders behind one server's cameras. Tokens and stream ids are asked for on `loop`."""

    def __init__(
        self,
        configuration: Configuration,
        rest: Rest,
        tokens: ConnectionTokens,
        context: ssl.SSLContext,
        loop: asyncio.AbstractEventLoop,
        ways: Ways,
        gateway: ThroughGateway,
    ) -> None:
        """`ways` choose between a feed's recorder and the `gateway`."""
        self.rest, self.ways, self.gateway = rest, ways, gateway
        self._recorders = configuration.recorders
        self._names = {device.id: device.name for device in configuration.devices}
        self.context = context
        self._tokens, self._loop = tokens, loop
        self._streams: dict[DeviceId, list[Item]] = {}

    def of(self, configuration: Configuration) -> "Feeds":
        """The feeds after the server's configuration changed."""
        return Feeds(configuration, self.rest, self._tokens, self.context, self._loop, self.ways, self.gateway)

    def name(self, camera: DeviceId) -> str:
        """What people call the camera."""
        return self._names.get(camera, camera)

    def recorder(self, camera: DeviceId) -> str:
        """The address of the camera's recorder. Raises Unsupported where the server names none."""
        address = self._recorders.get(camera)
        if address is None:
            raise Unsupported(f"The server names no recorder for {self.name(camera)}.")
        return address

    def live(self, camera: DeviceId, quality: Quality, *, as_jpeg: bool = False) -> Feed:
        """What to open for the present. Blocks; not to be called on the loop. Raises NoPicture or ServerErrors."""
        return self._feed(camera, stream_for(self._streams_of(camera), quality), as_jpeg=as_jpeg)

    def recorded(self, camera: DeviceId, quality: Quality) -> Feed:
        """What to open for the past. Blocks; not to be called on the loop. Raises NoPicture or ServerErrors."""
        return self._feed(camera, recorded_stream_for(self._streams_of(camera), quality))

    async def width_px(self, camera: DeviceId) -> int | None:
        """How wide the camera's largest picture is, where the names of its streams tell. Raises ServerErrors."""
        return largest_width_px(await self._listed(camera))

    def on_loop(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs `work` on the loop while this thread waits. Raises NoPicture when no answer comes."""
        if not self._loop.is_running():
            work.close()
            raise NoPicture("The program is ending.")
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        for _ in range(round(LOOP_TIMEOUT_S / _GLANCE_S)):
            if wait((future,), _GLANCE_S).done:
                break
            if not self._loop.is_running():
                raise NoPicture("The program is ending.")
        try:
            return future.result(0)
        except TimeoutError as error:
            future.cancel()
            raise NoPicture(f"The server did not answer within {LOOP_TIMEOUT_S:.0f} s.") from error
        except CancelledError as error:
            raise NoPicture("The program is ending.") from error

    def _feed(self, camera: DeviceId, stream: str, *, as_jpeg: bool = False) -> Feed:
        return Feed(
            address=self.recorder(camera),
            camera=camera.partition("/")[2],
            label=self.name(camera),
            token=lambda refused: self.on_loop(self._tokens.current(refused)),
            context=self.context,
            stream=stream,
            as_jpeg=as_jpeg,
        )

    def _streams_of(self, camera: DeviceId) -> list[Item]:
        known = self._streams.get(camera)
        if known is None:
            try:
                known = self.on_loop(self._listed(camera))
            except ServerError:
                return []
        return known

    async def _listed(self, camera: DeviceId) -> list[Item]:
        known = self._streams.get(camera)
        if known is None:
            listed = await self.rest.items(f"{camera}/streams", "list the camera's streams")
            known = [stream for item in listed for stream in children(item, "stream") if isinstance(stream, dict)]
            self._streams[camera] = known
        return known
