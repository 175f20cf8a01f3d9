"""Pictures: which recorder and which stream a camera's feed comes from, and stills."""

import asyncio
import base64
import contextlib
import ssl
from collections.abc import Coroutine
from concurrent.futures import CancelledError
from functools import partial
from typing import Any, TypeVar

from smartclient.adapters.xprotect import translate
from smartclient.adapters.xprotect.configuration import Configuration
from smartclient.adapters.xprotect.connection_token import ConnectionTokens
from smartclient.adapters.xprotect.http import Answer
from smartclient.adapters.xprotect.image_server import Feed, ImageServerStream
from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.values import children
from smartclient.domain.errors import BadAnswer, NoPicture, Refused, ServerError, Unsupported
from smartclient.domain.footage import PacketSource, PacketStream, Quality
from smartclient.domain.ids import DeviceId

T = TypeVar("T")

LOOP_TIMEOUT_S = 20.0
_JPEG, _JPEG_AS_BASE64 = b"\xff\xd8", "/9j/"


class Media:
    """Feeds of one server. Engines open them in their own threads; tokens and stream ids are asked for on `loop`."""

    def __init__(
        self,
        configuration: Configuration,
        rest: Rest,
        tokens: ConnectionTokens,
        context: ssl.SSLContext,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self.rest = rest
        self._recorders = configuration.recorders
        self._names = {device.id: device.name for device in configuration.devices}
        self._tokens, self._context, self._loop = tokens, context, loop
        self._streams: dict[DeviceId, dict[Quality, str]] = {}
        self._has_stills = True

    def of(self, configuration: Configuration) -> "Media":
        """The feeds after the server's configuration changed."""
        return Media(configuration, self.rest, self._tokens, self._context, self._loop)

    def source(self, camera: DeviceId, quality: Quality) -> PacketSource:
        """The camera's live feed. Raises Unsupported where the server names no recorder for it."""
        self._recorder(camera)
        return PacketSource(partial(self._open, camera, quality), self._names.get(camera, camera))

    async def still(self, camera: DeviceId, width_px: int) -> bytes:
        """One JPEG of now: by the server's own task where it has one (2025 R3), else the first picture of a JPEG feed."""
        self._recorder(camera)
        width = max(64, min(1_920, width_px))
        if self._has_stills:
            try:
                size = {"width": width, "height": width * 9 // 16}
                answer = await self.rest.ask("POST", f"{camera}?task=JpegGetLive", "show a still picture", body=size)
            except (Unsupported, Refused):
                self._has_stills = False
            else:
                if picture := _picture_in(answer):
                    return picture
                raise NoPicture(f"There is no picture of {self._names.get(camera, camera)} now.")
        return await asyncio.to_thread(self._first_picture, camera)

    def _first_picture(self, camera: DeviceId) -> bytes:
        with contextlib.closing(ImageServerStream(self._feed(camera, Quality.SUB, as_jpeg=True))) as stream:
            return stream.read().data

    def _open(self, camera: DeviceId, quality: Quality) -> PacketStream:
        return ImageServerStream(self._feed(camera, quality))

    def _feed(self, camera: DeviceId, quality: Quality, *, as_jpeg: bool = False) -> Feed:
        return Feed(
            address=self._recorder(camera),
            camera=camera.partition("/")[2],
            label=self._names.get(camera, camera),
            token=lambda refused: self._on_loop(self._tokens.current(refused)),
            context=self._context,
            stream=self._on_loop(self._stream_id(camera, quality)),
            as_jpeg=as_jpeg,
        )

    def _recorder(self, camera: DeviceId) -> str:
        address = self._recorders.get(camera)
        if address is None:
            raise Unsupported(f"The server names no recorder for {self._names.get(camera, camera)}.")
        return address

    async def _stream_id(self, camera: DeviceId, quality: Quality) -> str:
        known = self._streams.get(camera)
        if known is None:
            try:
                listed = await self.rest.items(f"{camera}/streams", "list the camera's streams")
            except ServerError:
                return ""
            streams = [stream for item in listed for stream in children(item, "stream") if isinstance(stream, dict)]
            known = {each: translate.stream_for(streams, each) for each in Quality}
            self._streams[camera] = known
        return known[quality]

    def _on_loop(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs `work` on the loop while this thread waits."""
        if not self._loop.is_running():
            work.close()
            raise NoPicture("The program is ending.")
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(LOOP_TIMEOUT_S)
        except TimeoutError as error:
            future.cancel()
            raise NoPicture(f"The server did not answer within {LOOP_TIMEOUT_S:.0f} s.") from error
        except CancelledError as error:
            raise NoPicture("The program is ending.") from error


def _picture_in(answer: Answer) -> bytes:
    """The JPEG of an answer that is one, or that holds one as base64 somewhere in its JSON; empty where there is none."""
    if answer.body.startswith(_JPEG):
        return answer.body
    try:
        left = [answer.json()]
    except BadAnswer:
        return b""
    while left:
        value = left.pop()
        if isinstance(value, str) and value.startswith(_JPEG_AS_BASE64):
            with contextlib.suppress(ValueError):
                return base64.b64decode(value)
        elif isinstance(value, dict):
            left += value.values()
    return b""
