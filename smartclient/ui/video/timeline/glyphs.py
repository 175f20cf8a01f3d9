"""The marks of the timeline: each kind has a shape of its own, so that none is told by colour alone."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from smartclient.store.moments import Moment, MomentKind
from smartclient.ui.signs import around, paint_sign
from smartclient.ui.theme import Theme, Tone

SIZE_PX = 12.0
_TONES = {
    MomentKind.DOOR: Tone.TEXT_DIM,
    MomentKind.BADGE: Tone.TEXT_DIM,
    MomentKind.SENSOR: Tone.TEXT_DIM,
    MomentKind.TROUBLE: Tone.ALARM_MEDIUM,
    MomentKind.BOOKMARK: Tone.ACCENT,
    MomentKind.LOCK: Tone.TEXT,
    MomentKind.EXPORT: Tone.TEXT,
}
KIND_WORDS = {
    MomentKind.ALARM: "alarm (its sign)",
    MomentKind.DOOR: "door (square)",
    MomentKind.BADGE: "badge (bar)",
    MomentKind.SENSOR: "sensor (ring)",
    MomentKind.TROUBLE: "device failed (cross)",
    MomentKind.BOOKMARK: "bookmark (flag)",
    MomentKind.LOCK: "evidence lock (padlock)",
    MomentKind.EXPORT: "export (arrow)",
}


def color(kind: MomentKind, theme: Theme) -> QColor:
    """What a mark that is no alarm is drawn with."""
    return theme.color(_TONES[kind])


def paint_glyph(painter: QPainter, theme: Theme, moment: Moment, at: QPointF) -> None:
    """Paints the mark with its middle at `at`."""
    if moment.kind is MomentKind.ALARM and moment.priority is not None:
        paint_sign(painter, theme, moment.priority, around(at, SIZE_PX / 2 + 1), is_new=moment.is_open)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    tone = color(moment.kind, theme)
    painter.setPen(QPen(tone, 1.5, c=Qt.PenCapStyle.FlatCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    match moment.kind:
        case MomentKind.DOOR:
            painter.drawRect(around(at, 3))
        case MomentKind.BADGE:
            painter.fillRect(QRectF(at.x() - 1, at.y() - 4, 2, 8), tone)
        case MomentKind.SENSOR:
            painter.drawEllipse(at, 3.2, 3.2)
        case MomentKind.TROUBLE:
            painter.drawLine(at + QPointF(-3, -3), at + QPointF(3, 3))
            painter.drawLine(at + QPointF(-3, 3), at + QPointF(3, -3))
        case MomentKind.BOOKMARK:
            painter.fillPath(_flag(at), tone)
        case MomentKind.LOCK:
            painter.fillRect(QRectF(at.x() - 4, at.y() - 1, 8, 6), tone)
            painter.drawArc(QRectF(at.x() - 2.5, at.y() - 5, 5, 8), 0, 180 * 16)
        case _:
            painter.fillPath(_arrow(at), tone)
    painter.restore()


def _flag(at: QPointF) -> QPainterPath:
    path = QPainterPath()
    path.addRect(at.x() - 1, at.y() - 6, 1.5, 12)
    path.addPolygon(QPolygonF([at + QPointF(0, -6), at + QPointF(8, -3), at + QPointF(0, 0)]))
    return path


def _arrow(at: QPointF) -> QPainterPath:
    path = QPainterPath()
    path.addRect(at.x() - 1, at.y() - 5, 2, 5)
    path.addPolygon(QPolygonF([at + QPointF(-4, -1), at + QPointF(4, -1), at + QPointF(0, 3.5)]))
    path.addRect(at.x() - 4, at.y() + 4.5, 8, 1.5)
    return path
