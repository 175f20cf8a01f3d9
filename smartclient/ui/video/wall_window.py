"""The wall's own window, for a second screen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class WallWindow(QWidget):
    """Holds the wall while it is away from the main window; closing it tells `closed`. F11 fills the screen."""

    closed = Signal()

    def __init__(self, content: QWidget) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle("Video · smartclient")
        self.setAccessibleName("Video wall")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(content)
        self.resize(1280, 760)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """F11 fills the screen, or gives it back."""
        if event.key() == Qt.Key.Key_F11:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """The wall goes home before the window goes."""
        self.closed.emit()
        event.accept()
