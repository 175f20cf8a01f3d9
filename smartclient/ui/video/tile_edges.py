"""What lies along the edges of a tile: how high its bands of words are, and its frames."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

SMALL_PX = 180
"""Tiles lower than this have narrower bands and leave out what can be spared."""
BAND_PX, BOTTOM_PX = 22, 24
_HIGH_PX, _LOW_PX = 28, 16
_TINY_PX = 110


def band_height(tile: QRectF) -> float:
    """How high the band with the name is."""
    if tile.height() >= SMALL_PX:
        return _HIGH_PX
    return BAND_PX if tile.height() >= _TINY_PX and tile.width() >= SMALL_PX else _LOW_PX


def beside(area: QRectF, inside: QRectF) -> Iterator[QRectF]:
    """What of the area lies above, below, left and right of the inside."""
    left, top, right, bottom = area.left(), area.top(), area.right(), area.bottom()
    if inside.top() > top:
        yield QRectF(left, top, area.width(), inside.top() - top)
    if inside.bottom() < bottom:
        yield QRectF(left, inside.bottom(), area.width(), bottom - inside.bottom())
    if inside.left() > left:
        yield QRectF(left, inside.top(), inside.left() - left, inside.height())
    if inside.right() < right:
        yield QRectF(inside.right(), inside.top(), right - inside.right(), inside.height())


def paint_frame(painter: QPainter, area: QRectF, color: QColor, width: int) -> QRectF:
    """Draws a frame along the inside of an area; the answer is the room it leaves."""
    inside = area.adjusted(width, width, -width, -width)
    for edge in beside(area, inside):
        painter.fillRect(edge, color)
    return inside
