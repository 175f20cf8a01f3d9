"""The memorandum of understanding as rules: who outside the school may see what, when, for how long, and who must agree."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from smartclient.domain.grants import Circumstance

CAMPUS = "{campus}"
"""Stands for a campus's name in the name of a role."""


class Scope(StrEnum):
    """Which cameras of a campus an area holds."""

    CAMPUS = "whole campus"
    OUTDOORS_AND_CORRIDORS = "outdoors and corridors"
    NAMED = "named cameras"


@dataclass(frozen=True, slots=True)
class Person:
    """A designated person as the law wants each listed (N.J.S.A. 18A:41-9); `user` is the name at sign-in."""

    user: str
    name: str
    position: str
    rank: str
    contact: str
    supervisor: str


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency with its designated persons; cameras are closed to those of a governed one outside a grant."""

    name: str
    is_governed: bool
    persons: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Approver:
    """Somebody of the school who approves; for every campus where `campuses` is empty."""

    user: str
    name: str
    campuses: frozenset[str] = frozenset()

    def approves(self, campus: str) -> bool:
        """Whether it is this person's campus."""
        return not self.campuses or campus in self.campuses


@dataclass(frozen=True, slots=True)
class Area:
    """Cameras that a circumstance opens; `cameras` are name patterns (`*`, `?`), for named ones only."""

    name: str
    sentence: str
    scope: Scope
    cameras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NeverOpened:
    """Cameras that no grant opens: by the category of their room (IMDF) or by their name's pattern."""

    sentence: str
    rooms: frozenset[str] = frozenset()
    cameras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hours:
    """Days (0 is Monday) and times of day at the school; `until` is not among them."""

    days: frozenset[int]
    since: time
    until: time

    def holds(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether that aware time is within them."""
        local = at.astimezone(zone)
        return local.weekday() in self.days and self.since <= local.time() < self.until

    def end(self, at: datetime, zone: ZoneInfo) -> datetime:
        """When those of that day end."""
        return datetime.combine(at.astimezone(zone).date(), self.until, zone)


@dataclass(frozen=True, slots=True)
class Rule:
    """What one circumstance allows. Without `hours` at any hour; `recorded_before` None is live only."""

    circumstance: Circumstance
    code: str
    sentence: str
    area: str
    longest: timedelta
    approvals: int
    hours: Hours | None = None
    opens_by_itself: bool = False
    recorded_before: timedelta | None = None
    """How long before the request recorded pictures may be seen."""


@dataclass(frozen=True, slots=True)
class BreakGlassRule:
    """Opening without approval: who may, for how long, and who is rung."""

    sentence: str
    users: frozenset[str]
    longest: timedelta
    rung: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Membership:
    """On a server without a grants service: the role whose members see a campus's cameras, and what an event that asks for it stands for.

    `{campus}` in `role` stands for the campus's name; an event cannot tell why it asks, so that all are of one `circumstance`.
    """

    sentence: str
    role: str
    circumstance: Circumstance


@dataclass(frozen=True, slots=True)
class Unusual:
    """When refused attempts are told as misuse: so many, within so long."""

    sentence: str
    refusals: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Replaced:
    """The version before this one, by the SHA-256 of its file."""

    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of a district's memorandum, in force from `since` to `until` (None: until it is replaced)."""

    district: str
    title: str
    law: str
    version: int
    since: date
    until: date | None
    zone: ZoneInfo
    agencies: tuple[Agency, ...]
    approvers: tuple[Approver, ...]
    areas: tuple[Area, ...]
    never: NeverOpened
    rules: tuple[Rule, ...]
    unusual: Unusual
    break_glass: BreakGlassRule | None = None
    units_cleared_by: frozenset[str] = frozenset()
    replaces: Replaced | None = None
    membership: Membership | None = None
    two_persons_for: frozenset[str] = field(default_factory=frozenset)
    """Acts at a console that need a second person, such as `export`."""
    wants_watermark: bool = False
    """Whether user and time must lie over every picture on a screen."""

    def why_not_in_force(self, at: datetime) -> str:
        """The sentence why nothing may be granted by it at that time; empty while it is in force."""
        today = at.astimezone(self.zone).date()
        if today < self.since:
            return f"Version {self.version} of the memorandum takes effect on {self.since:%d %B %Y}; until then nothing is granted by it."
        if self.until is not None and today > self.until:
            return (
                f"Version {self.version} of the memorandum expired on {self.until:%d %B %Y}; nothing is granted by it."
            )
        return ""

    def person(self, user: str) -> tuple[Agency, Person] | None:
        """The designated person with that name at sign-in; None for one who is not listed."""
        wanted = user.casefold()
        found = ((agency, person) for agency in self.agencies for person in agency.persons)
        return next(((agency, person) for agency, person in found if person.user.casefold() == wanted), None)

    def rule(self, circumstance: Circumstance) -> Rule | None:
        """What that circumstance allows; None where the memorandum does not name it."""
        return next((rule for rule in self.rules if rule.circumstance is circumstance), None)

    def standing_for_membership(self) -> tuple[Membership, Rule] | None:
        """How grants are made by membership, and the rule they stand for; None where the memorandum has not both."""
        rule = self.rule(self.membership.circumstance) if self.membership is not None else None
        return None if self.membership is None or rule is None else (self.membership, rule)

    def ends_at(self, rule: Rule, opened_at: datetime) -> datetime:
        """When a view by that rule is over that was opened at that time: its longest time, or the end of the agreed hours."""
        longest = opened_at + rule.longest
        return longest if rule.hours is None else min(longest, rule.hours.end(opened_at, self.zone).astimezone(UTC))

    def area(self, name: str) -> Area | None:
        """The area of that name."""
        return next((area for area in self.areas if area.name == name), None)


def problems(policy: Policy) -> tuple[str, ...]:
    """What is contradictory in it, a sentence each; a policy with any grants nothing."""
    return (
        *_people_problems(policy),
        *_rule_problems(policy),
        *_membership_problems(policy),
        *_glass_problems(policy),
    )


def _people_problems(policy: Policy) -> list[str]:
    found = []
    users = [person.user.casefold() for agency in policy.agencies for person in agency.persons]
    found += [f"{user!r} is listed twice." for user in sorted({user for user in users if users.count(user) > 1})]
    governed = {p.user.casefold() for a in policy.agencies if a.is_governed for p in a.persons}
    for approver in policy.approvers:
        if approver.user.casefold() in governed:
            found.append(f"{approver.name} is of a governed agency and so cannot approve for the school.")
    for agency in policy.agencies:
        for person in agency.persons:
            missing = [each for each in _LISTED if not getattr(person, each).strip()]
            if missing:
                found.append(f"{person.name or person.user} of {agency.name} is listed without {', '.join(missing)}.")
    if not governed:
        found.append("No agency is governed, so the memorandum closes nothing.")
    if policy.until is not None and policy.until < policy.since:
        found.append("It ends before it takes effect.")
    return found


_LISTED = ("user", "name", "position", "rank", "contact", "supervisor")


def _rule_problems(policy: Policy) -> list[str]:
    found = []
    named = [rule.circumstance for rule in policy.rules]
    found += [f"The circumstance “{each.value}” is ruled twice." for each in Circumstance if named.count(each) > 1]
    for rule in policy.rules:
        name = rule.circumstance.value
        if policy.area(rule.area) is None:
            found.append(f"“{name}” opens the area “{rule.area}”, which is not described.")
        if not timedelta() < rule.longest <= timedelta(days=1):
            found.append(f"“{name}” must end after at most a day.")
        if rule.approvals < 1 and not rule.opens_by_itself:
            found.append(f"“{name}” needs at least one approval, or must open by itself.")
        if rule.approvals > len(policy.approvers):
            found.append(f"“{name}” needs {rule.approvals} approvals; only {len(policy.approvers)} people approve.")
    for area in policy.areas:
        if (area.scope is Scope.NAMED) != bool(area.cameras):
            found.append(f"The area “{area.name}” names cameras exactly when its scope is “{Scope.NAMED.value}”.")
    return found


def _membership_problems(policy: Policy) -> list[str]:
    membership = policy.membership
    if membership is None:
        return []
    found, rule = [], policy.rule(membership.circumstance)
    if CAMPUS not in membership.role:
        found.append(f"The role “{membership.role}” must have {CAMPUS} in its name, or one campus would open another.")
    if rule is None or rule.approvals < 1:
        name = membership.circumstance.value
        found.append(f"Grants by membership stand for “{name}”, which must be ruled and need an approval.")
    return found


def _glass_problems(policy: Policy) -> list[str]:
    glass = policy.break_glass
    if glass is None:
        return []
    found = []
    if not timedelta() < glass.longest <= timedelta(hours=1):
        found.append("Opening without approval must end after at most an hour.")
    if not glass.rung:
        found.append("Opening without approval rings nobody; it must never be silent.")
    found += [
        f"{user!r} may open without approval and is not listed." for user in glass.users if not policy.person(user)
    ]
    return found
