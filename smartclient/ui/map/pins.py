"""Pictures of pins: drawn once for each look and kept, so that painting a pin is copying a few hundred pixels."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap, QTransform

from smartclient.domain.alarms import Priority
from smartclient.domain.ids import DeviceId
from smartclient.ui.map.signs import sign_outline
from smartclient.ui.map.symbols import Symbol, outline
from smartclient.ui.theme import Theme, Tone

HEADING_STEP_DEG = 5
COUNT_HALF_PX = 16
_ROOM_FOR_NOTCH = 0.72


class Plate(StrEnum):
    """The shape a symbol stands on."""

    DISC = "disc"
    DOOR = "door"
    TAG = "tag"
    OCTAGON = "octagon"
    TRIANGLE = "triangle"


@dataclass(frozen=True, slots=True)
class PinLook:
    """All that decides how a pin looks; equal looks share one picture. `heading_deg` turns the notch, clockwise from north."""

    symbol: Symbol
    plate: Plate
    size_px: int
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


class Board(Protocol):
    """Devices with indices."""

    ids: tuple[DeviceId, ...]


class PinPictures:
    """Pixmaps by look for one theme and one pixel ratio."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self._theme = theme
        self.ratio = ratio
        self._kept: dict[PinLook, QPixmap] = {}
        self._counts: dict[tuple[int, bool], QPixmap] = {}
        self._devices: dict[tuple[int, bool], list[QPixmap | None]] = {}
        self._board: Board | None = None

    def get(self, look: PinLook) -> QPixmap:
        """The picture of a look; its middle is `half_px` from its corner."""
        kept = self._kept.get(look)
        if kept is None:
            kept = self._kept[look] = self._draw(look)
        return kept

    @staticmethod
    def half_px(size_px: int) -> int:
        """From the corner of a picture to its middle; the notch needs the room."""
        return round(size_px * _ROOM_FOR_NOTCH) + 3

    def of_board(self, board: Board, size_px: int, is_stale: bool) -> list[QPixmap | None]:
        """The pictures of a board's devices by index as they were last drawn; None is to be filled by the caller."""
        if board is not self._board:
            self._board = board
            self._devices.clear()
        kept = self._devices.get((size_px, is_stale))
        if kept is None:
            kept = self._devices[size_px, is_stale] = [None] * len(board.ids)
        return kept

    def forget(self, indices: Iterable[int]) -> None:
        """The devices with these indices have another state."""
        for kept in self._devices.values():
            for index in indices:
                kept[index] = None

    def count(self, count: int, is_stale: bool) -> QPixmap:
        """The picture of a cluster; its middle is `COUNT_HALF_PX` from its corner."""
        kept = self._counts.get((count, is_stale))
        if kept is None:
            kept = self._counts[count, is_stale] = self._draw_count(count, is_stale)
        return kept

    def _draw_count(self, count: int, is_stale: bool) -> QPixmap:
        radius = 8.5 + min(len(str(count)), 3) * 1.5
        pixmap = self._blank(COUNT_HALF_PX)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(COUNT_HALF_PX, COUNT_HALF_PX)
        painter.setPen(QPen(self._theme.color(Tone.PIN_EDGE), 2))
        painter.setBrush(self._theme.color(Tone.LINE if is_stale else Tone.PIN))
        painter.drawEllipse(QPointF(0, 0), radius, radius)
        painter.setPen(self._theme.color(Tone.STALE if is_stale else Tone.PIN_GLYPH))
        painter.setFont(self._theme.font(0, bold=True))
        painter.drawText(QRectF(-radius, -radius, 2 * radius, 2 * radius), Qt.AlignmentFlag.AlignCenter, str(count))
        painter.end()
        return pixmap

    def _blank(self, half: int) -> QPixmap:
        pixmap = QPixmap(round(2 * half * self.ratio), round(2 * half * self.ratio))
        pixmap.setDevicePixelRatio(self.ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap

    def _draw(self, look: PinLook) -> QPixmap:
        half = self.half_px(look.size_px)
        pixmap = self._blank(half)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(half, half)
        paint_pin(painter, look, self._theme)
        painter.end()
        return pixmap


def paint_pin(painter: QPainter, look: PinLook, theme: Theme) -> None:
    """Paints a pin around the painter's origin."""
    radius = look.size_px / 2
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
        return sign_outline(Priority.HIGH, radius * 1.12)
    if look.plate is Plate.TRIANGLE:
        return sign_outline(Priority.MEDIUM, radius * 1.15)
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
    if look.size_px < 12:
        return
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
