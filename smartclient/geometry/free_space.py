"""One polygon that can be walked in: from where to where a straight line stays inside it, and the corners that paths turn at."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Shape (n, 2), metres."""

SHOULDER_M = 0.4
"""People keep so far from the corners that they turn at."""
_SIMPLER_M = (0.05, 0.3, 1.0, 3.0, 10.0)
_MOST_POINTS = 400
_SLACK_M = 0.02
"""What lies on the border, give or take a rounding, is inside."""


class FreeSpace:
    """A room, a hall, or the grounds around buildings. `shape` is in metres and may have holes."""

    def __init__(self, shape: shapely.Polygon) -> None:
        self.shape = shape

    @cached_property
    def is_convex(self) -> bool:
        """Whether every straight line between two of its points stays inside."""
        return bool(self.shape.convex_hull.area - self.shape.area < 1e-3 * self.shape.area)

    @cached_property
    def corners(self) -> Points:
        """Where shortest paths may turn: a shoulder's width off every corner that points into the space; shape (n, 2)."""
        if self.is_convex:
            return np.empty((0, 2))
        plain = next(
            (shape for shape in self._simpler() if shapely.get_num_coordinates(shape) <= _MOST_POINTS),
            self.shape.envelope,
        )
        inner = shapely.buffer(plain, -SHOULDER_M, join_style="mitre", mitre_limit=2.0)
        parts = [part for part in shapely.get_parts(inner) if not part.is_empty] or [plain]
        rings = [ring for part in parts for ring in shapely.get_rings(shapely.normalize(part))]
        found = [_pointing_inwards(shapely.get_coordinates(ring)[:-1]) for ring in rings]
        return np.vstack(found) if found else np.empty((0, 2))

    def _simpler(self) -> Iterator[shapely.Geometry]:
        """Simpler and simpler: the pairs of corners that must be looked at grow with the square of them."""
        return (shapely.simplify(self.shape, tolerance_m) for tolerance_m in _SIMPLER_M)

    def sees(self, starts: Points, ends: Points) -> NDArray[np.bool_]:
        """Whether the straight line from each start to each end, both shape (n, 2), stays inside; shape (n,)."""
        if self.is_convex or len(starts) == 0:
            return np.ones(len(starts), dtype=np.bool_)
        lines = shapely.linestrings(np.stack((starts, ends), axis=1))
        return np.asarray(shapely.contains_properly(self._roomy, lines), dtype=np.bool_)

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """The point itself where it is inside, else the nearest point of the border."""
        line = shapely.shortest_line(self.shape, shapely.Point(x, y))
        inside = shapely.get_coordinates(line)[0]
        return (float(inside[0]), float(inside[1]))

    @cached_property
    def _roomy(self) -> shapely.Geometry:
        """With room enough that no line inside the space touches its border: GEOS stops at the first touch, 8 times faster."""
        roomy = shapely.buffer(self.shape, _SLACK_M, join_style="mitre")
        shapely.prepare(roomy)
        return roomy


def _pointing_inwards(ring: Points) -> Points:
    """The corners of an open ring, clockwise outside and counter-clockwise for holes as `normalize` turns them, that are reflex."""
    before, after = ring - np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0) - ring
    turns: Points = ring[before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0] > 0]
    return turns
