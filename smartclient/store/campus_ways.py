"""What can be walked on one campus: rooms and halls as spaces, doorways, flights of stairs and lifts as passages between them."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
import shapely
from numpy.typing import NDArray

from smartclient.domain.ids import LevelId, VenueId
from smartclient.domain.site import Level, Opening, Rings, Unit, UnitKind
from smartclient.geometry.frames import Frame
from smartclient.geometry.free_space import FreeSpace
from smartclient.geometry.polygons import to_shapes
from smartclient.geometry.walk_graph import End, Passage
from smartclient.store.places import Places, to_local_rings
from smartclient.store.routes import LIFT_STOREY_S, LIFT_WAIT_S, STAIR_M, STAIR_SLOWNESS, WALKING_M_S

Shapes = NDArray[np.object_]

_SOLID = frozenset({UnitKind.WALL, UnitKind.WINDOW})
_TOUCH_M = 0.05
_OPEN_SIDE_M = 0.8
"""Two halls that touch along so much without a wall between are one space."""
_BESIDE_DOOR_M = (0.05, 0.1, 0.2, 0.35, 0.5, 0.8, 1.2)
_STEP_INSIDE_M = 0.3
_SAME_SHAFT = 0.3
"""Share of the smaller stair that lies over the other, when both belong to one shaft."""


class Way(Enum):
    """What a passage is."""

    DOORWAY = "doorway"
    STAIRS = "stairs"
    LIFT = "lift"


@dataclass(frozen=True, slots=True)
class Crossing:
    """What the passage of the same number is: an opening, a stair or a lift by its unit, and storeys it climbs."""

    way: Way
    opening: Opening | None = None
    unit: Unit | None = None
    storeys: int = 0
    leads_out: bool = False


@dataclass(slots=True)
class CampusWays:
    """Spaces with the level each belongs to (None: grounds without a level of their own), and passages with what they are."""

    spaces: list[FreeSpace] = field(default_factory=list)
    levels: list[LevelId | None] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    crossings: list[Crossing] = field(default_factory=list)

    def add_space(self, shape: shapely.Polygon, level: LevelId | None) -> int:
        """The new space's number."""
        self.spaces.append(FreeSpace(shape))
        self.levels.append(level)
        return len(self.spaces) - 1

    def add_passage(self, passage: Passage, crossing: Crossing) -> None:
        """One more way between two spaces."""
        self.passages.append(passage)
        self.crossings.append(crossing)


def campus_ways(places: Places, venue: VenueId) -> CampusWays:
    """Everything that can be walked on a campus."""
    site, ways = places.site, CampusWays()
    levels = [level for level in site.levels if level.venue_id == venue]
    units: defaultdict[LevelId, list[Unit]] = defaultdict(list)
    openings: defaultdict[LevelId, list[Opening]] = defaultdict(list)
    for unit in site.units:
        units[unit.level_id].append(unit)
    for opening in site.openings:
        openings[opening.level_id].append(opening)
    outdoors = _Outdoors(places, venue, levels, ways)
    shafts: list[_Shaft] = []
    for level in levels:
        if not level.outdoor:
            floor = _Floor(places.frame, level, units[level.id], ways)
            floor.join(openings[level.id], outdoors if level.ordinal <= 0 else None)
            shafts += floor.shafts()
    for passage, crossing in _between_floors(shafts):
        ways.add_passage(passage, crossing)
    return ways


@dataclass(frozen=True, slots=True)
class _Shaft:
    """A stair or a lift on one floor."""

    level: Level
    unit: Unit
    shape: shapely.Polygon
    end: End


class _Floor:
    """One level's spaces, found by point."""

    def __init__(self, frame: Frame, level: Level, units: Sequence[Unit], ways: CampusWays) -> None:
        self._frame, self._level, self._ways = frame, level, ways
        shapes = shapes_of(frame, [unit.area for unit in units])
        walked = [i for i, unit in enumerate(units) if unit.kind not in _SOLID and unit.category != "opentobelow"]
        self._units = [units[i] for i in walked]
        self._shapes = shapes[walked]
        walls = shapes[[i for i, unit in enumerate(units) if unit.kind in _SOLID]]
        self._tree = shapely.STRtree(self._shapes)
        self._space_of = self._add_spaces(walls)

    def join(self, openings: Iterable[Opening], outdoors: "_Outdoors | None") -> None:
        """Doorways become passages between what lies on their two sides."""
        for opening in openings:
            line = self._frame.to_local(np.array(opening.line))
            middle, along = line.mean(axis=0), line[-1] - line[0]
            width = float(np.hypot(*along))
            if width == 0:
                continue
            across = np.array((-along[1], along[0])) / width
            sides = [self._end(middle, side * across) for side in (1, -1)]
            leads_out = outdoors is not None and sides.count(None) == 1
            if outdoors is not None and leads_out:
                sides = [
                    inside or outdoors.end(middle, side * across, opening.is_exterior)
                    for side, inside in zip((1, -1), sides, strict=True)
                ]
            first, second = sides
            if first is not None and second is not None and first.space != second.space:
                x, y = middle.tolist()
                cost_m = sum(math.dist((end.x, end.y), (x, y)) for end in (first, second))
                passage = Passage((first, second), cost_m, ((x, y),))
                self._ways.add_passage(passage, Crossing(Way.DOORWAY, opening, leads_out=leads_out))

    def shafts(self) -> Iterator[_Shaft]:
        """The stairs and lifts."""
        for unit, shape, space in zip(self._units, self._shapes, self._space_of, strict=True):
            if unit.kind in (UnitKind.STAIRS, UnitKind.LIFT):
                middle = shape.representative_point()
                yield _Shaft(self._level, unit, shape, End(space, middle.x, middle.y))

    def _end(self, middle: NDArray[np.float64], outward: NDArray[np.float64]) -> End | None:
        """The point a step inside the unit on that side of a doorway."""
        for far in _BESIDE_DOOR_M:
            found = self._tree.query(shapely.Point(middle + far * outward), predicate="intersects")
            if len(found):
                space = self._space_of[int(found[0])]
                for step in (_STEP_INSIDE_M, 0.0):
                    x, y = (middle + (far + step) * outward).tolist()
                    if self._ways.spaces[space].shape.intersects(shapely.Point(x, y)):
                        return End(space, x, y)
        return None

    def _add_spaces(self, walls: Shapes) -> list[int]:
        """The number of each unit's space; units that are open to each other share one."""
        groups = list(range(len(self._units)))
        for one, other in self._open_pairs(walls):
            old, new = groups[other], groups[one]
            groups = [new if group == old else group for group in groups]
        numbers: dict[int, int] = {}
        for group in dict.fromkeys(groups):
            members = self._shapes[[i for i, own in enumerate(groups) if own == group]]
            for part in _joined(members):
                numbers[group] = self._ways.add_space(part, self._level.id)
        return [numbers[group] for group in groups]

    def _open_pairs(self, walls: Shapes) -> Iterator[tuple[int, int]]:
        """Units with an open side between them. Where no walls are drawn, every border is a wall, save between two halls."""
        wall_tree = shapely.STRtree(walls)
        firsts, seconds = self._tree.query(self._shapes, predicate="dwithin", distance=_TOUCH_M)
        for one, other in zip(firsts.tolist(), seconds.tolist(), strict=True):
            kinds = {self._units[one].kind, self._units[other].kind}
            if one >= other or (not len(walls) and kinds != {UnitKind.CORRIDOR}):
                continue
            side = self._shapes[one].buffer(_TOUCH_M).intersection(self._shapes[other].buffer(_TOUCH_M))
            near = wall_tree.query(side, predicate="intersects")
            bare = side.difference(shapely.union_all(walls[near])) if len(near) else side
            if bare.area / (2 * _TOUCH_M) >= _OPEN_SIDE_M:
                yield one, other


