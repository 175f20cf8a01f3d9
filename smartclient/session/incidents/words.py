"""Entries of an incident in words, the same on the screen and in the report."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath

from smartclient.domain.ids import UnitId
from smartclient.domain.incident_entries import (
    AlarmEntered,
    CommandEntered,
    DrillSet,
    Entry,
    EventEntered,
    Exported,
    Granted,
    IncidentPriority,
    IncidentStatus,
    Joined,
    MarkRemoved,
    NameSet,
    Noted,
    Opened,
    OwnerSet,
    PostPlaced,
    PrioritySet,
    ResponseEntered,
    RoomMarked,
    RoomUnmarked,
    RouteDrawn,
    Said,
    SnapshotTaken,
    StatusSet,
    TypeSet,
    Unread,
    Watched,
    ZoneDrawn,
)
from smartclient.domain.incidents import Incident

RoomName = Callable[[UnitId], str]
"""What a room is called."""

PRIORITY_WORDS = {IncidentPriority.HIGH: "high", IncidentPriority.MEDIUM: "medium", IncidentPriority.LOW: "low"}
SERVER = "server"
"""Who says what is a fact of the server, whichever console entered it."""


class EntryGroup(StrEnum):
    """Entries that are read together."""

    ALL = "All entries"
    ALARMS = "Alarms"
    EVENTS = "Doors, sensors, responses"
    ACTS = "What people did"
    NOTES = "Notes and words"
    MARKS = "Marks on the map"


@dataclass(frozen=True, slots=True)
class EntryWords:
    """An entry as it is read; `where` may be empty."""

    text: str
    who: str
    where: str
    group: EntryGroup


class IncidentWords:
    """Says entries; `room` names rooms."""

    def __init__(self, room: RoomName) -> None:
        self._room = room

    def of(self, entry: Entry) -> EntryWords:
        """The entry in words."""
        body = entry.body
        match body:
            case AlarmEntered():
                return EntryWords(_alarm(body), SERVER, body.where, EntryGroup.ALARMS)
            case EventEntered():
                kind = body.text if body.kind.value == "event" and body.text else body.kind.value
                return EntryWords(f"{body.name}: {kind}" if body.name else kind, SERVER, body.where, EntryGroup.EVENTS)
            case ResponseEntered():
                drill = " (drill)" if body.is_drill else ""
                text = f"{body.name}: {body.action or 'no action in force any more'}{drill}"
                return EntryWords(text, body.by or SERVER, "", EntryGroup.EVENTS)
            case Noted(text):
                return EntryWords(text, entry.by, "", EntryGroup.NOTES)
            case Said(text):
                return EntryWords(f"“{text}”", entry.by, "", EntryGroup.NOTES)
            case RoomMarked() | RoomUnmarked() | ZoneDrawn() | PostPlaced() | RouteDrawn() | MarkRemoved():
                return EntryWords(self._mark(body), entry.by, "", EntryGroup.MARKS)
            case Watched(name=name, since=since, until=until):
                times = f"from {_clock(since)} to {_clock(until)}" if until else f"from {_clock(since)} on"
                return EntryWords(f"Watched {name}", entry.by, times, EntryGroup.ACTS)
            case _:
                return EntryWords(_act(body), entry.by, "", EntryGroup.ACTS)

    def _mark(self, body: object) -> str:
        match body:
            case RoomMarked(unit=unit, status=status, team=team):
                return f"{self._room(unit)}: {status.value}{f' by {team}' if team else ''}"
            case RoomUnmarked(unit):
                return f"{self._room(unit)}: mark taken away"
            case ZoneDrawn(heat=heat):
                return f"{heat.value.capitalize()} zone drawn"
            case PostPlaced(post=post, name=name):
                return f"{post.value.capitalize()} placed{f': {name}' if name else ''}"
            case RouteDrawn(name=name):
                return f"Route drawn{f': {name}' if name else ''}"
            case _:
                return "Mark taken away"


def _alarm(alarm: AlarmEntered) -> str:
    verdict = f" · verified: {alarm.verdict}" if alarm.verdict else ""
    owner = f" · {alarm.owner}" if alarm.owner else ""
    return f"Alarm {alarm.number} · {alarm.name} · {alarm.state}{owner}{verdict}"


def _act(body: object) -> str:
    match body:
        case Opened(name):
            return f"Opened the file: {name}"
        case Joined():
            return "Joined"
        case StatusSet(IncidentStatus.CLOSED, reason):
            return f"Closed the file{f': {reason}' if reason else ''}"
        case StatusSet(status):
            return f"Status: {status.value}"
        case TypeSet(kind):
            return f"Type: {kind.value}"
        case NameSet(name):
            return f"Named: {name}"
        case PrioritySet(priority):
            return f"Priority: {PRIORITY_WORDS[priority]}"
        case OwnerSet(owner):
            return f"Owner: {owner or 'nobody'}"
        case DrillSet(is_drill):
            return "This is a drill" if is_drill else "This is not a drill"
        case SnapshotTaken() | Exported() | Granted() | CommandEntered():
            return _done(body)
        case Unread(kind):
            return f"An entry of the kind {kind}, which this version cannot read"
        case _:
            return "An entry"


def _done(body: SnapshotTaken | Exported | Granted | CommandEntered) -> str:
    match body:
        case CommandEntered():
            told = " · ".join(part for part in (body.name, body.detail) if part)
            return f"{body.act[:1].upper()}{body.act[1:]}{f': {told}' if told else ''}"
        case SnapshotTaken(name=name, file=file, alarm=alarm):
            kept = "Kept a picture of" if alarm is None else "The server's picture of an alarm, by"
            return f"{kept} {name}: {PurePath(file).name}"
        case Exported(package=package, cameras=cameras, since=since, until=until):
            return f"Exported {package}: {_count(cameras)}, {_clock(since)} to {_clock(until)}"
        case Granted(agency=agency, cameras=cameras, until=until, has_end=has_end):
            if until is None:
                return f"{agency} may no longer see {_count(cameras)}"
            return f"{agency} may see {_count(cameras)} until {_clock(until) if has_end else 'the school ends it'}"


def _count(cameras: tuple[str, ...]) -> str:
    return "one camera" if len(cameras) == 1 else f"{len(cameras)} cameras"


def _clock(at: datetime) -> str:
    return f"{at.astimezone():%H:%M:%S}"


def title_of(incident: Incident) -> str:
    """What the file is called; one whose beginning has not come from the other console yet says so."""
    return incident.name or "An incident of another console"
