"""Points and bearings drawn to what is meant: corners, doorways, walls, grid lines, right angles."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Shape (n, 2), metres east and north."""
Segments = NDArray[np.float64]
"""Shape (n, 4), both ends in metres."""

RIGHT_DEG = 90.0


@dataclass(frozen=True, slots=True)
class Snap:
    """A point in metres, what it was drawn to in a word (empty: nothing), and the direction of that, degrees from north."""

    x: float
    y: float
    to: str = ""
    bearing_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Targets:
    """What points are drawn to, by the word for it; `points` are drawn to before `lines`, and both in the order given."""

    points: Sequence[tuple[str, Points]] = ()
    lines: Sequence[tuple[str, Segments]] = ()

    def snapped(self, x: float, y: float, within_m: float) -> Snap:
        """The nearest point among the first kind that has one within reach, else the foot on the nearest line, else (x, y)."""
        for word, points in self.points:
            if len(points):
                away = np.hypot(points[:, 0] - x, points[:, 1] - y)
                best = int(np.argmin(away))
                if away[best] <= within_m:
                    return Snap(float(points[best, 0]), float(points[best, 1]), word)
        for word, segments in self.lines:
            if len(segments):
                away = distances(segments, x, y)
                best = int(np.argmin(away))
                if away[best] <= within_m:
                    foot = _feet(segments[best : best + 1], x, y)[0]
                    return Snap(float(foot[0]), float(foot[1]), word, _bearing(segments[best]))
        return Snap(x, y)


def snapped_bearing(bearing_deg: float, directions_deg: Iterable[float], within_deg: float) -> float:
    """The bearing along or square to one of `directions_deg`, or to north, where it is nearly that; else as it is."""
    square = {(direction + turn * RIGHT_DEG) % 360 for direction in (0.0, *directions_deg) for turn in range(4)}
    nearest = min(square, key=lambda one: _apart(one, bearing_deg))
    return nearest if _apart(nearest, bearing_deg) <= within_deg else bearing_deg % 360


def distances(segments: Segments, x: float, y: float) -> NDArray[np.float64]:
    """How far each segment is from a point, metres, shape (n,)."""
    feet = _feet(segments, x, y)
    away: NDArray[np.float64] = np.hypot(feet[:, 0] - x, feet[:, 1] - y)
    return away


def _feet(segments: Segments, x: float, y: float) -> Points:
    """The point of each segment that is nearest to (x, y)."""
    start, along = segments[:, :2], segments[:, 2:] - segments[:, :2]
    squares = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip((((x, y) - start) * along).sum(axis=1) / squares, 0.0, 1.0)
    feet: Points = start + along * share[:, None]
    return feet


def _bearing(segment: Segments) -> float:
    return math.degrees(math.atan2(float(segment[2] - segment[0]), float(segment[3] - segment[1]))) % 360


def _apart(a: float, b: float) -> float:
    """Degrees between two bearings, 0…180."""
    return abs((a - b + 180) % 360 - 180)
