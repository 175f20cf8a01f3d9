"""Commands on their way: a mark that ends as confirmed, refused or unknown, never as a guess."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from smartclient.domain.alarms import Alarm
from smartclient.domain.commands import (
    AlarmCommand,
    ApproveGrant,
    AssignAlarm,
    BreakGlass,
    Command,
    CommentAlarm,
    EndGrant,
    JudgeAlarm,
    LockDoor,
    MoveAlarm,
    RankAlarm,
    RefuseGrant,
    RequestGrant,
    SetResponse,
    UnlockDoor,
)
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.grants import Grant, GrantId, GrantState
from smartclient.domain.ids import AlarmId, BuildingId, DeviceId, VenueId
from smartclient.domain.response import ResponseStatus

Subject = DeviceId | AlarmId | BuildingId | VenueId | GrantId
CLOCKS_APART = timedelta(seconds=5)
"""How far the server's clock may be behind ours before its answer looks older than the request."""


class PendingState(StrEnum):
    """How far a command has come."""

    WAITING = "waiting for the server"
    REFUSED = "refused"
    UNKNOWN = "no answer from the server"


@dataclass(frozen=True, slots=True)
class Pending:
    """A command asked at `asked_at`."""

    command: Command
    asked_at: datetime
    state: PendingState = PendingState.WAITING
    reason: str = ""


def subject_of(command: Command) -> Subject:
    """What the command is about."""
    match command:
        case SetResponse(building=building):
            return building
        case RequestGrant(campus=campus) | BreakGlass(campus=campus):
            return campus
        case ApproveGrant(grant=grant) | RefuseGrant(grant=grant) | EndGrant(grant=grant):
            return grant
    return command.alarm if isinstance(command, AlarmCommand) else command.door


def is_confirmed_by_event(pending: Pending, event: Happened) -> bool:
    """Whether the server's event is the answer hoped for; an event older than the request is none."""
    wanted = {UnlockDoor: EventKind.DOOR_UNLOCKED, LockDoor: EventKind.DOOR_LOCKED}.get(type(pending.command))
    return event.kind is wanted and event.at >= pending.asked_at - CLOCKS_APART


def is_confirmed_by_alarm(pending: Pending, alarm: Alarm) -> bool:
    """Whether the alarm now is as was asked for."""
    match pending.command:
        case MoveAlarm(state=state, own_state=own):
            return alarm.state is state and (not own or alarm.state_name.casefold() == own.casefold())
        case AssignAlarm(owner=owner):
            return alarm.owner.casefold() == owner.casefold()
        case RankAlarm(priority=priority):
            return alarm.priority is priority
        case JudgeAlarm(verdict=verdict):
            return alarm.judgement is not None and alarm.judgement.verdict is verdict
        case CommentAlarm(text=text):
            return alarm.comment is not None and _said(alarm.comment.text) == _said(text)
        case _:
            return False


def _said(text: str) -> str:
    """A comment without what servers and translations change in it: spaces, brackets, length."""
    return "".join(filter(str.isalnum, text))[:400]


def is_confirmed_by_response(pending: Pending, status: ResponseStatus) -> bool:
    """Whether the building now is under the action asked for, and not since before it was."""
    command, since = pending.command, status.since
    is_so = isinstance(command, SetResponse) and (command.action, command.is_drill) == (status.action, status.is_drill)
    return is_so and since is not None and since >= pending.asked_at - CLOCKS_APART


def is_confirmed_by_grant(pending: Pending, grant: Grant, user: str) -> bool:
    """Whether the grant as it now is answers what `user` asked."""
    is_own = grant.user.casefold() == user.casefold() and grant.requested_at >= pending.asked_at - CLOCKS_APART
    match pending.command:
        case RequestGrant(campus=campus):
            return is_own and grant.campus == campus and not grant.is_break_glass
        case BreakGlass(campus=campus):
            return is_own and grant.campus == campus and grant.is_break_glass
        case ApproveGrant(grant=key):
            return grant.id == key and any(each.by.casefold() == user.casefold() for each in grant.approvals)
        case RefuseGrant(grant=key):
            return grant.id == key and grant.state is GrantState.REFUSED
        case EndGrant(grant=key):
            return grant.id == key and grant.state is GrantState.CLOSED
        case _:
            return False


class PendingMarks:
    """The marks by subject; a new command replaces an older mark of the same subject."""

    def __init__(self) -> None:
        self._marks: dict[Subject, Pending] = {}

    def get(self, subject: Subject) -> Pending | None:
        """The mark on a door or alarm."""
        return self._marks.get(subject)

    def put(self, pending: Pending) -> Subject:
        """Sets a mark."""
        subject = subject_of(pending.command)
        self._marks[subject] = pending
        return subject

    def end(self, pending: Pending, state: PendingState, reason: str) -> bool:
        """Ends that very mark as refused or unknown; false when it was confirmed or replaced meanwhile."""
        subject = subject_of(pending.command)
        if self._marks.get(subject) != pending:
            return False
        self._marks[subject] = replace(pending, state=state, reason=reason)
        return True

    def clear(self, subject: Subject) -> None:
        """Takes the mark away."""
        self._marks.pop(subject, None)
