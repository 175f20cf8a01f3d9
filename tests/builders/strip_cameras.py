"""Video for tests of the ways it takes: grey pictures that cost next to nothing, with the strip that says when they were taken."""

import asyncio
import time
from datetime import datetime
from typing import Any

import numpy as np

from smartclient.demo.faults import Faults
from smartclient.demo.plan import DemoSite
from smartclient.demo.video.codec import H264Encoder, encode_jpeg
from smartclient.demo.video.shots import FRAMES_PER_SECOND, Shot, Stream, moment, tick_at, tick_ms
from smartclient.demo.video.strip import burn
from smartclient.demo.world import World, utc_now
from tests.builders.demo_client import NoImages


def now_ms() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def drawn(at_ms: int, width: int, height: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """A grey picture with its time, packed YUV 4:2:0."""
    packed = np.full((height * 3 // 2, width), 128, np.uint8)
    burn(packed[:height], moment(at_ms))
    return packed


class StripWatch:
    """Takes pictures in real time, with a key frame each second, from the key frame of the present second on."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._encoder = H264Encoder(stream.width, stream.height)
        self._tick = tick_at(now_ms() // 1000 * 1000)
        self.is_closed = False

    async def next(self) -> Shot:
        """The next picture, when it is time."""
        at_ms, self._tick = tick_ms(self._tick), self._tick + 1
        await asyncio.sleep(max(0.0, (at_ms - now_ms()) / 1000))
        return shot(self._encoder, self._stream, at_ms)

    def close(self) -> None:
        """Takes no more."""
        self.is_closed = True


class StripCameras:
    """Cameras that see nothing but the time, now and at any time before."""

    def __init__(self) -> None:
        self.watches: list[StripWatch] = []

    async def jpeg(self, camera: str, at: datetime | None, width: int, height: int) -> bytes:  # noqa: ARG002
        """A picture of then, or now."""
        return encode_jpeg(drawn(round((at or utc_now()).timestamp() * 1000), width, height))

    def watch(self, stream: Stream) -> StripWatch:
        """Joins a live stream."""
        self.watches.append(StripWatch(stream))
        return self.watches[-1]

    async def group(
        self,
        stream: Stream,
        at_ms: int,
        until_ms: int = 1 << 48,
        *,
        in_haste: bool = False,  # noqa: ARG002
    ) -> tuple[Shot, ...]:
        """The pictures of the second that holds a time."""
        encoder = H264Encoder(stream.width, stream.height)
        first = tick_at(at_ms // 1000 * 1000)
        times = [tick_ms(first + number) for number in range(FRAMES_PER_SECOND)]
        return tuple(shot(encoder, stream, each) for each in times if each < until_ms)


def shot(encoder: H264Encoder, stream: Stream, at_ms: int) -> Shot:
    """One encoded picture; the first of a second is a key frame."""
    key_ms = at_ms // 1000 * 1000
    data, is_key = encoder.encode(drawn(at_ms, stream.width, stream.height), at_ms, key=at_ms == key_ms)
    return Shot(stream, data, is_key, at_ms, key_ms, at_ms)


def strip_video(_site: DemoSite, _world: World, _authorise: Any, _faults: Faults) -> tuple[StripCameras, NoImages]:
    """Video for the demo server; its recorder's port is closed, as behind a firewall."""
    return StripCameras(), NoImages()
