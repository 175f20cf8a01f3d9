"""What an incident file is made of: entries that one console adds and nobody changes."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from smartclient.domain.events import EventKind
from smartclient.domain.ids import (
    AlarmId,
    BuildingId,
    ConsoleId,
    DeviceId,
    EventId,
    IncidentId,
    LevelId,
    UnitId,
    VenueId,
)
from smartclient.domain.site import Line, LonLat


class IncidentStatus(StrEnum):
    """Where an incident stands."""

    OPEN = "open"
    UNDER_CONTROL = "under control"
    CLOSED = "closed"


class IncidentType(StrEnum):
    """What an incident is about."""

    UNKNOWN = "not said"
    WEAPON = "weapon"
    INTRUDER = "intruder"
    THREAT = "threat"
    FIGHT = "fight"
    MEDICAL = "medical"
    MISSING = "missing child"
    FIRE = "fire or smoke"
    HAZARD = "gas or chemicals"
    WEATHER = "weather"
    DRUGS = "vape or drugs"
    PROPERTY = "theft or damage"
    TRAFFIC = "traffic"
    OTHER = "other"


class IncidentPriority(IntEnum):
    """How much an incident matters: the number on its sign, as with alarms."""

    HIGH = 1
    MEDIUM = 2
    LOW = 3


class RoomStatus(StrEnum):
    """What responders said of a room."""

    SEARCHING = "searching"
    CLEARED = "cleared"
    DANGER = "danger"
    CASUALTY = "casualty"


class Heat(StrEnum):
    """How dangerous a zone is, as responders say it."""

    HOT = "hot"
    WARM = "warm"
    COLD = "cold"


class Post(StrEnum):
    """What stands at a place during an incident."""

    COMMAND = "command post"
    STAGING = "staging"
    TRIAGE = "triage"
    REUNIFICATION = "reunification"
    LANDING = "landing zone"


@dataclass(frozen=True, slots=True)
class Opened:
    """The file was opened, from `alarm` or by hand; what happens in `building`, else on `venue`, falls into it."""

    name: str
    venue: VenueId | None = None
    building: BuildingId | None = None
    alarm: AlarmId | None = None
    is_drill: bool = False
    place: str = ""
    """The campus and building in words, as they were called then."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A person took part from this console on."""

    role: str = ""


@dataclass(frozen=True, slots=True)
class StatusSet:
    """It stands there now; closing says why."""

    status: IncidentStatus
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TypeSet:
    """It is about that."""

    type: IncidentType


@dataclass(frozen=True, slots=True)
class NameSet:
    """It is called that."""

    name: str


@dataclass(frozen=True, slots=True)
class PrioritySet:
    """It matters so much."""

    priority: IncidentPriority


@dataclass(frozen=True, slots=True)
class OwnerSet:
    """That person answers for it; empty for nobody."""

    owner: str


@dataclass(frozen=True, slots=True)
class DrillSet:
    """It is a drill, or it is none."""

    is_drill: bool


@dataclass(frozen=True, slots=True)
class AlarmEntered:
    """An alarm as the server told it at `changed_at`; `verdict` is what a person said of it, empty for nobody."""

    alarm: AlarmId
    number: int
    name: str
    priority: int
    state: str
    changed_at: datetime
    device: DeviceId | None = None
    message: str = ""
    owner: str = ""
    verdict: str = ""
    where: str = ""
    """Its place in words for the radio."""


@dataclass(frozen=True, slots=True)
class EventEntered:
    """Something happened at a device. Names of card holders stay on the server."""

    event: EventId
    kind: EventKind
    device: DeviceId | None
    name: str
    text: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class ResponseEntered:
    """A building is under another action of the Standard Response Protocol, in the protocol's word; empty: under none."""

    building: BuildingId
    name: str
    action: str
    since: datetime
    by: str = ""
    is_drill: bool = False


@dataclass(frozen=True, slots=True)
class CommandEntered:
    """What a person asked and what came of it, in the journal's words; `subject` is a device or an alarm."""

    act: str
    subject: str
    name: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Watched:
    """A camera stood on somebody's wall from `since`; `until` comes with a second entry of the same `since`."""

    camera: DeviceId
    name: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """A note for the file."""

    text: str
    level: LevelId | None = None
    position: LonLat | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A word to the others on this incident."""

    text: str


@dataclass(frozen=True, slots=True)
class RoomMarked:
    """`team` said that of a room."""

    unit: UnitId
    level: LevelId
    status: RoomStatus
    team: str = ""


@dataclass(frozen=True, slots=True)
class RoomUnmarked:
    """Nothing is said of the room any more."""

    unit: UnitId


@dataclass(frozen=True, slots=True)
class ZoneDrawn:
    """A zone; `ring` is closed, WGS 84. The same `key` again replaces it."""

    key: str
    heat: Heat
    level: LevelId | None
    ring: Line


@dataclass(frozen=True, slots=True)
class PostPlaced:
    """A post at `position`; outdoors on no level. The same `key` again moves it."""

    key: str
    post: Post
    position: LonLat
    level: LevelId | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class RouteDrawn:
    """A way in or out. The same `key` again replaces it."""

    key: str
    level: LevelId | None
    line: Line
    name: str = ""


@dataclass(frozen=True, slots=True)
class MarkRemoved:
    """The zone, post or route of that key is gone."""

    key: str


@dataclass(frozen=True, slots=True)
class SnapshotTaken:
    """A picture was kept: `file` lies on the console of the entry, `sha256` is of its bytes, `at` the time it shows.

    `alarm`: the server kept it with that one.
    """

    camera: DeviceId | None
    name: str
    file: str
    sha256: str
    at: datetime
    alarm: AlarmId | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """Footage left as a package whose manifest has that hash."""

    package: str
    cameras: tuple[str, ...]
    since: datetime
    until: datetime
    sha256: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Granted:
    """An agency may see these cameras until then; `until` None takes the right back. `grant` is the server's id of it."""

    agency: str
    cameras: tuple[str, ...]
    until: datetime | None
    grant: str = ""
    has_end: bool = True
    """Whether its end is known; else it is open until the school ends it, and `until` is its beginning."""


@dataclass(frozen=True, slots=True)
class Unread:
    """An entry of a kind that this version does not know, or that means nothing, kept as it came: `kind` and JSON."""

    kind: str
    content: bytes


Body = (
    Opened
    | Joined
    | StatusSet
    | TypeSet
    | NameSet
    | PrioritySet
    | OwnerSet
    | DrillSet
    | AlarmEntered
    | EventEntered
    | ResponseEntered
    | CommandEntered
    | Watched
    | Noted
    | Said
    | RoomMarked
    | RoomUnmarked
    | ZoneDrawn
    | PostPlaced
    | RouteDrawn
    | MarkRemoved
    | SnapshotTaken
    | Exported
    | Granted
    | Unread
)


@dataclass(frozen=True, slots=True, order=True)
class EntryId:
    """The `number`-th entry, from 1, that `console` added to one incident."""

    console: ConsoleId
    number: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `at` is when it happened, for facts the server's time and else that console's clock.

    `stamp` is hybrid logical time (domain/logical_time.py), which no wrong clock can turn round; `by` is the person's name as that
    console gave it.
    """

    id: EntryId
    incident: IncidentId
    stamp: int
    at: datetime
    by: str
    body: Body

    @property
    def order(self) -> tuple[int, EntryId]:
        """Later in this order wins."""
        return (self.stamp, self.id)
