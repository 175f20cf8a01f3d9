"""The walkable units of one level: which lies beside a doorway, and which are open to each other without one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from smartclient.domain.site import Opening, Rings, Unit, UnitKind
from smartclient.geometry.frames import Frame
from smartclient.geometry.polygons import to_shapes
from smartclient.store.places import to_local_rings

Shapes = NDArray[np.object_]
Vector = NDArray[np.float64]
"""Metres east and north, shape (2,)."""

TOUCH_M = 0.05
SOLID = frozenset({UnitKind.WALL, UnitKind.WINDOW})
SHAFTS = frozenset({UnitKind.STAIRS, UnitKind.LIFT})
_OPEN_SIDE_M = 0.8
"""Two halls that touch along so much without a wall between are one space."""
_OPEN_SIDE_AREA = 2 * TOUCH_M * _OPEN_SIDE_M
"""Square metres."""
_SAME_SHAFT = 0.3
"""Share of the smaller stair that lies over the other, when both belong to one shaft."""
_BESIDE_DOOR_M = (0.05, 0.1, 0.2, 0.35, 0.5, 0.8, 1.2)


@dataclass(frozen=True, slots=True)
class Doorway:
    """The `middle` of an opening and the unit vector `across` it."""

    middle: Vector
    across: Vector


@dataclass(frozen=True, slots=True)
class OpenSide:
    """Two units, by their places among the walkable ones, and the strip along which nothing stands between them."""

    one: int
    other: int
    strip: BaseGeometry


class FloorUnits:
    """Lengths are metres in the frame of the site."""

    def __init__(self, frame: Frame, units: Sequence[Unit]) -> None:
        self._frame = frame
        shapes = shapes_of(frame, [unit.area for unit in units])
        areas = shapely.area(shapes)
        walked = [i for i, unit in enumerate(units) if areas[i] > 0 and is_walked(unit)]
        self.units = [units[i] for i in walked]
        """Those that can be walked."""
        self.shapes: Shapes = shapes[walked]
        self._walls = shapes[[i for i, unit in enumerate(units) if unit.kind in SOLID]]
        self._tree = shapely.STRtree(self.shapes)

    def doorway(self, opening: Opening) -> Doorway | None:
        """Where an opening is; None for one without a width."""
        line = self._frame.to_local(np.array(opening.line))
        along = line[-1] - line[0]
        width = float(np.hypot(*along))
        return Doorway(line.mean(axis=0), np.array((-along[1], along[0])) / width) if width > 0 else None

    def beside(self, middle: Vector, outward: Vector) -> Iterator[tuple[int, float]]:
        """The units met going out from a doorway's middle, as their place and how far out, metres."""
        for far in _BESIDE_DOOR_M:
            found = self._tree.query(shapely.Point(middle + far * outward), predicate="intersects")
            if len(found):
                yield int(found[0]), far

    def open_sides(self) -> Iterator[OpenSide]:
        """Units with an open side between them. Where no walls are drawn, every border is a wall, save between two halls."""
        wall_tree = shapely.STRtree(self._walls)
        firsts, seconds = self._tree.query(self.shapes, predicate="dwithin", distance=TOUCH_M)
        around = shapely.buffer(self.shapes, TOUCH_M)
        for one, other in zip(firsts.tolist(), seconds.tolist(), strict=True):
            kinds = {self.units[one].kind, self.units[other].kind}
            if one >= other or (not len(self._walls) and kinds != {UnitKind.CORRIDOR}):
                continue
            bare = shapely.intersection(around[one], around[other])
            if bare.area >= _OPEN_SIDE_AREA:
                near = wall_tree.query(bare, predicate="intersects")
                bare = shapely.difference(bare, shapely.union_all(self._walls[near]))
            if bare.area >= _OPEN_SIDE_AREA:
                yield OpenSide(one, other, bare)


def is_walked(unit: Unit) -> bool:
    """Whether people can stand in it."""
    return unit.kind not in SOLID and unit.category != "opentobelow"


def is_one_shaft(lower: Unit, lower_shape: BaseGeometry, upper: Unit, upper_shape: BaseGeometry) -> bool:
    """Whether a stair or lift of one floor goes on in that of another, to which it is of the same kind and under which it lies."""
    smaller = min(lower_shape.area, upper_shape.area)
    return lower.kind is upper.kind and lower_shape.intersection(upper_shape).area >= _SAME_SHAFT * smaller


def shapes_of(frame: Frame, areas: Sequence[Rings]) -> Shapes:
    """Valid polygons in local metres, one for each area."""
    rings = [tuple(tuple((x, y) for x, y in ring.tolist()) for ring in area) for area in to_local_rings(frame, areas)]
    return np.asarray(shapely.make_valid(to_shapes(rings)), dtype=object)
