"""The selected device: what it is, where, its states with their since, and what can be done with it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from smartclient.domain.commands import Command, LockDoor, UnlockDoor
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.store.pending import PendingState
from smartclient.store.site_store import SiteStore
from smartclient.ui.alarms.facts import Saying, kind_words, sayings, verb_of
from smartclient.ui.alarms.pending_line import PendingLine
from smartclient.ui.dialogs import Question, text_label
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line, tooltip

_LINES = 5
"""A device has at most this many sayings."""
_WITH_VIDEO = {DeviceKind.CAMERA, DeviceKind.DOOR, DeviceKind.INTERCOM}


class DeviceCard(QWidget):
    """Facts and buttons. `open_video` carries the DeviceId; for a door the cameras that see it are meant."""

    open_video = Signal(str)

    def __init__(
        self,
        store: SiteStore,
        theme: Theme,
        clock: Clock,
        where: Callable[[DeviceId], str],
        send: Callable[[Command], None],
        permitted: Callable[[Command], str | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._theme = theme
        self._clock = clock
        self._where = where
        self._send = send
        self._permitted = permitted
        self._device: Device | None = None
        self.name = text_label("Selected")
        self.name.setStyleSheet("font-size: 16px; font-weight: 600")
        self.place = text_label("What it is and where", dim=True)
        self.lines = [(text_label(dim=True), text_label()) for _ in range(_LINES)]
        self.pending = PendingLine(store, theme, clock)
        self.question = Question()
        self.video = QPushButton("Open video")
        self.lock = QPushButton("Lock")
        self.unlock = QPushButton("Unlock")
        self.reason = text_label("Why something cannot be done", dim=True)
        self._lay_out()

    def _lay_out(self) -> None:
        facts = QGridLayout()
        facts.setHorizontalSpacing(12)
        facts.setVerticalSpacing(4)
        facts.setColumnMinimumWidth(0, 48)
        facts.setColumnStretch(1, 1)
        for row, (caption, value) in enumerate(self.lines):
            caption.setWordWrap(False)
            facts.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(value, row, 1)
        self._actions = QWidget()
        actions = QGridLayout(self._actions)
        actions.setContentsMargins(0, 0, 0, 0)
        actions.setSpacing(8)
        actions.addWidget(self.video, 0, 0, 1, 2)
        actions.addWidget(self.lock, 1, 0)
        actions.addWidget(self.unlock, 1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.name)
        layout.addWidget(self.place)
        layout.addLayout(facts)
        for widget in (self.pending, self.question, self._actions, self.reason):
            layout.addWidget(widget)
        self.video.clicked.connect(self._open_video)
        self.lock.clicked.connect(self.ask_lock)
        self.unlock.clicked.connect(self.ask_unlock)
        self.question.closed.connect(self._actions.show)

    def show_device(self, device: Device) -> None:
        """Shows that device as it is now; a question about another one goes away."""
        if self._device is None or device.id != self._device.id:
            self.question.dismiss()
        self._device = device
        self.name.setText(one_line(device.name))
        where = one_line(self._where(device.id)) if device.placement is not None else "Not on the map"
        self.place.setText(f"{kind_words(device)} · {where}")
        is_commandable = device.id in self._store.commandable
        state, silent_since = self._store.state(device.id), self._store.silent_since(device.id)
        known = sayings(device, state, self._clock.now(), is_commandable, silent_since)
        for place, labels in enumerate(self.lines):
            self._show_saying(labels, known[place] if place < len(known) else None, self._store.is_live(device.id))
        self.pending.show_subject(device.id)
        self._show_actions(device)

    def clear(self) -> None:
        """Shows no device, and holds none."""
        self.question.dismiss()
        self._device = None
        for label in (self.name, self.place, *(label for pair in self.lines for label in pair)):
            label.setText("")

    def _show_saying(self, labels: tuple[QLabel, QLabel], saying: Saying | None, is_live: bool) -> None:
        caption, value = labels
        for label in labels:
            label.setVisible(saying is not None)
        if saying is None:
            return
        caption.setText(saying.name)
        value.setText(saying.text)
        value.setAccessibleName(f"{saying.name}: {saying.text}")
        is_dim = saying.is_unknown or not is_live
        tone = Tone.STALE if is_dim else Tone.ALARM_MEDIUM if saying.is_loud else Tone.TEXT
        weight = 600 if saying.is_loud else 400
        style = f"color: {self._theme.colors[tone]}; font-weight: {weight}"
        if value.styleSheet() != style:
            value.setStyleSheet(style)

    def _show_actions(self, device: Device) -> None:
        is_door = device.kind is DeviceKind.DOOR
        pending = self._store.pending(device.id)
        is_waiting = pending is not None and pending.state is PendingState.WAITING
        if is_waiting:
            self.question.dismiss()
        reasons: dict[str, list[str]] = {}
        commands: tuple[tuple[QPushButton, Command], ...] = (
            (self.lock, LockDoor(device.id)),
            (self.unlock, UnlockDoor(device.id)),
        )
        for button, command in commands:
            reason = self._permitted(command) if is_door else None
            button.setVisible(is_door)
            button.setEnabled(reason is None and not is_waiting)
            button.setToolTip(tooltip(reason or ""))
            button.setAccessibleName(f"{verb_of(command)} {one_line(device.name)}")
            if reason is not None:
                reasons.setdefault(reason, []).append(verb_of(command))
        self.video.setVisible(device.kind in _WITH_VIDEO)
        self.video.setText("Open video" if device.kind is DeviceKind.CAMERA else "Open cameras that see it")
        self.video.setAccessibleName(f"{self.video.text()}: {one_line(device.name)}")
        self._actions.setVisible(not self.question.is_open)
        self.reason.setVisible(bool(reasons))
        self.reason.setText("\n".join(f"{' and '.join(verbs)}: {reason}" for reason, verbs in reasons.items()))

    def ask_lock(self) -> None:
        """Asks whether to lock the selected door, if that can be done."""
        if self._device is not None:
            self._ask(self._device, LockDoor(self._device.id))

    def ask_unlock(self) -> None:
        """Asks whether to unlock the selected door, if that can be done."""
        if self._device is not None:
            self._ask(self._device, UnlockDoor(self._device.id))

    def _ask(self, device: Device, command: Command) -> None:
        if device.kind is not DeviceKind.DOOR or self._permitted(command) is not None:
            return
        verb = verb_of(command)
        self.question.ask(f"{verb} {one_line(device.name)}?", verb, lambda: self._send(command))
        self._actions.hide()

    def _open_video(self) -> None:
        if self._device is not None:
            self.open_video.emit(self._device.id)
