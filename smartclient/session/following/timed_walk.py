"""A walk with its times: where somebody is, so many seconds after setting out."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from smartclient.domain.ids import LevelId
from smartclient.store.routes import Route, Standpoint


@dataclass(frozen=True, slots=True)
class TimedWalk:
    """Points in local metres, the level of each, and the seconds at which each is reached, ascending; straight in between."""

    points: tuple[tuple[float, float], ...]
    levels: tuple[LevelId | None, ...]
    times_s: tuple[float, ...]

    @property
    def duration_s(self) -> float:
        """How long it takes."""
        return self.times_s[-1] if self.times_s else 0.0

    def at(self, seconds: float) -> Standpoint:
        """Where one is then; before and after, where the walk begins and ends."""
        place = min(max(bisect_right(self.times_s, seconds) - 1, 0), len(self.times_s) - 1)
        x, y = self.points[place]
        if place + 1 == len(self.times_s) or seconds <= self.times_s[place]:
            return Standpoint(x, y, self.levels[place])
        share = (seconds - self.times_s[place]) / (self.times_s[place + 1] - self.times_s[place])
        next_x, next_y = self.points[place + 1]
        return Standpoint(x + (next_x - x) * share, y + (next_y - y) * share, self.levels[place])

    def samples(self, every_s: float) -> tuple[NDArray[np.float64], NDArray[np.float64], list[LevelId | None]]:
        """Times of shape (n,), points of shape (n, 2) and levels, at least so often, first and last included."""
        times = np.linspace(0.0, self.duration_s, max(int(np.ceil(self.duration_s / every_s)), 1) + 1)
        points = np.column_stack([np.interp(times, self.times_s, column) for column in zip(*self.points, strict=True)])
        places = np.searchsorted(np.asarray(self.times_s), times, side="right") - 1
        return times, points, [self.levels[place] for place in places.tolist()]


def timed(routes: Sequence[Route], pace_m_s: float) -> TimedWalk:
    """Routes one after the other at a pace on the level; what stairs and lifts take besides is spent where the level changes."""
    points: list[tuple[float, float]] = []
    levels: list[LevelId | None] = []
    times: list[float] = []
    now_s = 0.0
    for route in routes:
        plain = list(zip(route.points, route.levels, strict=True))
        lengths = [float(np.hypot(end[0] - start[0], end[1] - start[1])) for (start, _), (end, _) in pairwise(plain)]
        changes = sum(one != other for (_, one), (_, other) in pairwise(plain))
        more_s = max(route.seconds(pace_m_s) - sum(lengths) / pace_m_s, 0.0) / changes if changes else 0.0
        for place, (point, level) in enumerate(plain):
            if place:
                now_s += lengths[place - 1] / pace_m_s + (more_s if level != plain[place - 1][1] else 0.0)
            if not times or now_s > times[-1]:
                points.append(point)
                levels.append(level)
                times.append(now_s)
            else:
                points[-1], levels[-1] = point, level
    return TimedWalk(tuple(points), tuple(levels), tuple(times))
