"""Alarm signs: octagon 1, triangle 2, diamond 3, so that priority is read by shape and number before colour."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from smartclient.domain.alarms import Priority
from smartclient.ui.theme import Theme, Tone

_CORNERS = {Priority.HIGH: 8, Priority.MEDIUM: 3, Priority.LOW: 4}
_FIRST_CORNER_DEG = {Priority.HIGH: 22.5, Priority.MEDIUM: -90.0, Priority.LOW: -90.0}
_REACH = {Priority.HIGH: 1.04, Priority.MEDIUM: 1.28, Priority.LOW: 1.2}
_DROP = {Priority.HIGH: 0.0, Priority.MEDIUM: 0.22, Priority.LOW: 0.0}


def sign_outline(priority: Priority, radius: float, at: QPointF | None = None) -> QPainterPath:
    """The sign's shape around `at`, about `radius` px large; the triangle is set so that its number sits in the middle."""
    centre = at or QPointF(0, 0)
    corners, first, reach = _CORNERS[priority], _FIRST_CORNER_DEG[priority], _REACH[priority] * radius
    angles = [math.radians(first + 360 * corner / corners) for corner in range(corners)]
    drop = _DROP[priority] * radius
    path = QPainterPath()
    path.addPolygon(
        QPolygonF([QPointF(centre.x() + reach * math.cos(a), centre.y() + drop + reach * math.sin(a)) for a in angles])
    )
    path.closeSubpath()
    return path


def paint_sign(
    painter: QPainter,
    priority: Priority,
    at: QPointF,
    radius: float,
    theme: Theme,
    is_stale: bool = False,
    is_hollow: bool = False,
) -> None:
    """Paints a sign with its number; hollow means the alarm is elsewhere than this spot, on another floor."""
    color = theme.color(Tone.STALE) if is_stale else theme.alarm(priority)
    ground = theme.color(Tone.GROUND)
    painter.setPen(QPen(color if is_hollow else ground, 1.6, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(ground if is_hollow else color)
    painter.drawPath(sign_outline(priority, radius, at))
    painter.setPen(color if is_hollow else ink_on(color))
    painter.setFont(_number_font(theme, radius))
    box = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(int(priority)))


def ink_on(color: QColor) -> QColor:
    """Black or white, whichever is read better on `color`."""
    return QColor("#10151A") if color.lightnessF() > 0.45 else QColor("#FFFFFF")


def _number_font(theme: Theme, radius: float) -> QFont:
    font = theme.font(0, bold=True)
    font.setPixelSize(max(9, round(radius * 1.2)))
    return font
