"""The lines of a drawing as a picture of any part of it, made by numpy in a thread: a campus has a million of them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter

from smartclient.geometry.viewport import Viewport
from smartclient.plans.importing.drawing import Form, Layer

Segments = NDArray[np.float32]
"""Shape (n, 4): x and y of both ends."""

_FINER = 2
"""Drawn so many times as large and reduced, which smooths the lines."""
_PIECE, _PIXELS = 10_000, 100_000
"""So many segments, and pixels along them, are worked on at once: much of what numpy does keeps the loop from Python meanwhile. It
takes half as long, too, as with pieces that leave the processor's cache.
"""
_STRONG = 2.2


@dataclass(frozen=True, slots=True)
class Strokes:
    """Segments of one colour, in the units of the viewport that they are drawn in."""

    segments: Segments
    color: QColor
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Art:
    """A finished picture, and what it shows."""

    image: QImage
    viewport: Viewport
    strokes: Sequence[Strokes] = field(repr=False)


def segments_of(layer: Layer, origin: tuple[float, float], scale: tuple[float, float]) -> Segments:
    """All sides of a layer's paths, from `origin` and times `scale` across and up."""
    count = len(layer.points)
    if count < 2:
        return np.empty((0, 4), dtype=np.float32)
    points = (layer.points - origin) * scale
    goes_on = np.ones(count - 1, dtype=bool)
    goes_on[layer.starts[1:-1] - 1] = False
    open_sides = np.hstack((points[:-1][goes_on], points[1:][goes_on]))
    closed = np.flatnonzero(np.isin(layer.forms, (Form.AREA, Form.HOLE)))
    closing = np.hstack((points[layer.starts[closed + 1] - 1], points[layer.starts[closed]]))
    return np.vstack((open_sides, closing)).astype(np.float32)


def draw(strokes: Sequence[Strokes], viewport: Viewport) -> QImage:
    """What `viewport` shows of the strokes, on nothing."""
    image = QImage(viewport.width_px, viewport.height_px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    for stroke in strokes:
        cover = coverage(stroke.segments, viewport)
        alpha = np.minimum(cover * stroke.strength * stroke.color.alphaF(), 1.0)
        painter.drawImage(0, 0, _tinted(alpha, stroke.color))
    painter.end()
    return image


def coverage(segments: Segments, viewport: Viewport) -> NDArray[np.float32]:
    """How much of each pixel the lines cover, 0…1, shape (height, width)."""
    wide, high = viewport.width_px * _FINER, viewport.height_px * _FINER
    marks = np.zeros(high * wide, dtype=bool)
    scale = _FINER / viewport.metres_per_px
    shift = np.array((wide / 2 - viewport.center_x * scale, high / 2 + viewport.center_y * scale))
    for start in range(0, len(segments), _PIECE):
        piece = segments[start : start + _PIECE].astype(np.float64)
        ends = np.stack((piece[:, :2], piece[:, 2:])) * (scale, -scale) + shift
        begins, finishes = _clipped(ends[0], ends[1], wide, high)
        _mark(marks, begins, finishes, wide)
    fine = marks.reshape(viewport.height_px, _FINER, viewport.width_px, _FINER)
    covered: NDArray[np.float32] = (
        fine.sum(axis=(1, 3), dtype=np.float32) / np.float32(_FINER * _FINER) * np.float32(_STRONG)
    )
    return np.minimum(covered, np.float32(1.0))


def _clipped(
    a: NDArray[np.float64], b: NDArray[np.float64], wide: int, high: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The segments' parts inside the picture (Liang–Barsky)."""
    along = b - a
    enter, leave = np.zeros(len(a)), np.ones(len(a))
    with np.errstate(divide="ignore", invalid="ignore"):
        for axis, size in ((0, wide - 1), (1, high - 1)):
            low, far = -a[:, axis] / along[:, axis], (size - a[:, axis]) / along[:, axis]
            flat = along[:, axis] == 0
            inside = (a[:, axis] >= 0) & (a[:, axis] <= size)
            first, last = np.minimum(low, far), np.maximum(low, far)
            enter = np.maximum(enter, np.where(flat, np.where(inside, 0.0, 2.0), first))
            leave = np.minimum(leave, np.where(flat, 1.0, last))
    seen = enter <= leave
    start, along = a[seen], along[seen]
    return start + along * enter[seen, None], start + along * leave[seen, None]


def _mark(marks: NDArray[np.bool_], a: NDArray[np.float64], b: NDArray[np.float64], wide: int) -> None:
    """Marks every pixel along the segments."""
    if not len(a):
        return
    steps = np.ceil(np.abs(b - a).max(axis=1)).astype(np.int64) + 1
    ends, first, done = np.cumsum(steps), 0, 0
    while first < len(a):
        last = max(first + 1, int(np.searchsorted(ends, done + _PIXELS, side="right")))
        _mark_some(marks, a[first:last], b[first:last], steps[first:last], wide)
        first, done = last, int(ends[last - 1])


def _mark_some(
    marks: NDArray[np.bool_],
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    steps: NDArray[np.int64],
    wide: int,
) -> None:
    """Marks `steps` pixels along each segment."""
    own = np.repeat(np.arange(len(a)), steps)
    at = np.arange(len(own)) - np.repeat(np.cumsum(steps) - steps, steps)
    share = at / np.maximum(steps[own] - 1, 1)
    x = np.rint(a[own, 0] + (b[own, 0] - a[own, 0]) * share).astype(np.int64)
    y = np.rint(a[own, 1] + (b[own, 1] - a[own, 1]) * share).astype(np.int64)
    marks[y * wide + x] = True


def _tinted(alpha: NDArray[np.float32], color: QColor) -> QImage:
    """One colour, as strong as `alpha`."""
    parts = np.array((color.blueF(), color.greenF(), color.redF(), 1.0), dtype=np.float32)
    pixels = np.ascontiguousarray((alpha[:, :, None] * parts * 255).astype(np.uint8))
    high, wide = alpha.shape
    return QImage(pixels.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied).copy()


class LineArt(QObject):
    """Draws in a thread of its own; the newest order waits, older ones are forgotten. `ready` tells of a new `newest`."""

    ready = Signal()
    _done = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.newest: Art | None = None
        self._is_busy = False
        self._waiting: tuple[Sequence[Strokes], Viewport] | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._done.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def order(self, strokes: Sequence[Strokes], viewport: Viewport) -> None:
        """Wants that drawn."""
        if self._is_busy:
            self._waiting = (strokes, viewport)
            return
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="line art")
        self._is_busy = True
        self._thread.submit(lambda: self._done.emit(Art(draw(strokes, viewport), viewport, strokes)))

    def stop(self) -> None:
        """Waits for the thread; call before the widget goes."""
        self._waiting = None
        if self._thread is not None:
            self._thread.shutdown()
            self._thread = None

    @Slot(object)
    def _take(self, art: Art) -> None:
        self._is_busy = False
        self.newest = art
        self.ready.emit()
        if self._waiting is not None:
            (strokes, viewport), self._waiting = self._waiting, None
            self.order(strokes, viewport)
