"""Signs on the tiles of all walls: which camera can be heard, which one is, and how loud it is there."""

from collections.abc import Callable, Iterable
from typing import Protocol
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from smartclient.domain.ids import DeviceId
from smartclient.ui.intercom.level_meter import paint_level
from smartclient.ui.theme import Theme, Tone, dark
from smartclient.ui.video.board import Board
from smartclient.ui.video.tile import Tile
from smartclient.ui.video.tile_edges import BOTTOM_PX, SMALL_PX
from smartclient.ui.words import one_line
from smartclient.video.audio.ear import EarStatus, Phase

_AGAIN_MS, _LEVEL_MS = 500, 100
_ROOMY_PX = 100
"""Lower tiles say only that they are heard, not that they could be."""
_SIZE, _HEARD_SIZE = QSize(26, 22), QSize(96, 22)


class Heard(Protocol):
    """What is listened to."""

    @property
    def is_muted(self) -> bool:
        """Whether nothing sounds."""
        ...

    def has_microphone(self, device: DeviceId) -> bool:
        """Whether it can be listened to."""
        ...

    def status(self, device: DeviceId) -> EarStatus | None:
        """How its sound stands; None while it is switched off."""
        ...

    def is_past(self, device: DeviceId) -> bool:
        """Whether it is what the tile shows of the past."""
        ...

    def level(self, device: DeviceId) -> float:
        """How loud it is, 0 to 1."""
        ...


