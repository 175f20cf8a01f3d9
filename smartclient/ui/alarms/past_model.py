"""All alarms that a search found, for Qt: their numbers are known, the alarms are read a page at a time when they are looked at."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from smartclient.domain.alarms import Alarm
from smartclient.session.alarm_search import Found
from smartclient.store.alarm_groups import Row, RowKind
from smartclient.ui.alarms.alarm_model import ROW
from smartclient.ui.alarms.alarm_words import AlarmWords
from smartclient.ui.words import one_line, tooltip

AnyIndex = QModelIndex | QPersistentModelIndex
PAGE = 50
MOST_PAGES = 80
"""So many pages are kept: four thousand alarms, some five megabytes."""

Read = Callable[[Sequence[int], Callable[[list[Alarm]], None]], None]


class PastModel(QAbstractListModel):
    """As long as what was found, however long that is; a row that is not read yet has no alarm."""

    def __init__(self, read: Read, words: AlarmWords, parent: QObject) -> None:
        super().__init__(parent)
        self._read, self._words = read, words
        self._numbers = array("q")
        self._pages: OrderedDict[int, tuple[Alarm, ...]] = OrderedDict()
        self._asked: set[int] = set()
        self._generation = 0

    def show(self, found: Found) -> None:
        """Shows another answer; where only newer alarms came on top, what a person looks at stays where it is."""
        added = len(found.numbers) - len(self._numbers)
        is_longer = added >= 0 and len(self._numbers) > 0
        if is_longer and found.numbers[: len(self._numbers)] == self._numbers:
            self._grow(len(self._numbers), found)
        elif is_longer and found.numbers[added:] == self._numbers:
            self._grow(0, found)
        else:
            self.beginResetModel()
            self._take(found)
            self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008
        """How many were found."""
        return 0 if parent.isValid() else len(self._numbers)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row (ROW), or all of it as a sentence; None while it is being read."""
        if role not in (
            ROW,
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        alarm = self.alarm(index.row())
        if alarm is None:
            return None if role == ROW else "Reading …"
        if role == ROW:
            return Row(("alarm", alarm.id), RowKind.ALARM, alarm, 1, 0, None)
        line = self._words.past_line(alarm)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(f"{line}\n{one_line(alarm.message)}".strip())
        return line

    def alarm(self, number: int) -> Alarm | None:
        """The alarm in that row; where it is not read yet, None, and it is being read."""
        page, place = divmod(number, PAGE)
        alarms = self._pages.get(page)
        if alarms is None:
            self._want(page)
            return None
        self._pages.move_to_end(page)
        return alarms[place] if place < len(alarms) else None

    def _grow(self, at: int, found: Found) -> None:
        added = len(found.numbers) - len(self._numbers)
        if added:
            self.beginInsertRows(QModelIndex(), at, at + added - 1)
            self._take(found)
            self.endInsertRows()
        else:
            self._take(found)
            self.dataChanged.emit(self.index(0), self.index(len(self._numbers) - 1))

    def _take(self, found: Found) -> None:
        self._numbers = found.numbers
        self._generation += 1
        self._pages.clear()
        self._asked.clear()
        if found.first:
            self._pages[0] = found.first[:PAGE]

    def _want(self, page: int) -> None:
        numbers = self._numbers[page * PAGE : (page + 1) * PAGE]
        if page in self._asked or not len(numbers):
            return
        self._asked.add(page)
        generation = self._generation

        def take(alarms: list[Alarm]) -> None:
            if generation != self._generation:
                return
            self._asked.discard(page)
            self._pages[page] = tuple(alarms)
            if len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)
            self.dataChanged.emit(self.index(page * PAGE), self.index(page * PAGE + len(numbers) - 1))

        self._read(numbers, take)
