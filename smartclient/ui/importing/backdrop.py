"""What a canvas shows below what is drawn on it: a scanned picture in several sizes, and the lines of a drawing."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from smartclient.geometry.viewport import Bounds, Viewport
from smartclient.plans.importing.drawing import Drawing, Picture, Point
from smartclient.ui.importing.line_art import Segments, segments_of

_LEAST_PX = 512
_WIDE = 1000.0
"""The longest side of any drawing on a canvas, in the canvas's own units, so that millimetres and degrees zoom alike."""


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A drawing made ready for a canvas, whose units begin at `origin` and are `scale` times the drawing's, across and up.

    Making one takes time: do it in a thread.
    """

    origin: Point
    scale: Point
    bounds: Bounds
    """In drawing units."""
    segments: Mapping[str, Segments]
    """By layer name, in canvas units."""
    corners: Segments
    """All ends of segments, shape (n, 2), sorted from west to east."""
    scans: tuple[QImage, ...] = ()
    """The picture, then half of its size, and so on."""
    size: tuple[float, float] = (0.0, 0.0)
    """Drawing units that the picture covers."""

    def corner_near(self, x: float, y: float, reach: float) -> tuple[float, float] | None:
        """The nearest corner of the drawing's lines, not farther than `reach`; all in drawing units."""
        aim, far = np.array(self.to_canvas((x, y))), reach * self.scale[1]
        first, last = np.searchsorted(self.corners[:, 0], (aim[0] - far, aim[0] + far))
        near = self.corners[first:last]
        near = near[np.abs(near[:, 1] - aim[1]) <= far]
        if not len(near):
            return None
        away = np.hypot(near[:, 0] - aim[0], near[:, 1] - aim[1])
        best = int(np.argmin(away))
        return self.to_drawing((float(near[best, 0]), float(near[best, 1]))) if away[best] <= far else None

    def to_canvas(self, at: Point) -> Point:
        """Where a point of the drawing is on the canvas."""
        return ((at[0] - self.origin[0]) * self.scale[0], (at[1] - self.origin[1]) * self.scale[1])

    def to_drawing(self, at: Point) -> Point:
        """Which point of the drawing is there."""
        return (at[0] / self.scale[0] + self.origin[0], at[1] / self.scale[1] + self.origin[1])

    def paint_scan(self, painter: QPainter, viewport: Viewport) -> None:
        """The picture, in the size that is next to the screen's."""
        if not self.scans:
            return
        x, y = viewport.to_screen(*self.to_canvas((0.0, 0.0)))
        per_unit = self.scale[0] / viewport.metres_per_px
        place = QRectF(x, y, self.size[0] * per_unit, self.size[1] * per_unit)
        fitting = [scan for scan in self.scans if scan.width() >= place.width()]
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, fitting[-1] if fitting else self.scans[0])


def backdrop_of(drawing: Drawing) -> Backdrop:
    """The drawing made ready; an empty one is a square."""
    bounds = drawing.bounds or (0.0, 0.0, 1.0, 1.0)
    west, south, east, north = bounds
    origin = ((west + east) / 2, (south + north) / 2)
    narrow = math.cos(math.radians(origin[1])) if drawing.is_world else 1.0
    up = _WIDE / max((east - west) * narrow, north - south, 1e-9)
    scale = (up * narrow, up)
    found: dict[str, list[Segments]] = {}
    for layer in drawing.layers:
        found.setdefault(layer.name, []).append(segments_of(layer, origin, scale))
    segments = {name: np.vstack(parts) for name, parts in found.items()}
    ends = np.vstack([np.empty((0, 2), dtype=np.float32), *(part.reshape(-1, 2) for part in segments.values())])
    corners = ends[np.argsort(ends[:, 0])]
    picture = drawing.picture
    if picture is None:
        return Backdrop(origin, scale, bounds, segments, corners)
    scans = tuple(_image(pixels) for pixels in _halves(picture))
    return Backdrop(origin, scale, bounds, segments, corners, scans, (picture.width, picture.height))


def _halves(picture: Picture) -> list[NDArray[np.uint8]]:
    sizes = [picture.pixels]
    while max(sizes[-1].shape[:2]) > _LEAST_PX:
        last = sizes[-1]
        high, wide = (side // 2 * 2 for side in last.shape[:2])
        if not high or not wide:
            break
        blocks = last[:high, :wide].reshape(high // 2, 2, wide // 2, 2, 3)
        sizes.append(np.ascontiguousarray(blocks.mean(axis=(1, 3), dtype=np.float32).astype(np.uint8)))
    return sizes


def _image(pixels: NDArray[np.uint8]) -> QImage:
    high, wide, _ = pixels.shape
    return QImage(pixels.data, wide, high, wide * 3, QImage.Format.Format_RGB888).copy()
