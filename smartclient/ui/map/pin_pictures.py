"""The pictures of all pins and clusters for one theme and one pixel ratio."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from smartclient.ui.map.pin_sheet import PinSheet
from smartclient.ui.map.pins import PinLook, half_px, paint_pin
from smartclient.ui.theme import Theme, Tone

_COUNT_HALF_PX = 16


class LookBook:
    """Looks by number, the same for every size."""

    def __init__(self) -> None:
        self.looks: list[PinLook] = []
        self._numbers: dict[PinLook, int] = {}

    def number(self, look: PinLook) -> int:
        """The number of a look."""
        known = self._numbers.get(look)
        if known is None:
            known = self._numbers[look] = len(self.looks)
            self.looks.append(look)
        return known


class PinPictures:
    """A sheet for each size of pins and one for the numbers of clusters."""

    def __init__(self, theme: Theme, ratio: float, pins: LookBook) -> None:
        self._theme = theme
        self.ratio = ratio
        self.pins = pins
        self._sheets: dict[int, PinSheet] = {}
        self.counts = PinSheet(_COUNT_HALF_PX, ratio, self._paint_count)
        """Discs of clusters; the picture's number is twice the cluster's, one more for a stale one."""

    def sheet(self, size_px: int) -> PinSheet:
        """The pins of one size, by their number in the book."""
        kept = self._sheets.get(size_px)
        if kept is None:
            half = half_px(size_px)
            kept = PinSheet(half, self.ratio, lambda painter, number: self._paint_pin(painter, number, size_px))
            self._sheets[size_px] = kept
        return kept

    def _paint_pin(self, painter: QPainter, number: int, size_px: int) -> None:
        paint_pin(painter, self.pins.looks[number], size_px, self._theme)

    def _paint_count(self, painter: QPainter, number: int) -> None:
        count, is_stale = divmod(number, 2)
        radius = 8.5 + min(len(str(count)), 3) * 1.5
        painter.setPen(QPen(self._theme.color(Tone.PIN_EDGE), 2))
        painter.setBrush(self._theme.color(Tone.LINE if is_stale else Tone.PIN))
        painter.drawEllipse(QPointF(0, 0), radius, radius)
        painter.setPen(self._theme.color(Tone.STALE if is_stale else Tone.PIN_GLYPH))
        painter.setFont(self._theme.font(0, bold=True))
        painter.drawText(QRectF(-radius, -radius, 2 * radius, 2 * radius), Qt.AlignmentFlag.AlignCenter, str(count))
