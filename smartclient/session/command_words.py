"""What the journal calls a command: a verb, and what was said with it."""

from smartclient.domain.alarms import AlarmState
from smartclient.domain.commands import (
    ApproveGrant,
    AssignAlarm,
    BreakGlass,
    Command,
    CommentAlarm,
    EndGrant,
    GrantCommand,
    JudgeAlarm,
    LockDoor,
    MoveAlarm,
    RankAlarm,
    RefuseGrant,
    RequestGrant,
    SetResponse,
    UnlockDoor,
)

_MOVES = {
    AlarmState.NEW: "put alarm back to new",
    AlarmState.IN_PROGRESS: "acknowledge alarm",
    AlarmState.ON_HOLD: "put alarm on hold",
    AlarmState.CLOSED: "close alarm",
}
_GRANT_VERBS: dict[type[GrantCommand], str] = {
    RequestGrant: "ask to see cameras",
    ApproveGrant: "approve grant",
    RefuseGrant: "refuse grant",
    EndGrant: "end grant",
    BreakGlass: "break glass",
}


def verb_of(command: Command) -> str:
    """What is done, in the imperative, such as `unlock door`."""
    match command:
        case LockDoor():
            return "lock door"
        case UnlockDoor():
            return "unlock door"
        case MoveAlarm(own_state=own) if own:
            return f"set alarm to {own}"
        case MoveAlarm(state=state):
            return _MOVES[state]
        case AssignAlarm(owner=owner):
            return "assign alarm" if owner else "take alarm from its owner"
        case CommentAlarm():
            return "comment on alarm"
        case RankAlarm(priority=priority):
            return f"give alarm {priority.name.lower()} priority"
        case JudgeAlarm(verdict=verdict):
            return f"judge alarm {verdict.value}"
        case SetResponse(action=action, is_drill=is_drill):
            return f"set {action.value.lower()}{' as a drill' if is_drill else ''}" if action else "end response"

        case RequestGrant() | ApproveGrant() | RefuseGrant() | EndGrant() | BreakGlass():
            return _GRANT_VERBS[type(command)]


def detail_of(command: Command) -> str:
    """What was said with it: a comment, a reason, a name; empty for most."""
    match command:
        case MoveAlarm(comment=comment, reason=reason):
            return " · ".join(part for part in (reason, comment) if part)
        case AssignAlarm(owner=owner):
            return owner
        case CommentAlarm(text=text):
            return text
        case JudgeAlarm(comment=comment):
            return comment
        case RequestGrant(circumstance=circumstance, reason=reason):
            return f"{circumstance.value}: {reason}"
        case RefuseGrant(reason=reason) | BreakGlass(reason=reason):
            return reason
        case EndGrant(ending=ending):
            return ending.value
        case _:
            return ""
