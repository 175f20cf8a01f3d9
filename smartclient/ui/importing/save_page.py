"""The last step: what came of the drawings, what was left out, and where it goes: a new folder, or the plan that is open."""

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
    """`wanted` asks to save to the folder that is filled in, `joined` to put it into the plan that is open."""

    wanted = Signal(object)
    joined = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.summary = text_label("What will be saved")
        self.folder = QLineEdit()
        self.folder.setAccessibleName("Folder to save to")
        self.choose = QPushButton("Choose …")
        self.choose.setAccessibleName("Choose the folder")
        self.choose.clicked.connect(self._ask)
        self.goal = _heading("A NEW FOLDER")
        self._is_joining = False
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
        column.addWidget(self.goal)
        column.addLayout(row)
        column.addWidget(self.words)
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setMaximumWidth(860)

    def show_built(self, built: Imported, folder: Path, into: str = "") -> None:
        """What was made, before it is saved; `into` says where in the open plan it goes, empty for a new folder."""
        site = built.site
        kinds = Counter(unit.kind for unit in site.units)
        rooms = sum(kinds.values()) - kinds[UnitKind.WALL] - kinds[UnitKind.WINDOW]
        numbered = sum(bool(unit.number) for unit in site.units)
        outside = sum(opening.is_exterior for opening in site.openings)
        floors = sum(not level.outdoor for level in site.levels)
        name = f"{one_line(site.name)}: {_count(len(site.buildings), 'building')}, "
        self.summary.setText(
            f"{name}{_count(floors, 'floor')}, {_count(rooms, 'room')} ({numbered} with a number), "
            f"{_count(len(site.openings), 'door')} ({outside} to the outside), {_count(kinds[UnitKind.WALL], 'piece')} of wall, "
            f"{'a grid' if site.grids else 'no grid'}."
        )
        self.left_out.clear()
        sentences = [*built.left_out]
        if into and site.surroundings:
            around = _count(len(site.surroundings), "neighbouring area")
            sentences.append(f"{around} will not be taken along: only a site of its own keeps what lies around it.")
        self.left_out.addItems([one_line(sentence) for sentence in sentences] or ["Nothing was left out."])
        self._show_goal(into)
        if not self.folder.text():
            self.folder.setText(str(folder))
        self.say("")

    def _show_goal(self, into: str) -> None:
        self._is_joining = bool(into)
        self.goal.setText(f"INTO {into.upper()}" if into else "A NEW FOLDER")
        self.folder.setVisible(not into)
        self.choose.setVisible(not into)
        self.save.setText("Put it into the plan" if into else "Save and open")

    def say(self, words: str) -> None:
        """How it went."""
        self.words.setText(one_line(words))

    def _save(self) -> None:
        text = self.folder.text().strip()
        if self._is_joining:
            self.joined.emit()
        elif text:
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
