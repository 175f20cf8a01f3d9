"""The rows of a file's timeline for Qt, newest below, of one group or of all."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from smartclient.domain.incident_entries import Entry
from smartclient.domain.incidents import Incident
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

    def show(self, incident: Incident | None, group: EntryGroup) -> None:
        """Shows what that group has in the file."""
        is_same = incident is not None and self._incident is not None and incident.id == self._incident.id
        fresh = self._of(incident, group)
        shown = len(self._lines)
        if is_same and group is self._group and [e for e, _ in fresh[:shown]] == [e for e, _ in self._lines]:
            if len(fresh) > shown:
                self.beginInsertRows(QModelIndex(), shown, len(fresh) - 1)
                self._lines = fresh
                self.endInsertRows()
        else:
            self.beginResetModel()
            self._lines = fresh
            self.endResetModel()
        self._incident, self._group = incident, group

    def _of(self, incident: Incident | None, group: EntryGroup) -> list[tuple[Entry, EntryWords]]:
        entries = incident.timeline if incident is not None else ()
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
