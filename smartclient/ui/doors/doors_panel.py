"""The doors of a building or campus: how each stands, ticks for those that are meant, and the orders that move many."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from smartclient.domain.devices import Device, Leaf, Lock
from smartclient.domain.ids import BuildingId, DeviceId, VenueId
from smartclient.runtime.clock import Clock
from smartclient.session.lockdown import DoorOrder, Lockdown
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore
from smartclient.ui.bindings import bind
from smartclient.ui.dialogs import text_label
from smartclient.ui.doors.door_words import brief
from smartclient.ui.doors.order_form import OrderForm
from smartclient.ui.doors.progress_view import ProgressView
from smartclient.ui.doors.sign_rows import SignRow, SignView
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line


@dataclass(frozen=True, slots=True)
class DoorPlace:
    """A building or campus with its doors, as they are now."""

    title: str
    subject: BuildingId | VenueId
    doors: Callable[[], list[Device]]


@dataclass(frozen=True, slots=True)
class DoorVerbs:
    """What the panel has done: an order given, a door shown on the map, a door's own panel opened."""

    order: Callable[[DoorOrder], Lockdown]
    show: Callable[[DeviceId], None]
    why_not: Callable[[], str]
    """Why no door can be commanded now; empty when some can."""


class DoorsPanel(QWidget):
    """The list, the question before an order, and the order on its way: one of them at a time."""

    def __init__(self, store: SiteStore, theme: Theme, clock: Clock, verbs: DoorVerbs) -> None:
        super().__init__()
        self._store, self._clock, self._verbs = store, clock, verbs
        self._place: DoorPlace | None = None
        self._order: DoorOrder | None = None
        self.lockdown: Lockdown | None = None
        """The last order given here."""
        self.title = text_label("Place")
        self.title.setProperty("title", True)
        self.counts = text_label("How its doors stand", dim=True)
        self.reason = text_label("Why no door can be commanded", dim=True)
        self.view = SignView("Doors", theme, has_ticks=True)
        self.lock, self.unlock = QPushButton("Lock ticked …"), QPushButton("Unlock ticked …")
        self.lock_all, self.progress_again = QPushButton("Lockdown …"), QPushButton("The last order")
        self.form = OrderForm(store, theme)
        self.progress = ProgressView(theme, clock)
        self._stack = QStackedWidget()
        self._lay_out()
        bind(self, store.changed, self._on_store)
        self._ticker = QTimer(self, interval=5_000)
        self._ticker.timeout.connect(self.refresh)
        self._ticker.start()

    def _lay_out(self) -> None:
        self.setAccessibleName("Doors")
        self.setMinimumWidth(240)
        self.view.own_keys = frozenset({Qt.Key.Key_Space})
        self.view.own_key.connect(lambda _key: self._tick_chosen())
        self.view.activated.connect(self._on_row)
        self.view.clicked.connect(self._on_row)
        self.lock.clicked.connect(lambda: self.ask_ticked(Lock.LOCKED))
        self.unlock.clicked.connect(lambda: self.ask_ticked(Lock.UNLOCKED))
        self.lock_all.clicked.connect(self.ask_lockdown)
        self.progress_again.clicked.connect(self._show_progress)
        self.form.confirmed.connect(self._give)
        self.form.cancelled.connect(self.show_list)
        self.progress.shown.connect(lambda door: self._verbs.show(DeviceId(door)))
        self.progress.closed.connect(self.show_list)
        self.progress.ended.connect(self.ask_end)
        listing = QWidget()
        head = QGridLayout()
        head.setContentsMargins(12, 12, 12, 8)
        head.setSpacing(8)
        for row, label in enumerate((self.title, self.counts, self.reason)):
            head.addWidget(label, row, 0, 1, 2)
        head.addWidget(self.lock, 3, 0)
        head.addWidget(self.unlock, 3, 1)
        head.addWidget(self.lock_all, 4, 0)
        head.addWidget(self.progress_again, 4, 1)
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._stack)
        for part in (listing, self.form, self.progress):
            self._stack.addWidget(part)

    def show_place(self, place: DoorPlace) -> None:
        """Lists the doors of another building or campus; what was ticked elsewhere is ticked no more."""
        if self._place is None or place.subject != self._place.subject:
            self.view.rows.ticked.clear()
        self._place = place
        self.show_list()

    def show_list(self) -> None:
        """Shows the doors of the place."""
        self._stack.setCurrentIndex(0)
        self.refresh()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.view.rows.index(0))

    def refresh(self) -> None:
        """Shows how the doors stand now."""
        if self._place is None or not self.isVisible():
            return
        doors, now = self._place.doors(), self._clock.now()
        self.title.setText(f"Doors: {one_line(self._place.title)}")
        self.counts.setText(self._counted(doors))
        self.view.show_rows([self._row(door, *brief(door, self._store, now)) for door in doors])
        reason, ticked = self._verbs.why_not(), len(self._ticked())
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        for button in (self.lock, self.unlock):
            button.setEnabled(not reason and ticked > 0)
        self.lock.setText(f"Lock {ticked} ticked …" if ticked else "Lock ticked …")
        self.unlock.setText(f"Unlock {ticked} ticked …" if ticked else "Unlock ticked …")
        self.lock_all.setEnabled(not reason and bool(doors))
        self.progress_again.setVisible(self.lockdown is not None)

    def tick(self, door: DeviceId) -> None:
        """Ticks a door from outside, such as the one selected on the map."""
        self.view.rows.tick(door)
        self.view.setCurrentIndex(self.view.rows.row_of(door))
        self.refresh()

    def ask_ticked(self, wanted: Lock) -> None:
        """Asks whether to lock or unlock the ticked doors."""
        if self._place is not None and (doors := self._ticked()):
            self._ask(DoorOrder(f"ticked doors of {self._place.title}", tuple(doors), wanted))

    def ask_lockdown(self) -> None:
        """Asks whether to lock every door of the place."""
        if self._place is not None:
            self._ask(DoorOrder(self._place.title, tuple(self._place.doors()), subject=self._place.subject))

    def ask_end(self) -> None:
        """Asks whether to unlock again what stood unlocked before the lockdown."""
        if self.lockdown is None:
            return
        before, order = set(self.lockdown.unlocked_before), self.lockdown.order
        doors = tuple(door for door in order.doors if door.id in before)
        reason = "" if doors else "No door was known to stand unlocked before. Tick doors in the list to unlock them."
        self._ask(DoorOrder(order.title, doors, Lock.UNLOCKED, "end of lockdown", order.subject), reason)

    def _ask(self, order: DoorOrder, reason: str = "") -> None:
        self._order = order
        self._stack.setCurrentWidget(self.form)
        self.form.ask(order, self._verbs.why_not() or reason)

    def _give(self, why: str) -> None:
        if self._order is not None:
            asked = self._order
            self.lockdown = self._verbs.order(DoorOrder(asked.title, asked.doors, asked.wanted, why, asked.subject))
            self._show_progress()

    def _show_progress(self) -> None:
        if self.lockdown is not None:
            self._stack.setCurrentWidget(self.progress)
            self.progress.show_lockdown(self.lockdown, self._store.user)
            self.progress.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ticked(self) -> list[Device]:
        ticked = self.view.rows.ticked
        return [door for door in self._place.doors() if door.id in ticked] if self._place is not None else []

    def _row(self, door: Device, words: str, is_loud: bool) -> SignRow:
        state = self._store.state(door.id)
        if is_loud and state.leaf is not None:
            forced = state.leaf.value is Leaf.FORCED
            sign, tone = "!", Tone.ALARM_HIGH if forced else Tone.ALARM_MEDIUM
        elif state.lock is None and state.leaf is None:
            sign, tone = "?", Tone.STALE
        elif state.lock is not None and state.lock.value is Lock.UNLOCKED:
            sign, tone = "○", Tone.DOOR_UNLOCKED
        else:
            sign, tone = "●", Tone.TEXT_DIM
        return SignRow(door.id, one_line(door.name), words, sign, tone, is_loud)

    def _counted(self, doors: list[Device]) -> str:
        states = [self._store.state(door.id) for door in doors]
        locks = [state.lock.value if state.lock is not None else None for state in states]
        leaves = [state.leaf.value for state in states if state.leaf is not None]
        told = (
            (locks.count(Lock.LOCKED), "locked"),
            (locks.count(Lock.UNLOCKED), "unlocked"),
            (locks.count(None), "unknown"),
            (sum(leaf is Leaf.OPEN for leaf in leaves), "open"),
            (sum(leaf is Leaf.FORCED for leaf in leaves), "forced"),
            (sum(leaf is Leaf.HELD for leaf in leaves), "held open"),
        )
        return (
            " · ".join(f"{count} {word}" for count, word in told if count) or "It has no doors that a server watches."
        )

    def _on_row(self) -> None:
        door = self.view.rows.key(self.view.currentIndex())
        if door is not None:
            self._verbs.show(DeviceId(door))

    def _on_store(self, changes: Changes) -> None:
        if self.isVisible() and (changes.devices or changes.everything or changes.connection):
            self.refresh()
            self.progress.refresh()

    def _tick_chosen(self) -> None:
        door = self.view.rows.key(self.view.currentIndex())
        if door is not None:
            self.tick(DeviceId(door))
