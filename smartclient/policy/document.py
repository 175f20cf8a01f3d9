"""Reads a policy file (JSON) into the domain's `Policy`: full words outside, checked before anything is made of it."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from smartclient.domain.errors import SmartclientError
from smartclient.domain.grants import Circumstance
from smartclient.domain.policy import (
    Agency,
    Approver,
    Area,
    BreakGlassRule,
    Hours,
    Membership,
    NeverOpened,
    Person,
    Policy,
    Replaced,
    Rule,
    Scope,
    Unusual,
)

FORMAT = 1
LARGEST = 1024 * 1024
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_Words = Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_Minutes = Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class PolicyUnreadable(SmartclientError):
    """The file is no policy; the text says where and why."""


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    """What is misspelt must not pass as left out."""


class _Person(_Row):
    user: _Name
    name: _Name
    position: _Name
    rank: _Name
    contact: _Name
    supervisor: _Name


class _Agency(_Row):
    name: _Name
    cameras_closed_outside_a_grant: bool
    persons: list[_Person]


class _Approver(_Row):
    user: _Name
    name: _Name
    campuses: list[_Name] = []


class _Area(_Row):
    name: _Name
    rule: _Words
    scope: Scope
    cameras: list[_Name] = []


class _Never(_Row):
    rule: _Words
    room_categories: list[_Name] = []
    cameras: list[_Name] = []


class _Hours(_Row):
    days: list[_Name]
    since: time
    until: time


class _Circumstance(_Row):
    circumstance: Circumstance
    code: _Name
    rule: _Words
    area: _Name
    longest_minutes: _Minutes
    approvals_needed: Annotated[int, msgspec.Meta(ge=0, le=10)]
    opens_by_itself: bool = False
    hours: _Hours | None = None
    recorded_minutes_before: _Minutes | None = None


class _BreakGlass(_Row):
    rule: _Words
    users: list[_Name]
    longest_minutes: _Minutes
    rings: list[_Name]


class _Unusual(_Row):
    rule: _Words
    refusals: Annotated[int, msgspec.Meta(ge=1, le=1_000)]
    within_minutes: _Minutes


class _Membership(_Row):
    rule: _Words
    role: _Name
    circumstance: Circumstance


class _Replaces(_Row):
    version: int
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class _Document(_Row):
    format: int
    title: _Name
    law: _Words
    district: _Name
    version: Annotated[int, msgspec.Meta(ge=1)]
    effective_from: date
    time_zone: _Name
    agencies: list[_Agency]
    approvers: list[_Approver]
    areas: list[_Area]
    never_opened: _Never
    circumstances: list[_Circumstance]
    unusual: _Unusual
    purpose: str = ""
    effective_until: date | None = None
    replaces: _Replaces | None = None
    break_glass: _BreakGlass | None = None
    grants_by_membership: _Membership | None = None
    units_cleared_by: list[_Name] = []
    two_persons_for: list[_Name] = []
    watermark: bool = False


def read_policy(path: Path) -> Policy:
    """Reads a policy file. Raises PolicyUnreadable."""
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST + 1)
    except OSError as error:
        raise PolicyUnreadable(f"{path} cannot be read: {error.strerror or error}.") from error
    return parse_policy(text, str(path))


def parse_policy(text: bytes, name: str) -> Policy:
    """Makes a policy of a file's bytes; `name` is for sentences. Raises PolicyUnreadable."""
    if len(text) > LARGEST:
        raise PolicyUnreadable(f"{name} is larger than a memorandum can be.")
    try:
        told = msgspec.json.decode(text, type=_Document)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise PolicyUnreadable(f"{name} is no policy: {error}.") from error
    if told.format != FORMAT:
        raise PolicyUnreadable(f"{name} is written in format {told.format}; this program reads format {FORMAT}.")
    try:
        zone = ZoneInfo(told.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PolicyUnreadable(f"{name} names the time zone {told.time_zone!r}, which is not known here.") from error
    return _policy(told, zone, name)


def _policy(told: _Document, zone: ZoneInfo, name: str) -> Policy:
    glass = told.break_glass
    return Policy(
        district=told.district,
        title=told.title,
        law=told.law,
        version=told.version,
        since=told.effective_from,
        until=told.effective_until,
        zone=zone,
        agencies=tuple(
            Agency(each.name, each.cameras_closed_outside_a_grant, tuple(_person(one) for one in each.persons))
            for each in told.agencies
        ),
        approvers=tuple(Approver(each.user, each.name, frozenset(each.campuses)) for each in told.approvers),
        areas=tuple(Area(each.name, each.rule, each.scope, tuple(each.cameras)) for each in told.areas),
        never=NeverOpened(
            told.never_opened.rule,
            frozenset(told.never_opened.room_categories),
            tuple(told.never_opened.cameras),
        ),
        rules=tuple(_rule(each, name) for each in told.circumstances),
        unusual=Unusual(told.unusual.rule, told.unusual.refusals, timedelta(minutes=told.unusual.within_minutes)),
        break_glass=None
        if glass is None
        else BreakGlassRule(
            glass.rule, frozenset(glass.users), timedelta(minutes=glass.longest_minutes), tuple(glass.rings)
        ),
        units_cleared_by=frozenset(told.units_cleared_by),
        membership=_membership(told.grants_by_membership),
        replaces=None if told.replaces is None else Replaced(told.replaces.version, told.replaces.sha256),
        two_persons_for=frozenset(told.two_persons_for),
        wants_watermark=told.watermark,
    )


def _membership(told: _Membership | None) -> Membership | None:
    return None if told is None else Membership(told.rule, told.role, told.circumstance)


def _person(told: _Person) -> Person:
    return Person(told.user, told.name, told.position, told.rank, told.contact, told.supervisor)


def _rule(told: _Circumstance, name: str) -> Rule:
    before = told.recorded_minutes_before
    return Rule(
        circumstance=told.circumstance,
        code=told.code,
        sentence=told.rule,
        area=told.area,
        longest=timedelta(minutes=told.longest_minutes),
        approvals=told.approvals_needed,
        hours=None if told.hours is None else _hours(told.hours, name),
        opens_by_itself=told.opens_by_itself,
        recorded_before=None if before is None else timedelta(minutes=before),
    )


def _hours(told: _Hours, name: str) -> Hours:
    unknown = [day for day in told.days if day not in _DAYS]
    if unknown or not told.days:
        raise PolicyUnreadable(
            f"{name} names the day {', '.join(unknown) or 'of no hours'}; days are written Monday to Sunday."
        )
    return Hours(frozenset(_DAYS.index(day) for day in told.days), told.since, told.until)
