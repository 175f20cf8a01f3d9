"""The last step: what will be saved, what was left out, and where it goes."""

from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from smartclient.domain.site import UnitKind
from smartclient.plans.importing.sheets import Imported
from smartclient.ui.dialogs import text_label
from smartclient.ui.words import one_line


class SavePage(QWidget):
    """`wanted` asks to save to the folder that is filled in."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.summary = text_label("What will be saved")
        self.folder = QLineEdit()
        self.folder.setAccessibleName("Folder to save to")
        self.choose = QPushButton("Choose …")
        self.choose.setAccessibleName("Choose the folder")
        self.choose.clicked.connect(self._ask)
        self.left_out = QListWidget()
        self.left_out.setProperty("framed", True)
        self.left_out.setAccessibleName("What is left out")
        self.left_out.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.left_out.setMaximumHeight(260)
        self.save = QPushButton("Save and open")
        self.save.setDefault(True)
        self.save.clicked.connect(self._save)
        self.words = text_label("How saving went")
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.summary)
        column.addWidget(_heading("LEFT OUT"))
        column.addWidget(self.left_out)
        column.addWidget(_heading("A NEW FOLDER"))
        column.addLayout(row)
        column.addWidget(self.words)
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setMaximumWidth(860)

    def show_built(self, built: Imported, folder: Path) -> None:
        """What was made, before it is saved."""
        site = built.site
        kinds = Counter(unit.kind for unit in site.units)
        rooms = sum(kinds.values()) - kinds[UnitKind.WALL] - kinds[UnitKind.WINDOW]
        numbered = sum(bool(unit.number) for unit in site.units)
        outside = sum(opening.is_exterior for opening in site.openings)
        floors = sum(not level.outdoor for level in site.levels)
        self.summary.setText(
            f"{one_line(site.name)}: {_count(floors, 'floor')}, {_count(rooms, 'room')} ({numbered} with a number), "
            f"{_count(len(site.openings), 'door')} ({outside} to the outside), {_count(kinds[UnitKind.WALL], 'piece')} of wall, "
            f"{'a grid' if site.grids else 'no grid'}."
        )
        self.left_out.clear()
        self.left_out.addItems([one_line(sentence) for sentence in built.left_out] or ["Nothing was left out."])
        if not self.folder.text():
            self.folder.setText(str(folder))
        self.say("")

    def say(self, words: str) -> None:
        """How it went."""
        self.words.setText(one_line(words))

    def _save(self) -> None:
        text = self.folder.text().strip()
        if text:
            self.wanted.emit(Path(text).expanduser())
        else:
            self.say("Choose a folder to save to.")

    def _ask(self) -> None:
        dialog = QFileDialog(self, "A new folder for the school", self.folder.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()


def _heading(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("heading", True)
    return label


def _count(number: int, one: str) -> str:
    return f"{number:,} {one if number == 1 else one + 's'}"
