"""Polygons as rings of points: validity, repair, and points inside them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]
Rings = tuple[tuple[Point, ...], ...]
"""The outer ring, then holes; each ring closed (last point equals the first)."""


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
    """Each polygon valid: as it was where it was, else rebuilt by `make_valid` (area kept, slivers and lines dropped)."""
    shapes = to_shapes(polygons)
    valid = shapely.is_valid(shapes)
    return [
        Repair((rings,), "") if is_valid else _repair(shape)
        for rings, shape, is_valid in zip(polygons, shapes, valid, strict=True)
    ]


def area(rings: Rings) -> float:
    """The area within the outer ring, holes not taken off, in squares of the points' unit."""
    x, y = np.array(rings[0]).T
    x, y = x - x[0], y - y[0]
    return float(abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2)


def point_inside(rings: Rings) -> Point:
    """A point well inside the polygon, for a label."""
    point = shapely.Polygon(rings[0], rings[1:]).representative_point()
    return (point.x, point.y)


def lie_on_outline(
    lines: Sequence[Sequence[Point]], outlines: Sequence[Sequence[Point]], tolerance: float
) -> list[bool]:
    """Whether both ends of each line lie within `tolerance` of its outline, a ring; all in the same unit."""
    if not lines:
        return []
    rings = {id(outline): shapely.LinearRing(outline) for outline in outlines}
    chosen = np.array([rings[id(outline)] for outline in outlines], dtype=object)
    starts = shapely.points([line[0] for line in lines])
    ends = shapely.points([line[-1] for line in lines])
    far = np.maximum(shapely.distance(starts, chosen), shapely.distance(ends, chosen))
    return [bool(distance <= tolerance) for distance in far]


def lie_within(points: Sequence[Point], areas: Sequence[tuple[Rings, ...]], tolerance: float) -> list[bool]:
    """Whether each point lies in its area, one or more polygons, or within `tolerance` of it; all in the same unit."""
    if not points:
        return []
    shapes = {id(area): shapely.MultiPolygon(list(to_shapes(area))) for area in areas}
    chosen = np.array([shapes[id(area)] for area in areas], dtype=object)
    return [bool(distance <= tolerance) for distance in shapely.distance(shapely.points(points), chosen)]


def _repair(shape: BaseGeometry) -> Repair:
    reason = shapely.is_valid_reason(shape)
    parts = [part for part in _flatten(shapely.make_valid(shape)) if part.area > 0]
    parts.sort(key=lambda part: -part.area)
    return Repair(tuple(_rings(part) for part in parts), reason)


def _flatten(shape: BaseGeometry) -> list[shapely.Polygon]:
    if isinstance(shape, shapely.Polygon):
        return [shape]
    parts: Sequence[BaseGeometry] = getattr(shape, "geoms", ())
    return [polygon for part in parts for polygon in _flatten(part)]


def _rings(polygon: shapely.Polygon) -> Rings:
    return tuple(tuple((x, y) for x, y, *_ in ring.coords) for ring in (polygon.exterior, *polygon.interiors))
