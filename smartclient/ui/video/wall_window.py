"""A window for a wall, on this screen or another."""

import base64

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class WallWindow(QWidget):
    """Holds a wall; closing it tells `closed`, bringing it forward `activated`. F11 fills the screen."""

    closed = Signal()
    activated = Signal()

    def __init__(self, content: QWidget, title: str = "Video") -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(f"{title} · smartclient")
        self.setAccessibleName("Video wall")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(content)
        self.resize(1280, 760)

    @property
    def place(self) -> str:
        """Where it is and how large, to be remembered."""
        return base64.b64encode(self.saveGeometry().data()).decode()

    def go_to(self, place: str) -> None:
        """Where it was; one that was on a screen that is gone comes to one that is there."""
        self.restoreGeometry(QByteArray.fromBase64(place.encode()))

    @property
    def screen_name(self) -> str:
        """Of the screen it stands on."""
        return self.screen().name()

    def come_home(self) -> None:
        """To the main screen, as large as fits there, once the window system has done with the other one."""
        QTimer.singleShot(0, self, self._go_home)

    def _go_home(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(self.size().boundedTo(room.size()))
        self.move(room.topLeft())

    def event(self, event: QEvent) -> bool:
        """F11 is this window's own, whatever else it means in the watch."""
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F11:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """F11 fills the screen, or gives it back."""
        if event.key() == Qt.Key.Key_F11:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """It came forward."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """The wall goes before the window does."""
        self.closed.emit()
        event.accept()
