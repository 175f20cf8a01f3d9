"""The rows of the event list for Qt: newest on top, bounded like the store's own list."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from smartclient.domain.events import EventsMissing, Happened
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.store.site_store import RECENT, SiteStore
from smartclient.ui.alarms.event_rows import Filter, Line, is_shown, lines_of, newer_than, place_for
from smartclient.ui.words import one_line, sentence, time_of_day, tooltip

AnyIndex = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
_MANY = 100
"""From so many new events at once on, one reset is cheaper than telling each."""


class EventModel(QAbstractListModel):
    """Events and gaps of the store that pass the filter."""

    def __init__(self, store: SiteStore, clock: Clock, where: Callable[[DeviceId], str], parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._clock = clock
        self._where = where
        self._kept = Filter.ALL
        self._selected: DeviceId | None = None
        self._lines: list[Line] = []
        self._last_event: Line | None = None
        self._last_gap: Line | None = None

    def show(self, kept: Filter, selected: DeviceId | None) -> None:
        """Filters anew."""
        self._kept, self._selected = kept, selected
        self.beginResetModel()
        self._lines = lines_of(self._store, self._is_shown)[-RECENT:]
        self._remember()
        self.endResetModel()

    def take_news(self) -> None:
        """Adds what the store heard since; a line that comes late goes where its time is."""
        store = self._store
        events = newer_than(self._last_event, reversed(store.recent))
        gaps = newer_than(self._last_gap, reversed(store.missing))
        if events is None or gaps is None or len(events) > _MANY:
            self.show(self._kept, self._selected)
            return
        self._remember()
        news = [line for line in (*gaps, *events) if self._is_shown(line)]
        for line in news:
            self._insert(line)
        surplus = len(self._lines) - RECENT
        if surplus > 0:
            self.beginRemoveRows(QModelIndex(), RECENT, RECENT + surplus - 1)
            del self._lines[:surplus]
            self.endRemoveRows()

    def _insert(self, line: Line) -> None:
        place = place_for(line, self._lines)
        row = len(self._lines) - place
        self.beginInsertRows(QModelIndex(), row, row)
        self._lines.insert(place, line)
        self.endInsertRows()

    def _remember(self) -> None:
        self._last_event = self._store.recent[-1] if self._store.recent else None
        self._last_gap = self._store.missing[-1] if self._store.missing else None

    def _is_shown(self, line: Line) -> bool:
        return is_shown(line, self._kept, self._selected, self._store)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line itself (LINE), or all of it as a sentence."""
        if not 0 <= index.row() < len(self._lines):
            return None
        line = self.line(index.row())
        if role == LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " · ".join(word for word in (self.time(line), self.title(line), self.place(line)) if word)
        if role == Qt.ItemDataRole.ToolTipRole:
            text = one_line(line.text) if isinstance(line, Happened) else ""
            return tooltip("\n".join(word for word in (self.title(line), self.place(line), text) if word))
        return None

    def line(self, row: int) -> Line:
        """The line at a row; row 0 is the newest."""
        return self._lines[-1 - row]

    def index_of(self, line: Line) -> QModelIndex:
        """Where a line stands; an invalid index when it is not shown."""
        number = next((n for n, shown in enumerate(reversed(self._lines)) if shown is line), None)
        return QModelIndex() if number is None else self.index(number)

    def time(self, line: Line) -> str:
        """Local time of day of an event; a gap has its times in its title."""
        return time_of_day(line.at, self._clock.now()) if isinstance(line, Happened) else ""

    def title(self, line: Line) -> str:
        """What happened, and to whom."""
        if isinstance(line, EventsMissing):
            return "Events may be missing"
        name = sentence(line.kind.value) if line.kind.value != "event" else one_line(line.text) or "Event"
        return f"{name} · {one_line(line.person)}" if line.person else name

    def place(self, line: Line) -> str:
        """The device and where it is; the times of a gap."""
        if isinstance(line, EventsMissing):
            now = self._clock.now()
            return f"from {time_of_day(line.since, now)} to {time_of_day(line.until, now)}"
        if line.device is None:
            return ""
        device = self._store.devices.get(line.device)
        words = (one_line(device.name) if device else "", one_line(self._where(line.device)))
        return " · ".join(word for word in words if word)
