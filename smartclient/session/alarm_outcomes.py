"""What came of the operator's own acts on alarms: said once, with the way back while it is fresh, and who was quicker."""

from datetime import datetime, timedelta

from smartclient.domain.alarms import Alarm, AlarmState
from smartclient.domain.commands import Command, JudgeAlarm, MoveAlarm
from smartclient.domain.ids import AlarmId
from smartclient.runtime.clock import Clock
from smartclient.session.dispatcher import Dispatcher
from smartclient.store.changes import Changes, Later
from smartclient.store.notices import Grade, Notices
from smartclient.store.site_store import SiteStore

UNDO_S = 10.0
"""How long the notice that offers the way back stands."""
WHOSE_S = 30.0
"""How long it is said that somebody else has an alarm."""
TOGETHER = timedelta(seconds=2)
"""Alarms taken within this, as the repeats in one row, are put back together."""
NOTICE, TAKEN_OVER = "alarm-outcome", "alarm-taken-over"

_DONE = {
    AlarmState.NEW: "back to new",
    AlarmState.IN_PROGRESS: "yours",
    AlarmState.ON_HOLD: "on hold",
    AlarmState.CLOSED: "closed",
}


class AlarmOutcomes:
    """Hears what the server confirmed. `undo_key` is how the way back is written."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        store: SiteStore,
        notices: Notices,
        clock: Clock,
        later: Later,
        undo_key: str = "Shift K",
    ) -> None:
        self._dispatcher, self._store, self._notices = dispatcher, store, notices
        self._clock, self._later, self._undo_key = clock, later, undo_key
        self._last: list[tuple[AlarmId, datetime]] = []
        self._mine: set[AlarmId] = set()
        self._whose_until = clock.now()
        dispatcher.confirmed.connect(self._confirmed)
        store.changed.connect(self._look)

    def why_no_undo(self, chosen: AlarmId | None) -> str | None:
        """The reason why no alarm can be put back to new, for a person; None when one can."""
        return None if self._meant(chosen) else "No alarm was taken; choose one that was."

    def undo(self, chosen: AlarmId | None) -> None:
        """Puts back to new what was done last, if that was just now, else the chosen alarm."""
        for alarm in self._meant(chosen):
            self._dispatcher.send(MoveAlarm(alarm, AlarmState.NEW))
        self._forget()

    def _meant(self, chosen: AlarmId | None) -> list[AlarmId]:
        fresh = [alarm for alarm, at in self._last if at > self._clock.now() - timedelta(seconds=UNDO_S)]
        is_about_it = chosen is None or chosen in fresh
        alarms = fresh if fresh and is_about_it else [chosen] if chosen is not None else []
        known = (self._store.alarms.get(alarm) for alarm in alarms)
        return [alarm.id for alarm in known if alarm is not None and alarm.state is not AlarmState.NEW]

    def _confirmed(self, command: Command) -> None:
        if not isinstance(command, MoveAlarm | JudgeAlarm):
            return
        alarm = self._store.alarms.get(command.alarm)
        if alarm is None:
            return
        now, me = self._clock.now(), self._store.user_of(alarm.id).casefold()
        is_taking = isinstance(command, MoveAlarm) and command.state is AlarmState.IN_PROGRESS
        if is_taking and alarm.owner and alarm.owner.casefold() != me:
            self._say_whose(f"{alarm.owner} has {alarm.name} (alarm {alarm.number}).", Grade.QUIET)
            return
        if alarm.state is AlarmState.NEW:
            self._forget()
            return
        self._last = [(key, at) for key, at in self._last if at > now - TOGETHER and key != alarm.id]
        self._last.append((alarm.id, now))
        self._notices.say(NOTICE, self._sentence(command, alarm), Grade.QUIET)
        self._later(UNDO_S, self._expire)

    def _sentence(self, command: MoveAlarm | JudgeAlarm, alarm: Alarm) -> str:
        back = f"{self._undo_key} puts {'them' if len(self._last) > 1 else 'it'} back to new."
        if len(self._last) > 1:
            return f"{len(self._last)} alarms are {_DONE[alarm.state]}. {back}"
        said = f"judged {command.verdict.value}" if isinstance(command, JudgeAlarm) else _DONE[alarm.state]
        return f"{alarm.name} (alarm {alarm.number}) is {said}. {back}"

    def _expire(self) -> None:
        if self._last and self._last[-1][1] <= self._clock.now() - timedelta(seconds=UNDO_S):
            self._forget()

    def _forget(self) -> None:
        self._last.clear()
        self._notices.end(NOTICE)

    def _look(self, changes: Changes) -> None:
        """An alarm this operator had is somebody else's now."""
        keys = self._store.alarms.keys() if changes.everything else changes.alarms
        for key in keys:
            alarm = self._store.alarms.get(key)
            owner = alarm.owner.casefold() if alarm is not None and alarm.is_open else ""
            if owner and owner == self._store.user_of(key).casefold():
                self._mine.add(key)
            elif key in self._mine:
                self._mine.discard(key)
                if alarm is not None and owner:
                    self._say_whose(f"{alarm.owner} has {alarm.name} (alarm {alarm.number}) now.", Grade.WARNING)

    def _say_whose(self, sentence: str, grade: Grade) -> None:
        self._notices.say(TAKEN_OVER, sentence, grade)
        self._whose_until = self._clock.now() + timedelta(seconds=WHOSE_S)
        self._later(WHOSE_S, self._end_whose)

    def _end_whose(self) -> None:
        if self._clock.now() >= self._whose_until:
            self._notices.end(TAKEN_OVER)
