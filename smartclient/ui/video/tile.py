"""A tile: one camera's picture on the wall, its age and every trouble in words."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from smartclient.domain.alarms import Priority
from smartclient.domain.devices import Device
from smartclient.domain.events import Box
from smartclient.domain.footage import Quality
from smartclient.runtime.clock import Clock
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.video.face import BEHIND_S, Face, Shown, age_words, detail_words, kind_words, status_words
from smartclient.ui.video.picture import Picture, Still
from smartclient.ui.video.tile_painting import EMPTY_WORDS, paint_empty, paint_face, paint_picture
from smartclient.ui.words import one_line
from smartclient.video.player import Player
from smartclient.video.quality import USUAL_SUB_WIDTH
from smartclient.video.status import PlayerStatus

DEVICE_MIME = "application/x-smartclient-device"
"""What is dragged from map or tree: a device id in UTF-8."""
BOXES_S = 10.0
"""How long a detection stays on the picture."""
_SUB_SIZE = (USUAL_SUB_WIDTH, 360)
_MAIN_SIZE = (2 * USUAL_SUB_WIDTH, 720)
_DISPLAY_HZ = 60.0


class Tile(QWidget):
    """One place on the wall. It paints when its player knocks, at most once a display frame, and when it is told to `tick`."""

    chosen = Signal(int)
    opened = Signal(int)
    dropped = Signal(int, str)
    menu_asked = Signal(int, QPoint)

    def __init__(self, place: int, theme: Theme, picture_theme: Theme, clock: Clock) -> None:
        """`place` counts from 0. Words over pictures have `picture_theme`, a dark one."""
        super().__init__()
        self._place = place
        self._theme = theme
        self._picture_theme = picture_theme
        self._clock = clock
        self.device: Device | None = None
        self.player: Player | None = None
        self.quality: Quality | None = None
        """The stream asked for; None leaves it to the size."""
        self._picture = Picture()
        self._age_s: float | None = None
        self._told_at_s = 0.0
        self._alarm: Priority | None = None
        self._is_chosen = False
        self._boxes: tuple[Box, ...] = ()
        self._boxes_until_s = 0.0
        self._disconnect: list[Callable[[], None]] = []
        self._pace = QTimer(self, singleShot=True)
        self._pace.timeout.connect(self._on_pace)
        self._has_knock = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(QSize(80, 60))
        self.destroyed.connect(self._disconnect.clear)
        self._describe()

    def show_camera(self, device: Device | None, player: Player | None) -> None:
        """Shows a camera through its player, or nothing. Whose player it is, the wall decides."""
        for disconnect in self._disconnect:
            disconnect()
        self._disconnect.clear()
        self.device, self.player, self.quality = device, player, None
        self._picture, self._age_s, self._alarm, self._boxes = Picture(), None, None, ()
        if player is not None:
            self._disconnect += [
                player.changed.connect(self._on_status),
                player.frame_arrived.connect(lambda _nothing: self._on_knock()),
            ]
            self._on_status(player.status)
            self._tell_size()
            if self.isVisible():
                player.resume()
            else:
                player.pause()
        self._describe()
        self.update()

    def show_still(self, still: Still) -> None:
        """Shows an earlier picture, marked as such, until the first frame."""
        self._picture.take_still(still)
        self.update()

    def mark(self, alarm: Priority | None, is_chosen: bool) -> None:
        """Whether an open alarm is about this camera, and whether the tile has the wall's keyboard."""
        if (alarm, is_chosen) != (self._alarm, self._is_chosen):
            self._alarm, self._is_chosen = alarm, is_chosen
            self._describe()
            self.update()

    def show_boxes(self, boxes: tuple[Box, ...]) -> None:
        """Draws detected objects over the picture for ten seconds."""
        self._boxes, self._boxes_until_s = boxes, self._clock.steady_s() + BOXES_S
        self.update()

    def want_quality(self, quality: Quality | None) -> None:
        """Asks for one of the camera's streams; None chooses by the tile's size."""
        self.quality = quality
        self._tell_size()

    def tick(self) -> None:
        """Counts on: the age of the picture and the seconds to the next try."""
        self._age_s = self.player.age_s if self.player is not None else None
        if self._boxes and self._clock.steady_s() > self._boxes_until_s:
            self._boxes = ()
        if self.player is not None:
            self.update()

    def face(self) -> Face:
        """What stands on the tile now."""
        if self.player is None or self.device is None:
            return Face("", Shown.NOTHING, "", "", is_behind=False, trouble=EMPTY_WORDS, detail="")
        status = self.player.status
        shown = self._picture.shown(status.phase)
        age_s = self._age_s if shown in (Shown.PICTURE, Shown.OLD) else None
        return Face(
            self.device.name,
            shown,
            kind_words(shown, status.is_live_source, self._picture.still_at),
            age_words(age_s, shown is Shown.PICTURE),
            age_s is not None and age_s > BEHIND_S,
            status_words(status, self._clock.steady_s() - self._told_at_s),
            detail_words(self._picture.source_size, status.quality),
            self._alarm,
            self._is_chosen,
            self._boxes,
        )

    def _on_status(self, status: PlayerStatus) -> None:
        self._told_at_s = self._clock.steady_s()
        self._describe(status)
        self.update()

    def _describe(self, status: PlayerStatus | None = None) -> None:
        name = one_line(self.device.name) if self.device is not None else "empty"
        alarm = ", open alarm" if self._alarm is not None else ""
        self.setAccessibleName(f"Tile {self._place + 1}: {name}{alarm}")
        self.setAccessibleDescription(status.text if status is not None else "")

    def _on_knock(self) -> None:
        if self._pace.isActive():
            self._has_knock = True
        else:
            self.update()

    def _on_pace(self) -> None:
        if self._has_knock:
            self._has_knock = False
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Takes the newest frame, if there is one, and draws the tile."""
        painter = QPainter(self)
        area = QRectF(self.rect())
        if self.player is None:
            paint_empty(painter, area, self._place + 1, self._is_chosen, self._theme)
        else:
            self._take_frame(self.player)
            face, theme = self.face(), self._picture_theme
            painter.fillRect(area, theme.color(Tone.GROUND))
            image = self._picture.image(face.shown)
            picture = area
            if not image.isNull():
                picture = paint_picture(painter, area, image, theme, is_dimmed=face.shown is Shown.OLD)
            paint_face(painter, area, picture, face, theme)
        painter.end()

    def _take_frame(self, player: Player) -> None:
        frame = player.take()
        if frame is None:
            return
        self._picture.take(frame)
        if self._age_s is None:
            self._age_s = player.age_s
        screen = self.screen()
        self._pace.start(round(1_000 / (screen.refreshRate() if screen is not None else _DISPLAY_HZ)))

    def _tell_size(self) -> None:
        if self.player is None:
            return
        ratio = self.devicePixelRatioF()
        width, height = round(self.width() * ratio), round(self.height() * ratio)
        if self.quality is Quality.SUB:
            width, height = min(width, _SUB_SIZE[0]), min(height, _SUB_SIZE[1])
        elif self.quality is Quality.MAIN:
            width, height = max(width, _MAIN_SIZE[0]), max(height, _MAIN_SIZE[1])
        self.player.set_size(width, height)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002, N802
        """The player decodes for this size."""
        self._tell_size()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: ARG002, N802
        """On screen: play."""
        if self.player is not None:
            self._tell_size()
            self.player.resume()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: ARG002, N802
        """Not on screen: decode nothing."""
        if self.player is not None:
            self.player.pause()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The keyboard was brought here: this is the chosen tile. A window that comes to the front chooses nothing."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.chosen.emit(self._place)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click chooses the tile."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self._place)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802
        """A double click gives it the whole wall, or takes it back."""
        self.opened.emit(self._place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Asks for the menu, by mouse or menu key."""
        self.menu_asked.emit(self._place, event.globalPos())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Takes a device dragged from map or tree."""
        if event.mimeData().hasFormat(DEVICE_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Tells which device was dropped here."""
        data = bytes(event.mimeData().data(DEVICE_MIME).data())
        self.dropped.emit(self._place, data.decode("utf-8", "replace"))
        event.acceptProposedAction()
