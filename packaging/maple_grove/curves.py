"""Smooth lines and shapes: splines through given points, blobs with wandering shores."""

from math import cos, pi, sin
from random import Random

import shapely

Points = list[tuple[float, float]]


def spline(points: Points, is_closed: bool = False, steps: int = 8) -> Points:
    """A Catmull-Rom curve through the points, `steps` pieces between two of them."""
    ring = [points[-1], *points, points[0], points[1]] if is_closed else [points[0], *points, points[-1]]
    path: Points = []
    for p0, p1, p2, p3 in zip(ring, ring[1:], ring[2:], ring[3:], strict=False):
        for i in range(steps):
            path.append(
                (_between(i / steps, p0[0], p1[0], p2[0], p3[0]), _between(i / steps, p0[1], p1[1], p2[1], p3[1]))
            )
    if not is_closed:
        path.append(points[-1])
    return path


def _between(t: float, a: float, b: float, c: float, d: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def blob(x: float, y: float, radius_x: float, radius_y: float, seed: int, turn: float = 0.0) -> shapely.Polygon:
    """A closed shape about (x, y) whose radius wanders, turned counter-clockwise by `turn` radians."""
    random = Random(seed)
    corners: Points = []
    for i in range(14):
        angle, reach = i / 14 * 2 * pi, random.uniform(0.78, 1.12)
        dx, dy = cos(angle) * radius_x * reach, sin(angle) * radius_y * reach
        corners.append((x + dx * cos(turn) - dy * sin(turn), y + dx * sin(turn) + dy * cos(turn)))
    return shapely.Polygon(spline(corners, is_closed=True, steps=4)).buffer(0)
