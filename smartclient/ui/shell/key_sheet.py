"""All keys on one sheet, made from the actions themselves; shown by `?`, gone with Esc."""

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from smartclient.ui.actions import HIDDEN, Action
from smartclient.ui.theme import Theme

_COLUMNS, _HEAD_ROWS, _MARGIN, _BAR = 4, 2, 24, 16
_PAGES = {Qt.Key.Key_Down: 1, Qt.Key.Key_PageDown: 2, Qt.Key.Key_Up: -1, Qt.Key.Key_PageUp: -2}


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
        page.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        page.setSpacing(16)
        title = QLabel("Keys")
        title.setProperty("title", True)
        page.addWidget(title)
        groups = groupby(sorted(actions, key=lambda row: row.group), key=lambda row: row.group)
        shown = [(group, [row for row in rows if _is_shown(row)]) for group, rows in groups]
        room = window.width() - 3 * _MARGIN - _BAR
        sheets = (_sheet_of(balanced(shown, count), theme) for count in range(_COLUMNS, 0, -1))
        sheet = next((one for one in sheets if one.sizeHint().width() <= room), None) or _sheet_of([shown], theme)
        self._scroll = QScrollArea()
        self._scroll.setWidget(sheet)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sheet = sheet
        page.addWidget(self._scroll)
        self.hide()

    def toggle(self) -> None:
        """Shows or hides the sheet in the middle of its window."""
        if self.isVisible():
            self.hide()
            return
        wanted = self._sheet.sizeHint() + QSize(_MARGIN * 2 + _BAR, _MARGIN * 2 + 48)
        self.resize(wanted.boundedTo(self._window.size() - QSize(_MARGIN, _MARGIN)))
        self.move((self._window.width() - self.width()) // 2, (self._window.height() - self.height()) // 2)
        self.show()
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc or `?` puts the sheet away; where it is longer than the window, arrows and page keys move it."""
        if event.key() in _PAGES:
            bar = self._scroll.verticalScrollBar()
            bar.setValue(bar.value() + _PAGES[Qt.Key(event.key())] * bar.pageStep() // 2)
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Question):
            self.hide()
        else:
            super().keyPressEvent(event)


def _is_shown(row: Action) -> bool:
    return bool(row.keys or row.sheet_keys) and row.sheet_keys != HIDDEN


def balanced(groups: list[tuple[str, list[Action]]], count: int) -> list[list[tuple[str, list[Action]]]]:
    """The groups in so many columns, each where there is most room; the longest first, so that no column ends far below."""
    columns: list[list[tuple[str, list[Action]]]] = [[] for _ in range(count)]
    for group in sorted((one for one in groups if one[1]), key=lambda one: -len(one[1])):
        shortest = min(columns, key=lambda column: sum(len(rows) + _HEAD_ROWS for _, rows in column))
        shortest.append(group)
    return [column for column in columns if column]


def _sheet_of(columns: list[list[tuple[str, list[Action]]]], theme: Theme) -> QWidget:
    """Side by side: as many columns as the window is wide enough for."""
    sheet = QWidget()
    row = QHBoxLayout(sheet)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(32)
    for column in columns:
        page_column = QVBoxLayout()
        page_column.setSpacing(16)
        for group, rows in column:
            page_column.addLayout(_column(group, rows, theme))
        page_column.addStretch(1)
        row.addLayout(page_column)
    return sheet


def _column(group: str, rows: list[Action], theme: Theme) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    heading = QLabel(group.upper())
    heading.setProperty("heading", True)
    grid.addWidget(heading, 0, 0, 1, 2)
    for line, row in enumerate(rows, start=1):
        keys = QLabel(row.sheet_keys or " · ".join(QKeySequence(key).toString() for key in row.keys))
        keys.setFont(theme.font(0, bold=True))
        keys.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(keys, line, 0)
        grid.addWidget(QLabel(row.text), line, 1)
    grid.setRowStretch(len(rows) + 1, 1)
    return grid
