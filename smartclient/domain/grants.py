"""Grants: a timed, scoped right of somebody outside the school to see its video, and how each came and ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from smartclient.domain.ids import AlarmId, DeviceId, VenueId

GrantId = NewType("GrantId", str)


class Circumstance(StrEnum):
    """Why somebody outside may look: the memorandum names each (N.J.S.A. 18A:41-9 asks for them)."""

    SCHOOL_ALARM = "school alarm"
    EMERGENCY_CALL = "911 call"
    ADMINISTRATOR_REQUEST = "request by an administrator"
    DRILL = "drill"


class GrantState(StrEnum):
    """How far a grant has come."""

    REQUESTED = "requested"
    OPEN = "open"
    REFUSED = "refused"
    CLOSED = "closed"


class Ending(StrEnum):
    """What closed it."""

    TIMER = "its time was up"
    SCHOOL = "the school ended it"
    UNITS_CLEARED = "all units were cleared"
    WITHDRAWN = "it was withdrawn"


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody of the school said yes."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Grant:
    """`user` may see `cameras` of `campus` while it is open; `person` is the name the memorandum lists him under.

    `area` says in words which cameras. `needed` is how many must approve. Without `circumstance` the server does not tell
    why, without `ends_at` an open one ends when the server says so. `opened_at` and later times are None until then.
    """

    id: GrantId
    agency: str
    user: str
    person: str
    campus: VenueId
    area: str
    cameras: frozenset[DeviceId]
    circumstance: Circumstance | None
    reason: str
    alarm: AlarmId | None
    state: GrantState
    requested_at: datetime
    needed: int = 1
    approvals: tuple[Approval, ...] = ()
    opened_at: datetime | None = None
    ends_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str = ""
    ending: Ending | None = None
    refused_why: str = ""
    is_break_glass: bool = False

    @property
    def is_drill(self) -> bool:
        """Whether it belongs to an exercise."""
        return self.circumstance is Circumstance.DRILL

    @property
    def changed_at(self) -> datetime:
        """When it last changed, by the server's clock."""
        later = (*(each.at for each in self.approvals), self.opened_at, self.closed_at)
        return max([self.requested_at, *filter(None, later)])

    def is_after(self, known: "Grant") -> bool:
        """Whether this is later news of the same grant than `known`; one that ended never comes back."""
        return _steps(self) > _steps(known)


_ORDER = {GrantState.REQUESTED: 0, GrantState.OPEN: 1, GrantState.REFUSED: 2, GrantState.CLOSED: 2}


def _steps(grant: Grant) -> tuple[int, int, datetime]:
    return _ORDER[grant.state], len(grant.approvals), grant.changed_at


@dataclass(frozen=True, slots=True)
class Viewing:
    """Somebody outside the school watches a camera now, since a time, live or recorded."""

    user: str
    person: str
    agency: str
    camera: DeviceId
    since: datetime
    is_recorded: bool = False


@dataclass(frozen=True, slots=True)
class GrantTerms:
    """What this user may do with grants on this server, and what the memorandum says.

    `policy` are the memorandum's own sentences, `signature` one about who signed it. Where the server offers no grants
    `why_not` says so and `to_set_up` what an administrator must do, a step a sentence.
    """

    is_governed: bool = False
    """Whether cameras are closed to this user outside an open grant."""
    may_request: frozenset[VenueId] = frozenset()
    may_approve: frozenset[VenueId] = frozenset()
    may_break_glass: frozenset[VenueId] = frozenset()
    may_end: frozenset[VenueId] = frozenset()
    """Campuses whose open grants this user may end: the school's, and where this user says that all units are cleared."""
    ends_here: frozenset[VenueId] = frozenset()
    """Campuses whose grants the server does not end by itself: a console of the school does, also when their time is up."""
    may_report: bool = False
    """Whether the server tells this user the list of grants, viewings and refused attempts."""
    circumstances: frozenset[Circumstance] = frozenset()
    version: str = ""
    policy: tuple[str, ...] = ()
    signature: str = ""
    two_persons_for: frozenset[str] = frozenset()
    """Acts at a console that the memorandum lets nobody do alone, such as `export`."""
    wants_watermark: bool = False
    """Whether the memorandum asks for user and time over every picture on a screen."""
    why_not: str = ""
    to_set_up: tuple[str, ...] = ()
