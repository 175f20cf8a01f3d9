"""The rows of the alarm list with their keys: arrows choose and unfold, Enter and Space fly there, K acknowledges, / searches."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from smartclient.ui.alarms.uniform_list import UniformList

_FLY_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)

_LEAST_PX = 160
"""Two rows and a half: below that nobody sees that there are more."""


class AlarmView(UniformList):
    """Tells what was asked of the row that has the keyboard; `turned` says whether to unfold it."""

    chosen = Signal(QModelIndex)
    flown = Signal(QModelIndex)
    acknowledged = Signal(QModelIndex)
    turned = Signal(QModelIndex, bool)
    searched = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setStyleSheet("QAbstractItemView { border: none }")
        self.setAccessibleName(name)
        self.setMinimumHeight(_LEAST_PX)
        self.clicked.connect(self.flown)

    def enter(self) -> None:
        """Takes the keyboard and chooses the first row, or the one that was chosen."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, 0))
        if self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())

    def event(self, event: QEvent) -> bool:
        """Keeps `/` for the words of this list, where the window's find box would take it."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.text() == "/":
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Acts on the row that has the keyboard."""
        index, key = self.currentIndex(), event.key()
        if event.text() == "/":
            self.searched.emit()
        elif key in _FLY_KEYS and index.isValid():
            self.flown.emit(index)
        elif key == Qt.Key.Key_K and index.isValid():
            self.acknowledged.emit(index)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left) and index.isValid():
            self.turned.emit(index, key == Qt.Key.Key_Right)
        elif event.text().isalnum():
            event.ignore()
        else:
            super().keyPressEvent(event)
            if self.currentIndex() != index:
                self.chosen.emit(self.currentIndex())
