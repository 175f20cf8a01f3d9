"""The alarm list beside the map: what wants a person, newest and worst first."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QToolButton, QVBoxLayout, QWidget

from smartclient.domain.alarms import AlarmState
from smartclient.domain.commands import Command, MoveAlarm
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Aspect, Workspace
from smartclient.ui.alarms.alarm_delegate import AlarmDelegate
from smartclient.ui.alarms.alarm_model import AlarmModel
from smartclient.ui.alarms.header import Header
from smartclient.ui.alarms.rows import FLOOD, raised_lately, tallies
from smartclient.ui.bindings import bind
from smartclient.ui.dialogs import text_label
from smartclient.ui.theme import Theme
from smartclient.ui.words import duration, seconds_since, time_of_day

_FLY_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class AlarmView(QListView):
    """The rows with their keys: arrows choose, Enter and Space fly there, K acknowledges."""

    chosen = Signal(QModelIndex)
    flown = Signal(QModelIndex)
    acknowledged = Signal(QModelIndex)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setStyleSheet("QListView { border: none }")
        self.setAccessibleName("Open alarms")
        self.clicked.connect(self.flown)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Acts on the row that has the keyboard."""
        index = self.currentIndex()
        if event.key() in _FLY_KEYS and index.isValid():
            self.flown.emit(index)
        elif event.key() == Qt.Key.Key_K and index.isValid():
            self.acknowledged.emit(index)
        elif event.text().isalnum():
            event.ignore()
        else:
            super().keyPressEvent(event)
            if self.currentIndex() != index:
                self.chosen.emit(self.currentIndex())


class AlarmList(QWidget):
    """Header, what is wrong with the picture (old, flood), and the open alarms. `fly_to` carries an AlarmId."""

    fly_to = Signal(str)

    def __init__(
        self,
        store: SiteStore,
        workspace: Workspace,
        theme: Theme,
        clock: Clock,
        where: Callable[[DeviceId], str],
        send: Callable[[Command], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._workspace = workspace
        self._clock = clock
        self._send = send
        self._is_flood = False
        self.header = Header(workspace, theme)
        self.stale = text_label("Age of what is shown", dim=True)
        self.flood = text_label("Alarm flood")
        self.each = QToolButton()
        self.empty = text_label("No open alarms", dim=True)
        self.view = AlarmView(self)
        self.model = AlarmModel(store, clock, where, self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(AlarmDelegate(self.model, store, theme, clock, self.view))
        self._lay_out()
        self._join()
        self.refresh()

    def _lay_out(self) -> None:
        self.setAccessibleName("Alarms")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(240)
        self.stale.setContentsMargins(12, 4, 12, 8)
        self.each.setText("Show each")
        self.each.setCheckable(True)
        self.each.setAccessibleName("Show each alarm of the flood")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(12, 12, 12, 12)
        self._banner = QWidget()
        banner = QHBoxLayout(self._banner)
        banner.setContentsMargins(12, 4, 8, 8)
        banner.setSpacing(8)
        banner.addWidget(self.flood, 1)
        banner.addWidget(self.each, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.header, self.stale, self._banner):
            layout.addWidget(widget)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def _join(self) -> None:
        self.view.chosen.connect(self._choose)
        self.view.flown.connect(self._fly)
        self.view.acknowledged.connect(self._acknowledge)
        self.each.toggled.connect(self.refresh)
        bind(self, self._store.changed, self._on_store)
        bind(self, self._workspace.changed, self._on_workspace)
        ticker = QTimer(self, interval=1_000)
        ticker.timeout.connect(self.tick)
        ticker.start()

    def tick(self) -> None:
        """Ages a second; a flood ends when its ten minutes are over."""
        self._show_age()
        if self._is_flood != self._flooded():
            self.refresh()
        self.view.viewport().update()

    def acknowledge(self) -> None:
        """Takes the selected alarm; in a flood, all that share its row."""
        index = self.model.index_of(self._workspace.alarm)
        if index.isValid():
            self._acknowledge(index)

    def refresh(self) -> None:
        """Takes everything from the store again."""
        self._is_flood = self._flooded()
        alarms = self._store.open_alarms()
        self.model.refresh(alarms, is_grouped=self._is_flood and not self.each.isChecked())
        self.header.counts.show_tallies(tallies(alarms), not self._store.connection.is_live)
        self._banner.setVisible(self._is_flood)
        if self._is_flood:
            count = raised_lately(self._store.alarms.values(), self._clock.now())
            self.flood.setText(f"{count} alarms in ten minutes. Repeats share a row.")
        has_rows = self.model.rowCount() > 0
        self.view.setVisible(has_rows)
        self.empty.setVisible(not has_rows)
        self._show_age()
        self._show_choice()

    def _flooded(self) -> bool:
        return raised_lately(self._store.alarms.values(), self._clock.now()) > FLOOD

    def _show_age(self) -> None:
        connection, now = self._store.connection, self._clock.now()
        self.stale.setVisible(not connection.is_live)
        if not connection.is_live:
            self.stale.setText(_staleness(connection.heard_at, now))
        self.empty.setText(
            "No open alarms.\n\nNew ones appear here with a sound, worst first. Space flies to the chosen one, K acknowledges it."
            if connection.is_live
            else "No alarm was open when the server was last heard."
        )

    def _show_choice(self) -> None:
        index = self.model.index_of(self._workspace.alarm)
        if index != self.view.currentIndex():
            self.view.setCurrentIndex(index)

    def _on_store(self, changes: Changes) -> None:
        if changes.alarms or changes.everything or changes.connection:
            self.refresh()
            self.view.viewport().update()

    def _on_workspace(self, aspect: Aspect) -> None:
        if aspect is Aspect.SELECTION:
            self._show_choice()

    def _choose(self, index: QModelIndex) -> None:
        alarm = self.model.row(index.row()).alarm
        self._workspace.select(alarm.device, alarm.id)

    def _fly(self, index: QModelIndex) -> None:
        self._choose(index)
        self.fly_to.emit(self.model.row(index.row()).alarm.id)

    def _acknowledge(self, index: QModelIndex) -> None:
        for alarm in self.model.row(index.row()).alarms:
            if alarm.state is AlarmState.NEW and self._store.pending(alarm.id) is None:
                self._send(MoveAlarm(alarm.id, AlarmState.IN_PROGRESS))


def _staleness(heard_at: datetime | None, now: datetime) -> str:
    if heard_at is None:
        return "Not live: nothing heard from the server yet."
    return f"Not live. As it was at {time_of_day(heard_at, now)}, {duration(seconds_since(heard_at, now))} ago."
