"""The buttons of an alarm's card and the forms behind them: what can be done with it now, greyed with the reason where it cannot."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.commands import AlarmCommand, AssignAlarm, Command, CommentAlarm, MoveAlarm, RankAlarm
from smartclient.domain.ids import server_of
from smartclient.store.pending import PendingState
from smartclient.store.site_store import SiteStore
from smartclient.ui.alarms.act_forms import ActForm, AssignForm, ChoiceForm, CloseForm, CommentForm, priority_of
from smartclient.ui.dialogs import text_label
from smartclient.ui.signs import PRIORITY_WORDS
from smartclient.ui.words import one_line, tooltip

MOST_NAMES = 50


class AlarmActs(QWidget):
    """`asked` tells that a form is open, so that the card may make it visible."""

    asked = Signal()

    def __init__(
        self, store: SiteStore, send: Callable[[Command], None], permitted: Callable[[Command], str | None]
    ) -> None:
        super().__init__()
        self._store, self._send, self._permitted = store, send, permitted
        self._alarm: Alarm | None = None
        self.take = _button("Acknowledge", "Says to everybody that you have it (K)")
        self.back = _button("Back to new", "Nobody has it then, and it is judged by nobody (Shift K)")
        self.assign = _button("Assign …", "Gives it to somebody (Alt A); Alt T takes it yourself")
        self.comment = _button("Comment …", "Writes to its history (Alt C)")
        self.rank = _button("Priority …", "Says how much it matters (Alt P)")
        self.hold = _button("Hold", "Puts it aside, or goes on with it (Alt H)")
        self.state = _button("State …", "States this site has of its own (Alt S)")
        self.close_it = _button("Close …", "Closes it with a reason (Alt X)")
        self.reason = text_label("Why something cannot be done", dim=True)
        self.assign_form, self.comment_form, self.close_form = AssignForm(), CommentForm(), CloseForm()
        self.rank_form = ChoiceForm("Priority", "Set the priority")
        self.state_form = ChoiceForm("State", "Set the state")
        self._forms: tuple[ActForm, ...] = (
            self.assign_form,
            self.comment_form,
            self.rank_form,
            self.state_form,
            self.close_form,
        )
        self._lay_out()
        self._join()

    def _lay_out(self) -> None:
        self._buttons = QWidget()
        grid = QGridLayout(self._buttons)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.take, 0, 0, 1, 2)
        for place, button in enumerate((self.assign, self.comment, self.rank, self.hold, self.state, self.close_it)):
            grid.addWidget(button, 1 + place // 2, place % 2)
        grid.addWidget(self.back, 4, 0, 1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self._buttons, *self._forms, self.reason):
            layout.addWidget(widget)

    def _join(self) -> None:
        self.take.clicked.connect(lambda: self._ask_for(lambda alarm: MoveAlarm(alarm.id, AlarmState.IN_PROGRESS)))
        self.back.clicked.connect(lambda: self._ask_for(lambda alarm: MoveAlarm(alarm.id, AlarmState.NEW)))
        self.hold.clicked.connect(self.toggle_hold)
        self.assign.clicked.connect(self.ask_owner)
        self.comment.clicked.connect(self.ask_comment)
        self.rank.clicked.connect(self.ask_priority)
        self.state.clicked.connect(self.ask_state)
        self.close_it.clicked.connect(self.ask_reason)
        self.assign_form.answered.connect(
            lambda: self._ask_for(lambda alarm: AssignAlarm(alarm.id, self.assign_form.owner))
        )
        self.comment_form.answered.connect(self._send_comment)
        self.rank_form.answered.connect(
            lambda: self._ask_for(lambda alarm: RankAlarm(alarm.id, priority_of(self.rank_form.chosen)))
        )
        self.state_form.answered.connect(
            lambda: self._ask_for(
                lambda alarm: MoveAlarm(alarm.id, AlarmState.IN_PROGRESS, own_state=self.state_form.chosen)
            )
        )
        self.close_form.answered.connect(
            lambda: self._ask_for(
                lambda alarm: MoveAlarm(alarm.id, AlarmState.CLOSED, self.close_form.comment, self.close_form.reason)
            )
        )
        for form in self._forms:
            form.closed.connect(self._buttons.show)

    def show_alarm(self, alarm: Alarm) -> None:
        """Shows what can be done with that alarm now; a form about another one goes away."""
        if self._alarm is None or self._alarm.id != alarm.id:
            self._dismiss()
        self._alarm = alarm
        terms, is_new, is_held = (
            self._store.terms_of(alarm.id),
            alarm.state is AlarmState.NEW,
            alarm.state is AlarmState.ON_HOLD,
        )
        self.take.setVisible(is_new)
        self.back.setVisible(not is_new)
        self.hold.setVisible(alarm.is_open and AlarmState.ON_HOLD in terms.states)
        self.hold.setText("Go on with it" if is_held else "Hold")
        self.state.setVisible(alarm.is_open and bool(terms.own_states))
        self.close_it.setVisible(alarm.is_open)
        self._grey(alarm)

    def take_it(self, alarm: Alarm) -> None:
        """Assigns the alarm to this operator."""
        self._send(AssignAlarm(alarm.id, self._store.user_of(alarm.id)))

    def toggle_hold(self) -> None:
        """Puts it aside, or goes on with it."""
        self._ask_for(_hold)

    def ask_owner(self) -> None:
        """Asks to whom; names are those seen on alarms, each once however it is capitalized."""
        if self._alarm is not None:
            server = server_of(self._alarm.id)
            alarms = [alarm for alarm in self._store.open_alarms() if server_of(alarm.id) == server]
            seen = {alarm.owner for alarm in alarms if alarm.owner}
            seen |= {alarm.comment.by for alarm in alarms if alarm.comment is not None}
            user = self._store.user_of(self._alarm.id)
            others = {name.casefold(): name for name in sorted(seen) if name.casefold() != user.casefold()}
            names = [others[key] for key in sorted(others)[:MOST_NAMES]]
            self.assign_form.offer([user, *names], self._alarm.owner or user)
            self._open(self.assign_form)

    def ask_comment(self) -> None:
        """Asks for a comment."""
        self._open(self.comment_form)

    def ask_priority(self) -> None:
        """Asks how much it matters."""
        if self._alarm is not None:
            offered = [
                PRIORITY_WORDS[priority]
                for priority in Priority
                if priority in self._store.terms_of(self._alarm.id).priorities
            ]
            self.rank_form.offer(offered, PRIORITY_WORDS[self._alarm.priority])
            self._open(self.rank_form)

    def ask_state(self) -> None:
        """Asks for one of the site's own states."""
        if self._alarm is not None:
            self.state_form.offer(self._store.terms_of(self._alarm.id).own_states, self._alarm.state_name)
            self._open(self.state_form)

    def ask_reason(self) -> None:
        """Asks why it is to be closed; the reason that says what a person found it to be stands there already."""
        if self._alarm is not None:
            reasons, judgement = self._store.terms_of(self._alarm.id).close_reasons, self._alarm.judgement
            verdict = judgement.verdict.value if judgement is not None else ""
            fitting = next((reason for reason in reasons if verdict and verdict in reason.casefold()), "")
            self.close_form.offer(reasons, fitting or next(iter(reasons), ""))
            self._open(self.close_form)

    def _open(self, form: ActForm) -> None:
        if self._alarm is None:
            return
        for other in self._forms:
            if other is not form:
                other.hide()
        form.ask()
        self._buttons.hide()
        self.asked.emit()

    def _dismiss(self) -> None:
        for form in self._forms:
            form.dismiss()

    def _ask_for(self, command: Callable[[Alarm], Command]) -> None:
        if self._alarm is not None:
            self._send(command(self._alarm))

    def _send_comment(self) -> None:
        if text := self.comment_form.comment:
            self._ask_for(lambda alarm: CommentAlarm(alarm.id, text))

    def _grey(self, alarm: Alarm) -> None:
        pending = self._store.pending(alarm.id)
        is_waiting = pending is not None and pending.state is PendingState.WAITING
        reasons: dict[str, list[str]] = {}
        for button, command in self._commands(alarm):
            reason = self._permitted(command)
            button.setEnabled(reason is None and not is_waiting)
            name = button.text().removesuffix(" …")
            button.setAccessibleName(f"{name}: {one_line(alarm.name)}")
            button.setToolTip(tooltip(reason) if reason else str(button.property("does")))
            if reason is not None and button.isVisibleTo(self._buttons):
                reasons.setdefault(reason, []).append(name)
        self.reason.setVisible(bool(reasons))
        many = len(self._commands(alarm))
        self.reason.setText(
            "\n".join(
                reason if len(names) >= many - 2 else f"{', '.join(names)}: {reason}"
                for reason, names in reasons.items()
            )
        )

    def _commands(self, alarm: Alarm) -> list[tuple[QPushButton, AlarmCommand]]:
        return [
            (self.take, MoveAlarm(alarm.id, AlarmState.IN_PROGRESS)),
            (self.back, MoveAlarm(alarm.id, AlarmState.NEW)),
            (self.assign, AssignAlarm(alarm.id, "")),
            (self.comment, CommentAlarm(alarm.id, "")),
            (self.rank, RankAlarm(alarm.id, alarm.priority)),
            (self.hold, MoveAlarm(alarm.id, AlarmState.ON_HOLD)),
            (self.state, MoveAlarm(alarm.id, AlarmState.IN_PROGRESS)),
            (self.close_it, MoveAlarm(alarm.id, AlarmState.CLOSED)),
        ]


def _hold(alarm: Alarm) -> MoveAlarm:
    is_held = alarm.state is AlarmState.ON_HOLD
    return MoveAlarm(alarm.id, AlarmState.IN_PROGRESS if is_held else AlarmState.ON_HOLD)


def _button(text: str, does: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("does", does)
    button.setToolTip(does)
    return button
