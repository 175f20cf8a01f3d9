"""One door: how it stands and since when, who says so, and what happened at it; an event shows its moment on the wall."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from smartclient.domain.commands import Command, LockDoor, UnlockDoor
from smartclient.domain.devices import Device
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.session.door_events import ATTEMPTS, KINDS, DoorEvents, DoorQuestion
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore
from smartclient.store.typed_time import NotATime, parse_time
from smartclient.ui.bindings import bind
from smartclient.ui.dialogs import Question, text_label
from smartclient.ui.doors.door_words import sayings
from smartclient.ui.doors.event_words import row_of
from smartclient.ui.doors.sign_rows import SignView
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line, tooltip, with_whole_age

_LINES = 6
AROUND = timedelta(minutes=30)
_SPANS = {"Last hour": 1, "Last day": 24, "Last 7 days": 7 * 24, "Last 30 days": 30 * 24, "Last year": 365 * 24}
_KINDS: dict[str, frozenset[EventKind]] = {
    "All events": KINDS,
    "Attempts only": ATTEMPTS,
    "Badges": frozenset({EventKind.ACCESS_GRANTED, EventKind.ACCESS_DENIED}),
    "Locked, unlocked": frozenset({EventKind.DOOR_LOCKED, EventKind.DOOR_UNLOCKED}),
}


@dataclass(frozen=True, slots=True)
class DoorReach:
    """What the panel may do: send a command, say why not, show a moment or the cameras, name the place."""

    send: Callable[[Command], None]
    permitted: Callable[[Command], str | None]
    replay: Callable[[Happened], None]
    open_video: Callable[[str], None]
    where: Callable[[DeviceId], str]


class DoorPanel(QWidget):
    """State, commands and events of one door, or the events of all doors."""

    def __init__(self, store: SiteStore, events: DoorEvents, theme: Theme, clock: Clock, reach: DoorReach) -> None:
        super().__init__()
        self._store, self._events, self._theme, self._clock, self._reach = store, events, theme, clock, reach
        self._door: Device | None = None
        self.title, self.place = text_label("Door"), text_label("Where it is", dim=True)
        self.title.setProperty("title", True)
        self.lines = [(text_label(dim=True), text_label(), text_label(dim=True)) for _ in range(_LINES)]
        self.question = Question()
        self.video, self.lock, self.unlock = (QPushButton(text) for text in ("Cameras that see it", "Lock", "Unlock"))
        self.span, self.kinds = QComboBox(), QComboBox()
        self.person, self.around = QLineEdit(), QLineEdit()
        self.all_doors = QPushButton("At all doors")
        self.told = text_label("What was found", dim=True)
        self.view = SignView("Events of the door", theme)
        self._lay_out()
        bind(self, store.changed, self._on_store)
        bind(self, events.changed, lambda _nothing: self._show_events())
        self._ticker = QTimer(self, interval=1_000)
        self._ticker.timeout.connect(self._show_state)
        self._ticker.start()

    def _lay_out(self) -> None:
        self.setAccessibleName("Door")
        self.setMinimumWidth(240)
        buttons = QHBoxLayout()
        for button in (self.lock, self.unlock, self.video):
            buttons.addWidget(button)
        self.lock.clicked.connect(lambda: self._ask_command(LockDoor, "Lock"))
        self.unlock.clicked.connect(lambda: self._ask_command(UnlockDoor, "Unlock"))
        self.video.clicked.connect(self._open_video)
        self.view.activated.connect(self._replay)
        self.view.clicked.connect(self._replay)
        head = QVBoxLayout()
        head.setContentsMargins(12, 12, 12, 8)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.place)
        head.addLayout(self._facts())
        head.addWidget(self.question)
        head.addLayout(buttons)
        head.addLayout(self._asking())
        head.addWidget(self.told)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def _facts(self) -> QGridLayout:
        """The state, a source below each line."""
        facts = QGridLayout()
        facts.setHorizontalSpacing(12)
        facts.setVerticalSpacing(2)
        facts.setColumnStretch(1, 1)
        for row, (caption, value, source) in enumerate(self.lines):
            caption.setWordWrap(False)
            facts.addWidget(caption, 2 * row, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(value, 2 * row, 1)
            facts.addWidget(source, 2 * row + 1, 1)
        return facts

    def _asking(self) -> QGridLayout:
        """What is looked for: time, kinds, person, and at which doors."""
        self.span.addItems(list(_SPANS))
        self.kinds.addItems(list(_KINDS))
        self.span.setCurrentIndex(1)
        for box, name in ((self.span, "Time looked at"), (self.kinds, "Kinds of events")):
            box.setAccessibleName(name)
            box.currentIndexChanged.connect(lambda _index: self.ask())
        self.around.setPlaceholderText("Around 10:42, yesterday 14:05")
        self.around.setAccessibleName("Time looked around, half an hour each way")
        self.person.setPlaceholderText("Card holder")
        self.person.setAccessibleName("Card holder")
        for field in (self.around, self.person):
            field.returnPressed.connect(self.ask)
        self.all_doors.setCheckable(True)
        self.all_doors.toggled.connect(lambda _checked: self.ask())
        asking = QGridLayout()
        asking.addWidget(self.span, 0, 0)
        asking.addWidget(self.kinds, 0, 1)
        asking.addWidget(self.around, 1, 0)
        asking.addWidget(self.person, 1, 1)
        asking.addWidget(self.all_doors, 2, 0, 1, 2)
        return asking

    def show_door(self, door: Device) -> None:
        """Shows that door and looks for what happened at it."""
        if self._door is None or door.id != self._door.id:
            self.question.dismiss()
            self._door = door
            self.all_doors.setChecked(False)
            self.ask()
        self._show_state()

    def ask(self) -> None:
        """Looks for the events that are chosen."""
        if self._door is None:
            return
        doors = None if self.all_doors.isChecked() else self._speakers(self._door)
        person, kinds, now = one_line(self.person.text()), _KINDS[self.kinds.currentText()], self._clock.now()
        since, until = now - timedelta(hours=_SPANS[self.span.currentText()]), None
        if typed := one_line(self.around.text()):
            try:
                at = parse_time(typed, now)
            except NotATime as error:
                self.told.setText(str(error))
                return
            since, until = at - AROUND, at + AROUND
        self.span.setEnabled(not typed)
        self._events.ask(DoorQuestion(doors, since, until, person, kinds))

    def _speakers(self, door: Device) -> frozenset[DeviceId]:
        return frozenset({door.id, door.controller} if door.controller is not None else {door.id})

    def _show_state(self) -> None:
        door, now = self._door, self._clock.now()
        if door is None or not self.isVisible():
            return
        self.title.setText(one_line(door.name))
        self.place.setText(one_line(self._reach.where(door.id)))
        known = sayings(door, self._store, now)[:_LINES]
        for labels, saying in zip(self.lines, [*known, *[None] * (_LINES - len(known))], strict=True):
            for label in labels:
                label.setVisible(saying is not None)
            if saying is not None:
                for label, text in zip(labels, (saying.about, with_whole_age(saying.text), saying.source), strict=True):
                    label.setText(text)
                tone = Tone.STALE if saying.is_unknown else Tone.ALARM_MEDIUM if saying.is_loud else Tone.TEXT
                labels[1].setStyleSheet(
                    f"color: {self._theme.colors[tone]}; font-weight: {600 if saying.is_loud else 400}"
                )
                labels[1].setAccessibleName(f"{saying.about}: {saying.text}, {saying.source}")
        for button, command in ((self.lock, LockDoor(door.id)), (self.unlock, UnlockDoor(door.id))):
            reason = self._reach.permitted(command)
            button.setEnabled(reason is None and not self.question.is_open)
            button.setToolTip(tooltip(reason or ""))
        reason = self._events.why_no_person
        self.person.setEnabled(not reason)
        self.person.setToolTip(tooltip(reason))
        self.person.setPlaceholderText("Names are withheld" if reason else "Card holder")

    def _show_events(self) -> None:
        now, events = self._clock.now(), self._events
        self.view.show_rows(
            [row_of(event, self._store, now, with_door=self.all_doors.isChecked()) for event in events.found]
        )
        count = f"{len(events.found)} event{'s' if len(events.found) != 1 else ''}"
        state = "Looking …" if events.is_searching else count
        self.told.setText(
            f"{state}. {events.trouble}".rstrip(". ") if events.trouble else f"{state} · click one to see it"
        )

    def _ask_command(self, command: type[LockDoor] | type[UnlockDoor], verb: str) -> None:
        if self._door is not None:
            asked = command(self._door.id)
            self.question.ask(f"{verb} {one_line(self._door.name)}?", verb, lambda: self._reach.send(asked))

    def _replay(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if 0 <= index.row() < len(self._events.found):
            self._reach.replay(self._events.found[index.row()])

    def _open_video(self) -> None:
        if self._door is not None:
            self._reach.open_video(self._door.id)

    def _on_store(self, changes: Changes) -> None:
        if self._door is None:
            return
        self._door = self._store.devices.get(self._door.id, self._door)
        if changes.everything or changes.connection or not changes.devices.isdisjoint(self._speakers(self._door)):
            self._show_state()
