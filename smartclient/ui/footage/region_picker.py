"""A camera's picture on which a person draws the part to be searched."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from smartclient.ui.console.watermark import Watermark
from smartclient.ui.frame_image import frame_image
from smartclient.ui.theme import Theme, Tone
from smartclient.video.frames import Frame
from smartclient.video.motion_search import Region

WHOLE = Region(0.0, 0.0, 1.0, 1.0)
_LEAST = 0.03
"""A box smaller than this was a click."""
_STEP = 0.05


class RegionPicker(QWidget):
    """Drag a box; a click takes the whole picture again. Arrows move the box, with Shift its far corner."""

    picked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.region = WHOLE
        self._frame: Frame | None = None
        self.watermark: Watermark | None = None
        self._image = QImage()
        self._pressed: QPointF | None = None
        self._is_drawn = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("Part of the picture to search: all of it")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Of a picture's proportions."""
        return QSize(288, 162)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """A picture's proportions are kept."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """16:9."""
        return width * 9 // 16

    def show_frame(self, frame: Frame | None) -> None:
        """Shows that picture, or none; its pixels are used where they are."""
        self._frame = frame
        self._image = QImage()
        if frame is not None:
            self._image = frame_image(frame)
        self.update()

    def pick(self, region: Region) -> None:
        """Searches that part."""
        self.region = region
        all_of_it = "all of it" if region == WHOLE else f"{_share(region):.0%} of it"
        self.setAccessibleName(f"Part of the picture to search: {all_of_it}")
        self.update()
        self.picked.emit()

    def _picture(self) -> QRectF:
        room = QRectF(self.rect())
        if self._image.isNull():
            return room
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRectF(0, 0, size.width(), size.height())
        area.moveCenter(room.center())
        return area

    def _fraction(self, at: QPointF) -> QPointF:
        area = self._picture()
        x, y = (at.x() - area.left()) / area.width(), (at.y() - area.top()) / area.height()
        return QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """One corner."""
        self._pressed, self._is_drawn = self._fraction(event.position()), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The other corner."""
        if self._pressed is not None:
            self._is_drawn = True
            self.pick(_between(self._pressed, self._fraction(event.position())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802
        """A box, or a click."""
        self._pressed = None
        region = self.region
        if not self._is_drawn or min(region.right - region.left, region.bottom - region.top) < _LEAST:
            self.pick(WHOLE)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows move the box, with Shift its far corner; Home takes the whole picture."""
        across = {Qt.Key.Key_Left: -_STEP, Qt.Key.Key_Right: _STEP}.get(Qt.Key(event.key()), 0.0)
        down = {Qt.Key.Key_Up: -_STEP, Qt.Key.Key_Down: _STEP}.get(Qt.Key(event.key()), 0.0)
        if event.key() == Qt.Key.Key_Home:
            self.pick(WHOLE)
        elif across or down:
            self.pick(_moved(self.region, across, down, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """The picture, dark where it is not searched."""
        theme, area = self._theme, self._picture()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Tone.GROUND))
        if self._image.isNull():
            painter.setPen(theme.color(Tone.TEXT_DIM))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), "No picture of that time yet")
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, self._image)
            if self.watermark is not None:
                self.watermark.paint(painter, area)
        box = QRectF(
            area.left() + self.region.left * area.width(),
            area.top() + self.region.top * area.height(),
            (self.region.right - self.region.left) * area.width(),
            (self.region.bottom - self.region.top) * area.height(),
        )
        if self.region != WHOLE:
            dark = theme.color(Tone.GROUND, 0.6)
            painter.fillRect(QRectF(area.left(), area.top(), area.width(), box.top() - area.top()), dark)
            painter.fillRect(QRectF(area.left(), box.bottom(), area.width(), area.bottom() - box.bottom()), dark)
            painter.fillRect(QRectF(area.left(), box.top(), box.left() - area.left(), box.height()), dark)
            painter.fillRect(QRectF(box.right(), box.top(), area.right() - box.right(), box.height()), dark)
        painter.setPen(QPen(theme.color(Tone.ACCENT), 3 if self.hasFocus() else 2))
        painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.end()


def _between(one: QPointF, other: QPointF) -> Region:
    return Region(min(one.x(), other.x()), min(one.y(), other.y()), max(one.x(), other.x()), max(one.y(), other.y()))


def _share(region: Region) -> float:
    return (region.right - region.left) * (region.bottom - region.top)


def _moved(region: Region, across: float, down: float, is_corner: bool) -> Region:
    """The box moved within the picture, or made larger or smaller at its far corner."""
    if is_corner:
        right = min(max(region.right + across, region.left + _STEP), 1.0)
        bottom = min(max(region.bottom + down, region.top + _STEP), 1.0)
        return Region(region.left, region.top, right, bottom)
    across = min(max(across, -region.left), 1.0 - region.right)
    down = min(max(down, -region.top), 1.0 - region.bottom)
    return Region(region.left + across, region.top + down, region.right + across, region.bottom + down)
