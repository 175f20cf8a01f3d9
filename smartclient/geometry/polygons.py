"""Polygons as rings of points: validity, repair, and points inside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]
Rings = tuple[tuple[Point, ...], ...]
"""The outer ring, then holes; each ring closed (last point equals the first)."""

_MOST_CORNERS = 1_000
_MOST_CROSSINGS = 200
_DECIMALS, _MOST_TURNS = 9, 3
"""A tenth of a millimetre in degrees, far below anything in metres: GEOS cannot tell corners apart that are almost one."""
Shapes = TypeVar("Shapes", BaseGeometry, NDArray[np.object_])
_MOST_CORNERS_TOGETHER = 50_000
"""Repair takes time with more than the square of the crossings, and a plan may be made to waste it."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A polygon after repair: its `parts`, largest first (none when nothing is left), and `reason`, empty when it was valid."""

    parts: tuple[Rings, ...]
    reason: str


def to_shapes(polygons: Sequence[Rings]) -> NDArray[np.object_]:
    """Shapely polygons, one of each, without checking; every ring needs four points or more."""
    if not polygons:
        return np.empty(0, dtype=object)
    rings = [ring for polygon in polygons for ring in polygon]
    sizes = [len(ring) for ring in rings]
    points = np.array([point for ring in rings for point in ring], dtype=float)
    lines = np.asarray(shapely.linearrings(points, indices=np.repeat(np.arange(len(rings)), sizes)), dtype=object)
    owners = np.repeat(np.arange(len(polygons)), [len(polygon) for polygon in polygons])
    return np.asarray(shapely.polygons(lines, indices=owners), dtype=object)


def repaired(polygons: Sequence[Rings]) -> list[Repair]:
    """Each polygon valid: as it was where it was, else rebuilt by `make_valid`, which keeps its area and drops lines.

    A polygon of more than 1,000 corners or 200 crossings is not rebuilt, nor are more than 50,000 corners together.
    """
    shapes = _rounded(to_shapes(polygons))
    valid = shapely.is_valid(shapes)
    repairs: list[Repair] = []
    left = _MOST_CORNERS_TOGETHER
    for rings, shape, is_valid in zip(polygons, shapes, valid, strict=True):
        if is_valid:
            repairs.append(Repair((rings,), ""))
            continue
        left -= len(shapely.get_coordinates(shape))
        repairs.append(_repair(shape, can_rebuild=left >= 0))
    return repairs


def area(rings: Rings) -> float:
    """The area within the outer ring, holes not taken off, in squares of the points' unit."""
    x, y = np.array(rings[0]).T
    x, y = x - x[0], y - y[0]
    return float(abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2)


def points_inside(polygons: Sequence[Rings]) -> list[Point]:
    """A point well inside each polygon, for a label."""
    coordinates = shapely.get_coordinates(shapely.point_on_surface(to_shapes(polygons)))
    return [(float(x), float(y)) for x, y in coordinates]


def lie_on_outline(
    lines: Sequence[Sequence[Point]], outlines: Sequence[Sequence[Point]], tolerance: float
) -> list[bool]:
    """Whether both ends of each line lie within `tolerance` of its outline, a ring; all in the same unit."""
    if not lines:
        return []
    rings = {own: shapely.LinearRing(outline) for own, outline in {id(o): o for o in outlines}.items()}
    chosen = np.array([rings[id(outline)] for outline in outlines], dtype=object)
    starts = shapely.points([line[0] for line in lines])
    ends = shapely.points([line[-1] for line in lines])
    far = np.maximum(shapely.distance(starts, chosen), shapely.distance(ends, chosen))
    return [bool(distance <= tolerance) for distance in far]


def lie_within(points: Sequence[Point], areas: Sequence[tuple[Rings, ...]], tolerance: float) -> list[bool]:
    """Whether each point lies in its area, one or more polygons, or within `tolerance` of it; all in the same unit."""
    if not points:
        return []
    shapes = {own: shapely.MultiPolygon(list(to_shapes(area))) for own, area in {id(a): a for a in areas}.items()}
    chosen = np.array([shapes[id(area)] for area in areas], dtype=object)
    return [bool(distance <= tolerance) for distance in shapely.distance(shapely.points(points), chosen)]


def _repair(shape: BaseGeometry, *, can_rebuild: bool) -> Repair:
    reason = shapely.is_valid_reason(shape)
    if not can_rebuild or _is_tangled(shape):
        return Repair((), f"{reason}, too tangled to repair")
    parts = _made_valid(shape)
    parts.sort(key=lambda part: -part.area)
    return Repair(tuple(_rings(part) for part in parts), reason)


def _made_valid(shape: BaseGeometry) -> list[shapely.Polygon]:
    """Valid parts whose corners are rounded; where rounding crosses sides, those are repaired in their turn."""
    parts = list[shapely.Polygon]()
    for _turn in range(_MOST_TURNS):
        made = shapely.make_valid(shape, method="structure", keep_collapsed=False)
        parts = [part for part in _flatten(_rounded(made)) if part.area > 0]
        if all(shapely.is_valid(parts)):
            return parts
        shape = shapely.MultiPolygon(parts)
    return [part for part in parts if shapely.is_valid(part)]


def _rounded(shapes: Shapes) -> Shapes:
    rounded: Shapes = shapely.transform(shapes, lambda corners: corners.round(_DECIMALS) + 0.0)
    return rounded


def _is_tangled(shape: BaseGeometry) -> bool:
    points = shapely.get_coordinates(shape)
    if len(points) > _MOST_CORNERS:
        return True
    sides = np.asarray(shapely.linestrings(np.stack((points[:-1], points[1:]), axis=1)), dtype=object)
    return len(shapely.STRtree(sides).query(sides, predicate="crosses")[0]) > 2 * _MOST_CROSSINGS


def _flatten(shape: BaseGeometry) -> list[shapely.Polygon]:
    if isinstance(shape, shapely.Polygon):
        return [shape]
    parts: Sequence[BaseGeometry] = getattr(shape, "geoms", ())
    return [polygon for part in parts for polygon in _flatten(part)]


def _rings(polygon: shapely.Polygon) -> Rings:
    return tuple(tuple((x, y) for x, y, *_ in ring.coords) for ring in (polygon.exterior, *polygon.interiors))