class SoundSigns(QObject):
    """The walls know nothing of sound; their tiles get signs from outside. `toggled` carries the DeviceId whose sign was pressed."""

    toggled = Signal(str)

    def __init__(self, boards: Callable[[], Iterable[Board]], heard: Heard, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._boards, self._heard = boards, heard
        self._theme = dark() if theme.name == "light" else theme
        self._signs: WeakKeyDictionary[Tile, SoundSign] = WeakKeyDictionary()
        self._again = QTimer(self, interval=_AGAIN_MS)
        self._again.timeout.connect(self.follow)
        self._levels = QTimer(self, interval=_LEVEL_MS)
        self._levels.timeout.connect(self._show_levels)
        self._again.start()

    def follow(self) -> None:
        """Shows signs where there is something to hear, and nowhere else; a wall fills over several turns of the loop."""
        is_any_heard = False
        for board in self._boards():
            for tile in board.tiles:
                is_any_heard |= self._follow_tile(board, tile)
        if is_any_heard != self._levels.isActive():
            (self._levels.start if is_any_heard else self._levels.stop)()

    def _follow_tile(self, board: Board, tile: Tile) -> bool:
        camera = tile.camera
        status = self._heard.status(camera) if camera is not None else None
        is_roomy = tile.height() >= _ROOMY_PX and tile.player is not None
        is_shown = camera is not None and not tile.isHidden() and (status is not None or is_roomy)
        is_shown = is_shown and camera is not None and self._heard.has_microphone(camera)
        sign = self._signs.get(tile)
        if sign is None and is_shown:
            sign = self._signs[tile] = SoundSign(self._theme, board)
            sign.pressed.connect(self.toggled)
        if sign is not None and camera is not None and is_shown:
            name = one_line(tile.device.name if tile.device else "")
            sign.show_camera(camera, name, status, self._heard.is_muted, is_past=self._heard.is_past(camera))
            sign.stand_in(tile)
        if sign is not None and sign.isHidden() is is_shown:
            sign.setVisible(is_shown)
            sign.raise_()
        return is_shown and status is not None

    def _show_levels(self) -> None:
        for sign in self._signs.values():
            if sign.is_heard and not sign.isHidden():
                sign.show_level(self._heard.level(sign.camera))


class SoundSign(QWidget):
    """A loudspeaker: hollow where one can listen, full with a level while one does, crossed out while it is muted."""

    pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.camera = DeviceId("")
        self.is_heard = False
        self._status: EarStatus | None = None
        self._is_muted, self._level = False, 0.0
        self._shown: tuple[object, ...] = ()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_camera(
        self, camera: DeviceId, name: str, status: EarStatus | None, is_muted: bool, *, is_past: bool
    ) -> None:
        """What of that camera is so now."""
        shown = camera, status, is_muted, is_past
        if shown == self._shown:
            return
        self._shown = shown
        self.camera, self._status, self._is_muted = camera, status, is_muted
        self.is_heard = status is not None
        words = sign_words(status, is_muted, is_past=is_past)
        self.setAccessibleName(f"{name}: {words}")
        self.setToolTip(f"<qt>{words[:1].upper()}{words[1:]}</qt>")
        self.resize(_HEARD_SIZE if self.is_heard else _SIZE)
        self.update()

    def show_level(self, level: float) -> None:
        """0 to 1."""
        if level != self._level:
            self._level = level
            self.update()

    def stand_in(self, tile: Tile) -> None:
        """At the lower right of the tile, above its words."""
        place = tile.geometry()
        low = place.bottom() - self.height() - (BOTTOM_PX + 4 if tile.height() >= SMALL_PX else 2)
        self.move(place.right() - self.width() - 6, low)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draws itself."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(Tone.GROUND, 0.8))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        is_in_trouble = self._status is not None and self._status.phase is Phase.TROUBLE
        tone = Tone.ALARM_MEDIUM if is_in_trouble else Tone.ACCENT if self.is_heard else Tone.TEXT_DIM
        glyph = QRectF(5, 3, 16, 16)
        paint_loudspeaker(painter, glyph, self._theme, tone, is_full=self.is_heard, is_crossed=self._is_muted)
        if self.is_heard and not is_in_trouble:
            meter = QRectF(27, self.height() / 2 - 4, self.width() - 33, 8)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            paint_level(painter, meter, self._level, self._theme, is_dim=self._is_muted)
        elif is_in_trouble:
            painter.setPen(self._theme.color(Tone.TEXT))
            painter.setFont(self._theme.font(0))
            painter.drawText(QRectF(27, 0, self.width() - 30, self.height()), Qt.AlignmentFlag.AlignVCenter, "no sound")
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Listens, or stops."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit(self.camera)


def sign_words(status: EarStatus | None, is_muted: bool, *, is_past: bool = False) -> str:
    """What the sign says, for those who cannot see it."""
    if status is None:
        return (
            "its recorded sound can be heard; press to listen (H)" if is_past else "can be heard; press to listen (H)"
        )
    if status.phase is Phase.TROUBLE:
        return f"no sound: {status.trouble}"
    if is_muted:
        return "is listened to, and muted (Alt+M)"
    if status.phase is Phase.OPENING:
        return "its sound is being opened"
    return "is heard as it was recorded; press to stop (H)" if is_past else "is heard live; press to stop (H)"


def paint_loudspeaker(
    painter: QPainter, box: QRectF, theme: Theme, tone: Tone, *, is_full: bool, is_crossed: bool
) -> None:
    """A loudspeaker with its waves in that box; crossed out where it is silent."""
    unit, color = box.width() / 16, theme.color(tone)

    def at(x: float, y: float) -> QPointF:
        return QPointF(box.left() + x * unit, box.top() + y * unit)

    painter.setPen(QPen(color, 1.4))
    painter.setBrush(color if is_full else Qt.BrushStyle.NoBrush)
    painter.drawPolygon(QPolygonF([at(1, 6), at(4, 6), at(8, 2), at(8, 14), at(4, 10), at(1, 10)]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if is_crossed:
        painter.drawLine(at(10, 5), at(15, 11))
        painter.drawLine(at(15, 5), at(10, 11))
        return
    for reach in (3, 6):
        arc = QRectF(at(8 - reach + 2, 8 - reach), at(8 + reach + 2, 8 + reach))
        painter.drawArc(arc, -45 * 16, 90 * 16)
