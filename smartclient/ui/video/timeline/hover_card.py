"""What the pointer is at on the timeline: the time, what is marked there, and a small picture of the camera then."""

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from smartclient.domain.ids import DeviceId
from smartclient.store.recordings import Held
from smartclient.ui.bindings import bind
from smartclient.ui.console.watermark import Watermark
from smartclient.ui.frame_image import frame_image
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.video.timeline.axis import from_s, to_s
from smartclient.ui.video.timeline.timeline import Timeline
from smartclient.ui.words import one_line
from smartclient.video.frames import Frame
from smartclient.video.thumbnails import Thumbnail, Thumbnails

_PICTURE = QSize(160, 90)
_LINE_PX = 18
_EDGE = 8
_STEP_PX = 10.0
"""Pictures closer than this are not told apart."""
_LEAST_STEP_S = 1.0


class HoverCard(QWidget):
    """Floats over the tiles above the pointer, takes no clicks, and moves with the window that the timeline is in."""

    def __init__(
        self,
        timeline: Timeline,
        thumbnails: Thumbnails,
        held: Callable[[DeviceId, datetime], Held],
        theme: Theme,
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__(timeline)
        self._timeline, self._thumbnails, self._held = timeline, thumbnails, held
        self._theme, self._zone = theme, zone
        self._at: datetime | None = None
        self._camera: DeviceId | None = None
        self._lines: tuple[str, ...] = ()
        self.watermark: Watermark | None = None
        self._image = QImage()
        self._frame: Frame | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("Time under the pointer")
        self.hide()
        timeline.hovered.connect(self._on_hover)
        bind(self, thumbnails.arrived, self._on_thumbnail)

    @property
    def lines(self) -> tuple[str, ...]:
        """What it says."""
        return self._lines

    def _on_hover(self, at: QPointF | None) -> None:
        if at is None:
            self._at = None
            self.hide()
            return
        timeline = self._timeline
        row, moment = timeline.row_at(at.y()), timeline.moment_at(at)
        self._at = moment.at if moment is not None else timeline.axis.at(at.x())
        self._camera = row.camera if row is not None else next(iter(timeline.cameras), None)
        self._lines = tuple(self._words(moment.words if moment is not None else ""))
        self._wish()
        self._place(at.x())

    def _words(self, moment_words: str) -> list[str]:
        """Time, mark, and whose picture: or why there is none."""
        at, camera = self._at, self._camera
        if at is None:
            return []
        local = at.astimezone(self._zone)
        tenths = f".{local.microsecond // 100_000}" if self._timeline.axis.s_per_px < 0.1 else ""
        lines = [f"{local:%a} {local.day} {local:%b}  {local:%H:%M:%S}{tenths}"]
        if moment_words:
            lines.append(one_line(moment_words))
        if camera is not None and not self._timeline.is_to_come(at):
            held = self._held(camera, at)
            name = self._timeline.name_of(camera)
            lines.append(name if held is Held.RECORDED else f"{name}: {held.value}")
        return lines

    def _wish(self) -> None:
        self._image, self._frame = QImage(), None
        if self._camera is None or self._at is None or not self._may_have_picture:
            return
        step_s = max(_LEAST_STEP_S, _STEP_PX * self._timeline.axis.s_per_px)
        self._thumbnails.wish(self._camera, from_s(round(to_s(self._at) / step_s) * step_s))
        self._take()

    @property
    def _may_have_picture(self) -> bool:
        camera, at = self._camera, self._at
        if camera is None or at is None or self._timeline.is_to_come(at):
            return False
        return self._held(camera, at) is not Held.GAP

    def _on_thumbnail(self, thumbnail: Thumbnail) -> None:
        if thumbnail.camera == self._camera and self._at is not None:
            self._take()
            self.update()

    def _take(self) -> None:
        if self._camera is None or self._at is None:
            return
        step_s = max(_LEAST_STEP_S, _STEP_PX * self._timeline.axis.s_per_px)
        found = self._thumbnails.nearest(self._camera, self._at, timedelta(seconds=step_s))
        frame = found.frame if found is not None else None
        if frame is not None:
            self._frame = frame
            self._image = frame_image(frame)

    def _place(self, x: float) -> None:
        window = self._timeline.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        widths = [self._theme.metrics(0, bold=number == 0).horizontalAdvance(t) for number, t in enumerate(self._lines)]
        picture = _PICTURE.height() + 4 if self._may_have_picture else 0
        width = min(max(_PICTURE.width(), round(max(widths, default=0))) + 2 * _EDGE, 360)
        self.resize(width, picture + _LINE_PX * len(self._lines) + 2 * _EDGE - 4)
        corner = self._timeline.mapTo(window, QPoint(round(x) - width // 2, -self.height() - 4))
        self.move(min(max(corner.x(), 4), window.width() - width - 4), max(corner.y(), 4))
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Draws picture and words."""
        theme = self._theme
        painter = QPainter(self)
        painter.setPen(theme.color(Tone.LINE))
        painter.setBrush(theme.color(Tone.RAISED))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        top = float(_EDGE)
        if self.height() > _PICTURE.height():
            room = QRectF((self.width() - _PICTURE.width()) / 2, top, _PICTURE.width(), _PICTURE.height())
            painter.fillRect(room, theme.color(Tone.GROUND))
            if not self._image.isNull():
                size = self._image.size().scaled(_PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
                area = QRectF(0, 0, size.width(), size.height())
                area.moveCenter(room.center())
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(area, self._image)
                if self.watermark is not None:
                    self.watermark.paint(painter, area)
            top = room.bottom() + 4
        for number, text in enumerate(self._lines):
            painter.setFont(theme.font(0, bold=number == 0))
            painter.setPen(theme.color(Tone.TEXT if number == 0 else Tone.TEXT_DIM))
            line = QRectF(_EDGE, top, self.width() - 2 * _EDGE, _LINE_PX)
            words = theme.metrics(0, bold=number == 0).elidedText(text, Qt.TextElideMode.ElideMiddle, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)
            top += _LINE_PX
        painter.end()
