"""The step that says what each layer of a drawing is; the drawing beside it shows the chosen layer, and what all would become."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from smartclient.plans.importing.project import Part
from smartclient.plans.importing.roles import Role
from smartclient.ui.dialogs import text_label
from smartclient.ui.importing.backdrop import Backdrop
from smartclient.ui.importing.canvas import Canvas
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line

_TONES = {
    Role.WALLS: Tone.WALL,
    Role.WINDOWS: Tone.GLASS,
    Role.DOORS: Tone.ALARM_MEDIUM,
    Role.OUTLINE: Tone.TEXT,
    Role.NOTHING: Tone.STALE,
}
_CHOICES_A_TURN = 2


class LayersPage(QWidget):
    """`changed` tells when a layer got another role; `tried` asks what would come of it."""

    changed = Signal()
    tried = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._part: Part | None = None
        self._backdrop: Backdrop | None = None
        self._without_choice: list[tuple[int, str]] = []
        self._next_choices = QTimer(self, interval=0, singleShot=True)
        self._next_choices.timeout.connect(self._add_choices)
        self.canvas = Canvas(theme, "The drawing; the chosen layer is brighter")
        self.table = QTableWidget(0, 3)
        self.table.setAccessibleName("Layers and what they are")
        self.table.setHorizontalHeaderLabels(["Layer", "Holds", "Is"])
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.currentCellChanged.connect(lambda *_: self._paint())
        self.table.setColumnWidth(2, 232)
        self.table.setMinimumWidth(540)
        self.words = text_label("What the layers become")
        self.attempt = QPushButton("Try it")
        self.attempt.setAccessibleName("Try what the layers become")
        self.attempt.clicked.connect(self.tried)
        foot = QHBoxLayout()
        foot.addWidget(self.words, 1)
        foot.addWidget(self.attempt)
        side = QVBoxLayout()
        side.addWidget(self.table, 1)
        side.addLayout(foot)
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(16)
        page.addWidget(self.canvas, 1)
        page.addLayout(side)

    def show_part(self, part: Part, backdrop: Backdrop) -> None:
        """The layers of that drawing."""
        self._part, self._backdrop = part, backdrop
        counts: dict[str, tuple[int, int]] = {}
        for layer in part.drawing.layers:
            paths, words = counts.get(layer.name, (0, 0))
            counts[layer.name] = (paths + len(layer), words + len(layer.words))
        self.table.setRowCount(0)
        self.table.setRowCount(len(counts))
        for row, (name, (paths, words)) in enumerate(counts.items()):
            holds = " and ".join(
                part for part in (f"{paths:,} paths" * bool(paths), f"{words:,} texts" * bool(words)) if part
            )
            for column, text in enumerate((one_line(name), holds)):
                item = QTableWidgetItem(text)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.table.setItem(row, column, item)
        self._without_choice = list(enumerate(counts))
        self._add_choices()
        self.table.resizeColumnToContents(1)
        self.words.setText("Say what each layer is; what was guessed is chosen already.")
        self._paint()

    def say(self, words: str) -> None:
        """What came of a trial."""
        self.words.setText(words)

    def stop(self) -> None:
        """Ends the canvas's thread."""
        self._next_choices.stop()
        self.canvas.stop()

    def _add_choices(self) -> None:
        """A few choices a turn of the loop: a drawing may have thousands of layers."""
        part = self._part
        if part is None:
            return
        for row, name in self._without_choice[:_CHOICES_A_TURN]:
            self.table.setCellWidget(row, 2, self._choice(name, part.roles.get(name, Role.NOTHING)))
        del self._without_choice[:_CHOICES_A_TURN]
        if self._without_choice:
            self._next_choices.start()

    def _choice(self, name: str, role: Role) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(f"{one_line(name)} is")
        box.addItems([option.words for option in Role])
        box.setCurrentIndex(list(Role).index(role))
        box.activated.connect(self._chooser(name, box))
        return box

    def _chooser(self, name: str, box: QComboBox) -> Callable[[int], None]:
        def choose(_index: int) -> None:
            if self._part is not None:
                self._part.roles[name] = list(Role)[box.currentIndex()]
                self._paint()
                self.changed.emit()

        return choose

    def _paint(self) -> None:
        if self._part is None or self._backdrop is None:
            return
        names = list(dict.fromkeys(layer.name for layer in self._part.drawing.layers))
        row = self.table.currentRow()
        chosen = names[row] if 0 <= row < len(names) else None
        looks: dict[str, tuple[QColor, float]] = {}
        for name in names:
            role = self._part.roles.get(name, Role.NOTHING)
            tone = _TONES.get(role, Tone.TEXT_DIM)
            looks[name] = (self._theme.color(tone), 0.3 if role is Role.NOTHING else 0.9)
        if chosen is not None:
            del looks[chosen]
            looks[chosen] = (self._theme.color(Tone.ACCENT), 1.0)
        self.canvas.show_backdrop(self._backdrop, looks)
