"""A camera's optics: which way every pixel looks, and where a point of the world falls in the picture.

World frame: metres, x east, y north, z up, z = 0 on the floor of the camera's level. A ray is given by its unit horizontal
direction (dx, dy) and its slope dz/ds, so that `camera + s * (dx, dy, slope)` is the point at horizontal distance s.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

_STEEPEST = 400.0


@dataclass(frozen=True, slots=True)
class Rays:
    """Rays of all pixels in reading order, flat: azimuth in radians counter-clockwise from east."""

    azimuth: Floats
    dx: Floats
    dy: Floats
    slope: Floats


@dataclass(frozen=True, slots=True)
class Window:
    """The rows `top` to `bottom` and columns `left` to `right` (beyond the last) of a picture `width` x `height` pixels."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int

    @classmethod
    def whole(cls, width: int, height: int) -> Window:
        """All of a picture."""
        return cls(width, height, 0, height, 0, width)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the window."""
        return self.bottom - self.top, self.right - self.left

    @property
    def part(self) -> tuple[slice, slice]:
        """Where the window lies in an array of the whole picture."""
        return slice(self.top, self.bottom), slice(self.left, self.right)


@dataclass(frozen=True)
class Optics:
    """Position in metres, bearing clockwise from north, tilt below the horizon, field of view across: all degrees."""

    x: float
    y: float
    height: float
    bearing: float
    tilt: float
    field_of_view: float
    is_fisheye: bool = False

    @cached_property
    def _axes(self) -> NDArray[np.float64]:
        """Rows: right, down, forward."""
        heading, tilt = np.radians(self.bearing), np.radians(self.tilt)
        forward = np.array([np.sin(heading) * np.cos(tilt), np.cos(heading) * np.cos(tilt), -np.sin(tilt)])
        right = np.array([np.cos(heading), -np.sin(heading), 0.0])
        return np.array([right, np.cross(forward, right), forward])

    def rays(self, window: Window) -> Rays:
        """The rays through the centres of all pixels of a window."""
        half_width = window.width / 2
        across = (np.arange(window.left, window.right, dtype=np.float32) + 0.5 - half_width) / half_width
        down = (np.arange(window.top, window.bottom, dtype=np.float32) + 0.5 - window.height / 2) / half_width
        px, py = (plane.ravel() for plane in np.meshgrid(across, down))
        if self.is_fisheye:
            radius = np.hypot(px, py)
            angle = np.minimum(radius * np.float32(np.radians(self.field_of_view / 2)), np.float32(np.pi))
            stretch = np.sin(angle) / np.maximum(radius, 1e-6)
            local = np.stack([px * stretch, py * stretch, np.cos(angle)])
        else:
            half = np.float32(np.tan(np.radians(self.field_of_view) / 2))
            barrel = 1 + self._barrel * (px * px + py * py - 1)
            local = np.stack([px * half * barrel, py * half * barrel, np.ones_like(px)])
        world = self._axes.T.astype(np.float32) @ local
        level = np.maximum(np.sqrt(world[0] * world[0] + world[1] * world[1]), 1e-6)
        slope = np.clip(world[2] / level, -_STEEPEST, _STEEPEST)
        return Rays(np.arctan2(world[1], world[0]), world[0] / level, world[1] / level, slope)

    @property
    def _barrel(self) -> float:
        """Straight lines bend a little in a wide lens; 0 at long focal lengths."""
        return 0.07 * min(1.0, max(0.0, (self.field_of_view - 50) / 50))

    def clip(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Corners of the part in front of the lens of the convex body with these corners (n, 3)."""
        ahead = (points - np.array([self.x, self.y, self.height])) @ self._axes[2] - 0.06
        front: NDArray[np.float64] = points[ahead > 0]
        back = points[ahead <= 0]
        if not len(front) or not len(back):
            return front
        first, second = ahead[ahead > 0][:, None, None], ahead[ahead <= 0][None, :, None]
        cuts = front[:, None] + (back[None] - front[:, None]) * (first / (first - second))
        return np.vstack([front, cuts.reshape(-1, 3)])

    def project(self, points: NDArray[np.float64], width: int, height: int) -> NDArray[np.float64]:
        """Pixel column and row of world points (n, 3) as (n, 2); nan behind the lens."""
        local = (points - np.array([self.x, self.y, self.height])) @ self._axes.T
        if self.is_fisheye:
            level = np.hypot(local[:, 0], local[:, 1])
            radius = np.arctan2(level, local[:, 2]) / np.radians(self.field_of_view / 2)
            plane = local[:, :2] * (radius / np.maximum(level, 1e-9))[:, None]
        else:
            ahead = np.where(local[:, 2] > 0.05, local[:, 2], np.nan)
            plane = local[:, :2] / ahead[:, None] / np.tan(np.radians(self.field_of_view) / 2)
            squared = (plane * plane).sum(axis=1, keepdims=True)
            bent = plane
            for _ in range(6):
                bent = plane / (1 + self._barrel * ((bent * bent).sum(axis=1, keepdims=True) - 1))
            plane = np.where(squared < 9, bent, plane)
        result: NDArray[np.float64] = plane * (width / 2) + np.array([width / 2, height / 2])
        return result
