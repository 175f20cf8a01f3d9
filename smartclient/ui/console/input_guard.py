"""While the console is locked no key, click, wheel, drag or shortcut reaches anything but the panel that unlocks it."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_T = QEvent.Type
_INPUT = frozenset(
    {
        _T.KeyPress,
        _T.KeyRelease,
        _T.Shortcut,
        _T.MouseButtonPress,
        _T.MouseButtonRelease,
        _T.MouseButtonDblClick,
        _T.MouseMove,
        _T.Wheel,
        _T.ContextMenu,
        _T.DragEnter,
        _T.DragMove,
        _T.Drop,
        _T.TouchBegin,
        _T.TouchUpdate,
        _T.TouchEnd,
        _T.TabletPress,
        _T.TabletMove,
        _T.TabletRelease,
        _T.NativeGesture,
        _T.Gesture,
        _T.InputMethod,
        _T.HoverEnter,
        _T.HoverMove,
        _T.Enter,
        _T.ToolTip,
        _T.WhatsThis,
    }
)
_WANTED = frozenset({_T.KeyPress, _T.MouseButtonPress, _T.Shortcut, _T.Drop, _T.Close})


class InputGuard(QObject):
    """Asks at every event while it is on; a console that is not locked pays nothing for it."""

    turned_away = Signal()
    """Somebody tried to do something."""
    window_shown = Signal(QWidget)
    """Another window came up."""

    def __init__(self, panel: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._panel = panel

    def begin(self) -> None:
        """Holds everything back; what was open for choosing is closed."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
            if QApplication.activePopupWidget() is popup:
                popup.hide()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def end(self) -> None:
        """Lets everything pass again."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Swallows what is not for the panel. Windows of the system hand their events on to widgets, where they are asked about again."""
        kind = event.type()
        if kind is _T.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.window_shown.emit(watched)
        if kind is _T.Close and isinstance(watched, QWidget) and watched.isWindow() and event.spontaneous():
            event.ignore()
            self.turned_away.emit()
            return True
        if kind not in _INPUT or isinstance(watched, QWindow) or self._is_in_panel(watched):
            return False
        if kind in _WANTED:
            self.turned_away.emit()
        event.accept() if kind is _T.Shortcut else event.ignore()
        return True

    def _is_in_panel(self, watched: QObject) -> bool:
        if not isinstance(watched, QWidget) or not isValid(self._panel):
            return False
        return watched is self._panel or self._panel.isAncestorOf(watched)
