"""An outline that is being drawn: its corners, the line to the pointer, and why the next corner belongs there."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from smartclient.ui.theme import Theme, Tone

_DOT_PX = 3.5


def paint_outline(
    painter: QPainter, theme: Theme, points: Sequence[QPointF], pointer: QPointF | None = None, why: str = ""
) -> None:
    """All in pixels; `why` is what the pointer was drawn to, empty for nothing."""
    accent = theme.color(Tone.ACCENT)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(accent, 2.5))
    if points:
        painter.drawPolyline(QPolygonF([*points, *([pointer] if pointer is not None else [])]))
    painter.setPen(QPen(theme.color(Tone.GROUND), 1.0))
    painter.setBrush(accent)
    for point in points:
        painter.drawEllipse(point, _DOT_PX, _DOT_PX)
    if pointer is not None:
        _paint_pointer(painter, theme, pointer, why)


def _paint_pointer(painter: QPainter, theme: Theme, at: QPointF, why: str) -> None:
    """A square on a corner, a diamond on an edge, a cross elsewhere; with the reason in words."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color(Tone.ALARM_MEDIUM), 2.0))
    if why == "corner":
        painter.drawRect(QRectF(at.x() - 6, at.y() - 6, 12, 12))
    elif why == "edge":
        arms = (QPointF(0, -7), QPointF(7, 0), QPointF(0, 7), QPointF(-7, 0))
        painter.drawPolygon(QPolygonF([at + arm for arm in arms]))
    else:
        painter.drawLine(at - QPointF(7, 0), at + QPointF(7, 0))
        painter.drawLine(at - QPointF(0, 7), at + QPointF(0, 7))
    if why:
        painter.setFont(theme.font(0))
        painter.setPen(theme.color(Tone.ALARM_MEDIUM))
        painter.drawText(at + QPointF(11, -9), why)
