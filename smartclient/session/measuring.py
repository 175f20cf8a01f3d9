"""One measurement on the map: the points, straight from one to the next or on foot, and what is known of the ways."""

import asyncio
import math
from dataclasses import dataclass

from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.store.routes import RUNNING_M_S, WALKING_M_S, Route, Standpoint
from smartclient.store.walking import Walkable

_Asked = tuple[Standpoint, Standpoint, bool]


@dataclass(frozen=True, slots=True)
class Leg:
    """From one point to the next. `route` is None on foot while it is being looked for, and where there is no way."""

    start: Standpoint
    end: Standpoint
    route: Route | None = None
    is_looked_for: bool = False

    @property
    def straight_m(self) -> float:
        """As the crow flies, on the plane."""
        return math.hypot(self.end.x - self.start.x, self.end.y - self.start.y)

    @property
    def bearing_deg(self) -> float:
        """Clockwise from true north."""
        return math.degrees(math.atan2(self.end.x - self.start.x, self.end.y - self.start.y)) % 360


@dataclass(frozen=True, slots=True)
class Total:
    """All legs together. On foot, `is_whole` says whether every leg's way is known; times are None where one has none."""

    length_m: float
    is_whole: bool = True
    has_way: bool = True
    walking_s: float | None = None
    running_s: float | None = None


class Measuring:
    """Points are added and taken back; on foot the ways are found in a thread. `changed` tells after everything."""

    def __init__(self, walkable: Walkable) -> None:
        self.changed: Signal[None] = Signal()
        self.points: tuple[Standpoint, ...] = ()
        self.is_on_foot = False
        self.with_lifts = False
        self._walkable = walkable
        self._tasks = Tasks("measuring")
        self._routes: dict[_Asked, Route | None] = {}
        self._asked: set[_Asked] = set()

    def add(self, point: Standpoint) -> None:
        """One more point; the same again is none."""
        if not self.points or self.points[-1] != point:
            self.points = (*self.points, point)
            self._look()

    def take_back(self) -> None:
        """Without the last point."""
        self.points = self.points[:-1]
        self._look()

    def clear(self) -> None:
        """From the beginning; what is known of ways is forgotten, for the plan may change."""
        self.points = ()
        self._routes.clear()
        self._look()

    def go_on_foot(self, is_on_foot: bool) -> None:
        """Straight lines, or ways on foot."""
        self.is_on_foot = is_on_foot
        self._look()

    def use_lifts(self, with_lifts: bool) -> None:
        """Whether lifts may be taken."""
        self.with_lifts = with_lifts
        self._look()

    async def stop(self) -> None:
        """Lets go of ways that are being looked for."""
        await self._tasks.cancel()

    @property
    def legs(self) -> tuple[Leg, ...]:
        """From each point to the next."""
        pairs = zip(self.points, self.points[1:], strict=False)
        return tuple(self._leg(start, end) for start, end in pairs)

    @property
    def total(self) -> Total:
        """The sum."""
        legs = self.legs
        if not self.is_on_foot:
            return Total(sum(leg.straight_m for leg in legs))
        routes = [leg.route for leg in legs if leg.route is not None]
        is_whole = not any(leg.is_looked_for for leg in legs)
        length_m = sum(route.length_m for route in routes)
        if len(routes) < len(legs) or not legs:
            return Total(length_m, is_whole, has_way=not legs or not is_whole)
        walking_s, running_s = (sum(route.seconds(pace) for route in routes) for pace in (WALKING_M_S, RUNNING_M_S))
        return Total(length_m, walking_s=walking_s, running_s=running_s)

    def _leg(self, start: Standpoint, end: Standpoint) -> Leg:
        asked = (start, end, self.with_lifts)
        if not self.is_on_foot:
            return Leg(start, end)
        return Leg(start, end, self._routes.get(asked), is_looked_for=asked not in self._routes)

    def _look(self) -> None:
        """Has the ways found that are not known yet."""
        self.changed.emit(None)
        for leg in self.legs:
            asked = (leg.start, leg.end, self.with_lifts)
            if leg.is_looked_for and asked not in self._asked:
                self._asked.add(asked)
                self._tasks.start("route", self._find(asked))

    async def _find(self, asked: _Asked) -> None:
        try:
            self._routes[asked] = await asyncio.to_thread(self._walkable.route, *asked)
        finally:
            self._asked.discard(asked)
        self.changed.emit(None)
