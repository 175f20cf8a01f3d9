"""How a pin is drawn: a plate with a symbol, a notch, a strike and a badge."""

import math
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QTransform

from smartclient.domain.alarms import Priority
from smartclient.ui.map.symbols import Symbol, outline
from smartclient.ui.signs import around, sign_path
from smartclient.ui.theme import Theme, Tone

HEADING_STEP_DEG = 5
_ROOM_FOR_NOTCH = 0.73


class Plate(StrEnum):
    """The shape a symbol stands on."""

    DISC = "disc"
    DOOR = "door"
    TAG = "tag"
    OCTAGON = "octagon"
    TRIANGLE = "triangle"


@dataclass(frozen=True, slots=True)
class PinLook:
    """All that decides how a pin looks but its size; equal looks share one picture. `heading_deg` turns the notch, clockwise from north."""

    symbol: Symbol
    plate: Plate
    fill: Tone
    ink: Tone
    heading_deg: int | None = None
    is_struck: bool = False
    is_hatched: bool = False
    badge: Symbol | None = None
    badge_tone: Tone = Tone.DOOR_UNLOCKED


def heading_step(bearing_deg: float) -> int:
    """The bearing rounded to what a pin can show."""
    return round(bearing_deg / HEADING_STEP_DEG) * HEADING_STEP_DEG % 360


def half_px(size_px: int) -> int:
    """From the middle of a pin's picture to its edge; the notch needs the room."""
    return math.ceil(size_px * _ROOM_FOR_NOTCH) + 1


def paint_pin(painter: QPainter, look: PinLook, size_px: int, theme: Theme) -> None:
    """Paints a pin around the painter's origin."""
    radius = size_px / 2
    plate = _plate(look, radius)
    edge = theme.color(Tone.PIN_EDGE)
    painter.setPen(QPen(edge, 2.0 if look.plate is not Plate.TAG else 1.2, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(theme.color(look.fill))
    painter.drawPath(plate)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPath(plate)
    if look.is_hatched:
        painter.setBrush(QBrush(theme.color(look.ink, 0.35), Qt.BrushStyle.BDiagPattern))
        painter.drawPath(plate)
    _paint_symbol(painter, look, theme.color(look.ink), radius)
    if look.is_struck:
        _paint_strike(painter, radius, theme)
    if look.badge is not None:
        _paint_badge(painter, look.badge, radius, theme, look.badge_tone)


def _plate(look: PinLook, radius: float) -> QPainterPath:
    if look.plate is Plate.OCTAGON:
        return sign_path(Priority.HIGH, around(QPointF(0, 0), radius * 1.16))
    if look.plate is Plate.TRIANGLE:
        return sign_path(Priority.MEDIUM, around(QPointF(0, 0), radius * 1.34))
    path = QPainterPath()
    if look.plate is Plate.DISC:
        path.addEllipse(QPointF(0, 0), radius, radius)
    else:
        side = radius * (0.94 if look.plate is Plate.DOOR else 0.9)
        path.addRoundedRect(QRectF(-side, -side, 2 * side, 2 * side), side * 0.32, side * 0.32)
    if look.heading_deg is not None:
        path = path.united(QTransform().rotate(look.heading_deg).map(_notch(radius)))
    return path


def _notch(radius: float) -> QPainterPath:
    path = QPainterPath(QPointF(-0.62 * radius, -0.74 * radius))
    path.lineTo(0, -1.46 * radius)
    path.lineTo(0.62 * radius, -0.74 * radius)
    path.closeSubpath()
    return path


def _paint_symbol(painter: QPainter, look: PinLook, ink: QColor, radius: float) -> None:
    share = {Plate.TRIANGLE: 0.062, Plate.TAG: 0.076}.get(look.plate, 0.074)
    drop = 0.14 * radius if look.plate is Plate.TRIANGLE else 0.0
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    placed = QTransform.fromTranslate(0, drop).scale(radius * share * 1.12, radius * share * 1.12)
    painter.drawPath(placed.map(outline(look.symbol)))


def _paint_strike(painter: QPainter, radius: float, theme: Theme) -> None:
    reach = radius * 0.86
    for color, width in ((theme.color(Tone.PIN), 4.4), (theme.color(Tone.PIN_GLYPH), 1.9)):
        painter.setPen(QPen(color, width, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(-reach, reach), QPointF(reach, -reach))


def _paint_badge(painter: QPainter, badge: Symbol, radius: float, theme: Theme, tone: Tone) -> None:
    at, size = QPointF(radius * 0.78, -radius * 0.78), max(5.5, radius * 0.56)
    painter.setPen(QPen(theme.color(Tone.PIN_EDGE), 1.2))
    painter.setBrush(theme.color(tone))
    painter.drawEllipse(at, size, size)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(Tone.ON_ACCENT))
    painter.drawPath(QTransform.fromTranslate(at.x(), at.y()).scale(size * 0.1, size * 0.1).map(outline(badge)))
