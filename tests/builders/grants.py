"""Grants, viewings and terms for tests: the duty officer of the police, and a principal who approves."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from smartclient.domain.events import GrantChanged, ViewingsChanged
from smartclient.domain.grants import (
    Approval,
    Circumstance,
    Ending,
    Grant,
    GrantId,
    GrantState,
    GrantTerms,
    Viewing,
)
from smartclient.domain.ids import DeviceId, VenueId
from smartclient.domain.snapshot import Snapshot
from tests.builders.watch import CAMERA, START, Watch

CAMPUS = VenueId("high-school")
OFFICER, PERSON, POLICE = "responder", "Duty officer, Maple Grove Police", "Maple Grove Police"
EVERYWHERE = frozenset({CAMPUS})
OFFICERS = GrantTerms(
    is_governed=True,
    may_request=EVERYWHERE,
    may_break_glass=EVERYWHERE,
    circumstances=frozenset(Circumstance),
    version="1",
    policy=(f"{PERSON} signs in as responder.", "A school alarm opens the whole campus for at most an hour."),
    signature="Signed with the key C0F0 A5A3.",
)
PRINCIPALS = replace(
    OFFICERS,
    is_governed=False,
    may_request=frozenset(),
    may_break_glass=frozenset(),
    may_approve=EVERYWHERE,
    may_end=EVERYWHERE,
    may_report=True,
)
NOBODY = GrantTerms()


def requested(key: str = "g1", age_s: float = 12, needed: int = 1, **other: object) -> Grant:
    """A request of the duty officer's, `age_s` old."""
    grant = Grant(
        GrantId(key),
        POLICE,
        OFFICER,
        PERSON,
        CAMPUS,
        "whole campus",
        frozenset({CAMERA}),
        Circumstance.SCHOOL_ALARM,
        "Door 7 forced",
        None,
        GrantState.REQUESTED,
        START - timedelta(seconds=age_s),
        needed,
    )
    return replace(grant, **other)  # type: ignore[arg-type]


def opened(grant: Grant, minutes: float = 60) -> Grant:
    """The same, approved by the principal and open since now."""
    ends = START + timedelta(minutes=minutes)
    approvals = (*grant.approvals, Approval("principal-hs", START))
    return replace(grant, state=GrantState.OPEN, approvals=approvals, opened_at=START, ends_at=ends)


def closed(grant: Grant, ending: Ending = Ending.SCHOOL, after_s: float = 60) -> Grant:
    """The same, over."""
    at = START + timedelta(seconds=after_s)
    return replace(grant, state=GrantState.CLOSED, closed_at=at, closed_by="principal-hs", ending=ending)


def refused(grant: Grant, why: str = "No unit is on the way") -> Grant:
    """The same, refused."""
    at = START + timedelta(seconds=5)
    return replace(grant, state=GrantState.REFUSED, closed_at=at, closed_by="principal-hs", refused_why=why)


def viewing(camera: DeviceId = CAMERA, age_s: float = 0, *, is_recorded: bool = False, user: str = OFFICER) -> Viewing:
    """Somebody watches."""
    return Viewing(user, PERSON, POLICE, camera, START - timedelta(seconds=age_s), is_recorded)


def sign_in(watch: Watch, user: str, terms: GrantTerms, grants: Iterable[Grant] = ()) -> None:
    """The server tells who is signed in, and what that person may."""
    devices = tuple(watch.store.devices.values())
    taken_at = START - timedelta(minutes=1)
    watch.store.take_snapshot(Snapshot(taken_at, "demo", user, devices, grants=tuple(grants), grant_terms=terms))
    watch.tell()


def tell_grants(watch: Watch, *grants: Grant) -> None:
    """The server tells of grants."""
    watch.store.apply([GrantChanged(grant) for grant in grants])
    watch.tell()


def tell_viewings(watch: Watch, *viewings: Viewing) -> None:
    """The server tells who watches."""
    watch.store.apply([ViewingsChanged(viewings)])
    watch.tell()
