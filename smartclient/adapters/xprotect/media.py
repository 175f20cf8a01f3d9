"""Live pictures: a camera's feed from its recorder, and stills."""

import asyncio
import base64
import contextlib

from smartclient.adapters.xprotect.feeds import Feeds
from smartclient.adapters.xprotect.http import Answer
from smartclient.adapters.xprotect.image_connection import Feed
from smartclient.adapters.xprotect.image_server import ImageServerStream
from smartclient.domain.errors import BadAnswer, NoPicture, Refused, Unsupported
from smartclient.domain.footage import PacketSource, PacketStream, Quality
from smartclient.domain.ids import DeviceId

_JPEG, _JPEG_AS_BASE64 = b"\xff\xd8", "/9j/"


class Media:
    """What of one server is seen now. Engines open the feeds in their own threads."""

    def __init__(self, feeds: Feeds) -> None:
        self._feeds = feeds
        self._has_stills = True

    def source(self, camera: DeviceId, quality: Quality) -> PacketSource:
        """The camera's live feed. Raises Unsupported where the server names no recorder for it."""
        self._feeds.recorder(camera)
        opening = _Opening(self._feeds, camera, quality)
        return PacketSource(opening.open, self._feeds.name(camera), way=lambda: opening.way)

    async def still(self, camera: DeviceId, width_px: int) -> bytes:
        """One JPEG of now: by the server's own task where it has one (2025 R3), else the first picture of a JPEG feed."""
        self._feeds.recorder(camera)
        width = max(64, min(1_920, width_px))
        if self._has_stills:
            try:
                size = {"width": width, "height": width * 9 // 16}
                answer = await self._feeds.rest.ask(
                    "POST", f"{camera}?task=JpegGetLive", "show a still picture", body=size
                )
            except (Unsupported, Refused):
                self._has_stills = False
            else:
                if picture := _picture_in(answer):
                    return picture
                raise NoPicture(f"There is no picture of {self._feeds.name(camera)} now.")
        return await asyncio.to_thread(self._first_picture, camera)

    def _first_picture(self, camera: DeviceId) -> bytes:
        with contextlib.closing(ImageServerStream(self._feeds.live(camera, Quality.SUB, as_jpeg=True))) as stream:
            return stream.read().data


class _Opening:
    """Opens one source, as often as it is asked to; `way` tells in words how it was opened last."""

    def __init__(self, feeds: Feeds, camera: DeviceId, quality: Quality) -> None:
        self._feeds, self._camera, self._quality = feeds, camera, quality
        self.way = ""

    def open(self) -> PacketStream:
        feed = self._feeds.live(self._camera, self._quality)
        ways, gateway = self._feeds.ways, self._feeds.gateway
        stream, self.way = ways.open(feed.address, lambda: _from_recorder(feed), lambda: gateway.live(feed))
        return stream


def _from_recorder(feed: Feed) -> PacketStream:
    return ImageServerStream(feed)


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
