"""The watermark over every picture: who watches and when, faint and slanted, so that a photographed screen says whose it was.

It is drawn on the screen and nowhere else: no frame, snapshot or export has it.
"""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

_SLANT_DEG = -18.0
_INK, _EDGE = QColor(255, 255, 255, 62), QColor(0, 0, 0, 62)
"""Light on dark pictures, dark around it on light ones."""
_TEXT_PX, _SMALL_PX = 15, 10
_SMALL_TILE_PX = 200
_ACROSS, _DOWN = 2.1, 2.0
"""Between two stamps, in their own width and height."""


class Watermark:
    """Draws the words that it was told to `show`, nothing before. One for all walls: a stamp is drawn once and laid many times."""

    def __init__(self) -> None:
        self._words = ""
        self._stamps: dict[tuple[int, float], QPixmap] = {}
        self._places: dict[tuple[QSize, QSize], list[QPointF]] = {}

    @property
    def words(self) -> str:
        """What it says; empty where there is none."""
        return self._words

    def show(self, words: str) -> None:
        """Says this from the next painting on; nothing where it is empty."""
        if words != self._words:
            self._words = words
            self._stamps.clear()

    def paint(self, painter: QPainter, tile: QRectF) -> None:
        """Lays stamps over the tile, one at least."""
        if not self._words:
            return
        text_px = _TEXT_PX if tile.height() >= _SMALL_TILE_PX else _SMALL_PX
        stamp = self._stamp(text_px, painter.device().devicePixelRatioF())
        left_top = tile.topLeft()
        for place in self._placed(tile.size().toSize(), stamp.deviceIndependentSize().toSize()):
            painter.drawPixmap(left_top + place, stamp)

    def _stamp(self, text_px: int, ratio: float) -> QPixmap:
        key = text_px, ratio
        if key not in self._stamps:
            self._stamps[key] = _drawn(self._words, text_px, ratio)
        return self._stamps[key]

    def _placed(self, tile: QSize, stamp: QSize) -> list[QPointF]:
        """Where stamps lie in a tile of that size, every second row between those above it."""
        key = tile, stamp
        if key not in self._places:
            if len(self._places) > 200:
                self._places.clear()
            self._places[key] = list(_grid(tile, stamp))
        return self._places[key]


def _grid(tile: QSize, stamp: QSize) -> list[QPointF]:
    across, down = stamp.width() * _ACROSS, stamp.height() * _DOWN
    if tile.width() <= across or tile.height() <= down:
        return [QPointF((tile.width() - stamp.width()) / 2, (tile.height() - stamp.height()) / 2)]
    rows = max(1, round(tile.height() / down))
    columns = max(1, round(tile.width() / across))
    step_x, step_y = tile.width() / columns, tile.height() / rows
    free = step_x - stamp.width()
    return [
        QPointF(column * step_x + free * (0.85 if row % 2 else 0.15), (row + 0.5) * step_y - stamp.height() / 2)
        for row in range(rows)
        for column in range(columns)
    ]


def _drawn(words: str, text_px: int, ratio: float) -> QPixmap:
    font = QFont()
    font.setPixelSize(text_px)
    font.setBold(True)
    metrics = QFontMetricsF(font)
    wide, high = metrics.horizontalAdvance(words) + 6, metrics.height() + 4
    turn = math.radians(abs(_SLANT_DEG))
    size = QSize(
        math.ceil(wide * math.cos(turn) + high * math.sin(turn)),
        math.ceil(wide * math.sin(turn) + high * math.cos(turn)),
    )
    stamp = QPixmap(size * ratio)
    stamp.setDevicePixelRatio(ratio)
    stamp.fill(Qt.GlobalColor.transparent)
    painter = QPainter(stamp)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(size.width() / 2, size.height() / 2)
    painter.rotate(_SLANT_DEG)
    path = QPainterPath()
    path.addText(QPointF(-wide / 2 + 3, high / 2 - 2 - metrics.descent()), font, words)
    painter.strokePath(
        path, QPen(_EDGE, 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.fillPath(path, _INK)
    painter.end()
    return stamp
