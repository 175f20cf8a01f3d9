"""The alarms that rules of this side raise: local, in the journal, worked like any other, and handed to the server where it takes them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from smartclient.domain.alarms import Alarm, AlarmState, Comment, Judgement, Verdict
from smartclient.domain.commands import (
    AlarmCommand,
    AssignAlarm,
    CommentAlarm,
    JudgeAlarm,
    MoveAlarm,
    RankAlarm,
)
from smartclient.domain.errors import Refused
from smartclient.domain.events import AlarmChanged
from smartclient.domain.ids import AlarmId, keyed, plain, server_of
from smartclient.domain.own_alarms import OWN, is_own
from smartclient.runtime.clock import Clock
from smartclient.session.record import Record
from smartclient.session.rules.rules import NAMES, PRIORITIES, Due
from smartclient.store.site_store import SiteStore

CATEGORY = "Own rules"
SAME_WITHIN = timedelta(minutes=2)
"""An alarm of the same name at the same device, raised so near in time, is the same alarm raised by another console."""
_NEXT = timedelta(microseconds=1)
_STATE_NAMES = {
    AlarmState.NEW: "New",
    AlarmState.IN_PROGRESS: "In progress",
    AlarmState.ON_HOLD: "On hold",
    AlarmState.CLOSED: "Closed",
}


class OwnAlarms:
    """Raises and changes them; each telling is in the journal before it is in the store."""

    def __init__(self, store: SiteStore, record: Record, clock: Clock, name_of: Callable[[str], str]) -> None:
        """`name_of` is a device's name."""
        self._store, self._record, self._clock, self._name_of = store, record, clock, name_of
        self._count = 0

    def raise_for(self, due: Due) -> Alarm:
        """The alarm of what is due; the same event raises the same alarm once, however often it is told."""
        self._count += 1
        event = due.event.id
        alarm = Alarm(
            id=AlarmId(keyed(server_of(event), f"{OWN}{due.rule}/{plain(event)}")),
            number=self._count,
            name=NAMES[due.rule],
            message=f"{self._name_of(due.device)}: {due.words} Raised by smartclient's own rule.",
            priority=PRIORITIES[due.rule],
            state=AlarmState.NEW,
            state_name=_STATE_NAMES[AlarmState.NEW],
            at=due.event.at,
            changed_at=due.event.at,
            device=due.device,
            source_name=self._name_of(due.device),
            category=CATEGORY,
        )
        return self._tell(alarm)

    def change(self, command: AlarmCommand) -> None:
        """Does what a command asks, here and now. Raises Refused for an alarm that is no longer at hand."""
        alarm = self._store.alarms.get(command.alarm)
        if alarm is None:
            raise Refused("This alarm of an own rule is no longer at hand; search for it.")
        self._tell(self._changed(alarm, command))

    def hand_over(self, alarm: Alarm, twin: Alarm) -> None:
        """The server has the same alarm now: the local one ends."""
        reason = f"It is alarm {twin.number} on the server now."
        closed = replace(alarm, state=AlarmState.CLOSED, state_name=_STATE_NAMES[AlarmState.CLOSED], reason=reason)
        self._tell(closed)

    def twin_of(self, alarm: Alarm) -> Alarm | None:
        """The server's alarm that is the same, whichever console raised it there."""
        for other in self._store.open_alarms():
            is_same = (other.name, other.device) == (alarm.name, alarm.device) and not is_own(other.id)
            if is_same and abs(other.at - alarm.at) <= SAME_WITHIN:
                return other
        return None

    def _changed(self, alarm: Alarm, command: AlarmCommand) -> Alarm:
        now, user = self._clock.now(), self._store.user_of(alarm.id)
        match command:
            case MoveAlarm(state=state):
                owner = alarm.owner or (user if state is AlarmState.IN_PROGRESS else "")
                comment = Comment(command.comment, user, now) if command.comment else alarm.comment
                return replace(
                    alarm,
                    state=state,
                    state_name=_STATE_NAMES[state],
                    owner=owner,
                    reason=command.reason,
                    comment=comment,
                )
            case AssignAlarm(owner=owner):
                return replace(alarm, owner=owner)
            case CommentAlarm(text=text):
                return replace(alarm, comment=Comment(text, user, now))
            case RankAlarm(priority=priority):
                return replace(alarm, priority=priority)
            case JudgeAlarm(verdict=verdict):
                state = AlarmState.CLOSED if verdict is Verdict.FALSE else max(alarm.state, AlarmState.IN_PROGRESS)
                judged = replace(alarm, state=state, state_name=_STATE_NAMES[state], owner=alarm.owner or user)
                return replace(judged, judgement=Judgement(verdict, user, now))

    def _tell(self, alarm: Alarm) -> Alarm:
        known = self._store.alarms.get(alarm.id)
        if known is not None:
            alarm = replace(alarm, changed_at=max(self._clock.now(), known.changed_at + _NEXT))
        news = self._store.unheard([AlarmChanged(alarm)])
        self._record.events(news)
        self._store.apply(news)
        return alarm
