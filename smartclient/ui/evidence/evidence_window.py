"""The window of evidence: the form on the left, the exports on the right; it stays open beside the work."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from smartclient.ui.dialogs import text_label
from smartclient.ui.evidence.export_form import ExportForm
from smartclient.ui.evidence.exports_list import ExportsList


class EvidenceWindow(QWidget):
    """Esc puts it away; exports go on."""

    def __init__(self, form: ExportForm, exports: ExportsList, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("evidence")
        self.setWindowTitle("Export evidence · smartclient")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._key = text_label("The key packages are signed with", dim=True)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(_heading("Exports"))
        right.addWidget(exports, 1)
        right.addWidget(self._key)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(_heading("Export evidence"))
        column.addWidget(form, 1)
        page = QHBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(32)
        page.addLayout(column, 3)
        page.addLayout(right, 2)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Form and list side by side without scrolling."""
        return QSize(1080, 720)

    def show_key(self, words: str) -> None:
        """Which key signs."""
        self._key.setText(words)

    def bring(self) -> None:
        """Shows it, in front."""
        self.show()
        self.activateWindow()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)


def _heading(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("title", True)
    return label
