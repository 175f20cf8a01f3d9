"""A sheet over the middle of a window: one thing to read, which takes the keyboard until it is put away."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

MARGIN, BAR = 24, 16
_TITLE = 48
_PAGES = {Qt.Key.Key_Down: 1, Qt.Key.Key_PageDown: 2, Qt.Key.Key_Up: -1, Qt.Key.Key_PageUp: -2}


class Sheet(QFrame):
    """Shown by `toggle`, gone with Esc or its own key; where it is longer than the window, arrows and page keys move it."""

    def __init__(self, window: QWidget, title: str, key: Qt.Key) -> None:
        super().__init__(window)
        self._window, self._key = window, key
        self.setObjectName("keys")
        self.setAccessibleName(title)
        self.setProperty("sheet", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        page = QVBoxLayout(self)
        page.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        page.setSpacing(16)
        heading = QLabel(title)
        heading.setProperty("title", True)
        page.addWidget(heading)
        self._wanted = QSize()
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.addWidget(self._scroll)
        self.hide()

    @property
    def room(self) -> QSize:
        """How large what is on it may be to be read without moving it."""
        return self._window.size() - QSize(3 * MARGIN + BAR, 3 * MARGIN + BAR + _TITLE)

    def lay(self, content: QWidget) -> None:
        """Puts this on the sheet, in place of what was there."""
        self._wanted = content.sizeHint().expandedTo(content.minimumSize()).boundedTo(content.maximumSize())
        self._scroll.setWidget(content)

    def toggle(self) -> None:
        """Shows or hides the sheet in the middle of its window."""
        if self.isVisible():
            self.hide()
            return
        wanted = self._wanted + QSize(MARGIN * 2 + BAR, MARGIN * 2 + _TITLE)
        self.resize(wanted.boundedTo(self._window.size() - QSize(MARGIN, MARGIN)))
        self.move((self._window.width() - self.width()) // 2, (self._window.height() - self.height()) // 2)
        self.show()
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc or its key puts the sheet away."""
        if event.key() in _PAGES:
            bar = self._scroll.verticalScrollBar()
            bar.setValue(bar.value() + _PAGES[Qt.Key(event.key())] * bar.pageStep() // 2)
        elif event.key() in (Qt.Key.Key_Escape, self._key):
            self.hide()
        else:
            super().keyPressEvent(event)
