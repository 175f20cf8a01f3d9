"""How a grant goes: asked for or told by the call centre, open until its time is up or somebody ends it, never open twice.

Pure: every step takes the grant and the time and gives another grant, or raises `NotAllowedError` with the reason.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

REQUESTED, OPEN, REFUSED, CLOSED = "requested", "open", "refused", "closed"
TIMER, SCHOOL, UNITS_CLEARED, WITHDRAWN = (
    "its time was up",
    "the school ended it",
    "all units were cleared",
    "it was withdrawn",
)
UNANSWERED = timedelta(minutes=15)
"""How long a request waits before it lapses."""


class NotAllowedError(Exception):
    """The step is not possible, with the reason as a sentence."""


@dataclass(frozen=True, slots=True)
class Grant:
    """`cameras` are guids, `longest` how long it stays open, `recorded_from` since when recorded pictures may be seen, if any.

    However long it may last, it ends at `not_after`, when the agreed hours are over; `approvals` are (user, time).
    """

    id: str
    agency: str
    user: str
    person: str
    campus: str
    area: str
    cameras: frozenset[str]
    circumstance: str
    reason: str
    alarm: str
    requested_at: datetime
    longest: timedelta
    needed: int = 1
    recorded_from: datetime | None = None
    not_after: datetime | None = None
    state: str = REQUESTED
    approvals: tuple[tuple[str, datetime], ...] = ()
    opened_at: datetime | None = None
    ends_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str = ""
    ending: str = ""
    refused_why: str = ""
    is_break_glass: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether somebody must still decide."""
        return self.state == REQUESTED

    @property
    def is_open(self) -> bool:
        """Whether pictures flow by it."""
        return self.state == OPEN


def opened(grant: Grant, at: datetime) -> Grant:
    """Open from now on. Raises NotAllowedError."""
    if not grant.is_waiting:
        raise NotAllowedError(f"This request waits no more: it is {grant.state}.")
    ends_at = at + grant.longest if grant.not_after is None else min(at + grant.longest, grant.not_after)
    if ends_at <= at:
        raise NotAllowedError("The agreed hours are over.")
    return replace(grant, state=OPEN, opened_at=at, ends_at=ends_at)


def approved(grant: Grant, by: str, at: datetime) -> Grant:
    """With one more approval; open where that was the last one needed. Raises NotAllowedError."""
    if not grant.is_waiting:
        raise NotAllowedError(f"This request waits no more: it is {grant.state}.")
    if by == grant.user:
        raise NotAllowedError("Nobody approves a request of their own.")
    if any(by == each for each, _ in grant.approvals):
        raise NotAllowedError("You have approved it; another person must approve too.")
    grant = replace(grant, approvals=(*grant.approvals, (by, at)))
    return opened(grant, at) if len(grant.approvals) >= grant.needed else grant


def refused(grant: Grant, by: str, why: str, at: datetime) -> Grant:
    """Refused with the reason. Raises NotAllowedError."""
    if not grant.is_waiting:
        raise NotAllowedError(f"This request waits no more: it is {grant.state}.")
    return replace(grant, state=REFUSED, closed_at=at, closed_by=by, refused_why=why)


def ended(grant: Grant, by: str, ending: str, at: datetime) -> Grant:
    """Closed. Raises NotAllowedError for one that has ended."""
    if not (grant.is_waiting or grant.is_open):
        raise NotAllowedError("It has ended already.")
    return replace(grant, state=CLOSED, closed_at=at, closed_by=by, ending=ending)


def timed(grant: Grant, at: datetime) -> Grant:
    """As it is at that time: closed when its time is up, withdrawn when nobody answered; a clock set back opens nothing."""
    if grant.is_open and grant.ends_at is not None and at >= grant.ends_at:
        return ended(grant, "", TIMER, grant.ends_at)
    if grant.is_waiting and at >= grant.requested_at + UNANSWERED:
        return ended(grant, "", WITHDRAWN, grant.requested_at + UNANSWERED)
    return grant
