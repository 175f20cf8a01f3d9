"""The rows of the alarm list for Qt: only what changed is told, so that selection and scroll position stay."""

from itertools import groupby

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from smartclient.store.alarm_groups import Key, Row
from smartclient.ui.alarms.alarm_words import AlarmWords
from smartclient.ui.words import one_line, tooltip

AnyIndex = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_MANY = 500
"""From so many changed rows on, one reset is cheaper than telling each."""


class AlarmModel(QAbstractListModel):
    """Rows in the order given; a row is the same as long as its key is."""

    def __init__(self, words: AlarmWords, parent: QObject) -> None:
        super().__init__(parent)
        self._words = words
        self._rows: list[Row] = []
        self._numbers: dict[Key, int] = {}

    def refresh(self, rows: list[Row]) -> None:
        """Shows these rows; those that say the same as before are left alone."""
        known, numbers = self._numbers, {row.key: number for number, row in enumerate(rows)}
        if len(known.keys() ^ numbers.keys()) > _MANY:
            self.beginResetModel()
            self._rows, self._numbers = rows, numbers
            self.endResetModel()
            return
        if list(known) != list(numbers):
            self._remove([number for key, number in known.items() if key not in numbers])
            self._reorder(numbers)
            self._insert([number for key, number in numbers.items() if key not in known], rows)
        before, self._rows, self._numbers = self._rows, rows, numbers
        for first, last in _runs([n for n, row in enumerate(rows) if before[n] is not row and before[n] != row]):
            self.dataChanged.emit(self.index(first), self.index(last))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself (ROW), or all of it as a sentence for readers of the screen and tool tips."""
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words.line(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            message = one_line(row.alarm.message)
            return tooltip(self._words.line(row) + (f"\n{message}" if message else ""))
        return None

    def row(self, number: int) -> Row:
        """The row at a place in the list."""
        return self._rows[number]

    def index_of(self, *keys: Key) -> QModelIndex:
        """Where the first of these keys stands that is shown; an invalid index when none is."""
        number = next((self._numbers[key] for key in keys if key in self._numbers), None)
        return QModelIndex() if number is None else self.index(number)

    def _remove(self, numbers: list[int]) -> None:
        for first, last in reversed(_runs(numbers)):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()

    def _reorder(self, numbers: dict[Key, int]) -> None:
        """Puts the rows that stay into their new order; what is chosen stays chosen."""
        before = {row.key: number for number, row in enumerate(self._rows)}
        ordered = sorted(self._rows, key=lambda row: numbers[row.key])
        if ordered == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        places = {row.key: number for number, row in enumerate(ordered)}
        moved = {before[key]: number for key, number in places.items()}
        self._rows = ordered
        for index in self.persistentIndexList():
            self.changePersistentIndex(index, self.index(moved[index.row()]))
        self.layoutChanged.emit()

    def _insert(self, numbers: list[int], rows: list[Row]) -> None:
        for first, last in _runs(numbers):
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = rows[first : last + 1]
            self.endInsertRows()


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Neighbouring numbers joined: first and last of each run, ascending."""
    runs = []
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        runs.append((members[0], members[-1]))
    return runs
