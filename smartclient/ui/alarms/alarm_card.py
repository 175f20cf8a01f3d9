"""The selected alarm: its sign, what it says, where it is, since when, who has it, and the button that takes it."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from smartclient.domain.alarms import Alarm, AlarmState
from smartclient.domain.commands import Command, MoveAlarm
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.store.site_store import SiteStore
from smartclient.ui.alarms.pending_line import PendingLine
from smartclient.ui.dialogs import text_label
from smartclient.ui.signs import PRIORITY_WORDS, SHAPE_WORDS, paint_sign
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import duration, one_line, seconds_since, time_of_day


class Sign(QWidget):
    """One alarm sign, 32 px."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._alarm: Alarm | None = None
        self._is_stale = False
        self.setFixedSize(QSize(32, 32))

    def show_alarm(self, alarm: Alarm, is_stale: bool) -> None:
        """Shows that alarm's sign, grey when the line is not live."""
        self._alarm, self._is_stale = alarm, is_stale
        self.setAccessibleName(f"{PRIORITY_WORDS[alarm.priority]} alarm, {SHAPE_WORDS[alarm.priority]}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Draws the sign."""
        if self._alarm is None:
            return
        painter = QPainter(self)
        is_new = self._alarm.state is AlarmState.NEW
        paint_sign(
            painter, self._theme, self._alarm.priority, QRectF(self.rect()), is_new=is_new, is_stale=self._is_stale
        )
        painter.end()


class AlarmCard(QWidget):
    """Shown above the device while an alarm is selected. `replay` carries the AlarmId whose moment is to be watched."""

    replay = Signal(str)

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
        self._clock = clock
        self._where = where
        self._send = send
        self._permitted = permitted
        self._alarm: Alarm | None = None
        self.sign = Sign(theme)
        self.name = text_label("Alarm")
        self.name.setStyleSheet(f"font-size: 16px; font-weight: 600; color: {theme.colors[Tone.TEXT]}")
        self.message = text_label("Message of the alarm")
        self.place = text_label("Where it is")
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.state = text_label("State of the alarm", dim=True)
        self.pending = PendingLine(store, theme, clock)
        self.take = QPushButton("Acknowledge")
        self.take.setToolTip("Says to everybody that you have it (K)")
        self.take.clicked.connect(self._acknowledge)
        self.reason = text_label("Why it cannot be acknowledged", dim=True)
        self.watch = QPushButton("Show what happened")
        self.watch.setToolTip("Its cameras, from five seconds before it (Shift+Space)")
        self.watch.clicked.connect(self._replay)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.sign)
        head.addWidget(self.name, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        for widget in (self.message, self.place, self.state, self.pending, self.take, self.reason, self.watch):
            layout.addWidget(widget)

    def show_alarm(self, alarm: Alarm) -> None:
        """Shows that alarm as it is now."""
        self._alarm = alarm
        now = self._clock.now()
        self.sign.show_alarm(alarm, not self._store.connection.is_live)
        self.name.setText(one_line(alarm.name))
        message = one_line(alarm.message)
        self.message.setText(message)
        self.message.setVisible(bool(message) and message != one_line(alarm.name))
        self.place.setText(one_line(self._where(alarm.device)) if alarm.device is not None else "")
        self.place.setVisible(alarm.device is not None)
        age = duration(seconds_since(alarm.at, now))
        owner = f" · {one_line(alarm.owner)}" if alarm.owner else ""
        self.state.setText(f"{one_line(alarm.state_name)}{owner} · {time_of_day(alarm.at, now)}, {age} ago")
        self.pending.show_subject(alarm.id)
        is_new = alarm.state is AlarmState.NEW
        reason = self._permitted(MoveAlarm(alarm.id, AlarmState.IN_PROGRESS)) if is_new else None
        self.take.setVisible(is_new)
        self.take.setEnabled(reason is None and self._store.pending(alarm.id) is None)
        self.watch.setAccessibleName(f"Show what happened: {one_line(alarm.name)}")
        self.take.setAccessibleName(f"Acknowledge {one_line(alarm.name)}")
        self.reason.setText(reason or "")
        self.reason.setVisible(reason is not None)

    def _acknowledge(self) -> None:
        if self._alarm is not None:
            self._send(MoveAlarm(self._alarm.id, AlarmState.IN_PROGRESS))

    def _replay(self) -> None:
        if self._alarm is not None:
            self.replay.emit(self._alarm.id)
