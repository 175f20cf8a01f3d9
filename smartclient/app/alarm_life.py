"""The life of alarms in one watch: keys for all that is done with one, what came of it, and escalation."""

import asyncio
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.commands import AlarmCommand, AssignAlarm, CommentAlarm, MoveAlarm, RankAlarm
from smartclient.runtime.settings import SettingsFile
from smartclient.session.alarm_outcomes import AlarmOutcomes
from smartclient.session.alarm_reading import AlarmReading
from smartclient.session.escalation import LIMITS_S, LONGEST_S, SHORTEST_S, Escalation
from smartclient.session.verifying.alarm_pictures import PicturesOfAlarms
from smartclient.store.notices import Grade
from smartclient.ui.actions import Action
from smartclient.ui.alarms.alarm_acts import AlarmActs
from smartclient.ui.alarms.alarm_list import AlarmList
from smartclient.ui.alarms.escalation_banner import EscalationBanner
from smartclient.ui.alarms.limits_form import LimitsForm
from smartclient.ui.alarms.selection_panel import SelectionPanel
from smartclient.ui.alarms.sounder import Sounder
from smartclient.ui.bindings import bind
from smartclient.ui.shell.main_window import MainWindow

if TYPE_CHECKING:
    from smartclient.app.watch import Watch

_GROUP = "Alarms"


