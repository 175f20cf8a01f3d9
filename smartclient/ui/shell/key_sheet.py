"""All keys on one sheet, made from the actions themselves; shown by `?`, gone with Esc."""

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from smartclient.ui.actions import HIDDEN, Action
from smartclient.ui.theme import Theme


class KeySheet(QFrame):
    """A panel over the window's middle; it takes the keyboard until it is closed."""

    def __init__(self, window: QWidget, actions: Iterable[Action], theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("keys")
        self.setAccessibleName("Keys")
        self.setProperty("sheet", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(16)
        title = QLabel("Keys")
        title.setProperty("title", True)
        page.addWidget(title)
        columns = QHBoxLayout()
        columns.setSpacing(40)
        page.addLayout(columns)
        for group, rows in groupby(sorted(actions, key=lambda row: row.group), key=lambda row: row.group):
            columns.addLayout(_column(group, [row for row in rows if (row.keys or row.sheet_keys) and row.sheet_keys != HIDDEN], theme))
        self.hide()

    def toggle(self) -> None:
        """Shows or hides the sheet in the middle of its window."""
        if self.isVisible():
            self.hide()
            return
        self.adjustSize()
        self.move((self._window.width() - self.width()) // 2, (self._window.height() - self.height()) // 2)
        self.show()
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc or `?` puts the sheet away."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Question):
            self.hide()
        else:
            super().keyPressEvent(event)


def _column(group: str, rows: list[Action], theme: Theme) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    heading = QLabel(group.upper())
    heading.setProperty("heading", True)
    grid.addWidget(heading, 0, 0, 1, 2)
    for line, row in enumerate(rows, start=1):
        keys = QLabel(row.sheet_keys or " · ".join(QKeySequence(key).toString() for key in row.keys))
        keys.setFont(theme.font(1, bold=True))
        keys.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(keys, line, 0)
        grid.addWidget(QLabel(row.text), line, 1)
    grid.setRowStretch(len(rows) + 1, 1)
    return grid
