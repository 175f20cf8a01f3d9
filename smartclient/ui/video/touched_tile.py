"""The hands' side of a tile: what mouse, touch, keyboard focus and things carried do on it."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from smartclient.ui.device_drag import DEVICE_MIME
from smartclient.ui.video.pointer import Pointer
from smartclient.ui.video.tools import PtzTool


class TouchedTile(QWidget):
    """Tells what hands want of the tile at `place`; what they do in its picture, the `pointer` knows."""

    chosen = Signal(int)
    opened = Signal(int)
    dropped = Signal(int, object)
    """The place, and the QMimeData that was dropped there."""
    menu_asked = Signal(int, QPoint)

    pointer: Pointer
    ptz: PtzTool | None = None
    """Set while mouse and keys turn the camera."""

    def __init__(self, place: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self.is_over = False
        """Whether something that could be dropped here is carried over it."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)

    def refresh(self) -> None:
        """More has changed than the picture: the tile is painted anew."""
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The keyboard was brought here: this is the chosen tile. A window that comes to the front chooses nothing."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.chosen.emit(self.place)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """A camera that was being turned stands."""
        super().focusOutEvent(event)
        if self.ptz is not None:
            self.ptz.rest()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click chooses the tile; the picture's tool may take hold."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self.place)
        self.pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The tool's drag, or the tile is carried."""
        self.pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Lets go."""
        self.pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802
        """A double click gives it the whole wall, or takes it back."""
        if self.ptz is None:
            self.opened.emit(self.place)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Closer in the picture, or farther."""
        event.setAccepted(self.pointer.wheel(event))

    def event(self, event: QEvent) -> bool:
        """Pinches, which have no event method of their own."""
        if isinstance(event, QNativeGestureEvent | QTouchEvent) and self.pointer.pinch(event):
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Asks for the menu, by mouse or menu key."""
        self.menu_asked.emit(self.place, event.globalPos())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Takes devices carried from map, tree or another tile."""
        if event.mimeData().hasFormat(DEVICE_MIME):
            event.acceptProposedAction()
            self._take_over(is_over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002, N802
        """They go elsewhere."""
        self._take_over(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Tells what was dropped here."""
        self._take_over(is_over=False)
        self.dropped.emit(self.place, event.mimeData())
        event.acceptProposedAction()

    def _show_target(self, is_over: bool) -> None:
        if is_over != self.is_over:
            self.is_over = is_over
            self.refresh()

    def _take_over(self, is_over: bool) -> None:
        if is_over != self.is_over:
            self.is_over = is_over
            self.refresh()
