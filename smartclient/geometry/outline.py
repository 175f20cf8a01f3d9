"""An outline while it is drawn, corner by corner."""

from collections.abc import Sequence

import numpy as np

from smartclient.geometry.frames import Points
from smartclient.geometry.next_corner import Point, Snapped, snap


class Outline:
    """The corners set so far; the first one again closes it."""

    def __init__(self) -> None:
        self.corners: list[Point] = []

    def snapped(self, at: Point, corners: Points, edges: Points, reach: float) -> Snapped:
        """Where a corner at `at` belongs: on the first one, on other `corners`, at a right angle, or on `edges`, within `reach`."""
        own = np.array(self.corners[:1], dtype=np.float64).reshape(-1, 2)
        return snap(at, np.vstack((own, corners)), edges, self.corners, reach)

    def add(self, point: Point) -> bool:
        """One corner more; whether it was the first one again, which ends the outline."""
        if len(self.corners) >= 3 and point == self.corners[0]:
            return True
        if not self.corners or point != self.corners[-1]:
            self.corners.append(point)
        return False

    def take_back(self) -> None:
        """The last corner goes."""
        if self.corners:
            self.corners.pop()

    def clear(self) -> None:
        """All corners go."""
        self.corners.clear()

    @property
    def ring(self) -> Sequence[Point]:
        """The corners, each once, not closed."""
        return tuple(dict.fromkeys(self.corners))
