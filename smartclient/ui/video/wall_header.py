"""The head of the wall: how many tiles, its own window or not, and the time of day."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QWidget

from smartclient.runtime.clock import Clock
from smartclient.store.layouts import LAYOUTS, Layout
from smartclient.store.wall_tiles import WallTiles
from smartclient.ui.bindings import bind
from smartclient.ui.theme import Theme
from smartclient.ui.video.layout_menu import layout_menu

_AT_HAND = ("1", "4", "9", "16")
"""The layouts with a button of their own."""


class WallHeader(QWidget):
    """VIDEO, the layouts, the way to a second screen, the clock."""

    torn = Signal()

    def __init__(self, tiles: WallTiles, theme: Theme, clock: Clock) -> None:
        super().__init__()
        self._tiles = tiles
        self._theme = theme
        self._clock = clock
        title = QLabel("VIDEO")
        title.setProperty("heading", True)
        self.layouts = {name: QToolButton() for name in _AT_HAND}
        self.more = QToolButton()
        self.tear = QToolButton()
        self.tear.setText("Own window")
        self.tear.clicked.connect(self.torn)
        self.time = QLabel()
        self.time.setFont(theme.font(1, bold=True))
        self.time.setAccessibleName("Time of day")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(4)
        row.addWidget(title)
        row.addSpacing(8)
        group = QButtonGroup(self)
        for name, button in self.layouts.items():
            button.setText(name)
            button.setCheckable(True)
            button.setMinimumSize(QSize(32, 24))
            button.setAccessibleName(LAYOUTS[name].words)
            button.setToolTip(LAYOUTS[name].words)
            button.clicked.connect(lambda _checked=False, name=name: tiles.set_layout(LAYOUTS[name]))
            group.addButton(button)
            row.addWidget(button)
        group.addButton(self.more)
        row.addWidget(self.more)
        self.more.setCheckable(True)
        self.more.setMinimumSize(QSize(32, 24))
        self.more.clicked.connect(self._show_more)
        row.addStretch(1)
        row.addWidget(self.tear)
        row.addSpacing(8)
        row.addWidget(self.time)
        bind(self, tiles.changed, lambda _nothing: self._show_layout())
        self.show_place(is_torn_off=False)
        self._show_layout()
        self.tick()

    def tick(self) -> None:
        """Shows the time of day."""
        self.time.setText(f"{self._clock.now().astimezone():%H:%M:%S}")

    def show_place(self, is_torn_off: bool) -> None:
        """Says which way the wall would go."""
        self.tear.setText("Back to the main window" if is_torn_off else "Own window")
        self.tear.setAccessibleName("Bring the wall back" if is_torn_off else "Give the wall a window of its own")
        self.tear.setToolTip("" if is_torn_off else "For a second screen; closing that window brings the wall back")

    def _show_layout(self) -> None:
        layout = self._tiles.layout
        button = self.layouts.get(layout.name, self.more)
        button.setChecked(True)
        self.more.setText(f"{layout.name} ▾" if button is self.more else "More ▾")
        self.more.setAccessibleName(f"More layouts; now {layout.words.lower()}")

    def _show_more(self) -> None:
        self._show_layout()
        menu = layout_menu(self, self._tiles.layout, self._choose, self._theme)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _choose(self, layout: Layout) -> None:
        self._tiles.set_layout(layout)
