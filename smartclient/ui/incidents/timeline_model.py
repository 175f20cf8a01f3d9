"""The rows of a file's timeline for Qt, newest below, of one group or of all."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from smartclient.domain.incident_entries import Entry, Watched
from smartclient.domain.incidents import Incident, fact_of
from smartclient.runtime.clock import Clock
from smartclient.session.incidents.words import EntryGroup, EntryWords, IncidentWords
from smartclient.ui.words import one_line, time_of_day, tooltip

AnyIndex = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole


class TimelineModel(QAbstractListModel):
    """Rows are added where they are later than all others; else the list is made anew."""

    def __init__(self, words: IncidentWords, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._words, self._clock = words, clock
        self._group = EntryGroup.ALL
        self._incident: Incident | None = None
        self._lines: list[tuple[Entry, EntryWords]] = []
        self._last: datetime | None = None
        self._facts: set[object] = set()

    def show(self, incident: Incident | None, group: EntryGroup) -> None:
        """Shows what that group has in the file."""
        later = self._later(incident) if group is self._group else None
        if later is None:
            self.beginResetModel()
            timeline = incident.timeline if incident is not None else ()
            self._lines = self._of(timeline, group)
            self._last = timeline[-1].at if timeline else None
            self._facts = {fact_of(entry.body) for entry in timeline}
            self.endResetModel()
        elif lines := self._of(later, group):
            self.beginInsertRows(QModelIndex(), len(self._lines), len(self._lines) + len(lines) - 1)
            self._lines += lines
            self.endInsertRows()
        self._incident, self._group = incident, group

    def _later(self, incident: Incident | None) -> list[Entry] | None:
        """What came since and stands below all that is shown; None where all has to be looked at anew."""
        known = self._incident
        if incident is None or known is None or incident.id != known.id or self._last is None:
            return None
        count = len(known.entries)
        if incident.entries[count - 1 : count] != known.entries[-1:]:
            return None
        later: list[Entry] = []
        for entry in incident.entries[count:]:
            if isinstance(entry.body, Watched) or entry.at < self._last:
                return None
            fact = fact_of(entry.body)
            if fact is None or fact not in self._facts:
                later.append(entry)
                self._last = entry.at
                self._facts.add(fact)
        return later

    def _of(self, entries: Iterable[Entry], group: EntryGroup) -> list[tuple[Entry, EntryWords]]:
        said = [(entry, self._words.of(entry)) for entry in entries]
        return [line for line in said if group in (EntryGroup.ALL, line[1].group)]

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._lines)

    def entry(self, row: int) -> Entry:
        """The entry at a row."""
        return self._lines[row][0]

    def words(self, row: int) -> EntryWords:
        """The entry at a row, said."""
        return self._lines[row][1]

    def time(self, entry: Entry) -> str:
        """Local time of day."""
        return time_of_day(entry.at, self._clock.now())

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line itself (LINE), or all of it as a sentence."""
        if not 0 <= index.row() < len(self._lines):
            return None
        entry, words = self._lines[index.row()]
        if role == LINE:
            return entry, words
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            parts = (self.time(entry), one_line(words.text), one_line(words.who), one_line(words.where))
            return " · ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip("\n".join(part for part in (words.text, words.where, words.who) if part))
        return None
