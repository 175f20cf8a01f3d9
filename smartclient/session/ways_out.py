"""The way out of each room of a floor on foot, and how much of it cameras see."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from smartclient.domain.ids import LevelId
from smartclient.domain.site import Level, LonLat, Opening, Unit, UnitKind
from smartclient.runtime.backlog import Backlog
from smartclient.runtime.signal import Signal
from smartclient.session.coverage import Coverage
from smartclient.store.places import Places, to_local_rings
from smartclient.store.routes import Route
from smartclient.store.walking import Walkable

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from smartclient.geometry.coverage import ClassAreas, Shares

_PEOPLE_ARE_IN = frozenset({UnitKind.ROOM, UnitKind.RESTROOM})
_LEAST_UNSEEN_M = 1.5


@dataclass(frozen=True, slots=True)
class WayOut:
    """From a room's own door to the nearest outside door; `stretches` are its lines by level, metres."""

    room: str
    exit: Opening
    length_m: float
    stretches: tuple[tuple[LevelId, "BaseGeometry"], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a way that nobody sees: its length and its middle."""

    level: LevelId
    x: float
    y: float
    length_m: float


@dataclass(frozen=True, slots=True)
class SeenWayOut:
    """A way out, which share of its length is seen class by class, and its longest piece out of sight."""

    way: WayOut
    shares: "Shares"
    unseen: Stretch | None


class WaysOut:
    """Answers for the floors that were asked for; `changed` tells the floor whose ways are known anew."""

    def __init__(self, places: Places, walkable: Walkable, coverage: Coverage) -> None:
        self.changed: Signal[LevelId] = Signal()
        self._places, self._walkable, self._coverage = places, walkable, coverage
        self._ways: dict[LevelId, tuple[WayOut, ...]] = {}
        self._seen: dict[LevelId, tuple[SeenWayOut, ...]] = {}
        self._stale: Backlog[LevelId] = Backlog("ways out", self._work_out)
        self._leave = coverage.changed.connect(self._look_again)

    @property
    def is_working(self) -> bool:
        """Whether ways that are wanted are not known yet."""
        return self._stale.is_working

    def of(self, level: LevelId) -> tuple[SeenWayOut, ...]:
        """The ways out of the rooms of a floor as far as they are known, those that are seen least first."""
        return self._seen.get(level, ())

    def want(self, level: LevelId) -> None:
        """Works them out, once; they are kept in step with the coverage from then on. Needs a running loop."""
        if level not in self._ways and level not in self._stale and not self._places.levels[level].outdoor:
            self._stale.add([level])

    def take_places(self, places: Places) -> None:
        """The plan is another: what was wanted is worked out of it when it is wanted again."""
        self._places = places
        self._ways.clear()
        self._seen.clear()
        self._stale.clear()

    async def settled(self) -> None:
        """Waits until all ways that are wanted are known."""
        await self._stale.settled()

    async def stop(self) -> None:
        """Works nothing out any more."""
        self._leave()
        await self._stale.stop()

    def _look_again(self, level: LevelId) -> None:
        self._stale.add(known for known, ways in self._ways.items() if level in _levels(ways))

    async def _work_out(self, levels: Sequence[LevelId]) -> None:
        for level in levels:
            places, ways = self._places, self._ways.get(level)
            if ways is None:
                ways = await asyncio.to_thread(ways_out, places, self._walkable, places.levels[level])
                if places is not self._places:
                    continue
                self._ways[level] = ways
            crossed = _levels(ways)
            self._coverage.want(crossed)
            seen = {one: known.seen for one in crossed if (known := self._coverage.of(one)) is not None}
            if len(seen) == len(crossed):
                self._seen[level] = await asyncio.to_thread(seen_ways, ways, seen)
                self.changed.emit(level)


def ways_out(places: Places, walkable: Walkable, level: Level) -> tuple[WayOut, ...]:
    """The way out of each room of a floor that has no door to the outside itself. Takes up to a second: for a thread."""
    units = [unit for unit in places.units_on(level.id) if unit.kind in _PEOPLE_ARE_IN]
    found = (_way_out(places, walkable, unit) for unit in units)
    return tuple(way for way in found if way is not None)


def seen_ways(ways: Iterable[WayOut], seen: "Mapping[LevelId, ClassAreas]") -> tuple[SeenWayOut, ...]:
    """How much of each is seen; those seen least first."""
    found = [_seen(way, seen) for way in ways]
    return tuple(sorted(found, key=lambda way: (way.shares, -way.way.length_m)))


def _way_out(places: Places, walkable: Walkable, unit: Unit) -> WayOut | None:
    import shapely

    from smartclient.session.covered_floor import place_name

    start = walkable.standpoint(unit.display_point, unit.level_id)
    nearest = walkable.nearest_exit(start)
    if nearest is None:
        return None
    door = nearest[0]
    route = walkable.route(start, walkable.standpoint(_middle(door), door.level_id))
    if route is None:
        return None
    room = shapely.Polygon(to_local_rings(places.frame, [unit.area])[0][0])
    own = room if room.is_valid else shapely.make_valid(room)
    stretches = tuple((level, line.difference(own)) for level, line in _lines(route))
    left = tuple((level, line) for level, line in stretches if line.length > 0)
    if not left:
        return None
    return WayOut(place_name(unit), door, sum(line.length for _level, line in left), left)


def _lines(route: Route) -> "Iterable[tuple[LevelId, BaseGeometry]]":
    """The parts of a route that lie on a level; the flights between are left out, as no plan draws them twice."""
    import shapely

    points: list[tuple[float, float]] = [route.points[0]]
    steps = zip(route.points, route.levels, strict=True)
    for (_here, one), (there, other) in pairwise(steps):
        if one == other:
            points.append(there)
            continue
        if one is not None and len(points) > 1:
            yield one, shapely.LineString(points)
        points = [there]
    last = route.levels[-1]
    if last is not None and len(points) > 1:
        yield last, shapely.LineString(points)


def _seen(way: WayOut, seen: "Mapping[LevelId, ClassAreas]") -> SeenWayOut:
    import shapely

    from smartclient.session.floor_coverage import path_shares

    unseen: list[Stretch] = []
    totals = [0.0, 0.0, 0.0, 0.0]
    for level, line in way.stretches:
        for place, share in enumerate(path_shares([line], seen[level])):
            totals[place] += share * line.length
        for piece in shapely.get_parts(line.difference(seen[level].detect)):
            if piece.length >= _LEAST_UNSEEN_M:
                middle = piece.interpolate(0.5, normalized=True)
                unseen.append(Stretch(level, middle.x, middle.y, piece.length))
    detect, observe, recognise, identify = (total / way.length_m for total in totals)
    shares = (detect, observe, recognise, identify)
    return SeenWayOut(way, shares, max(unseen, key=lambda stretch: stretch.length_m, default=None))


def _levels(ways: Iterable[WayOut]) -> frozenset[LevelId]:
    return frozenset(level for way in ways for level, _line in way.stretches)


def _middle(door: Opening) -> LonLat:
    (west, south), (east, north) = door.line[0], door.line[-1]
    return ((west + east) / 2, (south + north) / 2)
