"""The first step: which files, which page of them, and how far the reading is."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from smartclient.plans.importing.kinds import SUFFIXES
from smartclient.plans.importing.project import Part
from smartclient.ui.dialogs import text_label
from smartclient.ui.form_parts import padded
from smartclient.ui.importing.backdrop import Backdrop
from smartclient.ui.importing.canvas import Canvas
from smartclient.ui.theme import Theme
from smartclient.ui.words import one_line

_PATTERN = "Drawings ({})".format(" ".join(f"*{suffix} *{suffix.upper()}" for suffix in SUFFIXES))
_HINT = "Drop a plan here, or choose one: DXF, IFC, PDF, PNG, JPEG, SVG, GeoJSON, OpenStreetMap XML, Shapefile."


class FilesPage(QWidget):
    """`wanted` asks for a file and its page, `cancelled` to stop reading, `removed` to drop a part, `chosen` names one."""

    wanted = Signal(object, int)
    cancelled = Signal()
    removed = Signal(int)
    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.list = QListWidget()
        self.list.setProperty("framed", True)
        self.list.setAccessibleName("Drawings of this import")
        self.list.currentRowChanged.connect(self.chosen)
        self.add = QPushButton("Choose a file …")
        self.add.setDefault(True)
        self.add.clicked.connect(self._ask)
        self.remove = QPushButton("Remove")
        self.remove.clicked.connect(lambda: self.removed.emit(self.list.currentRow()))
        self.page = padded(QSpinBox())
        self.page.setRange(1, 9999)
        self.page.setPrefix("page ")
        self.page.setAccessibleName("Page of a PDF")
        self.page.setToolTip("The page that is taken from a PDF")
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("How much of the file is read")
        self.cancel = QPushButton("Cancel")
        self.cancel.setAccessibleName("Stop reading")
        self.cancel.clicked.connect(self.cancelled)
        self.words = text_label("What was read")
        self.canvas = Canvas(theme, "The drawing that was read")
        self.canvas.hint = _HINT
        self._lay_out()
        self.show_idle()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addWidget(self.page)
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        busy = QHBoxLayout()
        busy.addWidget(self.progress, 1)
        busy.addWidget(self.cancel)
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addLayout(buttons)
        side.addWidget(self.list, 1)
        side.addLayout(busy)
        side.addWidget(self.words)
        panel = QWidget()
        panel.setLayout(side)
        panel.setFixedWidth(380)
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(16)
        page.addWidget(panel)
        page.addWidget(self.canvas, 1)

    def show_parts(self, parts: Sequence[Part], current: int) -> None:
        """The drawings so far."""
        self.list.blockSignals(True)
        self.list.clear()
        for part in parts:
            page = f", page {part.page}" if part.drawing.pages > 1 else ""
            self.list.addItem(QListWidgetItem(one_line(f"{part.path.name}{page}")))
        self.list.setCurrentRow(current)
        self.list.blockSignals(False)
        self.remove.setEnabled(bool(parts))
        self.add.setText("Add another floor …" if parts else "Choose a file …")

    def show_backdrop(self, backdrop: Backdrop | None) -> None:
        """What the chosen drawing looks like."""
        self.canvas.show_backdrop(backdrop)

    def show_progress(self, name: str, share: float) -> None:
        """A file is being read."""
        self.progress.show()
        self.cancel.show()
        self.add.setEnabled(False)
        self.progress.setValue(round(1000 * share))
        self.words.setText(f"Reading {one_line(name)} …" + (f" {share:.0%}" if share else ""))

    def show_idle(self, words: str = "") -> None:
        """Nothing is being read."""
        self.progress.hide()
        self.cancel.hide()
        self.add.setEnabled(True)
        self.words.setText(one_line(words))

    def stop(self) -> None:
        """Ends the canvas's thread."""
        self.canvas.stop()

    def _ask(self) -> None:
        dialog = QFileDialog(self, "Choose a drawing", "", f"{_PATTERN};;All files (*)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.wanted.emit(Path(path), self.page.value()))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Files may be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        """The first dropped file is read."""
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if local and self.add.isEnabled():
            self.wanted.emit(Path(local[0]), self.page.value())
