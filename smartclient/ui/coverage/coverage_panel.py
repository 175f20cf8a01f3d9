"""The panel of coverage: a table of floors, what would be lost without the selected camera, and both as files."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from smartclient.ui.coverage.coverage_tree import CoverageTree
from smartclient.ui.dialogs import text_label
from smartclient.ui.theme import Theme, Tone


class CoveragePanel(QWidget):
    """`shown` tells whether the map is to show it, `table_wanted` and `picture_wanted` ask for files, `left` that Esc was pressed."""

    shown = Signal(bool)
    table_wanted = Signal()
    picture_wanted = Signal()
    left = Signal()

    def __init__(self, tree: CoverageTree, theme: Theme) -> None:
        super().__init__()
        self.tree = tree
        self.state = text_label("Coverage", dim=True)
        self.without = text_label("Without the selected camera")
        self.on_map = QCheckBox("On the map")
        self.table, self.picture = QToolButton(), QToolButton()
        self.setAccessibleName("Coverage")
        self.setMinimumWidth(240)
        self._lay_out(theme)
        self.on_map.toggled.connect(self.shown)
        self.table.clicked.connect(self.table_wanted)
        self.picture.clicked.connect(self.picture_wanted)
        self.setFocusProxy(tree)

    def say(self, words: str) -> None:
        """What is being worked out, or what the floor on show has."""
        self.state.setText(words)
        self.state.setVisible(bool(words))

    def say_without(self, words: str) -> None:
        """What nobody would see without the selected camera; empty when none is selected."""
        self.without.setText(words)
        self.without.setVisible(bool(words))
        self._rule.setVisible(bool(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self, theme: Theme) -> None:
        self.state.setContentsMargins(12, 10, 12, 6)
        self.without.setContentsMargins(12, 8, 12, 8)
        self._rule = QFrame()
        self._rule.setFixedHeight(1)
        self._rule.setStyleSheet(f"background: {theme.colors[Tone.LINE]}; border: none")
        self.table.setText("Save table")
        self.table.setAccessibleName("Save the table of the campus as a CSV file")
        self.table.setToolTip("The campus in the middle of the map, as a CSV file")
        self.picture.setText("Save picture")
        self.picture.setAccessibleName("Save a picture of the floor's coverage")
        self.picture.setToolTip("The floor on show, as PNG or SVG")
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 8, 8)
        foot.setSpacing(4)
        foot.addWidget(self.on_map)
        foot.addStretch(1)
        foot.addWidget(self.table)
        foot.addWidget(self.picture)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.state)
        page.addWidget(self.tree, 1)
        page.addWidget(self._rule)
        page.addWidget(self.without)
        page.addLayout(foot)
        self.say("")
        self.say_without("")