class _Outdoors:
    """The grounds of a campus, its buildings taken out."""

    def __init__(self, places: Places, venue: VenueId, levels: Sequence[Level], ways: CampusWays) -> None:
        self._ways = ways
        own = places.venues[venue]
        grounds = [level for level in levels if level.outdoor]
        buildings = [building for building in places.site.buildings if building.venue_id == venue]
        ground = shapely.union_all(shapes_of(places.frame, [own.area, *(level.area for level in grounds)]))
        built = shapes_of(places.frame, [footprint for building in buildings for footprint in building.footprints])
        free = shapely.difference(ground, shapely.union_all(built)) if len(built) else ground
        self._level = grounds[0].id if grounds else None
        self._numbers = [ways.add_space(part, self._level) for part in _polygons(free)]

    def end(self, middle: NDArray[np.float64], outward: NDArray[np.float64], is_exterior: bool) -> End | None:
        """The point outside a doorway; where the plan draws no grounds there, a doorstep for an exterior one."""
        for far in (0.5, 1.0, 1.5, 2.0, 3.0):
            x, y = (middle + far * outward).tolist()
            for number in self._numbers:
                if self._ways.spaces[number].shape.intersects(shapely.Point(x, y)):
                    return End(number, x, y)
        if not is_exterior:
            return None
        x, y = (middle + outward).tolist()
        return End(self._ways.add_space(shapely.Point(x, y).buffer(0.5), self._level), x, y)


def _between_floors(shafts: Sequence[_Shaft]) -> Iterator[tuple[Passage, Crossing]]:
    """Flights between neighbouring storeys; lifts between every two of theirs."""
    for number, lower in enumerate(shafts):
        for upper in shafts[number + 1 :]:
            storeys = abs(upper.level.ordinal - lower.level.ordinal)
            is_lift = lower.unit.kind is UnitKind.LIFT
            if storeys == 0 or upper.unit.kind is not lower.unit.kind or (storeys > 1 and not is_lift):
                continue
            if not set(upper.level.building_ids) & set(lower.level.building_ids):
                continue
            smaller = min(lower.shape.area, upper.shape.area)
            if lower.shape.intersection(upper.shape).area < _SAME_SHAFT * smaller:
                continue
            counted_m = STAIR_M * STAIR_SLOWNESS * storeys
            if is_lift:
                counted_m = (LIFT_WAIT_S + LIFT_STOREY_S * storeys) * WALKING_M_S
            apart_m = math.dist((lower.end.x, lower.end.y), (upper.end.x, upper.end.y))
            way = Way.LIFT if is_lift else Way.STAIRS
            yield (
                Passage((lower.end, upper.end), max(counted_m, apart_m)),
                Crossing(way, unit=lower.unit, storeys=storeys),
            )


def shapes_of(frame: Frame, areas: Sequence[Rings]) -> Shapes:
    """Valid polygons in local metres, one for each area."""
    rings = [tuple(tuple((x, y) for x, y in ring.tolist()) for ring in area) for area in to_local_rings(frame, areas)]
    return np.asarray(shapely.make_valid(to_shapes(rings)), dtype=object)


def _joined(shapes: Shapes) -> list[shapely.Polygon]:
    """One polygon over all of them; small gaps between are closed."""
    if len(shapes) == 1:
        return _polygons(shapes[0])[:1]
    whole = shapely.buffer(shapely.union_all(shapely.buffer(shapes, _TOUCH_M, join_style="mitre")), -_TOUCH_M)
    return _polygons(whole)[:1]


def _polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    """The polygons in a shape, largest first."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon) and part.area > 0]
    return sorted(parts, key=lambda part: -part.area)
