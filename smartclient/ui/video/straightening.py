"""Straightens a tile's fisheye frames: one table for each way of looking, applied to every frame."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from smartclient.geometry.fisheye import Circle, Dewarp, straight_table
from smartclient.video.frames import Frame

_MOST_PX = 1280 * 720
_FINER = 2
"""Points taken for each pixel across: drawn smaller, they make smooth edges."""
_DARK = 24
_BLACK = np.uint32(0xFF000000)


class Straightener:
    """Makes straight pictures for one tile. A table is kept until the view, the tile or the frame has another size."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._table: NDArray[np.intp] = np.empty(0, np.intp)
        self._outside: NDArray[np.intp] = np.empty(0, np.intp)
        self._pixels: NDArray[np.uint32] = np.empty((0, 0), np.uint32)
        self._circle: tuple[tuple[int, int], Circle] | None = None

    def image(self, frame: Frame, view: Dewarp, width: int, height: int, *, is_moving: bool) -> QImage:
        """The straight picture for a tile of that size in pixels; coarser `is_moving`, while somebody turns it.

        The image shares memory with this object: it is good until the next call.
        """
        columns, rows = _points(width, height, 1 if is_moving else _FINER)
        held = frame.rows
        key = (view, columns, rows, frame.width, frame.height, held.row_bytes)
        if key != self._key:
            circle = self._lens(frame)
            table = straight_table(view, columns, rows, frame.width, frame.height, circle).ravel()
            self._outside = np.flatnonzero(table < 0)
            self._table = table + table // frame.width * (held.row_bytes // 4 - frame.width)
            self._pixels = np.empty((rows, columns), np.uint32)
            self._key = key
        source = np.frombuffer(held.memory, np.uint32)
        flat = self._pixels.reshape(-1)
        np.take(source, self._table, out=flat, mode="clip")
        flat[self._outside] = _BLACK
        return QImage(self._pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)

    def _lens(self, frame: Frame) -> Circle:
        """Where the round image lies, looked for once for each size: by night nothing would be found."""
        size = (frame.width, frame.height)
        if self._circle is None or self._circle[0] != size:
            self._circle = (size, find_circle(frame.pixels))
        return self._circle[1]


def find_circle(pixels: NDArray[np.uint8]) -> Circle:
    """The lens's image in a picture (height, width, 4): between black edges where there are some, else as wide as it."""
    height, width = pixels.shape[:2]
    middle = pixels[height // 2 - 2 : height // 2 + 3, :, :3].max(axis=(0, 2))
    lit = np.flatnonzero(middle > _DARK)
    if not len(lit) or lit[-1] - lit[0] < width / 3:
        return Circle(width / 2, height / 2, width / 2)
    left, right = int(lit[0]), int(lit[-1]) + 1
    return Circle((left + right) / 2, height / 2, (right - left) / 2)


def _points(width: int, height: int, finer: int) -> tuple[int, int]:
    """How many points to take across and down, no more than a large picture has."""
    share = min(finer, (_MOST_PX / max(1, width * height)) ** 0.5)
    return max(2, round(width * share)), max(2, round(height * share))
