"""Passes the studio's shots on to everybody who watches: newcomers get the current group of pictures at once."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from datetime import datetime
from multiprocessing.connection import Connection

from smartclient.demo.past.recorded import Recorded
from smartclient.demo.video.groups import Groups
from smartclient.demo.video.orders import Subject
from smartclient.demo.video.past_pictures import PastPictures
from smartclient.demo.video.present import World
from smartclient.demo.video.shots import Shot, Stream
from smartclient.demo.video.studio_process import StudioProcess

_LONGEST_BACKLOG = 30
_RESTART_S = 1.0


class Watch:
    """One watcher's place at a stream: the shots not yet fetched. A watcher too slow for all goes on at the newest key frame."""

    def __init__(self, relay: Relay, stream: Stream, shots: list[Shot]) -> None:
        self.stream = stream
        self._relay = relay
        self._waiting = deque(shots)
        self._arrived = asyncio.Event()

    def put(self, shot: Shot) -> None:
        """Adds a shot."""
        if shot.is_key and len(self._waiting) >= _LONGEST_BACKLOG:
            self._waiting.clear()
        if len(self._waiting) < 2 * _LONGEST_BACKLOG:
            self._waiting.append(shot)
        self._arrived.set()

    async def next(self) -> Shot:
        """The next shot, when there is one."""
        while not self._waiting:
            self._arrived.clear()
            await self._arrived.wait()
        return self._waiting.popleft()

    def close(self) -> None:
        """Stops watching."""
        self._relay.leave(self)


class Relay:
    """Who watches what, live and of the `past`. Used on one event loop; the studio starts with the first who wants a picture."""

    def __init__(self, subject: Subject, world: World, recorded: Recorded) -> None:
        self._subject = subject
        self._world = world
        self._groups = Groups()
        self.past = PastPictures(subject, world, recorded, self._groups)
        self._watches: dict[Stream, list[Watch]] = {}
        self._group: dict[Stream, list[Shot]] = {}
        self._studio: StudioProcess | None = None
        self._starting: asyncio.Handle | None = None

    @property
    def filmed(self) -> tuple[Stream, ...]:
        """The streams somebody watches: each is filmed once."""
        return tuple(self._watches)

    def start_soon(self) -> None:
        """Starts everything before anybody watches, as soon as the loop has nothing else to do."""
        self._starting = asyncio.get_running_loop().call_soon(lambda: self._start_studio(self.past.start()))

    def _start_studio(self, listener: Connection | None = None) -> StudioProcess:
        if self._starting is not None:
            self._starting.cancel()
            self._starting = None
        loop = asyncio.get_running_loop()

        def arrived(shot: Shot) -> None:
            _tell(loop, lambda: self._pass_on(shot))

        def failed() -> None:
            _tell(loop, self._failed)

        self._studio = StudioProcess(self._subject, self._world, arrived, failed, listener)
        self._studio.start()
        for stream in self._watches:
            self._studio.film(stream)
        return self._studio

    async def stop(self) -> None:
        """Ends the studio."""
        if self._starting is not None:
            self._starting.cancel()
        if self._studio is not None:
            studio, self._studio = self._studio, None
            await asyncio.to_thread(studio.stop)
        await self.past.stop()

    async def jpeg(self, camera: str, at: datetime | None, width: int, height: int) -> bytes:
        """A picture of a camera at a time, drawn as the world was then; now and perhaps coarser when None; empty when there is
        none."""
        studio = self._studio or self._start_studio()
        return await asyncio.to_thread(studio.jpeg, camera, at, width, height)

    async def group(
        self, stream: Stream, at_ms: int, until_ms: int = 1 << 48, *, in_haste: bool = False
    ) -> tuple[Shot, ...]:
        """Recorded pictures; see `PastPictures.group`."""
        return await self.past.group(stream, at_ms, until_ms, in_haste=in_haste)

    def watch(self, stream: Stream) -> Watch:
        """Joins a stream, which is filmed from now on if it was not; the current group of pictures is there at once."""
        watch = Watch(self, stream, self._group.get(stream, []))
        if stream not in self._watches:
            self._watches[stream] = []
            self.past.expect(stream)
            if self._studio is not None:
                self._studio.film(stream)
            else:
                self._start_studio()
        self._watches[stream].append(watch)
        return watch

    def leave(self, watch: Watch) -> None:
        """Takes a watcher out; the last one ends the filming. Nothing for one who has left already."""
        watching = self._watches.get(watch.stream, [])
        if watch not in watching:
            return
        watching.remove(watch)
        if not watching:
            del self._watches[watch.stream]
            self._group.pop(watch.stream, None)
            self._groups.leave(watch.stream)
            if self._studio is not None:
                self._studio.end(watch.stream)

    def _pass_on(self, shot: Shot) -> None:
        watching = self._watches.get(shot.stream)
        if not watching:
            return
        group = self._group.setdefault(shot.stream, [])
        if shot.is_key:
            group.clear()
        group.append(shot)
        self._groups.film(shot)
        for watch in watching:
            watch.put(shot)

    def _failed(self) -> None:
        """Starts the studio anew after a moment."""
        if self._studio is None:
            return
        studio, self._studio = self._studio, None
        self._group.clear()
        studio.stop()
        self._starting = asyncio.get_running_loop().call_later(_RESTART_S, self._start_studio)


def _tell(loop: asyncio.AbstractEventLoop, what: Callable[[], None]) -> None:
    """Calls `what` on the loop, unless the loop has ended meanwhile."""
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(what)
