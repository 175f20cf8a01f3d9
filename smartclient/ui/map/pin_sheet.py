"""Pictures of equal size side by side on one pixmap, so that thousands of pins are painted in one call."""

import time
from collections.abc import Callable, Iterable
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap
from shiboken6 import Shiboken

from smartclient.geometry.viewport import Points

Numbers = NDArray[np.intp]

_COLUMNS = 16
_FIELDS = 10
"""QPainter::PixmapFragment is ten doubles: x, y, source left and top, width, height, scale x and y, rotation, opacity."""
_XY, _LEFT, _TOP, _SIZE, _SCALE, _OPACITY = slice(0, 2), 2, 3, slice(4, 6), slice(6, 8), 9
_NO_SLOT = -1


class PinSheet:
    """Pictures by number; each is drawn once, when it is first painted or prepared."""

    def __init__(self, half_px: int, ratio: float, draw: Callable[[QPainter, int], None]) -> None:
        """`draw` paints a picture around the painter's origin, at most `half_px` far; `ratio` is device pixels a pixel."""
        self._ratio, self._draw = ratio, draw
        self._side = round(2 * half_px * ratio)
        self._slots = np.full(64, _NO_SLOT, dtype=np.intp)
        self._count = 0
        self._pixmap = QPixmap()
        self._hold(256)

    def paint(self, painter: QPainter, numbers: Numbers, pixels: Points) -> None:
        """Paints the pictures with these numbers, shape (n,), in order, their middles at `pixels`, shape (n, 2)."""
        count = len(numbers)
        if count == 0:
            return
        if count > len(self._fragments):
            self._hold(2 * count)
        slots = self._slots_of(numbers)
        self._fragments[:count, _XY] = pixels
        self._fragments[:count, _LEFT] = slots % _COLUMNS * self._side
        self._fragments[:count, _TOP] = slots // _COLUMNS * self._side
        painter.drawPixmapFragments(self._first, count, self._pixmap)

    def prepare(self, numbers: Iterable[int], until_s: float) -> bool:
        """Draws these pictures ahead; false when `until_s` on the performance counter came first."""
        for number in numbers:
            if number < len(self._slots) and self._slots[number] != _NO_SLOT:
                continue
            if time.perf_counter() > until_s:
                return False
            self._slots_of(np.array([number], dtype=np.intp))
        return True

    def _slots_of(self, numbers: Numbers) -> Numbers:
        highest = int(numbers.max())
        if highest >= len(self._slots):
            more = np.full(highest + 1, _NO_SLOT, dtype=np.intp)
            self._slots = np.concatenate((self._slots, more))
        slots = self._slots[numbers]
        if slots.min() == _NO_SLOT:
            for number in np.unique(numbers[slots == _NO_SLOT]).tolist():
                self._add(number)
            slots = self._slots[numbers]
        return slots

    def _hold(self, count: int) -> None:
        """Memory for so many fragments. Python objects for each would take longer to fill than the pins to paint."""
        self._fragments = np.zeros((count, _FIELDS))
        self._fragments[:, _SIZE] = self._side
        self._fragments[:, _SCALE] = 1 / self._ratio
        self._fragments[:, _OPACITY] = 1.0
        first = Shiboken.wrapInstance(self._fragments.ctypes.data, QPainter.PixmapFragment)
        self._first = cast("QPainter.PixmapFragment", first)

    def _add(self, number: int) -> None:
        slot = self._slots[number] = self._count
        self._count += 1
        row, column = divmod(slot, _COLUMNS)
        if (row + 1) * self._side > self._pixmap.height():
            self._grow(2 * (row + 1))
        painter = QPainter(self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(column * self._side, row * self._side, self._side, self._side)
        painter.translate((column + 0.5) * self._side, (row + 0.5) * self._side)
        painter.scale(self._ratio, self._ratio)
        self._draw(painter, number)
        painter.end()

    def _grow(self, rows: int) -> None:
        larger = QPixmap(_COLUMNS * self._side, rows * self._side)
        larger.fill(Qt.GlobalColor.transparent)
        if not self._pixmap.isNull():
            painter = QPainter(larger)
            painter.drawPixmap(0, 0, self._pixmap)
            painter.end()
        self._pixmap = larger
