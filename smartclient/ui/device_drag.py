"""Devices carried by the pointer from map, tree or tile to a tile, as Qt's own drag events but without Qt's nested loop."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from smartclient.domain.ids import DeviceId
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line

DEVICE_MIME = "application/x-smartclient-device"
"""What is carried: device ids in UTF-8, one a line."""
_BESIDE = QPoint(14, 10)
_LONGEST_PX = 260


class DeviceDrag(QWidget):
    """The name of what is carried beside the pointer. Who began it tells `move`, then `drop`; Esc takes it back.

    Any widget that accepts drops gets `dragEnterEvent`, `dragLeaveEvent` and `dropEvent`, as from another program.
    """

    def __init__(self, source: QWidget, devices: Sequence[DeviceId], name: str, theme: Theme) -> None:
        super().__init__(source, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.mime = QMimeData()
        self.mime.setData(DEVICE_MIME, "\n".join(devices).encode("utf-8", "replace"))
        self._theme = theme
        self._target: QWidget | None = None
        self._is_over = False
        self._name = theme.metrics(1).elidedText(one_line(name), Qt.TextElideMode.ElideMiddle, _LONGEST_PX)
        self.resize(round(theme.metrics(1).horizontalAdvance(self._name)) + 24, 28)
        self.setAccessibleName(f"Carrying {one_line(name)}")
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    @property
    def is_over(self) -> bool:
        """Whether it was dropped or taken back."""
        return self._is_over

    def move_to(self, at: QPoint) -> None:
        """The pointer is at that point of the screen."""
        if self._is_over:
            return
        self.move(at + _BESIDE)
        self.show()
        target = _taker(at)
        if target is not self._target:
            self._leave()
            if target is not None and self._enter(target, at):
                self._target = target
            self.update()

    def drop(self, at: QPoint) -> None:
        """The button went up there."""
        self.move_to(at)
        target = self._target
        if target is not None and not self._is_over:
            self._target = None
            buttons, keys = Qt.MouseButton.NoButton, QApplication.keyboardModifiers()
            inside = QPointF(target.mapFromGlobal(at))
            QApplication.sendEvent(target, QDropEvent(inside, Qt.DropAction.CopyAction, self.mime, buttons, keys))
        self.end()

    def end(self) -> None:
        """Takes it back; nothing happens anywhere."""
        if not self._is_over:
            self._is_over = True
            self._leave()
            application = QApplication.instance()
            if application is not None:
                application.removeEventFilter(self)
            self.hide()
            self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Esc takes it back."""
        is_key = event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) and isinstance(event, QKeyEvent)
        if is_key and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.end()
            return True
        return super().eventFilter(watched, event)

    def _enter(self, target: QWidget, at: QPoint) -> bool:
        inside, keys = target.mapFromGlobal(at), QApplication.keyboardModifiers()
        entering = QDragEnterEvent(inside, Qt.DropAction.CopyAction, self.mime, Qt.MouseButton.LeftButton, keys)
        entering.ignore()
        QApplication.sendEvent(target, entering)
        return entering.isAccepted()

    def _leave(self) -> None:
        if self._target is not None:
            QApplication.sendEvent(self._target, QDragLeaveEvent())
            self._target = None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """The name on a plate; its edge is bright where it can be let go."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color(Tone.RAISED))
        painter.setPen(self._theme.color(Tone.ACCENT if self._target is not None else Tone.LINE))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(self._theme.font(1))
        painter.setPen(self._theme.color(Tone.TEXT if self._target is not None else Tone.TEXT_DIM))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._name)
        painter.end()


def _taker(at: QPoint) -> QWidget | None:
    """The widget there, or the nearest around it, that takes what is dropped."""
    widget = QApplication.widgetAt(at)
    while widget is not None and not widget.acceptDrops():
        widget = widget.parentWidget()
    return widget


class RowDrag(QObject):
    """Lets rows of a list or tree be carried: `carried` gives the devices of the row at a point of its viewport, and a name for them."""

    def __init__(
        self, view: QAbstractItemView, carried: Callable[[QPoint], tuple[Sequence[DeviceId], str]], theme: Theme
    ) -> None:
        super().__init__(view)
        self._view, self._carried, self._theme = view, carried, theme
        self._pressed: QPoint | None = None
        self._drag: DeviceDrag | None = None
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Press, move and release of the left button; a click stays the view's."""
        if not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        kind, at = event.type(), event.globalPosition().toPoint()
        if kind is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
        elif kind is QEvent.Type.MouseMove and self._pressed is not None:
            return self._move(event.position().toPoint(), at)
        elif kind is QEvent.Type.MouseButtonRelease:
            self._pressed, drag, self._drag = None, self._drag, None
            if drag is not None:
                drag.drop(at)
                return True
        return super().eventFilter(watched, event)

    def _move(self, inside: QPoint, at: QPoint) -> bool:
        pressed = self._pressed
        if self._drag is None and pressed is not None:
            if (inside - pressed).manhattanLength() < QApplication.startDragDistance():
                return False
            devices, name = self._carried(pressed)
            if not devices:
                return False
            self._drag = DeviceDrag(self._view, devices, name, self._theme)
        if self._drag is not None:
            self._drag.move_to(at)
        return True
