"""All keys on one sheet, made from the actions themselves; shown by `?`, gone with Esc."""

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from smartclient.ui.actions import HIDDEN, Action
from smartclient.ui.shell.sheet import Sheet
from smartclient.ui.theme import Theme

_COLUMNS, _HEAD_ROWS = 4, 2


class KeySheet(Sheet):
    """In as many columns as the window is wide enough for."""

    def __init__(self, window: QWidget, actions: Iterable[Action], theme: Theme) -> None:
        super().__init__(window, "Keys", Qt.Key.Key_Question)
        groups = groupby(sorted(actions, key=lambda row: row.group), key=lambda row: row.group)
        shown = [(group, [row for row in rows if _is_shown(row)]) for group, rows in groups]
        sheets = (_sheet_of(balanced(shown, count), theme) for count in range(_COLUMNS, 0, -1))
        fitting = next((one for one in sheets if one.sizeHint().width() <= self.room.width()), None)
        self.lay(fitting or _sheet_of([shown], theme))


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
