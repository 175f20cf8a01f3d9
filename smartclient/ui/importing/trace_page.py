"""The step that draws rooms and doors over a picture, and says what each of them is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from smartclient.plans.importing.project import Part
from smartclient.plans.importing.tracing import CATEGORIES, TracedRoom
from smartclient.ui.dialogs import text_label
from smartclient.ui.importing.backdrop import Backdrop
from smartclient.ui.importing.canvas import Canvas
from smartclient.ui.importing.trace_tool import Hand, TraceTool
from smartclient.ui.theme import Theme

_HANDS = {
    Hand.ROOM: (
        "Room  R",
        "Click the corners of a room. Its first corner again, Enter or a double click closes it; Backspace takes one back.",
    ),
    Hand.DOOR: ("Door  D", "Click where a door is on the wall of a room. Shift makes it a double door."),
    Hand.SELECT: ("Select  S", "Click a room or a door to say what it is; Delete removes it."),
}
_KEYS = {Qt.Key.Key_R: Hand.ROOM, Qt.Key.Key_D: Hand.DOOR, Qt.Key.Key_S: Hand.SELECT}


class TracePage(QWidget):
    """`changed` tells whenever something was drawn."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.canvas = Canvas(theme, "The plan to draw on")
        self.tool = TraceTool(self.canvas)
        self.canvas.tool = _WithKeys(self)
        self.hands = QButtonGroup(self)
        self._buttons = {hand: self._hand(hand, words) for hand, (words, _) in _HANDS.items()}
        self.undo, self.redo = QToolButton(), QToolButton()
        self.undo.setText("Undo")
        self.redo.setText("Redo")
        self.undo.clicked.connect(self.tool.undo)
        self.redo.clicked.connect(self.tool.redo)
        self.category = QComboBox()
        self.category.setAccessibleName("What the room is")
        for key, words in CATEGORIES.items():
            self.category.addItem(words, key)
        self.number, self.name = QLineEdit(), QLineEdit()
        self.number.setAccessibleName("Number on the door")
        self.number.setPlaceholderText("214")
        self.name.setAccessibleName("Name of the room or door")
        self.remove = QPushButton("Remove")
        self.remove.clicked.connect(self.tool.remove_selected)
        self.hint = text_label("What to do", dim=True)
        self.count = text_label("What is drawn", dim=True)
        self.what = QLabel()
        self.what.setProperty("heading", True)
        self._lay_out()
        self.category.activated.connect(self._describe)
        self.number.editingFinished.connect(self._describe)
        self.name.editingFinished.connect(self._describe)
        self.number.returnPressed.connect(self.name.setFocus)
        self.name.returnPressed.connect(self.canvas.setFocus)
        self.tool.closed.connect(self._ask)
        self.tool.selected.connect(self._show_selected)
        self.tool.said.connect(self.hint.setText)
        self.choose(Hand.ROOM)

    def _hand(self, hand: Hand, words: str) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setCheckable(True)
        button.setAccessibleName(words)
        button.clicked.connect(lambda: self.choose(hand))
        self.hands.addButton(button)
        return button

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        for button in (*self._buttons.values(), self.undo, self.redo):
            tools.addWidget(button)
        tools.addStretch(1)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow("Kind", self.category)
        form.addRow("Number", self.number)
        form.addRow("Name", self.name)
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addWidget(self.what)
        side.addLayout(form)
        side.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        side.addStretch(1)
        side.addWidget(self.count)
        panel = QWidget()
        panel.setLayout(side)
        panel.setFixedWidth(280)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        page.addLayout(tools)
        page.addWidget(self.hint)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.canvas, 1)
        row.addWidget(panel)
        page.addLayout(row, 1)

    def show_part(self, part: Part, backdrop: Backdrop, metres_per_unit: float) -> None:
        """Draws on that plan."""
        self.canvas.show_backdrop(backdrop)
        self.tool.take(part.tracing, metres_per_unit)
        self.canvas.setFocus()

    def choose(self, hand: Hand) -> None:
        """Clicks do that from now on."""
        self._buttons[hand].setChecked(True)
        self.tool.use(hand)
        self.hint.setText(_HANDS[hand][1])

    def stop(self) -> None:
        """Ends the canvas's thread."""
        self.canvas.stop()

    def key(self, key: Qt.Key, *, is_control: bool) -> bool:
        """The keys of the hands; the rest is the tool's."""
        if not is_control and key in _KEYS:
            self.choose(_KEYS[key])
            return True
        return self.tool.key(key, is_control=is_control)

    @property
    def _room(self) -> TracedRoom | None:
        rooms, index = self.tool.tracing.traced.rooms, self.tool.room
        return rooms[index] if index is not None and index < len(rooms) else None

    def _ask(self, _index: int) -> None:
        """A room was closed: what is its number?"""
        self.number.setFocus()
        self.number.selectAll()

    def _show_selected(self) -> None:
        room, door = self._room, self.tool.door
        self.what.setText("ROOM" if room else "DOOR" if door is not None else "NEXT ROOM")
        self.number.setEnabled(room is not None)
        self.name.setEnabled(room is not None or door is not None)
        self.category.setEnabled(door is None)
        self.remove.setEnabled(room is not None or door is not None)
        doors = self.tool.tracing.traced.doors
        name = room.name if room else doors[door].name if door is not None and door < len(doors) else ""
        for field, text in ((self.number, room.number if room else ""), (self.name, name)):
            field.blockSignals(True)
            field.setText(text)
            field.blockSignals(False)
        self.name.setPlaceholderText("Door 7" if door is not None else "Science lab")
        if room is not None:
            self.category.setCurrentIndex(self.category.findData(room.category))
        self._tell()

    def _describe(self) -> None:
        category = str(self.category.currentData())
        self.tool.category = category
        if self._room is not None:
            self.tool.describe(category, self.number.text(), self.name.text())
        elif self.tool.door is not None:
            self.tool.name_door(self.name.text())
        self._tell()

    def _tell(self) -> None:
        traced = self.tool.tracing.traced
        self.count.setText(f"{_count(len(traced.rooms), 'room')}, {_count(len(traced.doors), 'door')} drawn.")
        self.undo.setEnabled(self.tool.tracing.can_undo)
        self.redo.setEnabled(self.tool.tracing.can_redo)
        self.changed.emit()


class _WithKeys:
    """The tool of the page, the page's keys before its own."""

    def __init__(self, page: TracePage) -> None:
        self._page = page
        self.click, self.double_click = page.tool.click, page.tool.double_click
        self.hover, self.paint = page.tool.hover, page.tool.paint

    def key(self, key: Qt.Key, *, is_control: bool) -> bool:
        return self._page.key(key, is_control=is_control)


def _count(number: int, one: str) -> str:
    return f"{number} {one if number == 1 else one + 's'}"