class AlarmLifeRoom:
    """Build it on the running loop once the watch has its session, `join` it to the places it speaks through; `stop` ends it."""

    def __init__(self, watch: "Watch") -> None:
        given, store, notices = watch.given, watch.store, watch.notices
        self._watch = watch
        self.reading = AlarmReading(given.server.alarm_details, store, given.clock)
        self.pictures = PicturesOfAlarms(
            AlarmReading(given.server.alarm_snapshots, store, given.clock),
            store,
            lambda camera: watch.players.why_closed(camera),
        )
        later = asyncio.get_running_loop().call_later
        self.outcomes = AlarmOutcomes(watch.dispatcher, store, notices, given.clock, later)
        silent = watch.verifying.own_room.is_silent
        self.escalation = Escalation(store, given.clock, _limits(given.settings), silent)
        self._limits_form: LimitsForm | None = None
        self._selection: SelectionPanel | None = None

    def join(self, selection: SelectionPanel, sounder: Sounder, alarms: AlarmList) -> None:
        """From now on it sounds and has its banner, and keys open the forms of the card."""
        self._selection = selection
        banner = EscalationBanner(self._watch.given.theme)
        banner.chosen.connect(self._choose)
        bind(banner, self.escalation.changed, banner.show_overdue)
        alarms.lead_with(banner)
        bind(sounder, self.escalation.rung, sounder.play)
        self.escalation.start()

    async def stop(self) -> None:
        """Ends everything."""
        await self.escalation.stop()
        await self.reading.stop()
        await self.pictures.reading.stop()

    def actions(self, window: MainWindow) -> Iterator[Action]:
        """Its rows; the card is shown in `window`."""

        def on_card(act: Callable[[AlarmActs], None]) -> Callable[[], None]:
            def run() -> None:
                if self._selection is not None:
                    window.show_selected()
                    self._selection.refresh()
                    act(self._selection.alarm.acts)

            return run

        row, why_not = self._row, self._why_not
        yield Action("take-alarm", "Assign the alarm to me", _GROUP, self._take, ("Alt+T",), why_not(self._assign_me))
        yield row("assign-alarm", "Assign the alarm", "Alt+A", on_card(AlarmActs.ask_owner), _assign)
        yield row("comment-alarm", "Comment on the alarm", "Alt+C", on_card(AlarmActs.ask_comment), _comment)
        yield row("rank-alarm", "Priority of the alarm", "Alt+P", on_card(AlarmActs.ask_priority), _rank)
        yield row("hold-alarm", "Hold the alarm, or go on with it", "Alt+H", on_card(AlarmActs.toggle_hold), _hold)
        yield row("state-alarm", "A state of the site's own", "Alt+S", on_card(AlarmActs.ask_state), _go_on)
        yield row("close-alarm", "Close the alarm with a reason", "Alt+X", on_card(AlarmActs.ask_reason), _close)
        yield Action(
            "undo-alarm", "Back to new: undo acknowledging", _GROUP, self._undo, ("Shift+K",), self._why_no_undo
        )
        yield Action("alarm-limits", "How long alarms may stay untouched", _GROUP, lambda: self._show_limits(window))

    def _row(
        self, name: str, text: str, key: str, run: Callable[[], None], command: Callable[[Alarm], AlarmCommand]
    ) -> Action:
        return Action(name, text, _GROUP, run, (key,), self._why_not(command))

    def _why_not(self, command: Callable[[Alarm], AlarmCommand]) -> Callable[[], str | None]:
        def why_not() -> str | None:
            alarm = self._chosen()
            if alarm is None:
                return "Choose an alarm first; A takes the worst."
            return self._watch.why_not(command(alarm))

        return why_not

    def _chosen(self) -> Alarm | None:
        chosen = self._watch.workspace.alarm
        return self._watch.store.alarms.get(chosen) if chosen is not None else None

    def _assign_me(self, alarm: Alarm) -> AssignAlarm:
        return AssignAlarm(alarm.id, self._watch.store.user_of(alarm.id))

    def _choose(self) -> None:
        if (standing := self.escalation.standing) is not None:
            self._watch.workspace.select(standing.worst.device, standing.worst.id)
            self._watch.window.show_selected()

    def _take(self) -> None:
        if (alarm := self._chosen()) is not None:
            self._watch.dispatcher.send(self._assign_me(alarm))

    def _undo(self) -> None:
        self.outcomes.undo(self._watch.workspace.alarm)

    def _why_no_undo(self) -> str | None:
        return self.outcomes.why_no_undo(self._watch.workspace.alarm)

    def _show_limits(self, window: MainWindow) -> None:
        if self._limits_form is None:
            self._limits_form = LimitsForm(self.escalation.limits_s, (SHORTEST_S, LONGEST_S), self._set_limits)
        window.show_panel(self._limits_form, "Alarm limits")
        self._limits_form.fields[Priority.HIGH].setFocus()

    def _set_limits(self, limits_s: dict[Priority, float]) -> None:
        kept = {priority.name.lower(): limit_s for priority, limit_s in limits_s.items()}
        self._watch.given.settings.change(alarm_limits_s=kept)
        self.escalation.set_limits(limits_s)
        if self._limits_form is not None:
            self._watch.window.close_panel(self._limits_form)
        self._watch.map.setFocus()
        self._watch.notices.say("action", "The limits of alarms are set.", Grade.QUIET)


def _limits(settings: SettingsFile) -> dict[Priority, float]:
    kept = settings.read().alarm_limits_s
    return {
        priority: min(LONGEST_S, max(SHORTEST_S, kept.get(priority.name.lower(), limit_s)))
        for priority, limit_s in LIMITS_S.items()
    }


def _assign(alarm: Alarm) -> AlarmCommand:
    return AssignAlarm(alarm.id, "")


def _comment(alarm: Alarm) -> AlarmCommand:
    return CommentAlarm(alarm.id, "")


def _rank(alarm: Alarm) -> AlarmCommand:
    return RankAlarm(alarm.id, alarm.priority)


def _hold(alarm: Alarm) -> AlarmCommand:
    return MoveAlarm(alarm.id, AlarmState.ON_HOLD)


def _go_on(alarm: Alarm) -> AlarmCommand:
    return MoveAlarm(alarm.id, AlarmState.IN_PROGRESS)


def _close(alarm: Alarm) -> AlarmCommand:
    return MoveAlarm(alarm.id, AlarmState.CLOSED)
