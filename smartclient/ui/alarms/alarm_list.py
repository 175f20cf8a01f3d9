"""The alarm list beside the map: what wants a person, escalated and worst first, one row a thing; and the search over all alarms."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from smartclient.domain.alarms import Alarm, AlarmState
from smartclient.domain.commands import Command, MoveAlarm
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.runtime.clock import Clock
from smartclient.session.alarm_search import AlarmSearch
from smartclient.store.alarm_filter import AlarmFilter, kind_of
from smartclient.store.alarm_groups import AlarmGroups, Key, Path, RowKind
from smartclient.store.alarm_places import NO_MAP, ON_NO_MAP
from smartclient.store.alarm_queue import FLOOD, MOST_OPEN
from smartclient.store.changes import Changes
from smartclient.store.servers import own_names
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Aspect, Workspace
from smartclient.ui.alarms.alarm_delegate import AlarmDelegate
from smartclient.ui.alarms.alarm_model import AlarmModel
from smartclient.ui.alarms.alarm_view import AlarmView
from smartclient.ui.alarms.alarm_words import AlarmWords
from smartclient.ui.alarms.filter_bar import FilterBar
from smartclient.ui.alarms.header import Header
from smartclient.ui.alarms.past_list import PastList
from smartclient.ui.bindings import bind
from smartclient.ui.dialogs import text_label
from smartclient.ui.resting import Resting
from smartclient.ui.theme import Theme
from smartclient.ui.words import duration, seconds_since, time_of_day

_MANY, _REST_MS = 100, 250
"""With more alarms than these, rows change no more often than this: faster, nobody could read them."""


def _nowhere(_alarm: Alarm) -> Path:
    return ON_NO_MAP


class AlarmList(QWidget):
    """Header, filter, what is wrong with the picture (old, flood), and the open alarms or those a search found.

    `fly_to` carries an AlarmId, `replay` that of an alarm which is over, `said` a sentence for the person. `path_of` says where
    an alarm is; `is_escalated`, whether nobody touched it in time. `where_then` is the place in words that are at hand at once:
    a search goes past more places than could be said over the radio.
    """

    fly_to = Signal(str)
    replay = Signal(str)
    said = Signal(str)

    def __init__(
        self,
        store: SiteStore,
        workspace: Workspace,
        theme: Theme,
        clock: Clock,
        where: Callable[[DeviceId], str],
        send: Callable[[Command], None],
        parent: QWidget | None = None,
        *,
        path_of: Callable[[Alarm], Path] = _nowhere,
        is_escalated: Callable[[Alarm], bool] = lambda _alarm: False,
        search: Callable[[], AlarmSearch] | None = None,
        where_then: Callable[[DeviceId], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._workspace, self._theme, self._clock, self._send = store, workspace, theme, clock, send
        self._path_of, self._search = path_of, search
        self._past_words = AlarmWords(store, clock, where_then or where, path_of)
        self._groups = AlarmGroups(path_of, is_escalated)
        self._unfolded: frozenset[Key] = frozenset()
        self._current: Key = ()
        """The place that was chosen, while no alarm is."""
        self._is_flood = False
        self._words = self.words = AlarmWords(store, clock, where, path_of)
        self.header = Header(workspace, theme)
        self.bar = FilterBar(lambda: own_names(store.parts, store.user), self)
        self.stale = text_label("Age of what is shown", dim=True)
        self.kept = text_label("What the filter leaves out", dim=True)
        self.flood = text_label("Alarm flood")
        self.each, self.unplaced = QToolButton(), QToolButton()
        self.empty = text_label("No open alarms", dim=True)
        self.view = AlarmView("Open alarms", self)
        self.model = AlarmModel(self._words, self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(AlarmDelegate(self._words, store, theme, clock, self.view))
        self.past: PastList | None = None
        self._lay_out()
        self._join()
        self.regroup()

    def _lay_out(self) -> None:
        self.setAccessibleName("Alarms")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(240)
        self.stale.setContentsMargins(12, 4, 12, 8)
        self.kept.setContentsMargins(12, 0, 12, 8)
        self.each.setText("Show each")
        self.each.setCheckable(True)
        self.each.setAccessibleName("Show each thing of the flood in a row of its own")
        self.unplaced.setAccessibleName("Show only alarms on no map")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(12, 12, 12, 12)
        self._banner = QWidget()
        banner = QHBoxLayout(self._banner)
        banner.setContentsMargins(12, 4, 8, 8)
        banner.setSpacing(8)
        banner.addWidget(self.flood, 1)
        banner.addStretch()
        for button in (self.unplaced, self.each):
            banner.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.header, self.bar, self.stale, self.kept, self._banner):
            layout.addWidget(widget)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.view, 1)
        self.bar.hide()
        self.bar.text.setVisible(self._search is not None)
        self.setFocusProxy(self.view)

    def _join(self) -> None:
        self.view.chosen.connect(self._choose)
        self.view.flown.connect(self._fly)
        self.view.acknowledged.connect(self._acknowledge)
        self.view.turned.connect(self._turn)
        self.view.searched.connect(self.search)
        self.each.toggled.connect(self.refresh)
        self.unplaced.clicked.connect(self._show_unplaced)
        self.header.filter.clicked.connect(self.toggle_filter)
        self.bar.changed.connect(self._filter)
        self.bar.left.connect(lambda: self._shown_view().enter())
        self.bar.closed.connect(self.toggle_filter)
        bind(self, self._store.changed, self._on_store)
        bind(self, self._workspace.changed, self._on_workspace)
        self._resting = Resting(self._catch_up, _REST_MS, self)
        ticker = QTimer(self, interval=1_000)
        ticker.timeout.connect(self.tick)
        ticker.start()

    def lead_with(self, banner: QWidget) -> None:
        """Shows something above all rows; it shows and hides itself."""
        self._layout.insertWidget(1, banner)

    def tick(self) -> None:
        """Ages a second; a flood ends when its ten minutes are over."""
        self._show_age()
        if self._is_flood != self._flooded():
            self.refresh()
        self.repaint_rows()

    def repaint_rows(self) -> None:
        """Says what the rows say anew: a place has other words now, or time has passed."""
        self._shown_view().viewport().update()

    def acknowledge(self) -> None:
        """Takes the selected alarm; with its repeats, where they share its row."""
        chosen = self._store.alarms.get(self._workspace.alarm) if self._workspace.alarm is not None else None
        index = self._index_of(self._workspace.alarm)
        if index.isValid() and self.model.row(index.row()).kind is not RowKind.PLACE:
            self._acknowledge(index)
        elif chosen is not None:
            self._take([chosen])

    def toggle_filter(self) -> None:
        """Opens the filter, or closes it: then everything is shown again."""
        is_open = not self.bar.isVisibleTo(self)
        self.bar.setVisible(is_open)
        self.header.filter.setChecked(is_open)
        if is_open:
            campuses = dict(path[0] for alarm in self._store.open_alarms() if (path := self._path_of(alarm))[0][0])
            known = {venue.id: venue.name for venue in self._store.site.venues} | campuses
            kinds = sorted({kind_of(alarm) for alarm in self._store.alarms.values()})
            self.bar.offer(list(known.items()), kinds)
            self.bar.stage.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.bar.reset()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def search(self) -> None:
        """Opens the filter at its words."""
        if not self.bar.isVisibleTo(self):
            self.toggle_filter()
        self.bar.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.text.selectAll()

    def regroup(self) -> None:
        """Takes everything from the store again, where it is and whether it is escalated."""
        self._groups.clear()
        for alarm in self._store.open_alarms():
            self._group(alarm.id)
        self.refresh()

    def refresh(self) -> None:
        """Shows the groups as they are now."""
        self._is_flood = self._flooded()
        self.model.refresh(self._groups.rows(self._is_by_place, self._unfolded))
        queue = self._store.queue
        self.header.counts.show_tallies(queue.tallies(), self._store.is_stale, queue.drills())
        self._show_banner()
        self._show_what_is_left_out()
        has_rows = self.model.rowCount() > 0
        self.view.setVisible(has_rows and self.past_is_hidden)
        self.empty.setVisible(not has_rows and self.past_is_hidden)
        self._show_age()
        self._show_choice()

    @property
    def _is_by_place(self) -> bool:
        return self._is_flood and not self.each.isChecked()

    @property
    def past_is_hidden(self) -> bool:
        """Whether the open alarms are shown, and not what a search found."""
        return self.past is None or not self.past.isVisibleTo(self)

    def _show_banner(self) -> None:
        """That there is a flood, and what is on no map."""
        unplaced = self._groups.count_at(NO_MAP) if self._store.site.venues else 0
        has_unplaced = bool(unplaced) and self.bar.kept.campus is None and not self._is_by_place
        self.unplaced.setText(f"{unplaced:,} on no map")
        self.unplaced.setVisible(has_unplaced)
        count = self._store.queue.raised_lately(self._clock.now())
        self.flood.setText(
            f"{count:,} alarms in ten minutes, by place. →\N{NO-BREAK SPACE}unfolds."
            if self._is_by_place
            else f"{count:,} alarms in ten minutes."
        )
        self.flood.setVisible(self._is_flood)
        self.each.setVisible(self._is_flood)
        self._banner.setVisible((self._is_flood or has_unplaced) and self.past_is_hidden)

    def _show_what_is_left_out(self) -> None:
        queue, parts = self._store.queue, []
        if self.bar.kept != AlarmFilter():
            parts.append(f"{len(self._groups):,} of {queue.open_count:,} open alarms match.")
        if not queue.is_whole:
            parts.append(f"More than {MOST_OPEN:,} are open: the least urgent are found by searching.")
        self.kept.setText(" ".join(parts))
        self.kept.setVisible(bool(parts) and self.past_is_hidden)

    def _group(self, alarm_id: AlarmId) -> None:
        alarm = self._store.alarms.get(alarm_id)
        if alarm is not None and alarm.is_open and self.bar.kept.keeps(alarm, self._path_of(alarm)[0][0]):
            self._groups.put(alarm)
        else:
            self._groups.remove(alarm_id)

    def _filter(self) -> None:
        """Shows what the filter keeps: of the open alarms, or of all."""
        kept = self.bar.kept
        if kept.is_of_the_past and self._search is not None:
            if self.past is None:
                self.past = PastList(self._search(), self._store, self._theme, self._clock, self._past_words, self)
                self.past.chosen.connect(self._choose_past)
                self.past.flown.connect(self._fly_past)
                self.past.view.searched.connect(self.search)
                self._layout.addWidget(self.past, 1)
            self.past.show()
            self.past.ask(kept)
        elif self.past is not None:
            self.past.hide()
            self.past.end()
        self.regroup()

    def _show_unplaced(self) -> None:
        if not self.bar.isVisibleTo(self):
            self.toggle_filter()
        self.bar.choose(AlarmFilter(campus=NO_MAP))

    def _shown_view(self) -> AlarmView:
        return self.view if self.past is None or self.past_is_hidden else self.past.view

    def _flooded(self) -> bool:
        return self._store.queue.raised_lately(self._clock.now()) > FLOOD

    def _show_age(self) -> None:
        connection, now = self._store.connection, self._clock.now()
        self.stale.setVisible(not connection.is_live)
        if self._store.is_stale:
            self.stale.setText(_staleness(connection.heard_at, now))
        elif not connection.is_live:
            old = [part.district for part in self._store.parts.values() if not part.connection.is_live]
            self.stale.setText(f"Not live: {', '.join(old[:3])}{' and others' if len(old) > 3 else ''}.")
        if self.bar.kept != AlarmFilter() and self._store.queue.open_count:
            self.empty.setText("No open alarm matches the filter. Esc in the filter shows all of them.")
        elif not self._store.is_stale:
            self.empty.setText(
                "No open alarms.\n\nNew ones appear here with a sound, worst first. Space flies to the chosen one, "
                "K acknowledges it, Ctrl Shift A searches all alarms."
            )
        else:
            self.empty.setText("No alarm was open when the server was last heard.")

    def _index_of(self, alarm: AlarmId | None) -> QModelIndex:
        return self.model.index_of(*self._groups.keys_of(alarm)) if alarm is not None else QModelIndex()

    def _show_choice(self) -> None:
        """Keeps the keyboard on the chosen alarm's row, or on the place a person has gone to."""
        keys = self._groups.keys_of(self._workspace.alarm) if self._workspace.alarm is not None else (self._current,)
        known = self.view.currentIndex()
        if known.isValid() and self.model.row(known.row()).key in keys:
            return
        self.view.setCurrentIndex(self.model.index_of(*keys))

    def _on_store(self, changes: Changes) -> None:
        if changes.everything:
            self.regroup()
            self.repaint_rows()
        elif changes.alarms:
            for alarm in changes.alarms:
                self._group(alarm)
            self._resting.ask(is_much=len(self._groups) > _MANY)
        elif changes.connection:
            self._catch_up()

    def _catch_up(self) -> None:
        self.refresh()
        self.repaint_rows()

    def _on_workspace(self, aspect: Aspect) -> None:
        if aspect is Aspect.SELECTION:
            self._show_choice()

    def _choose(self, index: QModelIndex) -> None:
        row = self.model.row(index.row())
        if row.kind is RowKind.PLACE:
            self._current = row.key
            self._workspace.select(None)
        else:
            self._current = ()
            self._workspace.select(row.alarm.device, row.alarm.id)

    def _fly(self, index: QModelIndex) -> None:
        """Goes to an alarm; unfolds or folds a place."""
        self._choose(index)
        row = self.model.row(index.row())
        if row.kind is RowKind.PLACE:
            self._unfolded = self._unfolded ^ {row.key}
            self.refresh()
        else:
            self.fly_to.emit(row.alarm.id)

    def _turn(self, index: QModelIndex, unfold: bool) -> None:
        """→ unfolds, then goes to the first part; ← folds, then goes to what it is part of."""
        row = self.model.row(index.row())
        if row.is_unfolded is not None and row.is_unfolded is not unfold:
            self._unfolded = self._unfolded ^ {row.key}
            self.refresh()
            return
        around = range(index.row() - 1, -1, -1)
        whole = next((number for number in around if self.model.row(number).depth < row.depth), None)
        part = index.row() + 1 if row.is_unfolded else None
        if (number := part if unfold else whole) is not None:
            self.view.setCurrentIndex(self.model.index(number))
            self._choose(self.model.index(number))

    def _choose_past(self, alarm: Alarm) -> None:
        """An alarm of long ago is kept at hand while somebody looks at it."""
        self._store.recall(alarm)
        self._workspace.select(alarm.device, alarm.id)

    def _fly_past(self, alarm: Alarm) -> None:
        self._choose_past(alarm)
        (self.fly_to if alarm.is_open else self.replay).emit(alarm.id)

    def _acknowledge(self, index: QModelIndex) -> None:
        row = self.model.row(index.row())
        if row.kind is RowKind.PLACE:
            self.said.emit(
                f"This row stands for {row.count} alarms. → unfolds it; acknowledge what you have looked at."
            )
        else:
            self._take(self._groups.alarms_of(row.key))

    def _take(self, alarms: list[Alarm]) -> None:
        for alarm in alarms:
            if alarm.state is AlarmState.NEW and self._store.pending(alarm.id) is None:
                self._send(MoveAlarm(alarm.id, AlarmState.IN_PROGRESS))


def _staleness(heard_at: datetime | None, now: datetime) -> str:
    if heard_at is None:
        return "Not live: nothing heard from the server yet."
    return f"Not live. As it was at {time_of_day(heard_at, now)}, {duration(seconds_since(heard_at, now))} ago."
