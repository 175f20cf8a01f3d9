"""All alarms that a search found, for Qt: how many there are is known, the alarms are read a page at a time when they are looked at."""

from collections import OrderedDict
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from smartclient.domain.alarms import Alarm
from smartclient.session.alarm_search import Found
from smartclient.store.alarm_course import Course, Piece
from smartclient.store.alarm_filter import AlarmFilter
from smartclient.store.alarm_groups import Row, RowKind
from smartclient.ui.alarms.alarm_model import ROW
from smartclient.ui.alarms.alarm_words import AlarmWords
from smartclient.ui.words import one_line, tooltip

AnyIndex = QModelIndex | QPersistentModelIndex
PAGE = 50
MOST_PAGES = 80
"""So many pages are kept: four thousand alarms, some five megabytes."""

Read = Callable[[Piece, Callable[[list[Alarm]], None]], None]


class PastModel(QAbstractListModel):
    """As long as what was found, however long that is; a row that is not read yet has no alarm.

    Pages are counted from the oldest alarm, so that new ones on top move none. After news a page shows what it had until it is
    read again.
    """

    def __init__(self, read: Read, words: AlarmWords, parent: QObject) -> None:
        super().__init__(parent)
        self._read, self._words = read, words
        self._kept, self._course = AlarmFilter(), Course()
        self._first: tuple[Alarm, ...] = ()
        self._pages: OrderedDict[int, tuple[Alarm, ...]] = OrderedDict()
        self._fresh: set[int] = set()
        self._asked: set[int] = set()
        self._generation = 0

    def show(self, found: Found) -> None:
        """Shows another answer; where only newer or older alarms were added, what a person looks at stays where it is."""
        known, course = self._course, found.course
        added = course.count - known.count
        is_same = found.kept == self._kept and known.count > 0
        if is_same and known.is_older_part_of(course):
            self._grow(0, added, found)
        elif is_same and known.is_newer_part_of(course):
            self._pages.clear()
            self._grow(known.count, added, found)
        else:
            self.beginResetModel()
            self._pages.clear()
            self._take(found)
            self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008
        """How many were found."""
        return 0 if parent.isValid() else self._course.count

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
        if number < len(self._first):
            return self._first[number]
        page, place = divmod(self._course.count - 1 - number, PAGE)
        if page not in self._fresh:
            self._want(page)
        alarms = self._pages.get(page, ())
        return alarms[-1 - place] if place < len(alarms) else None

    def _grow(self, at: int, added: int, found: Found) -> None:
        if added:
            self.beginInsertRows(QModelIndex(), at, at + added - 1)
        self._take(found)
        if added:
            self.endInsertRows()
        self.dataChanged.emit(self.index(0), self.index(self._course.count - 1))

    def _take(self, found: Found) -> None:
        self._kept, self._course, self._first = found.kept, found.course, found.first
        self._generation += 1
        self._fresh.clear()
        self._asked.clear()

    def _want(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        last = self._course.count - 1 - page * PAGE
        first = max(0, last - PAGE + 1)
        piece = self._course.piece(self._kept, first, last - first + 1)
        self._read(piece, partial(self._put, self._generation, page, first, last))

    def _put(self, generation: int, page: int, first: int, last: int, alarms: list[Alarm]) -> None:
        if generation != self._generation:
            return
        self._asked.discard(page)
        self._fresh.add(page)
        self._pages[page] = tuple(alarms)
        self._pages.move_to_end(page)
        if len(self._pages) > MOST_PAGES:
            gone, _alarms = self._pages.popitem(last=False)
            self._fresh.discard(gone)
        self.dataChanged.emit(self.index(first), self.index(last))
