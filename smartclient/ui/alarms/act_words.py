"""What is done with an alarm, and what a person found it to be, as buttons and cards say it."""

from datetime import datetime

from smartclient.domain.alarms import Alarm, AlarmState, Judgement, Verdict
from smartclient.domain.commands import AlarmCommand, AssignAlarm, CommentAlarm, JudgeAlarm, MoveAlarm, RankAlarm
from smartclient.ui.words import one_line, sentence, time_of_day

_MOVES = {
    AlarmState.NEW: "put back to new",
    AlarmState.IN_PROGRESS: "acknowledge",
    AlarmState.ON_HOLD: "hold",
    AlarmState.CLOSED: "close",
}
VERDICT_WORDS = {
    Verdict.REAL: "Verified: real",
    Verdict.FALSE: "Verified: false alarm",
    Verdict.DRILL: "Verified: drill",
}


def alarm_verb(command: AlarmCommand) -> str:
    """What was asked, as the button says it, in lower case."""
    match command:
        case MoveAlarm(own_state=own) if own:
            return f"set to {one_line(own)}"
        case MoveAlarm(state=state):
            return _MOVES[state]
        case AssignAlarm(owner=owner):
            return f"assign to {one_line(owner)}" if owner else "assign to nobody"
        case CommentAlarm():
            return "comment"
        case RankAlarm(priority=priority):
            return f"{priority.name.lower()} priority"
        case JudgeAlarm(verdict=verdict):
            return f"say {verdict.value}"


def state_word(alarm: Alarm) -> str:
    """The server's word for how it stands, ours where it has none."""
    return one_line(alarm.state_name) or sentence(alarm.state.name.replace("_", " ").lower())


def judgement_words(judgement: Judgement, now: datetime) -> str:
    """A person's verdict, by whom and when, as far as the server tells."""
    by = f" by {one_line(judgement.by)}" if judgement.by else ""
    return f"{VERDICT_WORDS[judgement.verdict]}{by} at {time_of_day(judgement.at, now)}"
