"""Closing a file: a reason, and nothing else, since the file knows the rest."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from smartclient.ui.dialogs import text_label


class CloseForm(QWidget):
    """`closed` carries the reason, which may be empty."""

    closed = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = text_label("Close the incident")
        self.words.setText("Close the file? Nothing falls into it any more; it can be opened again.")
        self.reason = QLineEdit()
        self.reason.setMaxLength(400)
        self.reason.setPlaceholderText("How it ended (may stay empty)")
        self.reason.setAccessibleName("Reason for closing")
        self.yes, self.no = QPushButton("Close the file"), QPushButton("Cancel")
        self.yes.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.yes)
        buttons.addWidget(self.no)
        buttons.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 8, 12, 8)
        page.setSpacing(8)
        page.addWidget(self.words)
        page.addWidget(self.reason)
        page.addLayout(buttons)
        self.yes.clicked.connect(self._close)
        self.reason.returnPressed.connect(self._close)
        self.no.clicked.connect(self.leave)
        self.hide()

    def ask(self, suggested: str) -> None:
        """Asks, with a reason that is already known."""
        self.reason.setText(suggested)
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reason.selectAll()

    def leave(self) -> None:
        """Goes without closing."""
        self.hide()
        self.left.emit()

    def _close(self) -> None:
        self.hide()
        self.closed.emit(self.reason.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
