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
        """Where looking begins: a ceiling camera's floor some way out, a wall camera's straight ahead."""
        return cls(mount, 0.0, 45.0 if mount is Mount.CEILING else 0.0)

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
    view: Dewarp, width: int, height: int, circle: Circle, lens_deg: float = LENS_DEG
) -> NDArray[np.float32]:
    """Pixel column and row in the fisheye picture for each pixel of a view, as (height, width, 2).

    An equidistant lens: the distance from the middle is in proportion to the angle from its axis.
    """
    reach = math.tan(math.radians(view.field_of_view_deg) / 2)
    across = ((np.arange(width, dtype=np.float32) + 0.5) * 2 / width - 1) * reach
    down = ((np.arange(height, dtype=np.float32) + 0.5) * 2 - height) / width * reach
    x, y = np.broadcast_to(across, (height, width)), np.broadcast_to(down[:, None], (height, width))
    axes = _axes(view).astype(np.float32)
    right, below, ahead = (axes[0, i] * x + axes[1, i] * y + axes[2, i] for i in range(3))
    level = np.hypot(right, below)
    scale = np.arctan2(level, ahead) / np.maximum(level, 1e-6) * (circle.radius / math.radians(lens_deg / 2))
    return np.stack([circle.x + right * scale, circle.y + below * scale], axis=-1).astype(np.float32)


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
