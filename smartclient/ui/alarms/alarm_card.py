"""The selected alarm: its sign, what it says, where it is, since when, who has it, what can be done, and what was done."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from smartclient.domain.alarm_details import AlarmDetails
from smartclient.domain.alarms import Alarm, AlarmState, Judgement
from smartclient.domain.commands import Command
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.runtime.clock import Clock
from smartclient.session.alarm_reading import AlarmReading
from smartclient.store.site_store import SiteStore
from smartclient.ui.alarms.act_words import judgement_words, state_word
from smartclient.ui.alarms.alarm_acts import AlarmActs
from smartclient.ui.alarms.alarm_record import AlarmRecord
from smartclient.ui.alarms.pending_line import PendingLine
from smartclient.ui.bindings import bind
from smartclient.ui.dialogs import text_label
from smartclient.ui.drill import DrillFrame
from smartclient.ui.said_by import VERDICT_TONES, SaidBy, Speaker
from smartclient.ui.signs import PRIORITY_WORDS, SHAPE_WORDS, paint_sign
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import duration, one_line, seconds_since, time_of_day

_FRAME_PX = 10
"""What a drill's frame keeps free around the card."""


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
        reading: AlarmReading[AlarmDetails] | None = None,
    ) -> None:
        """Without `reading` there is no history to show."""
        super().__init__(parent)
        self._store = store
        self._clock = clock
        self._where = where
        self._reading = reading
        self._alarm: Alarm | None = None
        self.sign = Sign(theme)
        self.name = text_label("Alarm")
        self.name.setStyleSheet(f"font-size: 16px; font-weight: 600; color: {theme.colors[Tone.TEXT]}")
        self.message = text_label("Message of the alarm")
        self.place = text_label("Where it is")
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.state = text_label("State of the alarm", dim=True)
        self.said_by = SaidBy(theme, Speaker.NOBODY)
        self.verdict = text_label("What a person found it to be")
        self.pending = PendingLine(store, theme, clock)
        self.acts = AlarmActs(store, send, permitted)
        self.record = AlarmRecord(theme, clock)
        self.watch = QPushButton("Show what happened")
        self.watch.setToolTip("Its cameras, from five seconds before it (Shift+Space)")
        self.watch.clicked.connect(self._replay)
        self._lay_out()
        self.drill = DrillFrame(self, theme)
        if reading is not None:
            bind(self, reading.changed, self._on_read)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.sign)
        head.addWidget(self.name, 1)
        self._page = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        judged = QHBoxLayout()
        judged.setSpacing(8)
        judged.addWidget(self.said_by, 0, Qt.AlignmentFlag.AlignTop)
        judged.addWidget(self.verdict, 1)
        for widget in (
            self.message,
            self.place,
            self.state,
            self.pending,
            self.acts,
            self.watch,
            self.record,
        ):
            layout.addWidget(widget)
        layout.insertLayout(layout.indexOf(self.pending), judged)

    @property
    def alarm(self) -> Alarm | None:
        """The alarm it shows."""
        return self._alarm

    def show_alarm(self, alarm: Alarm) -> None:
        """Shows that alarm as it is now."""
        if self._alarm is None or self._alarm.id != alarm.id:
            self.record.fold()
        self._alarm = alarm
        now = self._clock.now()
        self.sign.show_alarm(alarm, not self._store.is_live(alarm.id))
        self.name.setText(one_line(alarm.name))
        message = one_line(alarm.message)
        self.message.setText(message)
        self.message.setVisible(bool(message) and message != one_line(alarm.name))
        self.place.setText(one_line(self._where(alarm.device)) if alarm.device is not None else _nowhere(alarm))
        age = duration(seconds_since(alarm.at, now))
        owner = f" · {one_line(alarm.owner)}" if alarm.owner else ""
        reason = f" · {one_line(alarm.reason)}" if alarm.reason else ""
        self.state.setText(f"{state_word(alarm)}{owner}{reason} · {time_of_day(alarm.at, now)}, {age} ago")
        self._show_verdict(alarm.judgement)
        self._show_drill(alarm.is_drill)
        self.pending.show_subject(alarm.id)
        self.acts.show_alarm(alarm)
        self.watch.setAccessibleName(f"Show what happened: {one_line(alarm.name)}")
        self._show_record(alarm)

    def _show_verdict(self, judgement: Judgement | None) -> None:
        if judgement is None:
            self.said_by.show_speaker(Speaker.NOBODY)
            self.verdict.setText("Not verified by a person")
        else:
            self.said_by.show_speaker(Speaker.PERSON, VERDICT_TONES[judgement.verdict])
            self.verdict.setText(judgement_words(judgement, self._clock.now()))
        self.verdict.setStyleSheet("" if judgement is None else "font-weight: 600")

    def _show_drill(self, is_drill: bool) -> None:
        edge = _FRAME_PX if is_drill else 0
        self._page.setContentsMargins(edge, 2 * edge, edge, edge)
        self.drill.show_drill(is_drill)

    def _show_record(self, alarm: Alarm) -> None:
        self.record.setVisible(self._reading is not None)
        if self._reading is not None:
            self._reading.want(alarm.id)
            self.record.show_record(alarm, self._reading.known(alarm.id), self._reading.trouble(alarm.id))

    def _on_read(self, alarm: AlarmId) -> None:
        if self._alarm is not None and self._alarm.id == alarm:
            self._show_record(self._alarm)

    def _replay(self) -> None:
        if self._alarm is not None:
            self.replay.emit(self._alarm.id)


def _nowhere(alarm: Alarm) -> str:
    source = one_line(alarm.source_name)
    return f"On no map: {source}" if source else "On no map: the server names no source"
