"""A tile: one camera's picture on the wall, its age and every trouble in words."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent

from smartclient.domain.alarms import Priority
from smartclient.domain.devices import Device
from smartclient.domain.events import Box
from smartclient.domain.footage import Quality
from smartclient.domain.ids import DeviceId
from smartclient.geometry.fisheye import Dewarp
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal as Told
from smartclient.ui.console.watermark import Watermark
from smartclient.ui.device_drag import DeviceDrag
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.video.bands import Bands
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
from smartclient.ui.video.painting_turns import PaintingTurns
from smartclient.ui.video.picture import Picture
from smartclient.ui.video.pointer import Pointer
from smartclient.ui.video.still_decoder import StillImage
from smartclient.ui.video.tile_edges import band_height, paint_frame
from smartclient.ui.video.tile_painting import EMPTY_WORDS, paint_empty, paint_face
from smartclient.ui.video.tool_painting import paint_lens, paint_ptz
from smartclient.ui.video.tools import DewarpTool, PictureTool, PtzTool, ZoomTool
from smartclient.ui.video.touched_tile import TouchedTile
from smartclient.ui.words import one_line
from smartclient.video.camera_player import CameraPlayer
from smartclient.video.status import Phase, PlayerStatus

CARRIED_TILE = "tile"
"""The property of what is carried that names the tile it comes from."""
BOXES_S = 10.0
"""How long a detection stays on the picture."""
_OFTEN_S = 0.3
"""While new frames come as often, there is no need to paint without one."""


class Tile(TouchedTile):
    """One place on the wall. It is painted when its player knocks and when it is told to `tick`: by its board, together with the
    other tiles, or by itself where it has none.
    """

    dewarped = Signal(int, object)
    """The place, and the Dewarp a person turned to."""

    def __init__(
        self, place: int, theme: Theme, picture_theme: Theme, clock: Clock, painting: PaintingTurns | None = None
    ) -> None:
        """`place` counts from 0. Words over pictures have `picture_theme`, a dark one. The board of `painting` calls `draw`."""
        super().__init__(place, painting.board if painting is not None else None)
        self.painted: Told[None] = Told()
        """A new frame is on the screen."""
        self._painting = painting
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
        self.age_s: float | None = None
        self.told_at_s = 0.0
        """When the player's state was told, in steady seconds."""
        self.alarm: Priority | None = None
        self.is_chosen = False
        self.boxes: tuple[Box, ...] = ()
        self.notes: tuple[str, ...] = ()
        """What the wall says of it: its sequence, a clock of its own."""
        self.empty_words = EMPTY_WORDS
        self.watermark: Watermark | None = None
        self._boxes_until_s = 0.0
        self._least_size = (0, 0)
        self._disconnect: list[Callable[[], None]] = []
        self._face: Face | None = None
        self._painted_s = -_OFTEN_S
        self._zoom_tool = ZoomTool(self.lens, self._on_lens)
        self._dewarp_tool = DewarpTool(self.lens, self._on_lens, self._keep_dewarp)
        self.pointer = Pointer(lambda: self.tool, self.picture_room, self._carry)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, painting is None)
        self.setUpdatesEnabled(painting is None)
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
                player.frame_arrived.connect(lambda _nothing: self._ask(has_new_words=False)),
            ]
            self._on_status(player.status)
            self.tell_size()
            if self.isVisible():
                player.resume()
            else:
                player.pause()
        self._describe()
        self.refresh()

    def show_still(self, still: StillImage) -> None:
        """Shows an earlier picture, marked as such, until the first frame."""
        self.picture.take_still(still)
        self.refresh()

    def mark(self, alarm: Priority | None, is_chosen: bool) -> None:
        """Whether an open alarm is about this camera, and whether the tile has the wall's keyboard."""
        if (alarm, is_chosen) != (self.alarm, self.is_chosen):
            self.alarm, self.is_chosen = alarm, is_chosen
            self._describe()
            self.refresh()

    def note(self, notes: tuple[str, ...]) -> None:
        """Says these things of the wall's on the tile."""
        if notes != self.notes:
            self.notes = notes
            self.refresh()

    def show_boxes(self, boxes: tuple[Box, ...]) -> None:
        """Draws detected objects over the picture for ten seconds."""
        self.boxes, self._boxes_until_s = boxes, self.clock.steady_s() + BOXES_S
        self.refresh()

    def want_quality(self, quality: Quality | None) -> None:
        """Asks for one of the camera's streams; None chooses by the tile's size."""
        self.quality = quality
        self.tell_size()

    def want_at_least(self, width: int, height: int) -> None:
        """Asks for frames of that size though the tile is smaller, until asked for (0, 0)."""
        self._least_size = (width, height)
        self.tell_size()

    def lift_masks(self, until: datetime | None) -> None:
        """Shows what the privacy masks cover until then; None covers it again at once, and forgets what was shown."""
        self.picture = Picture(self.device.masks if self.device is not None else ())
        self.picture.lifted_until = until
        self.refresh()

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
        self.refresh()

    def stop_ptz(self) -> None:
        """The camera stands; mouse and keys are the picture's again."""
        tool, self.ptz = self.ptz, None
        if tool is not None:
            tool.rest()
            tool.deleteLater()
            self.unsetCursor()
            self.refresh()

    def tick(self) -> None:
        """Counts on: the age of the picture and the seconds to the next try. Running pictures show it as they come."""
        self.age_s = self.player.age_s if self.player is not None else None
        if self.boxes and self.clock.steady_s() > self._boxes_until_s:
            self.boxes = ()
        if self.player is None or (face := self.face()) == self._face:
            return
        self._face = face
        if self.clock.steady_s() - self._painted_s >= _OFTEN_S:
            self._ask()

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
            (*self.lens.words, *self._lifted_words(now), *self.notes),
            status.why_quality,
        )

    def _lifted_words(self, now: datetime) -> tuple[str, ...]:
        until = self.picture.lifted_until
        is_lifted = until is not None and self.picture.is_lifted(now)
        return (f"masks lifted until {until.astimezone():%H:%M:%S}",) if until is not None and is_lifted else ()

    def picture_room(self) -> QRectF:
        """Where in the tile the picture is touched: all but the band with the name."""
        return QRectF(self.rect()).adjusted(0, band_height(QRectF(self.rect())), 0, 0)

    def _is_past(self, player: CameraPlayer) -> bool:
        return player.is_past or not player.status.is_live_source

    def _on_status(self, status: PlayerStatus) -> None:
        self.told_at_s = self.clock.steady_s()
        if status.phase is Phase.BARRED:
            self._forget_picture()
        if self.player is not None and self.player.is_past:
            self.stop_ptz()
        self._describe(status)
        self.refresh()

    def _forget_picture(self) -> None:
        """What may not be seen any more is not kept either."""
        self.picture, self.boxes, self.age_s = Picture(self.picture.masks), (), None
        if self.player is not None:
            self.player.take()

    def _describe(self, status: PlayerStatus | None = None) -> None:
        name = one_line(self.device.name) if self.device is not None else "empty"
        alarm = ", open alarm" if self.alarm is not None else ""
        self.setAccessibleName(f"Tile {self.place + 1}: {name}{alarm}")
        self.setAccessibleDescription(status.text if status is not None else self.empty_words)

    def _on_lens(self) -> None:
        self.tell_size()
        self.refresh()

    def _keep_dewarp(self) -> None:
        self.dewarped.emit(self.place, self.lens.dewarp)

    def _carry(self) -> DeviceDrag | None:
        if self.device is None:
            return None
        drag = DeviceDrag(self, [self.device.id], self.device.name, self._theme)
        drag.mime.setProperty(CARRIED_TILE, self)
        return drag

    def refresh(self) -> None:
        """More has changed than the picture."""
        self._face = None
        self._ask()

    def _ask(self, *, has_new_words: bool = True) -> None:
        """There is something new to be painted."""
        if self._painting is None:
            self.update()
        else:
            self._painting.ask(self, has_new_words=has_new_words)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Draws itself."""
        painter = QPainter(self)
        self.draw(painter, QRectF(self.rect()))
        painter.end()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Takes the newest frame, if there is one, and draws the tile in that area of its own size."""
        face = EMPTY_FACE
        if self.player is not None:
            self._take_frame(self.player)
            face = self._face = self._face or self.face()
        if face.is_plain and self.lens.is_plain and self.ptz is None and not self.is_over:
            self.lens.paint_plain(painter, area, self.picture, self._picture_theme)
            self._stamp(painter, area)
            self._bands.paint(painter, area, face, self._picture_theme)
            return
        painter.save()
        painter.setClipRect(area)
        if self.player is None:
            is_marked = self.is_chosen or self.is_over
            paint_empty(painter, area, self.place + 1, self.empty_words, is_marked, self._theme)
        else:
            self._draw_all(painter, area, face)
        painter.restore()

    def _draw_all(self, painter: QPainter, area: QRectF, face: Face) -> None:
        theme, whole = self._picture_theme, area
        if face.shown is Shown.NOTHING:
            painter.fillRect(area, theme.color(Tone.GROUND))
        else:
            whole = self.lens.paint(painter, area, self.picture, face.shown, theme, now=self.clock.now())
            self._stamp(painter, area)
        paint_face(painter, area, whole, face, self._bands, theme)
        paint_lens(painter, area, self.lens, self.picture, face.shown, theme)
        if self.ptz is not None:
            paint_ptz(painter, self.picture_room().translated(area.topLeft()), self.ptz.speed, theme)
        if self.is_over:
            paint_frame(painter, area, theme.color(Tone.ACCENT), 3)

    def _stamp(self, painter: QPainter, area: QRectF) -> None:
        if self.watermark is not None:
            self.watermark.paint(painter, area)

    def _take_frame(self, player: CameraPlayer) -> None:
        frame = player.take()
        if frame is None:
            return
        face, is_past, source_size = self._face, self._is_past(player), self.picture.source_size
        if self.picture.take(frame, self.clock.now(), is_past=is_past):
            self.tell_size()
        is_as_said = face is not None and face.shown is Shown.PICTURE and source_size == self.picture.source_size
        if (is_past and frame.at is not None) or not is_as_said:
            self.age_s = player.age_s
            self._face = None
        self._painted_s = self.clock.steady_s()
        self.painted.emit(None)

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
