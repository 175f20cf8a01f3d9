"""The rows of the alarm list for Qt: only what changed is told, so that selection and scroll position stay."""

from collections.abc import Callable, Iterable
from itertools import groupby

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from smartclient.domain.alarms import Alarm
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.runtime.clock import Clock
from smartclient.store.pending import Pending, PendingState
from smartclient.store.site_store import SiteStore
from smartclient.ui.alarms.rows import Row, rows_of
from smartclient.ui.signs import PRIORITY_WORDS
from smartclient.ui.words import duration, one_line, seconds_since, sentence, tooltip

AnyIndex = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_MANY = 500
"""From so many changed rows on, one reset is cheaper than telling each."""


class AlarmModel(QAbstractListModel):
    """Open alarms of the store, most urgent first."""

    def __init__(self, store: SiteStore, clock: Clock, where: Callable[[DeviceId], str], parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._clock = clock
        self._where = where
        self._rows: list[Row] = []
        self._keys: list[tuple[int, ...]] = []

    def refresh(self, alarms: Iterable[Alarm], is_grouped: bool) -> None:
        """Shows these alarms, given most urgent first; rows that look the same are left alone."""
        rows = rows_of(alarms, is_grouped)
        keys = [row.key for row in rows]
        old, new = set(self._keys), set(keys)
        if len(old ^ new) > _MANY:
            self.beginResetModel()
            self._rows, self._keys = rows, keys
            self.endResetModel()
            return
        for first, last in reversed(_runs([number for number, key in enumerate(self._keys) if key not in new])):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
        for first, last in _runs([number for number, key in enumerate(keys) if key not in old]):
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = rows[first : last + 1]
            self.endInsertRows()
        self._keys = keys

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
            return self.words(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            message = one_line(row.alarm.message)
            return tooltip(self.words(row) + (f"\n{message}" if message else ""))
        return None

    def row(self, number: int) -> Row:
        """The row at a place in the list."""
        return self._rows[number]

    def index_of(self, alarm: AlarmId | None) -> QModelIndex:
        """Where that alarm stands; an invalid index when it is not open."""
        number = next((n for n, row in enumerate(self._rows) if alarm in row), None) if alarm is not None else None
        return QModelIndex() if number is None else self.index(number)

    def place(self, alarm: Alarm) -> str:
        """Where it happens, in words."""
        return self._where(alarm.device) if alarm.device is not None else "No place given"

    def state_words(self, alarm: Alarm) -> str:
        """The server's word for its state and who has it, or how far the operator's request has come."""
        pending = self._store.pending(alarm.id)
        if pending is not None:
            return _pending_words(pending, seconds_since(pending.asked_at, self._clock.now()))
        state = one_line(alarm.state_name) or sentence(alarm.state.name.replace("_", " ").lower())
        return f"{state} · {one_line(alarm.owner)}" if alarm.owner else state

    def words(self, row: Row) -> str:
        """All that the row says, as one line."""
        alarm = row.alarm
        times = f", {len(row.alarms)} times" if len(row.alarms) > 1 else ""
        age = duration(seconds_since(alarm.at, self._clock.now()))
        name = f"{one_line(alarm.name)}{times}"
        return f"{PRIORITY_WORDS[alarm.priority]}: {name} · {self.place(alarm)} · {age} ago · {self.state_words(alarm)}"


def _pending_words(pending: Pending, waited_s: float) -> str:
    if pending.state is PendingState.WAITING:
        return f"Waiting {duration(waited_s)}"
    return "Refused" if pending.state is PendingState.REFUSED else "No answer"


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Neighbouring numbers joined: first and last of each run, ascending."""
    runs = []
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        runs.append((members[0], members[-1]))
    return runs
