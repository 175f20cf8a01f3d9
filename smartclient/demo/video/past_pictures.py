"""Recorded pictures by groups: kept ones at once, others drawn as the world was then."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from multiprocessing.connection import Connection

from smartclient.demo.past.recorded import Recorded
from smartclient.demo.video.groups import GROUP_MS, Groups, group_of
from smartclient.demo.video.orders import Subject
from smartclient.demo.video.past_process import PastProcess
from smartclient.demo.video.present import Presents, World
from smartclient.demo.video.shots import Shot, Stream, tick_at, tick_ms

_Wanted = tuple[Stream, tuple[int, ...], bool]


class PastPictures:
    """The past of all cameras, and what of it is `recorded`. Used on one event loop; drawing starts with the first who asks."""

    def __init__(self, subject: Subject, world: World, recorded: Recorded, groups: Groups) -> None:
        self.recorded = recorded
        self._subject = subject
        self._world = world
        self._groups = groups
        self._process: PastProcess | None = None
        self._coming: dict[_Wanted, asyncio.Future[tuple[Shot, ...]]] = {}

    def start(self) -> Connection:
        """Gets ready to draw; returns where levels laid out elsewhere can be sent to."""
        process = self._process = PastProcess(self._subject)
        return process.layouts

    async def stop(self) -> None:
        """Ends the drawing."""
        process, self._process = self._process, None
        if process is not None:
            await asyncio.to_thread(process.stop)

    def expect(self, stream: Stream) -> None:
        """A stream is watched live: who looks at the present may soon look back. Nothing unless drawing has started."""
        if self._process is not None and self._process.is_alive:
            self._process.expect(stream, self.recorded.now())

    async def group(
        self, stream: Stream, at_ms: int, until_ms: int = 1 << 48, *, in_haste: bool = False
    ) -> tuple[Shot, ...]:
        """The pictures of the second that holds a time, from its key frame on: those taken until now and before `until_ms`.

        The same for everybody who asks, but for rough ones: in haste a background may be coarser, or that of a similar light.
        Those fit only what was got in haste before. Empty for an unknown camera and when drawing failed. For JPEG only the
        picture at `at_ms` itself.
        """
        begin = group_of(at_ms)
        known = self._groups.get(stream, begin)
        if known is None:
            until = min(until_ms, begin + GROUP_MS, self.recorded.now() + 1)
            first = tick_at(at_ms if stream.as_jpeg else begin)
            last = first if stream.as_jpeg else max(first, tick_at(until - 1))
            times = tuple(tick_ms(tick) for tick in range(first, last + 1))
            known = await self._drawn(stream, times, in_haste=in_haste)
            self._groups.put(known)
        return tuple(shot for shot in known if shot.at_ms < until_ms)

    async def key(self, stream: Stream, at_ms: int) -> Shot | None:
        """The key frame of the group that holds a time, without the rest, which is drawn when it is asked for."""
        known = self._groups.get(stream, group_of(at_ms))
        shots = known or await self._drawn(stream, (group_of(at_ms),), in_haste=False)
        return shots[0] if shots else None

    async def glimpse(self, stream: Stream, at_ms: int) -> Shot | None:
        """The picture of a time as soon as possible, coded to follow its key frame at once; perhaps rough."""
        known = self._groups.get(stream, group_of(at_ms))
        if known is None:
            times = (at_ms,) if stream.as_jpeg or at_ms == group_of(at_ms) else (group_of(at_ms), at_ms)
            known = await self._drawn(stream, times, in_haste=True)
        return next((shot for shot in known if shot.at_ms == at_ms), None)

    async def _drawn(self, stream: Stream, times: tuple[int, ...], *, in_haste: bool) -> tuple[Shot, ...]:
        wanted = stream, times, in_haste
        coming = self._coming.get(wanted)
        if coming is None:
            coming = self._coming[wanted] = asyncio.wrap_future(self._take(stream, times, in_haste=in_haste))
            coming.add_done_callback(lambda _: self._coming.pop(wanted, None))
        return await asyncio.shield(coming)

    def _take(self, stream: Stream, times: tuple[int, ...], *, in_haste: bool) -> Future[tuple[Shot, ...]]:
        if self._process is None or not self._process.is_alive:
            self._process = PastProcess(self._subject)
        presents = Presents.of(self._world, self._subject.site, times)
        return self._process.take(stream, times, presents, in_haste=in_haste)
