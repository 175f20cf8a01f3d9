"""Fisheye pictures made straight: where each point of a perspective view lies in a round, equidistant picture."""

import math
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

LENS_DEG = 180.0
"""What such a lens takes in from edge to edge, unless it says otherwise."""
WIDEST_DEG, NARROWEST_DEG = 110.0, 20.0
_LOWEST_DEG = 85.0


class Mount(StrEnum):
    """How the camera hangs, which decides what pan and tilt turn about."""

    CEILING = "ceiling"
    WALL = "wall"


@dataclass(frozen=True, slots=True)
class Dewarp:
    """A perspective view out of a fisheye picture.

    On a ceiling `pan_deg` goes round, clockwise as seen in the picture, and `tilt_deg` out from straight down (0) to the horizon (90).
    On a wall they turn right and up from straight ahead. `field_of_view_deg` is across.
    """

    mount: Mount = Mount.CEILING
    pan_deg: float = 0.0
    tilt_deg: float = 45.0
    field_of_view_deg: float = 80.0

    @classmethod
    def of(cls, mount: Mount) -> "Dewarp":
        """Where looking begins: a ceiling camera's floor some way out to the right, where wide pictures reach farther; a wall
        camera's straight ahead."""
        return cls(mount, 90.0, 40.0) if mount is Mount.CEILING else cls(mount, 0.0, 0.0)

    def turned(self, pan_deg: float, tilt_deg: float) -> "Dewarp":
        """Turned by so much, within what the lens sees."""
        if self.mount is Mount.CEILING:
            tilt = min(max(self.tilt_deg + tilt_deg, 0.0), _LOWEST_DEG)
            return replace(self, pan_deg=(self.pan_deg + pan_deg) % 360.0, tilt_deg=tilt)
        pan = min(max(self.pan_deg + pan_deg, -_LOWEST_DEG), _LOWEST_DEG)
        return replace(self, pan_deg=pan, tilt_deg=min(max(self.tilt_deg + tilt_deg, -_LOWEST_DEG), _LOWEST_DEG))

    def zoomed(self, factor: float) -> "Dewarp":
        """Closer (over 1) or farther."""
        angle = min(max(self.field_of_view_deg / factor, NARROWEST_DEG), WIDEST_DEG)
        return replace(self, field_of_view_deg=angle)


@dataclass(frozen=True, slots=True)
class Circle:
    """Where the lens's round image lies in the picture: middle and radius in pixels."""

    x: float
    y: float
    radius: float


def straight_points(
    view: Dewarp, across: NDArray[np.float32], down: NDArray[np.float32], circle: Circle, lens_deg: float = LENS_DEG
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Columns and rows in the fisheye picture, (n, m) each, of the points of a view at `across` (m) and `down` (n).

    Both are in half widths of the view from its middle, right and down. An equidistant lens: the distance from the middle of
    the circle is in proportion to the angle from its axis.
    """
    reach = math.tan(math.radians(view.field_of_view_deg) / 2)
    x, y = np.meshgrid(across * np.float32(reach), down * np.float32(reach))
    axes = _axes(view).astype(np.float32)
    right, below, ahead = (axes[0, i] * x + axes[1, i] * y + axes[2, i] for i in range(3))
    level = np.hypot(right, below)
    scale = np.arctan2(level, ahead) / np.maximum(level, 1e-6) * np.float32(circle.radius / math.radians(lens_deg / 2))
    return circle.x + right * scale, circle.y + below * scale


def straight_table(
    view: Dewarp, width: int, height: int, source_width: int, source_height: int, circle: Circle
) -> NDArray[np.intp]:
    """For each pixel of a view, (height, width), the number of the nearest pixel in the source, counted row by row; -1 outside it.

    Points are reckoned on a coarse grid and drawn out between: the same to a fifth of a pixel, in a tenth of the time.
    """
    across, between_x = _stretched(width, _POINTS)
    down, between_y = _stretched(height, math.ceil(_POINTS * height / width))
    coarse = straight_points(view, across * (2 / width) - 1, (down - height / 2) * (2 / width), circle)
    x, y = (between_y @ plane.astype(np.float32) @ between_x.T for plane in coarse)
    column, row = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
    is_inside = (column >= 0) & (column < source_width) & (row >= 0) & (row < source_height)
    return np.where(is_inside, row * np.int32(source_width) + column, -1).astype(np.intp)


_POINTS = 48


def _stretched(length: int, most: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A few positions along `length`, and the weights (length, positions) that draw a value out between them."""
    count = max(2, min(most, length) + 1)
    positions = np.linspace(0, length, count, dtype=np.float32)
    places = (np.arange(length, dtype=np.float32) + 0.5) * ((count - 1) / length)
    before = places.astype(np.intp)
    weights = np.zeros((length, count), np.float32)
    rows = np.arange(length)
    weights[rows, before + 1] = places - before
    weights[rows, before] = 1 - (places - before)
    return positions, weights


def _axes(view: Dewarp) -> NDArray[np.float64]:
    """Rows: the view's right, down and forward, in the lens's own right, down and forward."""
    pan, tilt = math.radians(view.pan_deg), math.radians(view.tilt_deg)
    if view.mount is Mount.WALL:
        forward = np.array([math.sin(pan) * math.cos(tilt), -math.sin(tilt), math.cos(pan) * math.cos(tilt)])
        right = np.array([math.cos(pan), 0.0, -math.sin(pan)])
    else:
        forward = np.array([math.sin(pan) * math.sin(tilt), -math.cos(pan) * math.sin(tilt), math.cos(tilt)])
        right = np.array([math.cos(pan), math.sin(pan), 0.0])
    return np.array([right, np.cross(forward, right), forward])
