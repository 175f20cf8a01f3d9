"""A path as it is being drawn: points a person set, and the ways on foot between them, worked out in a thread."""

import asyncio
import math

from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.session.following.timed_walk import TimedWalk, timed
from smartclient.store.routes import Route, Standpoint
from smartclient.store.walking import Walkable


class PathSketch:
    """`changed` tells of another point or way. Needs a running loop; `stop` ends it."""

    def __init__(self, walkable: Walkable) -> None:
        self.changed: Signal[None] = Signal()
        self.points: tuple[Standpoint, ...] = ()
        self.routes: tuple[Route, ...] = ()
        """Between the points as far as they are known: one fewer than there are points once all are worked out."""
        self._walkable = walkable
        self._tasks = Tasks("path")
        self._version = 0
        self._is_finding = False

    @property
    def is_ready(self) -> bool:
        """Whether there is a path, and all of its ways are known."""
        return len(self.points) > 1 and len(self.routes) == len(self.points) - 1

    def add(self, point: Standpoint) -> None:
        """One more point; the same one twice is one."""
        if not self.points or point != self.points[-1]:
            self.points = (*self.points, point)
            self._change()

    def remove_last(self) -> None:
        """Takes the last point back."""
        self.points = self.points[:-1]
        self.routes = self.routes[: max(len(self.points) - 1, 0)]
        self._change()

    def clear(self) -> None:
        """Begins anew."""
        self.points, self.routes = (), ()
        self._change()

    def walk(self, pace_m_s: float) -> TimedWalk:
        """The walk as far as it is known."""
        return timed(self.routes, pace_m_s)

    async def stop(self) -> None:
        """Works nothing out any more."""
        await self._tasks.cancel()

    def _change(self) -> None:
        self._version += 1
        self.changed.emit(None)
        if len(self.routes) < len(self.points) - 1 and not self._is_finding:
            self._is_finding = True
            self._tasks.start("find ways", self._find())

    async def _find(self) -> None:
        try:
            await self._find_all()
        finally:
            self._is_finding = False

    async def _find_all(self) -> None:
        while len(self.routes) < len(self.points) - 1:
            version, place = self._version, len(self.routes)
            start, end = self.points[place], self.points[place + 1]
            route = await asyncio.to_thread(self._walkable.route, start, end)
            if version == self._version or self.points[place : place + 2] == (start, end):
                self.routes = (*self.routes[:place], route or _straight(start, end))
                self.changed.emit(None)


def _straight(start: Standpoint, end: Standpoint) -> Route:
    """Where the plan knows no way, a person who drew one does."""
    length_m = math.hypot(end.x - start.x, end.y - start.y)
    return Route(((start.x, start.y), (end.x, end.y)), (start.level, end.level), length_m)
