"""The piece of map on the screen."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Bounds = tuple[float, float, float, float]
"""West, south, east, north; metres."""

CLOSEST_METRES_PER_PX = 0.005
FARTHEST_METRES_PER_PX = 500.0
_FARTHEST_M = 2_000_000.0


@dataclass(frozen=True, slots=True)
class Viewport:
    """A screen of `width_px` × `height_px` whose middle shows the map point (`center_x`, `center_y`).

    The map is in metres, x east and y north; the screen in pixels from its top left corner, y down.
    """

    center_x: float
    center_y: float
    metres_per_px: float
    width_px: int
    height_px: int

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """Where the map point is on the screen."""
        return (
            self.width_px / 2 + (x - self.center_x) / self.metres_per_px,
            self.height_px / 2 - (y - self.center_y) / self.metres_per_px,
        )

    def to_map(self, x_px: float, y_px: float) -> tuple[float, float]:
        """Which map point is at that place of the screen."""
        return (
            self.center_x + (x_px - self.width_px / 2) * self.metres_per_px,
            self.center_y - (y_px - self.height_px / 2) * self.metres_per_px,
        )

    def points_to_screen(self, points: Points) -> Points:
        """`to_screen` for an array of shape (n, 2)."""
        scale = 1 / self.metres_per_px
        return (points - (self.center_x, self.center_y)) * (scale, -scale) + (self.width_px / 2, self.height_px / 2)

    def points_to_map(self, points_px: Points) -> Points:
        """`to_map` for an array of shape (n, 2)."""
        scale = self.metres_per_px
        return (points_px - (self.width_px / 2, self.height_px / 2)) * (scale, -scale) + (self.center_x, self.center_y)

    @property
    def bounds(self) -> Bounds:
        """What is visible."""
        half_x, half_y = self.width_px / 2 * self.metres_per_px, self.height_px / 2 * self.metres_per_px
        return (self.center_x - half_x, self.center_y - half_y, self.center_x + half_x, self.center_y + half_y)

    def zoomed_about(self, point_px: tuple[float, float], factor: float) -> "Viewport":
        """`factor` times larger (over 1 is closer) within the limits; the map point under `point_px` stays under it."""
        scale = _limited(self.metres_per_px / factor)
        x, y = self.to_map(*point_px)
        kept = scale / self.metres_per_px
        return replace(
            self, center_x=x + (self.center_x - x) * kept, center_y=y + (self.center_y - y) * kept, metres_per_px=scale
        )

    def panned(self, dx_px: float, dy_px: float) -> "Viewport":
        """The map dragged by so many pixels, right and down."""
        return self.centered(self.center_x - dx_px * self.metres_per_px, self.center_y + dy_px * self.metres_per_px)

    def centered(self, x: float, y: float) -> "Viewport":
        """The map point in the middle, same scale; never farther than 2,000 km from the frame's centre."""
        far = _FARTHEST_M
        return replace(self, center_x=min(max(x, -far), far), center_y=min(max(y, -far), far))

    def scaled(self, metres_per_px: float) -> "Viewport":
        """That scale, within the limits, same middle."""
        return replace(self, metres_per_px=_limited(metres_per_px))

    def resized(self, width_px: int, height_px: int) -> "Viewport":
        """A screen of another size, same middle and scale."""
        return replace(self, width_px=max(width_px, 1), height_px=max(height_px, 1))

    def fitted(self, bounds: Bounds, margin_px: float = 24.0) -> "Viewport":
        """All of `bounds` visible and in the middle, with a margin on every side where the screen is large enough for one."""
        west, south, east, north = bounds
        margin = min(margin_px, (self.width_px - 1) / 2, (self.height_px - 1) / 2)
        free_x, free_y = self.width_px - 2 * margin, self.height_px - 2 * margin
        scale = max((east - west) / free_x, (north - south) / free_y)
        return self.centered((west + east) / 2, (south + north) / 2).scaled(scale)


def _limited(metres_per_px: float) -> float:
    return min(max(metres_per_px, CLOSEST_METRES_PER_PX), FARTHEST_METRES_PER_PX)
