"""The decisions: real, false alarm, drill; what a person has decided so far; and the question before it is changed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from smartclient.domain.alarms import Alarm, Judgement, Verdict
from smartclient.domain.commands import JudgeAlarm
from smartclient.runtime.clock import Clock
from smartclient.store.pending import PendingState
from smartclient.store.site_store import SiteStore
from smartclient.ui.alarms.pending_line import PendingLine
from smartclient.ui.dialogs import Question, text_label
from smartclient.ui.said_by import VERDICT_TONES, SaidBy, Speaker
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.verifying.card_part import LETTERS, CardKey
from smartclient.ui.words import one_line, time_of_day

NAMES = {Verdict.REAL: "Real", Verdict.FALSE: "False", Verdict.DRILL: "Drill"}
_TIPS = {
    Verdict.REAL: "You have seen it: this is real",
    Verdict.FALSE: "You have seen it: there is nothing; the alarm is closed",
    Verdict.DRILL: "This is an exercise; everything of it is marked DRILL",
}


class VerdictBar(QWidget):
    """`judged` carries the Verdict a person chose, confirmed where another one stood already."""

    judged = Signal(object)

    def __init__(
        self,
        store: SiteStore,
        theme: Theme,
        clock: Clock,
        why_not: Callable[[JudgeAlarm], str | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._theme, self._clock, self._why_not = store, theme, clock, why_not
        self._alarm: Alarm | None = None
        self.sign = SaidBy(theme, Speaker.NOBODY)
        self.words = text_label("What a person decided")
        self.pending = PendingLine(store, theme, clock)
        self.question = Question()
        self.question.closed.connect(self._give_back)
        self.reason = text_label("Why it cannot be decided", dim=True)
        self.buttons = {verdict: self._button(verdict) for verdict in Verdict}
        self._lay_out()

    def show_alarm(self, alarm: Alarm) -> None:
        """What has been decided of that alarm, and what can be."""
        if self._alarm is None or alarm.id != self._alarm.id:
            self.question.dismiss()
        self._alarm = alarm
        judgement = alarm.judgement
        tone = VERDICT_TONES[judgement.verdict] if judgement is not None else Tone.TEXT_DIM
        self.sign.show_speaker(Speaker.PERSON if judgement is not None else Speaker.NOBODY, tone)
        self.words.setText(judgement_words(judgement, self._clock) if judgement else "Nobody has verified it yet.")
        self.words.setStyleSheet(f"color: {self._theme.colors[tone]}; font-weight: {600 if judgement else 400}")
        self.pending.show_subject(alarm.id)
        pending = self._store.pending(alarm.id)
        is_waiting = pending is not None and pending.state is PendingState.WAITING
        reasons = {verdict: self._why_not(JudgeAlarm(alarm.id, verdict)) for verdict in Verdict}
        for verdict, button in self.buttons.items():
            is_so = judgement is not None and judgement.verdict is verdict
            button.setEnabled(reasons[verdict] is None and not is_so and not is_waiting)
            button.setAccessibleName(f"{NAMES[verdict]}, key {LETTERS[CardKey(verdict)]}")
        reason = next((reason for reason in reasons.values() if reason is not None), None)
        self.reason.setText(reason or "")
        self.reason.setVisible(reason is not None)

    def choose(self, verdict: Verdict) -> None:
        """Decides, or asks first where somebody decided otherwise; what cannot be decided now is passed over."""
        if self._alarm is None or not self.buttons[verdict].isEnabled():
            return
        judgement = self._alarm.judgement
        if judgement is None:
            self.judged.emit(verdict)
            return
        words = f"{judgement_words(judgement, self._clock)} Change that to {verdict.value}?"
        self.question.ask(words, f"Change to {verdict.value}", lambda: self.judged.emit(verdict))

    def _button(self, verdict: Verdict) -> QPushButton:
        button = QPushButton(f"{LETTERS[CardKey(verdict)]}  {NAMES[verdict]}")
        button.setToolTip(f"{_TIPS[verdict]} ({LETTERS[CardKey(verdict)]})")
        button.setMinimumHeight(36)
        tone = self._theme.colors[VERDICT_TONES[verdict]]
        dim, line = self._theme.colors[Tone.STALE], self._theme.colors[Tone.LINE]
        edge = "dashed" if verdict is Verdict.DRILL else "solid"
        button.setStyleSheet(
            f"QPushButton {{ border: 2px {edge} {tone}; font-size: 16px; font-weight: 600; padding: 2px 4px; }}"
            f"QPushButton:focus {{ border-color: {self._theme.colors[Tone.ACCENT]}; }}"
            f"QPushButton:disabled {{ border-color: {line}; color: {dim}; }}"
        )
        button.clicked.connect(lambda _checked=False: self.choose(verdict))
        return button

    def _lay_out(self) -> None:
        said = QHBoxLayout()
        said.setSpacing(8)
        said.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.words, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in self.buttons.values():
            row.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(said)
        layout.addWidget(self.pending)
        layout.addWidget(self.question)
        layout.addLayout(row)
        layout.addWidget(self.reason)

    def _give_back(self) -> None:
        """The keyboard stays on the card when the question has gone."""
        parent = self.parentWidget()
        if parent is not None:
            parent.setFocus(Qt.FocusReason.OtherFocusReason)


def judgement_words(judgement: Judgement, clock: Clock) -> str:
    """`Verified by dispatcher: real · 14:02:11`."""
    by = f"Verified by {one_line(judgement.by)}" if judgement.by else "Verified"
    return f"{by}: {judgement.verdict.value} · {time_of_day(judgement.at, clock.now())}."
