"""A recorded picture to draw on: dragging over it makes an area, dragging an area moves it, its corner sizes it."""

from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from smartclient.domain.footage import Mask
from smartclient.domain.ids import DeviceId
from smartclient.evidence.order import Box
from smartclient.ui.console.watermark import Watermark
from smartclient.ui.evidence.areas import Areas, tidy
from smartclient.ui.frame_image import frame_image
from smartclient.ui.theme import Theme, Tone
from smartclient.video.frames import Frame

_GRIP_PX = 10.0
_STEP = 0.01
_K = Qt.Key
_STEPS = {_K.Key_Left: (-_STEP, 0.0), _K.Key_Right: (_STEP, 0.0), _K.Key_Up: (0.0, -_STEP), _K.Key_Down: (0.0, _STEP)}


class AreaCanvas(QWidget):
    """Tab chooses an area, arrows move it, Shift and arrows size it, N makes one, Delete takes it away."""

    changed = Signal()

    def __init__(self, areas: Areas, theme: Theme) -> None:
        super().__init__()
        self._areas, self._theme = areas, theme
        self._camera: DeviceId | None = None
        self._at: datetime | None = None
        self._image: QImage | None = None
        self._frame: Frame | None = None
        self._masks: tuple[Mask, ...] = ()
        self._chosen: int | None = None
        self._drag: tuple[QPointF, Box, bool] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.watermark: Watermark | None = None
        self.setAccessibleName("Areas to hide")
        self.setAccessibleDescription("N draws an area, Tab chooses one, arrows move it, Shift and arrows size it")

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """A picture of 16 to 9."""
        return QSize(720, 405)

    def show_moment(self, camera: DeviceId, at: datetime, masks: tuple[Mask, ...] = ()) -> None:
        """Areas are drawn for this moment; the picture comes later, and what the `masks` cover is never shown."""
        if camera != self._camera:
            self._image = self._frame = self._chosen = None
        self._camera, self._at, self._masks = camera, at, masks
        self.update()

    def show_frame(self, frame: Frame | None) -> None:
        """The recorded picture of the moment."""
        self._frame = frame
        if frame is None:
            self._image = None
        else:
            self._image = frame_image(frame)
        self.update()

    def remove_chosen(self) -> None:
        """Takes the chosen area away."""
        if self._camera is not None and self._chosen is not None:
            self._areas.remove(self._camera, self._chosen)
            self._chosen = None
            self._tell()

    def _room(self) -> QRectF:
        """Where the picture is drawn."""
        ratio = self._image.width() / self._image.height() if self._image is not None else 16 / 9
        width = min(float(self.width()), self.height() * ratio)
        height = width / ratio
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    def _part(self, point: QPointF) -> QPointF:
        room = self._room()
        return QPointF((point.x() - room.x()) / room.width(), (point.y() - room.y()) / room.height())

    def _rectangle(self, box: Box) -> QRectF:
        room = self._room()
        return QRectF(
            room.x() + box.x * room.width(),
            room.y() + box.y * room.height(),
            box.width * room.width(),
            box.height * room.height(),
        )

    def _boxes(self) -> list[Box]:
        if self._camera is None or self._at is None:
            return []
        return self._areas.boxes(self._camera, self._at)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 (Qt's name)
        """Picture and areas."""
        painter = QPainter(self)
        room = self._room()
        painter.fillRect(self.rect(), self._theme.color(Tone.GROUND))
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(room, self._image)
            self._paint_masks(painter, room)
            if self.watermark is not None:
                self.watermark.paint(painter, room)
        else:
            painter.setPen(self._theme.color(Tone.TEXT_DIM))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, "Nothing is recorded at this moment")
        for number, box in enumerate(self._boxes()):
            self._paint_area(painter, self._rectangle(box), number)
        if self.hasFocus():
            painter.setPen(self._theme.color(Tone.ACCENT))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_masks(self, painter: QPainter, room: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black)
        for mask in self._masks:
            corners = [QPointF(room.x() + x * room.width(), room.y() + y * room.height()) for x, y in mask]
            painter.drawPolygon(QPolygonF(corners))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_area(self, painter: QPainter, rectangle: QRectF, number: int) -> None:
        is_chosen = number == self._chosen
        edge = self._theme.color(Tone.ACCENT if is_chosen else Tone.TEXT)
        painter.setPen(QPen(edge, 2 if is_chosen else 1))
        painter.fillRect(rectangle, self._theme.color(Tone.GROUND, 0.45))
        painter.drawRect(rectangle)
        painter.drawText(rectangle.adjusted(4, 2, 0, 0), Qt.AlignmentFlag.AlignLeft, str(number + 1))
        if is_chosen:
            corner = rectangle.bottomRight()
            painter.fillRect(QRectF(corner.x() - _GRIP_PX, corner.y() - _GRIP_PX, _GRIP_PX, _GRIP_PX), edge)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Takes an area, its corner, or begins a new one."""
        if self._camera is None or self._at is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        point = event.position()
        hit = next((n for n, b in reversed([*enumerate(self._boxes())]) if self._rectangle(b).contains(point)), None)
        if hit is None:
            part = self._part(point)
            box, is_sizing = Box(part.x(), part.y(), 0.0, 0.0), True
            hit = self._areas.add(self._camera, self._at, box)
        else:
            box = self._boxes()[hit]
            corner = self._rectangle(box).bottomRight()
            is_sizing = max(corner.x() - point.x(), corner.y() - point.y()) <= _GRIP_PX
        self._chosen = hit
        self._drag = (self._part(point), box, is_sizing)
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Moves or sizes what was taken."""
        if self._drag is None:
            return
        start, box, is_sizing = self._drag
        part = self._part(event.position())
        by_x, by_y = part.x() - start.x(), part.y() - start.y()
        if is_sizing:
            self._place(Box(box.x, box.y, box.width + by_x, box.height + by_y))
        else:
            self._place(_moved(box, by_x, by_y))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802, ARG002 (Qt's name)
        """It stays there."""
        self._drag = None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """What the mouse can, by keyboard."""
        boxes, key = self._boxes(), Qt.Key(event.key())
        if key is _K.Key_N and self._camera is not None and self._at is not None:
            self._chosen = self._areas.add(self._camera, self._at, Box(0.4, 0.35, 0.2, 0.3))
            self._tell()
        elif key is _K.Key_Delete:
            self.remove_chosen()
        elif key in _STEPS and self._chosen is not None and self._chosen < len(boxes):
            x, y = _STEPS[key]
            box = boxes[self._chosen]
            is_sizing = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._place(Box(box.x, box.y, box.width + x, box.height + y) if is_sizing else _moved(box, x, y))
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:  # noqa: N802 (Qt's name)
        """Tab goes from area to area, and on after the last one."""
        count = len(self._boxes())
        chosen = -1 if self._chosen is None and following else count if self._chosen is None else self._chosen
        chosen += 1 if following else -1
        if 0 <= chosen < count:
            self._chosen = chosen
            self.update()
            return True
        self._chosen = None
        self.update()
        return super().focusNextPrevChild(following)

    def _place(self, box: Box) -> None:
        if self._camera is not None and self._at is not None and self._chosen is not None:
            self._areas.place(self._camera, self._chosen, self._at, box)
            self._tell()

    def _tell(self) -> None:
        self.update()
        self.changed.emit()


def _moved(box: Box, by_x: float, by_y: float) -> Box:
    """The box elsewhere, its size kept, inside the picture."""
    x = min(max(box.x + by_x, 0.0), 1.0 - box.width)
    y = min(max(box.y + by_y, 0.0), 1.0 - box.height)
    return tidy(Box(x, y, box.width, box.height))
