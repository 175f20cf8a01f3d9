"""Mouse, wheel, trackpad and touch in a tile, as what they mean to the tool in use, or as carrying the tile elsewhere."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QTouchEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from smartclient.ui.device_drag import DeviceDrag
from smartclient.ui.video.tools import PictureTool

_NOTCH, _NOTCH_FACTOR = 120.0, 1.25


class Pointer:
    """Of one tile. A drag that begins on the band with the name always carries the tile."""

    def __init__(
        self,
        tool: Callable[[], PictureTool | None],
        area: Callable[[], QRectF],
        carry: Callable[[], DeviceDrag | None],
    ) -> None:
        """`area` is where the visible picture lies in the tile; `carry` begins to carry it."""
        self._tool_now, self._area, self._carry = tool, area, carry
        self._pressed: QPointF | None = None
        self._tool: PictureTool | None = None
        self._drag: DeviceDrag | None = None
        self._fingers = 0.0
        """How far two fingers are apart; 0 while there are not two."""

    def press(self, event: QMouseEvent) -> None:
        """The left button takes hold."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._pressed = event.position()
        tool = self._tool_now()
        if tool is not None and tool.takes_drag and self._area().contains(event.position()):
            self._tool = tool
            tool.press(*self._share(event.position()))

    def move(self, event: QMouseEvent) -> None:
        """The tool's drag, or the tile is carried."""
        if self._pressed is None:
            return
        if self._tool is not None:
            self._tool.drag(*self._share(event.position()))
            return
        if self._drag is None:
            if (event.position() - self._pressed).manhattanLength() < QApplication.startDragDistance():
                return
            self._drag = self._carry()
        if self._drag is not None:
            self._drag.move_to(event.globalPosition().toPoint())

    def release(self, event: QMouseEvent) -> None:
        """Lets go."""
        self._pressed, drag, self._drag = None, self._drag, None
        self.rest()
        if drag is not None:
            drag.drop(event.globalPosition().toPoint())

    def rest(self) -> None:
        """Nothing is held any more."""
        tool, self._tool = self._tool, None
        if tool is not None:
            tool.rest()

    def wheel(self, event: QWheelEvent) -> bool:
        """Closer or farther; false where there is no picture."""
        tool, turned = self._tool_now(), event.angleDelta().y()
        if tool is not None and turned:
            tool.closer(_NOTCH_FACTOR ** (turned / _NOTCH), *self._share(event.position()))
        return tool is not None

    def pinch(self, event: QNativeGestureEvent | QTouchEvent) -> bool:
        """A trackpad's pinch, or two fingers on the screen; true when it was one. One finger is a mouse."""
        tool = self._tool_now()
        if tool is None:
            return False
        if isinstance(event, QTouchEvent):
            return self._spread(event, tool)
        if event.gestureType() is not Qt.NativeGestureType.ZoomNativeGesture:
            return False
        tool.closer(1 + event.value(), *self._share(event.position()))
        return True

    def _spread(self, event: QTouchEvent, tool: PictureTool) -> bool:
        points = event.points()
        if len(points) != 2 or event.type() is QEvent.Type.TouchEnd:
            self._fingers = 0.0
            return False
        first, second = points[0].position(), points[1].position()
        apart = first - second
        distance = max(1.0, (apart.x() ** 2 + apart.y() ** 2) ** 0.5)
        if self._fingers:
            tool.closer(distance / self._fingers, *self._share((first + second) / 2))
        self._fingers = distance
        self.rest()
        return True

    def _share(self, at: QPointF) -> tuple[float, float]:
        area = self._area()
        x, y = (at.x() - area.left()) / max(1.0, area.width()), (at.y() - area.top()) / max(1.0, area.height())
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
