"""The signs on the buttons of playback, drawn so that they look alike on every system."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from smartclient.ui.theme import Theme, Tone

_SIZE = 16
_SCALE = 3


def _triangle(painter: QPainter, left: float, tip: float) -> None:
    painter.drawPolygon(QPolygonF([QPointF(left, 3), QPointF(tip, 8), QPointF(left, 13)]))


def _bar(painter: QPainter, left: float, width: float = 2.0) -> None:
    painter.drawRect(QRectF(left, 3, width, 10))


def _play(painter: QPainter) -> None:
    _triangle(painter, 4, 13)


def _backward(painter: QPainter) -> None:
    _triangle(painter, 12, 3)


def _pause(painter: QPainter) -> None:
    _bar(painter, 4, 3)
    _bar(painter, 9, 3)


def _frame_forward(painter: QPainter) -> None:
    _bar(painter, 3)
    _triangle(painter, 7, 14)


def _frame_back(painter: QPainter) -> None:
    _bar(painter, 11)
    _triangle(painter, 9, 2)


def _next(painter: QPainter) -> None:
    _triangle(painter, 2, 8)
    _triangle(painter, 7, 13)
    _bar(painter, 13, 1.5)


def _previous(painter: QPainter) -> None:
    _triangle(painter, 14, 8)
    _triangle(painter, 9, 3)
    _bar(painter, 1.5, 1.5)


def _mark_in(painter: QPainter) -> None:
    painter.drawRect(QRectF(5, 2, 2, 12))
    painter.drawRect(QRectF(5, 2, 6, 2))
    painter.drawRect(QRectF(5, 12, 6, 2))


def _mark_out(painter: QPainter) -> None:
    painter.drawRect(QRectF(9, 2, 2, 12))
    painter.drawRect(QRectF(5, 2, 6, 2))
    painter.drawRect(QRectF(5, 12, 6, 2))


def _flag(painter: QPainter) -> None:
    painter.drawRect(QRectF(4, 2, 1.8, 12))
    painter.drawPolygon(QPolygonF([QPointF(5.5, 2), QPointF(13, 5.2), QPointF(5.5, 8.4)]))


def _padlock(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(3.5, 7, 9, 7), 1, 1)
    pen = QPen(painter.brush().color(), 1.8)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(5.2, 2.5, 5.6, 9), 0, 180 * 16)


def _skip(painter: QPainter) -> None:
    painter.drawRect(QRectF(1, 9, 4, 4))
    painter.drawRect(QRectF(11, 9, 4, 4))
    painter.setPen(QPen(painter.brush().color(), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(3, 3.5, 10, 9), 20 * 16, 140 * 16)


def _search(painter: QPainter) -> None:
    painter.setPen(QPen(painter.brush().color(), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(6.5, 6.5), 4, 4)
    painter.drawLine(QPointF(9.6, 9.6), QPointF(14, 14))


_SIGNS: dict[str, Callable[[QPainter], None]] = {
    "play": _play,
    "backward": _backward,
    "pause": _pause,
    "frame-forward": _frame_forward,
    "frame-back": _frame_back,
    "next": _next,
    "previous": _previous,
    "mark-in": _mark_in,
    "mark-out": _mark_out,
    "bookmark": _flag,
    "lock-evidence": _padlock,
    "skip-gaps": _skip,
    "search": _search,
}


def icon(name: str, theme: Theme) -> QIcon:
    """The sign of that name in the colour of text; on a pressed-in button in the colour of what lies on the accent."""
    made = QIcon()
    for tone, state in ((Tone.TEXT, QIcon.State.Off), (Tone.ON_ACCENT, QIcon.State.On)):
        made.addPixmap(_drawn(_SIGNS[name], theme.color(tone)), QIcon.Mode.Normal, state)
    made.addPixmap(_drawn(_SIGNS[name], theme.color(Tone.STALE)), QIcon.Mode.Disabled)
    return made


def _drawn(sign: Callable[[QPainter], None], color: QColor) -> QPixmap:
    pixmap = QPixmap(_SIZE * _SCALE, _SIZE * _SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.scale(_SCALE, _SCALE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    sign(painter)
    painter.end()
    pixmap.setDevicePixelRatio(_SCALE)
    return pixmap
