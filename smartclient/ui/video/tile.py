"""A tile: one camera's picture on the wall, its age and every trouble in words."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QHideEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from smartclient.domain.alarms import Priority
from smartclient.domain.devices import Device
from smartclient.domain.events import Box
from smartclient.domain.footage import Quality
from smartclient.domain.ids import DeviceId
from smartclient.geometry.fisheye import Dewarp
from smartclient.runtime.clock import Clock
from smartclient.ui.device_drag import DEVICE_MIME, DeviceDrag
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.video.face import (
    BEHIND_S,
    EMPTY_FACE,
    Face,
    Shown,
    age_words,
    detail_words,
    kind_words,
    status_words,
    taken_words,
    time_of,
)
from smartclient.ui.video.lens import Lens
from smartclient.ui.video.pace import Pace
from smartclient.ui.video.picture import Picture, Still
from smartclient.ui.video.pointer import Pointer
from smartclient.ui.video.tile_painting import EMPTY_WORDS, Bands, band_height, paint_empty, paint_face, paint_frame
from smartclient.ui.video.tool_painting import paint_lens, paint_ptz
from smartclient.ui.video.tools import DewarpTool, PictureTool, PtzTool, ZoomTool
from smartclient.ui.words import one_line
from smartclient.video.camera_player import CameraPlayer
from smartclient.video.status import PlayerStatus

CARRIED_TILE = "tile"
"""The property of what is carried that names the tile it comes from."""
BOXES_S = 10.0
"""How long a detection stays on the picture."""


class Tile(QWidget):
    """One place on the wall. It paints when its player knocks, at most once a display frame, and when it is told to `tick`."""

    chosen = Signal(int)
    opened = Signal(int)
    dropped = Signal(int, object)
    """The place, and the QMimeData that was dropped there."""
    menu_asked = Signal(int, QPoint)
    dewarped = Signal(int, object)
    """The place, and the Dewarp a person turned to."""
    painted = Signal()
    """A new frame is on the screen."""

    def __init__(self, place: int, theme: Theme, picture_theme: Theme, clock: Clock) -> None:
        """`place` counts from 0. Words over pictures have `picture_theme`, a dark one."""
        super().__init__()
        self.place = place
        self.clock = clock
        self._theme = theme
        self._picture_theme = picture_theme
        self.device: Device | None = None
        self.player: CameraPlayer | None = None
        self.quality: Quality | None = None
        """The stream asked for; None leaves it to the size."""
        self.picture = Picture()
        self.lens = Lens()
        self._bands = Bands()
        self.ptz: PtzTool | None = None
        """Set while mouse and keys turn the camera."""
        self.age_s: float | None = None
        self.told_at_s = 0.0
        """When the player's state was told, in steady seconds."""
        self.alarm: Priority | None = None
        self.is_chosen = False
        self.boxes: tuple[Box, ...] = ()
        self.notes: tuple[str, ...] = ()
        """What the wall says of it: its sequence, a clock of its own."""
        self.empty_words = EMPTY_WORDS
        self._boxes_until_s = 0.0
        self._least_size = (0, 0)
        self._is_over = False
        self._disconnect: list[Callable[[], None]] = []
        self._pace = Pace(self)
        self._zoom_tool = ZoomTool(self.lens, self._on_lens)
        self._dewarp_tool = DewarpTool(self.lens, self._on_lens, self._keep_dewarp)
        self._pointer = Pointer(lambda: self.tool, self.picture_room, self._carry)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setMinimumSize(QSize(40, 24))
        self.destroyed.connect(self._disconnect.clear)
        self._describe()

    @property
    def camera(self) -> DeviceId | None:
        """The camera in it."""
        return self.device.id if self.device is not None else None

    @property
    def tool(self) -> PictureTool | None:
        """What mouse and keys do in the picture; None in an empty tile."""
        if self.player is None:
            return None
        if self.ptz is not None:
            return self.ptz
        return self._dewarp_tool if self.lens.dewarp is not None else self._zoom_tool

    def show_camera(self, device: Device | None, player: CameraPlayer | None) -> None:
        """Shows a camera through its player, or nothing. Whose player it is, the wall decides."""
        self.stop_ptz()
        for disconnect in self._disconnect:
            disconnect()
        self._disconnect.clear()
        self.device, self.player, self.quality = device, player, None
        self.picture = Picture(device.masks if device is not None else ())
        self.lens.clear()
        self._least_size = (0, 0)
        self.age_s, self.alarm, self.boxes, self.notes = None, None, (), ()
        if player is not None:
            self._disconnect += [
                player.changed.connect(self._on_status),
                player.frame_arrived.connect(lambda _nothing: self._pace.knock()),
            ]
            self._on_status(player.status)
            self.tell_size()
            if self.isVisible():
                player.resume()
            else:
                player.pause()
        self._describe()
        self.update()

    def show_still(self, still: Still) -> None:
        """Shows an earlier picture, marked as such, until the first frame."""
        self.picture.take_still(still)
        self.update()

    def mark(self, alarm: Priority | None, is_chosen: bool) -> None:
        """Whether an open alarm is about this camera, and whether the tile has the wall's keyboard."""
        if (alarm, is_chosen) != (self.alarm, self.is_chosen):
            self.alarm, self.is_chosen = alarm, is_chosen
            self._describe()
            self.update()

    def note(self, notes: tuple[str, ...]) -> None:
        """Says these things of the wall's on the tile."""
        if notes != self.notes:
            self.notes = notes
            self.update()

    def show_boxes(self, boxes: tuple[Box, ...]) -> None:
        """Draws detected objects over the picture for ten seconds."""
        self.boxes, self._boxes_until_s = boxes, self.clock.steady_s() + BOXES_S
        self.update()

    def want_quality(self, quality: Quality | None) -> None:
        """Asks for one of the camera's streams; None chooses by the tile's size."""
        self.quality = quality
        self.tell_size()

    def want_at_least(self, width: int, height: int) -> None:
        """Asks for frames of that size though the tile is smaller, until asked for (0, 0)."""
        self._least_size = (width, height)
        self.tell_size()

    def look(self, dewarp: Dewarp | None) -> None:
        """Straightens a fisheye picture this way from now on, or shows it as it comes."""
        if dewarp != self.lens.dewarp:
            self.lens.dewarp = dewarp
            self._on_lens()

    def start_ptz(self, tool: PtzTool) -> None:
        """Mouse and keys turn the camera from now on."""
        self.stop_ptz()
        self.ptz = tool
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.update()

    def stop_ptz(self) -> None:
        """The camera stands; mouse and keys are the picture's again."""
        tool, self.ptz = self.ptz, None
        if tool is not None:
            tool.rest()
            tool.deleteLater()
            self.unsetCursor()
            self.update()

    def tick(self) -> None:
        """Counts on: the age of the picture and the seconds to the next try. Running pictures show it as they come."""
        self.age_s = self.player.age_s if self.player is not None else None
        if self.boxes and self.clock.steady_s() > self._boxes_until_s:
            self.boxes = ()
        if self.player is not None and not self._pace.is_running:
            self.update()

    def face(self) -> Face:
        """What stands on the tile now."""
        if self.player is None or self.device is None:
            return EMPTY_FACE
        status, now = self.player.status, self.clock.now()
        is_past, waited_s = self._is_past(self.player), self.clock.steady_s() - self.told_at_s
        shown = self.picture.shown(status.phase, waited_s, is_past=is_past)
        age_s = self.age_s if shown in (Shown.PICTURE, Shown.OLD) and not is_past else None
        taken_at = self.picture.frame.at if is_past and self.picture.frame is not None else None
        trouble = status_words(status, waited_s)
        return Face(
            self.device.name,
            shown,
            kind_words(shown, is_past, self.picture.is_past, self.picture.still_at),
            taken_words(taken_at, now) or age_words(age_s, shown is Shown.PICTURE),
            age_s is not None and age_s > BEHIND_S,
            "" if shown is Shown.PICTURE else trouble,
            detail_words(self.picture.source_size, None if is_past else status.quality),
            self.alarm,
            self.is_chosen,
            self.boxes,
            time_of(status.phase, is_past),
            (*self.lens.words, *self.notes),
            status.why_quality,
        )

    def picture_room(self) -> QRectF:
        """Where in the tile the picture is touched: all but the band with the name."""
        return QRectF(self.rect()).adjusted(0, band_height(QRectF(self.rect())), 0, 0)

    def _is_past(self, player: CameraPlayer) -> bool:
        return player.is_past or not player.status.is_live_source

    def _on_status(self, status: PlayerStatus) -> None:
        self.told_at_s = self.clock.steady_s()
        if self.player is not None and self.player.is_past:
            self.stop_ptz()
        self._describe(status)
        self.update()

    def _describe(self, status: PlayerStatus | None = None) -> None:
        name = one_line(self.device.name) if self.device is not None else "empty"
        alarm = ", open alarm" if self.alarm is not None else ""
        self.setAccessibleName(f"Tile {self.place + 1}: {name}{alarm}")
        self.setAccessibleDescription(status.text if status is not None else self.empty_words)

    def _on_lens(self) -> None:
        self.tell_size()
        self.update()

    def _keep_dewarp(self) -> None:
        self.dewarped.emit(self.place, self.lens.dewarp)

    def _carry(self) -> DeviceDrag | None:
        if self.device is None:
            return None
        drag = DeviceDrag(self, [self.device.id], self.device.name, self._theme)
        drag.mime.setProperty(CARRIED_TILE, self)
        return drag

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Takes the newest frame, if there is one, and draws the tile."""
        painter = QPainter(self)
        if self.player is None:
            is_marked = self.is_chosen or self._is_over
            paint_empty(painter, QRectF(self.rect()), self.place + 1, self.empty_words, is_marked, self._theme)
        else:
            self._take_frame(self.player)
            area, face, theme = QRectF(self.rect()), self.face(), self._picture_theme
            painter.fillRect(area, theme.color(Tone.GROUND))
            whole = area
            if face.shown is not Shown.NOTHING:
                whole = self.lens.paint(painter, area, self.picture, face.shown, theme, now=self.clock.now())
            paint_face(painter, area, whole, face, self._bands, theme)
            paint_lens(painter, area, self.lens, self.picture.image(face.shown), theme)
            if self.ptz is not None:
                paint_ptz(painter, self.picture_room(), self.ptz.speed, theme)
            if self._is_over:
                paint_frame(painter, area, theme.color(Tone.ACCENT), 3)
        painter.end()

    def _take_frame(self, player: CameraPlayer) -> None:
        frame = player.take()
        if frame is None:
            return
        if self.picture.take(frame, self.clock.now(), is_past=self._is_past(player)):
            self.tell_size()
        if self.age_s is None:
            self.age_s = player.age_s
        self._pace.painted()
        self.painted.emit()

    def tell_size(self) -> None:
        """Tells the player how large its frames should be."""
        if self.player is None:
            return
        ratio = self.devicePixelRatioF()
        room, proportion = self.size() * ratio, self.picture.proportion
        width, height = self.lens.asked_size(room.width(), room.height(), proportion, self.quality)
        self.player.set_size(max(width, self._least_size[0]), max(height, self._least_size[1]))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002, N802
        """The player decodes for this size."""
        self.tell_size()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: ARG002, N802
        """On screen: play."""
        if self.player is not None:
            self.tell_size()
            self.player.resume()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: ARG002, N802
        """Not on screen: decode nothing, move no camera."""
        self.stop_ptz()
        if self.player is not None:
            self.player.pause()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The keyboard was brought here: this is the chosen tile. A window that comes to the front chooses nothing."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.chosen.emit(self.place)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """A camera that was being turned stands."""
        super().focusOutEvent(event)
        if self.tool is not None and self.ptz is not None:
            self.ptz.rest()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click chooses the tile; the picture's tool may take hold."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self.place)
        self._pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The tool's drag, or the tile is carried."""
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Lets go."""
        self._pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802
        """A double click gives it the whole wall, or takes it back."""
        if self.ptz is None:
            self.opened.emit(self.place)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Closer in the picture, or farther."""
        event.setAccepted(self._pointer.wheel(event))

    def event(self, event: QEvent) -> bool:
        """Pinches, which have no event method of their own."""
        if isinstance(event, QNativeGestureEvent | QTouchEvent) and self._pointer.pinch(event):
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Asks for the menu, by mouse or menu key."""
        self.menu_asked.emit(self.place, event.globalPos())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Takes devices carried from map, tree or another tile."""
        if event.mimeData().hasFormat(DEVICE_MIME):
            event.acceptProposedAction()
            self._show_target(is_over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002, N802
        """They go elsewhere."""
        self._show_target(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Tells what was dropped here."""
        self._show_target(is_over=False)
        self.dropped.emit(self.place, event.mimeData())
        event.acceptProposedAction()

    def _show_target(self, is_over: bool) -> None:
        if is_over != self._is_over:
            self._is_over = is_over
            self.update()
