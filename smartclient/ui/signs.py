"""The sign of an alarm: shape, number and colour together, so that none of them has to be trusted alone."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPainterPath, QPen, QPolygonF

from smartclient.domain.alarms import Priority
from smartclient.ui.theme import Theme, Tone

_CORNERS = {Priority.HIGH: (8, 22.5), Priority.MEDIUM: (3, -90.0), Priority.LOW: (4, 0.0)}
"""How many corners a sign has, and the angle of its first, in degrees clockwise from three o'clock."""

_ROOM_PX = 4
"""Around a sign, for its edge."""
_MOST_STAMPS = 500
_stamps: dict[tuple[object, ...], QImage] = {}

PRIORITY_WORDS = {Priority.HIGH: "High", Priority.MEDIUM: "Medium", Priority.LOW: "Low"}
SHAPE_WORDS = {Priority.HIGH: "octagon", Priority.MEDIUM: "triangle", Priority.LOW: "diamond"}


def sign_path(priority: Priority, box: QRectF) -> QPainterPath:
    """The outline of the sign inside `box`: octagon, triangle or diamond."""
    count, start_deg = _CORNERS[priority]
    center, radius = box.center(), min(box.width(), box.height()) / 2
    if priority is Priority.MEDIUM:
        center, radius = center + QPointF(0, radius / 6), radius * 1.1
    angles = [math.radians(start_deg + 360 * k / count) for k in range(count)]
    corners = [center + QPointF(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles]
    path = QPainterPath()
    path.addPolygon(QPolygonF([*corners, corners[0]]))
    path.closeSubpath()
    return path


def around(at: QPointF, radius: float) -> QRectF:
    """The box of a sign `radius` px large whose middle is `at`."""
    return QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)


def paint_sign(
    painter: QPainter,
    theme: Theme,
    priority: Priority,
    box: QRectF,
    *,
    is_new: bool = True,
    is_stale: bool = False,
    is_elsewhere: bool = False,
    ground: QColor | None = None,
) -> None:
    """Paints the sign with its number: filled while nobody has taken the alarm, an outline after; grey when stale.

    `is_elsewhere` is an outline too: the alarm is not at this spot but on another floor. Over a drawing, `ground` keeps
    the sign apart from what it lies on.
    """
    look = _Look(theme, priority, is_new, is_stale, is_elsewhere, ground)
    engine = painter.paintEngine()
    if engine is None or engine.type() is not QPaintEngine.Type.Raster:
        _draw(painter, look, box)
        return
    ratio, edge = painter.device().devicePixelRatioF(), _ROOM_PX
    width, height = math.ceil(box.width()) + 2 * edge, math.ceil(box.height()) + 2 * edge
    inner = QRectF(edge, edge, box.width(), box.height())
    key = (theme.name, theme.family, *look.kind, ratio, box.width(), box.height())
    stamp = _stamps.get(key)
    if stamp is None:
        if len(_stamps) >= _MOST_STAMPS:
            _stamps.clear()
        stamp = _stamps[key] = _stamped(look, inner, width, height, ratio)
    painter.drawImage(QPointF(round(box.left() - edge), round(box.top() - edge)), stamp)


@dataclass(frozen=True, slots=True)
class _Look:
    """All that a sign's drawing depends on but its place."""

    theme: Theme
    priority: Priority
    is_new: bool
    is_stale: bool
    is_elsewhere: bool
    ground: QColor | None

    @property
    def kind(self) -> tuple[object, ...]:
        ground = self.ground.rgba() if self.ground is not None else None
        return self.priority, self.is_new, self.is_stale, self.is_elsewhere, ground


def _stamped(look: _Look, box: QRectF, width: int, height: int, ratio: float) -> QImage:
    """The sign as a picture: a flood is a thousand of them in every frame."""
    size = QSize(math.ceil(width * ratio), math.ceil(height * ratio))
    stamp = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    stamp.setDevicePixelRatio(ratio)
    stamp.fill(Qt.GlobalColor.transparent)
    painter = QPainter(stamp)
    _draw(painter, look, box)
    painter.end()
    return stamp


def _draw(painter: QPainter, look: _Look, box: QRectF) -> None:
    theme, priority, ground = look.theme, look.priority, look.ground
    color = theme.color(Tone.STALE) if look.is_stale else theme.alarm(priority)
    path = sign_path(priority, box.adjusted(1, 1, -1, -1))
    is_filled = look.is_new and not look.is_elsewhere
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = max(1.5, box.width() / 14)
    if ground is not None:
        painter.strokePath(path, _pen(ground, width + 3))
    painter.setPen(_pen(color, width))
    painter.setBrush(color if is_filled else ground if ground is not None else Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    _paint_number(painter, theme, priority, box, theme.color(Tone.GROUND) if is_filled else color)
    painter.restore()


def _pen(color: QColor, width: float) -> QPen:
    return QPen(color, width, j=Qt.PenJoinStyle.RoundJoin)


def _paint_number(painter: QPainter, theme: Theme, priority: Priority, box: QRectF, color: QColor) -> None:
    font = theme.font(bold=True)
    share = 0.46 if priority is Priority.MEDIUM else 0.54
    font.setPixelSize(max(8, round(box.height() * share)))
    painter.setFont(font)
    painter.setPen(color)
    lowered = box.translated(0, box.height() * 0.1) if priority is Priority.MEDIUM else box
    painter.drawText(lowered, Qt.AlignmentFlag.AlignCenter, str(int(priority)))
