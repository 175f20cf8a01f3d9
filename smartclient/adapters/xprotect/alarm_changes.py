"""What the operator asks of an alarm as the one request XProtect has for it: PATCH, where null leaves a thing as it is."""

from dataclasses import dataclass

from smartclient.adapters.xprotect.translate.alarm_history import verdict_text
from smartclient.adapters.xprotect.translate.alarm_keys import AlarmKeys
from smartclient.domain.alarms import Alarm, AlarmState, Verdict
from smartclient.domain.commands import AlarmCommand, AssignAlarm, CommentAlarm, JudgeAlarm, MoveAlarm, RankAlarm
from smartclient.domain.errors import Unsupported


@dataclass(frozen=True, slots=True)
class AlarmChange:
    """The keys of the request's body; None leaves a thing as it is, an empty `owner` is nobody."""

    state: str | None = None
    priority: str | None = None
    comment: str | None = None
    owner: str | None = None
    reason: str | None = None

    @property
    def body(self) -> dict[str, str | None]:
        """As the published sample sends it."""
        return {
            "state": self.state,
            "priority": self.priority,
            "comment": self.comment,
            "assignedTo.displayName": self.owner,
            "reasonForClosing": self.reason,
        }


def change_for(command: AlarmCommand, known: Alarm | None, keys: AlarmKeys, user: str) -> AlarmChange:
    """Who works on an alarm that nobody has takes it. Raises Unsupported for a state, priority or reason this server has not."""
    taken = user if user and (known is None or not known.owner) else None
    match command:
        case MoveAlarm(state=AlarmState.NEW, comment=comment):
            own = known is not None and known.owner.casefold() == user.casefold()
            return AlarmChange(_state(AlarmState.NEW, keys), comment=comment or None, owner="" if own else None)
        case MoveAlarm(own_state=own_state, comment=comment) if own_state:
            return AlarmChange(_own_state(own_state, keys), comment=comment or None, owner=taken)
        case MoveAlarm(state=state, comment=comment, reason=reason):
            because = _reason(reason, keys) if reason else None
            return AlarmChange(_state(state, keys), comment=comment or None, owner=taken, reason=because)
        case AssignAlarm(owner=owner):
            return AlarmChange(owner=owner)
        case CommentAlarm(text=text):
            return AlarmChange(comment=text)
        case RankAlarm(priority=priority):
            key = keys.priorities.get(priority)
            if key is None:
                raise Unsupported(f"This server has no alarm priority “{priority.name.lower()}”.")
            return AlarmChange(priority=key)
        case JudgeAlarm(verdict=verdict, comment=comment):
            text = verdict_text(verdict, comment)
            if verdict is Verdict.FALSE:
                because = keys.reasons.get(name) or name if (name := keys.reason_of(verdict)) else None
                return AlarmChange(_state(AlarmState.CLOSED, keys), comment=text, owner=taken, reason=because)
            return AlarmChange(_judged_state(verdict, known, keys), comment=text, owner=taken)


def _judged_state(verdict: Verdict, known: Alarm | None, keys: AlarmKeys) -> str | None:
    """The state that says it, else In progress; a closed alarm stays closed."""
    if known is not None and not known.is_open:
        return None
    return keys.verdicts.get(verdict) or keys.states.get(AlarmState.IN_PROGRESS)


def _state(state: AlarmState, keys: AlarmKeys) -> str:
    key = keys.states.get(state)
    if key is None:
        raise Unsupported(f"This server has no alarm state “{state.name.replace('_', ' ').lower()}”.")
    return key


def _own_state(name: str, keys: AlarmKeys) -> str:
    key = next((key for own, key in keys.own_states.items() if own.casefold() == name.casefold()), None)
    if key is None:
        raise Unsupported(f"This server has no alarm state “{name}”.")
    return key


def _reason(name: str, keys: AlarmKeys) -> str:
    if name not in keys.reasons:
        raise Unsupported(f"This server has no reason “{name}” for closing an alarm.")
    return keys.reasons[name] or name
