"""The head of the wall: how many tiles, its own window or not, and the time of day."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QWidget

from smartclient.runtime.clock import Clock
from smartclient.store.workspace import LAYOUTS, Aspect, Workspace
from smartclient.ui.bindings import bind
from smartclient.ui.theme import Theme


class WallHeader(QWidget):
    """VIDEO, the layouts, the way to a second screen, the clock."""

    torn = Signal()

    def __init__(self, workspace: Workspace, theme: Theme, clock: Clock) -> None:
        super().__init__()
        self._workspace = workspace
        self._clock = clock
        title = QLabel("VIDEO")
        title.setProperty("heading", True)
        self.layouts = {count: QToolButton() for count in LAYOUTS}
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
        for count, button in self.layouts.items():
            button.setText(str(count))
            button.setCheckable(True)
            button.setMinimumSize(QSize(32, 24))
            button.setAccessibleName(f"{count} tiles" if count > 1 else "One tile")
            button.setToolTip(f"{count} tiles" if count > 1 else "One tile")
            button.clicked.connect(lambda _checked=False, count=count: workspace.set_layout(count))
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.tear)
        row.addSpacing(8)
        row.addWidget(self.time)
        bind(self, workspace.changed, self._on_workspace)
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

    def _on_workspace(self, aspect: Aspect) -> None:
        if aspect is Aspect.TILES:
            self._show_layout()

    def _show_layout(self) -> None:
        self.layouts[self._workspace.layout].setChecked(True)
