"""One floor as it can be walked: rooms and halls as spaces, doorways as passages, its stairs and lifts."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import shapely
from numpy.typing import NDArray

from smartclient.domain.site import Level, Opening, Rings, Unit, UnitKind
from smartclient.geometry.frames import Frame
from smartclient.geometry.polygons import to_shapes
from smartclient.geometry.walk_graph import End, Passage
from smartclient.store.places import to_local_rings
from smartclient.store.ways import Crossing, Way, Ways

Shapes = NDArray[np.object_]
Vector = NDArray[np.float64]
"""Metres east and north, shape (2,)."""

_SOLID = frozenset({UnitKind.WALL, UnitKind.WINDOW})
_SHAFTS = frozenset({UnitKind.STAIRS, UnitKind.LIFT})
_TOUCH_M = 0.05
_OPEN_SIDE_M = 0.8
"""Two halls that touch along so much without a wall between are one space."""
_OPEN_SIDE_AREA = 2 * _TOUCH_M * _OPEN_SIDE_M
"""Square metres."""
_BESIDE_DOOR_M = (0.05, 0.1, 0.2, 0.35, 0.5, 0.8, 1.2)
_STEP_INSIDE_M = 0.3


class Outside(Protocol):
    """What lies around the building."""

    def end(self, middle: Vector, outward: Vector, is_exterior: bool) -> End | None:
        """The point outside a doorway."""
        ...


@dataclass(frozen=True, slots=True)
class Shaft:
    """A stair or a lift on one floor."""

    level: Level
    unit: Unit
    shape: shapely.Polygon
    end: End


class Floor:
    """One level's spaces, found by point."""

    def __init__(self, frame: Frame, level: Level, units: Sequence[Unit], ways: Ways) -> None:
        self._frame, self._level, self._ways = frame, level, ways
        shapes = shapes_of(frame, [unit.area for unit in units])
        areas = shapely.area(shapes)
        walked = [i for i, unit in enumerate(units) if areas[i] > 0 and _is_walked(unit)]
        self._units = [units[i] for i in walked]
        self._shapes = shapes[walked]
        walls = shapes[[i for i, unit in enumerate(units) if unit.kind in _SOLID]]
        self._tree = shapely.STRtree(self._shapes)
        self._space_of = self._add_spaces(walls)

    def join(self, openings: Iterable[Opening], outdoors: Outside | None) -> None:
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

    def shafts(self) -> Iterator[Shaft]:
        """The stairs and lifts."""
        for unit, shape, space in zip(self._units, self._shapes, self._space_of, strict=True):
            if unit.kind in _SHAFTS:
                middle = shape.representative_point()
                yield Shaft(self._level, unit, shape, End(space, middle.x, middle.y))

    def _end(self, middle: Vector, outward: Vector) -> End | None:
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
        around = shapely.buffer(self._shapes, _TOUCH_M)
        for one, other in zip(firsts.tolist(), seconds.tolist(), strict=True):
            kinds = {self._units[one].kind, self._units[other].kind}
            if one >= other or (not len(walls) and kinds != {UnitKind.CORRIDOR}):
                continue
            bare = shapely.intersection(around[one], around[other])
            if bare.area >= _OPEN_SIDE_AREA:
                near = wall_tree.query(bare, predicate="intersects")
                bare = shapely.difference(bare, shapely.union_all(walls[near]))
            if bare.area >= _OPEN_SIDE_AREA:
                yield one, other


def _is_walked(unit: Unit) -> bool:
    return unit.kind not in _SOLID and unit.category != "opentobelow"


def shapes_of(frame: Frame, areas: Sequence[Rings]) -> Shapes:
    """Valid polygons in local metres, one for each area."""
    rings = [tuple(tuple((x, y) for x, y in ring.tolist()) for ring in area) for area in to_local_rings(frame, areas)]
    return np.asarray(shapely.make_valid(to_shapes(rings)), dtype=object)


def _joined(shapes: Shapes) -> list[shapely.Polygon]:
    """One polygon over all of them; small gaps between are closed."""
    if len(shapes) == 1:
        return polygons(shapes[0])[:1]
    whole = shapely.buffer(shapely.union_all(shapely.buffer(shapes, _TOUCH_M, join_style="mitre")), -_TOUCH_M)
    return polygons(whole)[:1]


def polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    """The polygons in a shape, largest first."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon) and part.area > 0]
    return sorted(parts, key=lambda part: -part.area)
