"""One floor as it can be walked: rooms and halls as spaces, doorways as passages, its stairs and lifts."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import shapely

from smartclient.domain.site import Level, Opening, Unit
from smartclient.geometry.frames import Frame
from smartclient.geometry.walk_graph import End, Passage
from smartclient.store.floor_units import SHAFTS, TOUCH_M, FloorUnits, Shapes, Vector
from smartclient.store.ways import Crossing, Way, Ways

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
        self._level, self._ways = level, ways
        self._of = FloorUnits(frame, units)
        self._space_of = self._add_spaces()

    def join(self, openings: Iterable[Opening], outdoors: Outside | None) -> None:
        """Doorways become passages between what lies on their two sides."""
        for opening in openings:
            doorway = self._of.doorway(opening)
            if doorway is None:
                continue
            middle, across = doorway.middle, doorway.across
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
        for unit, shape, space in zip(self._of.units, self._of.shapes, self._space_of, strict=True):
            if unit.kind in SHAFTS:
                middle = shape.representative_point()
                yield Shaft(self._level, unit, shape, End(space, middle.x, middle.y))

    def _end(self, middle: Vector, outward: Vector) -> End | None:
        """The point a step inside the unit on that side of a doorway."""
        for unit, far in self._of.beside(middle, outward):
            space = self._space_of[unit]
            for step in (_STEP_INSIDE_M, 0.0):
                x, y = (middle + (far + step) * outward).tolist()
                if self._ways.spaces[space].shape.intersects(shapely.Point(x, y)):
                    return End(space, x, y)
        return None

    def _add_spaces(self) -> list[int]:
        """The number of each unit's space; units that are open to each other share one."""
        groups = list(range(len(self._of.units)))
        for side in self._of.open_sides():
            old, new = groups[side.other], groups[side.one]
            groups = [new if group == old else group for group in groups]
        numbers: dict[int, int] = {}
        for group in dict.fromkeys(groups):
            members = self._of.shapes[[i for i, own in enumerate(groups) if own == group]]
            for part in _joined(members):
                numbers[group] = self._ways.add_space(part, self._level.id)
        return [numbers[group] for group in groups]


def _joined(shapes: Shapes) -> list[shapely.Polygon]:
    """One polygon over all of them; small gaps between are closed."""
    if len(shapes) == 1:
        return polygons(shapes[0])[:1]
    whole = shapely.buffer(shapely.union_all(shapely.buffer(shapes, TOUCH_M, join_style="mitre")), -TOUCH_M)
    return polygons(whole)[:1]


def polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    """The polygons in a shape, largest first."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon) and part.area > 0]
    return sorted(parts, key=lambda part: -part.area)
