"""An incident: the file a person opened, as the fold of its entries; the same entries in any order are the same incident."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Any, Generic, TypeVar

from smartclient.domain.ids import AlarmId, IncidentId, UnitId
from smartclient.domain.incident_entries import (
    AlarmEntered,
    Body,
    DrillSet,
    Entry,
    EntryId,
    EventEntered,
    Granted,
    IncidentPriority,
    IncidentStatus,
    IncidentType,
    MarkRemoved,
    NameSet,
    Opened,
    OwnerSet,
    PostPlaced,
    PrioritySet,
    ResponseEntered,
    RoomMarked,
    RoomUnmarked,
    RouteDrawn,
    SnapshotTaken,
    StatusSet,
    TypeSet,
    Watched,
    ZoneDrawn,
)

B = TypeVar("B", bound=Body)


@dataclass(frozen=True, slots=True)
class Mark(Generic[B]):
    """Something that stands on the map since `at`, put there by a person."""

    body: B
    by: str
    at: datetime


_NOT_TOLD = Opened("")


@dataclass(frozen=True, slots=True)
class Incident:
    """What its entries say together. Before its `Opened` has come from another console, the name is empty."""

    id: IncidentId
    entries: tuple[Entry, ...]
    """Each once, in the order of telling (`Entry.order`)."""
    opened: Opened = _NOT_TOLD
    opened_at: datetime | None = None
    opened_by: str = ""
    name: str = ""
    status: IncidentStatus = IncidentStatus.OPEN
    reason: str = ""
    """Why it was closed."""
    closed_at: datetime | None = None
    type: IncidentType = IncidentType.UNKNOWN
    priority: IncidentPriority = IncidentPriority.MEDIUM
    owner: str = ""
    is_drill: bool = False
    alarms: Mapping[AlarmId, AlarmEntered] = field(default_factory=dict)
    """Each as it was told last."""
    rooms: Mapping[UnitId, Mark[RoomMarked]] = field(default_factory=dict)
    zones: Mapping[str, Mark[ZoneDrawn]] = field(default_factory=dict)
    posts: Mapping[str, Mark[PostPlaced]] = field(default_factory=dict)
    routes: Mapping[str, Mark[RouteDrawn]] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether things still fall into it."""
        return self.status is not IncidentStatus.CLOSED

    @property
    def participants(self) -> tuple[str, ...]:
        """Everybody who wrote an entry, first come first."""
        return tuple(dict.fromkeys(entry.by for entry in self.entries if entry.by))

    @property
    def timeline(self) -> tuple[Entry, ...]:
        """What happened, in the order of `at`. What several consoles entered of one thing stands once, as a watched camera does."""
        told: set[object] = set()
        once: list[Entry] = []
        ended = {_look(entry) for entry in self.entries if isinstance(entry.body, Watched) and entry.body.until}
        for entry in self.entries:
            if isinstance(entry.body, Watched) and entry.body.until is None and _look(entry) in ended:
                continue
            fact = fact_of(entry.body)
            if fact is None or fact not in told:
                told.add(fact)
                once.append(entry)
        return tuple(sorted(once, key=lambda entry: (entry.at, entry.order)))

    def at(self, moment: datetime) -> "Incident":
        """The incident as it was then."""
        return fold(self.id, (entry for entry in self.entries if entry.at <= moment))


def fold(incident: IncidentId, entries: Iterable[Entry]) -> Incident:
    """The incident of these entries; order and repetition make no difference, and of two entries of one id the same one counts."""
    once: dict[EntryId, Entry] = {}
    for entry in entries:
        known = once.setdefault(entry.id, entry)
        if known != entry:
            once[entry.id] = min(known, entry, key=repr)
    return _with(Incident(incident, ()), tuple(sorted(once.values(), key=lambda entry: entry.order)))


def grown(incident: Incident, *entries: Entry) -> Incident:
    """The incident with some entries more, at little cost where they are the last in order."""
    if not entries:
        return incident
    later = tuple(sorted(entries, key=lambda entry: entry.order))
    if all(one.order < other.order for one, other in pairwise((*incident.entries[-1:], *later))):
        return _with(incident, later)
    return fold(incident.id, (*incident.entries, *later))


def _with(incident: Incident, later: tuple[Entry, ...]) -> Incident:
    draft = _Draft(incident)
    for entry in later:
        draft.take(entry)
    return replace(incident, entries=incident.entries + later, **draft.facts)


class _Draft:
    """The facts of an incident while entries are taken in order."""

    def __init__(self, incident: Incident) -> None:
        self.alarms, self.rooms = dict(incident.alarms), dict(incident.rooms)
        self.zones, self.posts, self.routes = dict(incident.zones), dict(incident.posts), dict(incident.routes)
        self._has_begun = incident.opened_at is not None
        self.facts: dict[str, Any] = {
            "alarms": self.alarms,
            "rooms": self.rooms,
            "zones": self.zones,
            "posts": self.posts,
            "routes": self.routes,
        }

    def take(self, entry: Entry) -> None:
        match entry.body:
            case Opened() as opened if not self._has_begun:
                self._has_begun = True
                self.facts |= {"opened": opened, "opened_at": entry.at, "opened_by": entry.by}
                self.facts |= {"name": opened.name, "is_drill": opened.is_drill}
            case StatusSet(status, reason):
                closed_at = entry.at if status is IncidentStatus.CLOSED else None
                self.facts |= {"status": status, "reason": reason, "closed_at": closed_at}
            case NameSet(name):
                self.facts["name"] = name
            case TypeSet(kind):
                self.facts["type"] = kind
            case PrioritySet(priority):
                self.facts["priority"] = priority
            case OwnerSet(owner):
                self.facts["owner"] = owner
            case DrillSet(is_drill):
                self.facts["is_drill"] = is_drill
            case AlarmEntered() as alarm:
                known = self.alarms.get(alarm.alarm)
                if known is None or known.changed_at <= alarm.changed_at:
                    self.alarms[alarm.alarm] = alarm
            case _:
                self._mark(entry)

    def _mark(self, entry: Entry) -> None:
        """What stands on the map, taken up or away."""
        match entry.body:
            case RoomMarked() as room:
                self.rooms[room.unit] = Mark(room, entry.by, entry.at)
            case RoomUnmarked(unit):
                self.rooms.pop(unit, None)
            case ZoneDrawn() as zone:
                self.zones[zone.key] = Mark(zone, entry.by, entry.at)
            case PostPlaced() as post:
                self.posts[post.key] = Mark(post, entry.by, entry.at)
            case RouteDrawn() as route:
                self.routes[route.key] = Mark(route, entry.by, entry.at)
            case MarkRemoved(key):
                for marks in (self.zones, self.posts, self.routes):
                    marks.pop(key, None)


def _look(entry: Entry) -> object:
    """What makes two entries the same camera watched by the same console."""
    body = entry.body
    return (entry.id.console, body.camera, body.since) if isinstance(body, Watched) else None


def fact_of(body: Body) -> object:
    """What makes two entries the same fact; None for what only one person can have said."""
    match body:
        case AlarmEntered():
            return body.alarm, body.state, body.changed_at
        case EventEntered():
            return body.event, body.kind
        case ResponseEntered():
            return body.building, body.since
        case SnapshotTaken() if body.alarm is not None:
            return body.alarm, body.sha256
        case Granted() if body.grant:
            return body.grant, body.until is None
        case _:
            return None
