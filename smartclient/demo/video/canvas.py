"""The picture while it is painted: flat arrays over all pixels of one camera's view."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video.light import Light
from smartclient.demo.video.optics import Floats, Optics, Rays, Window
from smartclient.demo.video.scene import Scene
from smartclient.demo.video.trace import Sight

_STEP_M = 0.25


@dataclass(frozen=True, slots=True)
class Canvas:
    """`colour` (n, 3) and `glow` (n), light given off by the surface itself, are painted in place; `angle` is what a pixel
    covers in radians, `ends` and `upright` hold the panels' ends (panels, 4) and their bottom and top (panels, 2)."""

    scene: Scene
    optics: Optics
    light: Light
    rays: Rays
    sight: Sight
    angle: float
    window: Window
    colour: Floats
    glow: Floats
    ends: Floats
    upright: Floats

    @property
    def infrared(self) -> bool:
        """Whether the camera sees by its own lamps, in grey."""
        return self.light.is_infrared_outdoors if self.scene.outdoor else self.light.is_infrared_indoors

    def points(self, pixels: NDArray[np.intp]) -> tuple[Floats, Floats, Floats]:
        """World x, y, z of what these pixels see."""
        far = self.sight.distance[pixels]
        x = np.float32(self.optics.x) + far * self.rays.dx[pixels]
        y = np.float32(self.optics.y) + far * self.rays.dy[pixels]
        return x, y, np.float32(self.optics.height) + far * self.rays.slope[pixels]

    def normal(self, pixels: NDArray[np.intp]) -> Floats:
        """Unit normals (n, 3) of the panels these pixels see, on the side that is seen."""
        x0, y0, x1, y1 = self.ends[self.sight.panel[pixels]].T
        dx, dy = x1 - x0, y1 - y0
        across = dy * self.rays.dx[pixels] - dx * self.rays.dy[pixels]
        scale = np.where(across > 0, np.float32(-1), np.float32(1)) / np.maximum(np.hypot(dx, dy), 1e-6)
        return np.stack([dy * scale, -dx * scale, np.zeros_like(dx)], axis=1)

    def before(self, pixels: NDArray[np.intp]) -> tuple[Floats, Floats, Floats]:
        """As `points` for panels, but a step into the room in front of them."""
        x, y, z = self.points(pixels)
        normal = self.normal(pixels)
        return x + normal[:, 0] * np.float32(_STEP_M), y + normal[:, 1] * np.float32(_STEP_M), z

    def pixel(self, pixels: NDArray[np.intp], lying: bool) -> Floats:
        """Metres that one pixel covers on what it sees; `lying` surfaces are seen aslant."""
        slope = self.rays.slope[pixels]
        straight = self.sight.distance[pixels] * np.sqrt(1 + slope * slope) * np.float32(self.angle)
        aslant = np.minimum(1 / np.maximum(np.abs(slope), 0.02), 12) * np.float32(0.45) + np.float32(0.55)
        size: Floats = np.maximum(straight * aslant if lying else straight, np.float32(1e-4))
        return size
