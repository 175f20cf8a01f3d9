"""The head of a wall: how it is divided, what is saved, its own window or not, and the time of day."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QWidget

from smartclient.store.layouts import LAYOUTS, Layout
from smartclient.store.wall_tiles import WallTiles
from smartclient.ui.bindings import bind
from smartclient.ui.video.equipment import Equipment
from smartclient.ui.video.layout_menu import layout_menu
from smartclient.ui.video.saved_menu import NameLine, SavedVerbs, saved_menu

_AT_HAND = ("1", "4", "9", "16")
"""The layouts with a button of their own."""


class WallHeader(QWidget):
    """VIDEO, the layouts, the saved ones, the way to other screens, the clock."""

    torn = Signal()
    another_asked = Signal()
    """One more wall is wanted."""

    def __init__(self, equipment: Equipment, tiles: WallTiles) -> None:
        super().__init__()
        self._tiles, self._theme, self._clock = tiles, equipment.theme, equipment.clock
        self._saved, self._opened = equipment.saved, ""
        title = QLabel("VIDEO")
        title.setProperty("heading", True)
        self.layouts = {name: QToolButton() for name in _AT_HAND}
        self.more = _button("", "", self.show_more)
        self.saved = _button("Saved ▾", "Saved layouts", self.show_saved)
        self.name_line = NameLine()
        self.another = _button("+ Screen", "One more wall, in a window for another screen", self.another_asked.emit)
        self.another.setToolTip("One more wall, in a window for another screen (Ctrl+Shift+N)")
        self.tear = _button("Own window", "", self.torn.emit)
        self.time = QLabel()
        self.time.setFont(equipment.theme.font(1, bold=True))
        self.time.setAccessibleName("Time of day")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(4)
        row.addWidget(title)
        row.addSpacing(8)
        self._add_layouts(row)
        row.addSpacing(8)
        row.addWidget(self.saved)
        row.addWidget(self.name_line)
        row.addStretch(1)
        row.addWidget(self.another)
        row.addWidget(self.tear)
        row.addSpacing(8)
        row.addWidget(self.time)
        bind(self, tiles.changed, lambda _nothing: self._show_layout())
        self.show_place(is_torn_off=False)
        self._show_layout()
        self.tick()

    def _add_layouts(self, row: QHBoxLayout) -> None:
        group = QButtonGroup(self)
        for name, button in self.layouts.items():
            button.setText(name)
            button.setCheckable(True)
            button.setMinimumSize(QSize(32, 24))
            button.setAccessibleName(LAYOUTS[name].words)
            button.setToolTip(LAYOUTS[name].words)
            button.clicked.connect(lambda _checked=False, name=name: self._tiles.set_layout(LAYOUTS[name]))
            group.addButton(button)
            row.addWidget(button)
        self.more.setCheckable(True)
        group.addButton(self.more)
        row.addWidget(self.more)

    def tick(self) -> None:
        """Shows the time of day."""
        self.time.setText(f"{self._clock.now().astimezone():%H:%M:%S}")

    def show_place(self, is_torn_off: bool) -> None:
        """Says which way the wall would go."""
        self.tear.setText("Back to the main window" if is_torn_off else "Own window")
        self.tear.setAccessibleName("Bring the wall back" if is_torn_off else "Give the wall a window of its own")
        self.tear.setToolTip("" if is_torn_off else "For a second screen; closing that window brings the wall back")

    def show_screen(self) -> None:
        """This wall is on another screen for good: it has no way back, only an end."""
        self.tear.setText("Close this wall")
        self.tear.setAccessibleName("Close this wall")
        self.tear.setToolTip("Its pictures are closed; what it showed can be saved first")

    def show_more(self) -> None:
        """Opens the menu of all layouts."""
        self._show_layout()
        menu = layout_menu(self, self._tiles.layout, self._choose, self._theme)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def show_saved(self) -> None:
        """Opens the menu of saved layouts."""
        verbs = SavedVerbs(self._open, self._save, self._rename, self._saved.delete)
        menu = saved_menu(self, self._saved.names, self._opened, verbs, self.ask_name)
        menu.popup(self.saved.mapToGlobal(self.saved.rect().bottomLeft()))

    def ask_name(self) -> None:
        """Asks for the name under which the wall is to be saved."""
        self.name_line.ask(self._opened, self._save)

    def _open(self, name: str) -> None:
        self._opened = name
        self._saved.open(name, self._tiles)

    def _save(self, name: str) -> None:
        self._opened = self._saved.save(name, self._tiles)

    def _rename(self, name: str) -> None:
        def take(to: str) -> None:
            self._opened = self._saved.rename(name, to)

        self.name_line.ask(name, take)

    def _show_layout(self) -> None:
        layout = self._tiles.layout
        button = self.layouts.get(layout.name, self.more)
        button.setChecked(True)
        self.more.setText(f"{layout.name} ▾" if button is self.more else "More ▾")
        self.more.setAccessibleName(f"More layouts; now {layout.words.lower()}")

    def _choose(self, layout: Layout) -> None:
        self._tiles.set_layout(layout)


def _button(text: str, name: str, run: object) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setAccessibleName(name)
    button.setMinimumSize(QSize(32, 24))
    button.clicked.connect(run)
    return button
