"""The demo's recorder with cameras that see nothing but the time: no processes, no drawing, every protocol as it is."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from functools import partial

from smartclient.demo.past.recorded import Recorded
from smartclient.demo.server import DemoServer
from smartclient.demo.video.codec import encode_jpeg, encoder
from smartclient.demo.video.groups import Groups, group_of
from smartclient.demo.video.orders import Subject
from smartclient.demo.video.past_pictures import PastPictures
from smartclient.demo.video.present import World
from smartclient.demo.video.relay import Relay, Watch
from smartclient.demo.video.shots import Shot, Stream, tick_at, tick_ms
from smartclient.demo.video_parts import Video, drawn_video
from tests.builders.strip_cameras import drawn, now_ms


class _Film:
    """Encodes one stream's pictures; the first of a second is a key frame."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._encoder = None if stream.as_jpeg else encoder(stream)
        self._key_ms = 0
        self._number = 0

    def take(self, at_ms: int) -> Shot:
        """The picture of a moment."""
        stream, packed = self._stream, drawn(at_ms, *self._stream.size)
        if self._encoder is None:
            data, is_key = encode_jpeg(packed), True
        else:
            data, is_key = self._encoder.encode(packed, at_ms, key=group_of(at_ms) != group_of(self._key_ms))
        self._key_ms = at_ms if is_key else self._key_ms
        self._number += 1
        return Shot(stream, data, is_key, at_ms, self._key_ms, self._number)


class _GreyPast(PastPictures):
    async def _drawn(self, stream: Stream, times: tuple[int, ...], *, in_haste: bool) -> tuple[Shot, ...]:  # noqa: ARG002
        film = _Film(stream)
        return tuple(map(film.take, times))


class _GreyRelay(Relay):
    """One task films all that is watched."""

    def __init__(self, subject: Subject, world: World, recorded: Recorded) -> None:
        super().__init__(subject, world, recorded)
        self.past = _GreyPast(subject, world, recorded, Groups())
        self._filming: dict[Stream, asyncio.Task[None]] = {}

    def start_soon(self) -> None:
        """There is nothing to get ready."""

    def watch(self, stream: Stream) -> Watch:
        """Joins a stream, which is filmed from now on if it was not."""
        watch = Watch(self, stream, self._group.get(stream, []))
        self._watches.setdefault(stream, []).append(watch)
        if stream not in self._filming:
            self._filming[stream] = asyncio.get_running_loop().create_task(self._film(stream))
        return watch

    async def jpeg(self, camera: str, at: datetime | None, width: int, height: int) -> bytes:  # noqa: ARG002
        """A picture of then, or now."""
        at_ms = now_ms() if at is None else round(at.timestamp() * 1000)
        return encode_jpeg(drawn(at_ms, width, height))

    async def stop(self) -> None:
        """Films no more."""
        for task in self._filming.values():
            task.cancel()
        await asyncio.gather(*self._filming.values(), return_exceptions=True)

    async def _film(self, stream: Stream) -> None:
        film, tick = _Film(stream), tick_at(now_ms() // 1000 * 1000)
        while stream in self._watches:
            at_ms, tick = tick_ms(tick), tick + 1
            await asyncio.sleep(at_ms / 1000 - time.time())
            self._pass_on(film.take(at_ms))
        del self._filming[stream]


class GreyDemoServer(DemoServer):
    """The demo server with a recorder that costs next to nothing."""

    def _drawn_video(self) -> Video:
        return partial(drawn_video, recorded=self.recorded, filming=_GreyRelay, recorded_from_ms=self.recorded_from_ms)
