"""What a school board reads of grants: all of a span of time, as the server kept it."""

from dataclasses import dataclass
from datetime import datetime

from smartclient.domain.grants import Grant
from smartclient.domain.ids import DeviceId, VenueId
from smartclient.domain.recordings import Span


@dataclass(frozen=True, slots=True)
class PastViewing:
    """Somebody outside the school watched a camera; without `until` it lasted when the report was made."""

    user: str
    person: str
    agency: str
    camera: DeviceId
    since: datetime
    until: datetime | None
    is_recorded: bool = False


@dataclass(frozen=True, slots=True)
class RefusedAttempt:
    """Somebody tried to see what was closed, `count` times between two times; `action` is the server's word for what was tried."""

    user: str
    device: DeviceId
    action: str
    since: datetime
    last_at: datetime
    count: int = 1


@dataclass(frozen=True, slots=True)
class Unusual:
    """A pattern that wants an explanation; `name` says which, `words` all of it."""

    at: datetime
    name: str
    user: str
    campus: VenueId | None
    words: str


@dataclass(frozen=True, slots=True)
class GrantReport:
    """`version` is that of the memorandum in force at the end."""

    span: Span
    district: str = ""
    version: str = ""
    grants: tuple[Grant, ...] = ()
    viewings: tuple[PastViewing, ...] = ()
    attempts: tuple[RefusedAttempt, ...] = ()
    unusual: tuple[Unusual, ...] = ()
