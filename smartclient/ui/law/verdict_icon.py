"""The sign of a verdict: a tick, a cross in a triangle's colour, or a question mark; never told by colour alone."""

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from smartclient.plans.law.answers import Verdict
from smartclient.ui.theme import Theme, Tone

_SIZE = 16
_RATIO = 2


def verdict_icon(theme: Theme, verdict: Verdict) -> QIcon:
    """A small picture."""
    return _made(theme.name, theme.colors[_TONES[verdict]], verdict)


_TONES = {Verdict.PASS: Tone.TEXT_DIM, Verdict.MISSING: Tone.ALARM_MEDIUM, Verdict.UNKNOWN: Tone.STALE}


@cache
def _made(_theme: str, color: str, verdict: Verdict) -> QIcon:
    pixmap = QPixmap(_SIZE * _RATIO, _SIZE * _RATIO)
    pixmap.setDevicePixelRatio(_RATIO)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(color), 2.0, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    if verdict is Verdict.PASS:
        painter.drawPolyline(QPolygonF([QPointF(3.5, 8.5), QPointF(6.5, 11.5), QPointF(12.5, 4.5)]))
    elif verdict is Verdict.MISSING:
        painter.drawPolygon(QPolygonF([QPointF(8, 2.5), QPointF(14, 13), QPointF(2, 13)]))
        painter.drawLine(QPointF(8, 6.8), QPointF(8, 9.0))
        painter.drawPoint(QPointF(8, 11.2))
    else:
        painter.drawEllipse(QRectF(2.5, 2.5, 11, 11))
        painter.drawLine(QPointF(5.5, 8), QPointF(10.5, 8))
    painter.end()
    return QIcon(pixmap)
