"""Reads the district's policy file and its signature, as the server needs them; what is not in order grants nothing."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

FORMAT = 1
CAMPUS = "{campus}"
"""Stands for a campus's name in the name of a role."""
_PURPOSE = b"smartclient policy\n"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LARGEST = 1024 * 1024


class PolicyRefusedError(Exception):
    """The policy is not in order, with the reason as a sentence."""


class Person(msgspec.Struct):
    """A designated person; `user` is the name at sign-in."""

    user: str
    name: str
    position: str = ""
    rank: str = ""
    contact: str = ""
    supervisor: str = ""


class Agency(msgspec.Struct):
    """An agency and its persons."""

    name: str
    cameras_closed_outside_a_grant: bool
    persons: list[Person]


class Approver(msgspec.Struct):
    """Who approves, for every campus where none is named; campuses by the key of their folder."""

    user: str
    name: str
    campuses: list[str] = []


class Area(msgspec.Struct):
    """Cameras that a circumstance opens."""

    name: str
    rule: str
    scope: str
    cameras: list[str] = []


class Never(msgspec.Struct):
    """Cameras that are never opened."""

    rule: str
    room_categories: list[str] = []
    cameras: list[str] = []


class Hours(msgspec.Struct):
    """Days and times of day at the school."""

    days: list[str]
    since: time
    until: time


class Rule(msgspec.Struct):
    """What a circumstance allows."""

    circumstance: str
    code: str
    rule: str
    area: str
    longest_minutes: int
    approvals_needed: int
    opens_by_itself: bool = False
    hours: Hours | None = None
    recorded_minutes_before: int | None = None


class BreakGlass(msgspec.Struct):
    """Opening without approval."""

    rule: str
    users: list[str]
    longest_minutes: int
    rings: list[str]


class Unusual(msgspec.Struct):
    """When refused attempts are misuse."""

    rule: str
    refusals: int
    within_minutes: int


class Membership(msgspec.Struct):
    """How grants are made without the service: the role whose members see a campus, `{campus}` standing for its name."""

    rule: str
    role: str
    circumstance: str


class Policy(msgspec.Struct):
    """A version of the memorandum. Fields that the server has no use for are left out."""

    format: int
    title: str
    district: str
    version: int
    effective_from: date
    time_zone: str
    agencies: list[Agency]
    approvers: list[Approver]
    areas: list[Area]
    never_opened: Never
    circumstances: list[Rule]
    unusual: Unusual
    purpose: str = ""
    effective_until: date | None = None
    break_glass: BreakGlass | None = None
    grants_by_membership: Membership | None = None
    units_cleared_by: list[str] = []
    two_persons_for: list[str] = []
    watermark: bool = False

    def person(self, user: str) -> tuple[Agency, Person] | None:
        """The designated person of that name; None for one who is not listed."""
        found = ((agency, person) for agency in self.agencies for person in agency.persons)
        return next(((agency, person) for agency, person in found if person.user == user), None)

    def is_governed(self, user: str) -> bool:
        """Whether cameras are closed to a user outside a grant: to whoever is neither the school's nor of an agency that is free."""
        listed = self.person(user)
        if listed is not None:
            return listed[0].cameras_closed_outside_a_grant
        return all(each.user != user for each in self.approvers)

    def approves(self, user: str, campus: str) -> bool:
        """Whether that user approves for a campus."""
        mine = (each for each in self.approvers if each.user == user)
        return any(not each.campuses or campus in each.campuses for each in mine)

    def rule(self, circumstance: str) -> Rule | None:
        """What that circumstance allows; None where it is not named."""
        return next((each for each in self.circumstances if each.circumstance == circumstance), None)

    def is_within_hours(self, rule: Rule, at: datetime) -> bool:
        """Whether the rule holds at that time of day."""
        if rule.hours is None:
            return True
        local = at.astimezone(ZoneInfo(self.time_zone))
        return _DAYS[local.weekday()] in rule.hours.days and rule.hours.since <= local.time() < rule.hours.until

    def hours_end(self, rule: Rule, at: datetime) -> datetime | None:
        """When the hours of that day end; None where the rule holds at any hour."""
        if rule.hours is None:
            return None
        local = at.astimezone(ZoneInfo(self.time_zone))
        end = datetime.combine(local.date(), rule.hours.until, local.tzinfo)
        return end.astimezone(at.tzinfo)

    def why_not_in_force(self, at: datetime) -> str:
        """The sentence why nothing is granted by it at that time; empty while it is in force."""
        today = at.astimezone(ZoneInfo(self.time_zone)).date()
        if today < self.effective_from:
            return f"The memorandum takes effect on {self.effective_from:%d %B %Y}."
        if self.effective_until is not None and today > self.effective_until:
            return f"The memorandum expired on {self.effective_until:%d %B %Y}."
        return ""

    def sentences(self) -> list[str]:
        """Its own words, as they are shown to those it is about."""
        listed = [(agency, each) for agency in self.agencies for each in agency.persons]
        told = [self.purpose, *(_designated(agency, each) for agency, each in listed)]
        told += [f"{each.name} approves for {', '.join(each.campuses) or 'every campus'}." for each in self.approvers]
        told += [*(f"{each.code}. {each.circumstance}: {each.rule}" for each in self.circumstances)]
        told += [self.never_opened.rule, *([self.break_glass.rule] if self.break_glass else []), self.unusual.rule]
        return [each for each in told if each]


def _designated(agency: Agency, person: Person) -> str:
    closed = "sees cameras only by a grant" if agency.cameras_closed_outside_a_grant else "is not limited by grants"
    listed = ", ".join(filter(None, (person.position, person.rank, person.contact)))
    return f"{person.name} ({listed}; supervisor: {person.supervisor}) of {agency.name} {closed}."


class _Signature(msgspec.Struct):
    algorithm: str
    public_key: str
    signature: str


@dataclass(frozen=True, slots=True)
class InForce:
    """A policy and the sentence about who signed it."""

    policy: Policy
    signature: str


def read(path: Path, key: str, now: datetime, version: int = 0) -> InForce:
    """Reads a policy that is signed and in force now; `key` is the fingerprint it must be signed with, any where empty, `version` the
    one it must be, any where 0.

    Raises PolicyRefusedError.
    """
    try:
        text = path.read_bytes()[:_LARGEST]
        policy = msgspec.json.decode(text, type=Policy)
        ZoneInfo(policy.time_zone)
    except (OSError, ValueError, KeyError, RecursionError) as error:
        raise PolicyRefusedError(f"The memorandum {path.name} cannot be read: {error}") from error
    found = _signed_with(path, text)
    if key and "".join(key.split()).upper() != "".join(found.split()):
        raise PolicyRefusedError(f"The memorandum is signed with the key {found}, not with the district's, {key}.")
    if policy.format != FORMAT:
        raise PolicyRefusedError(f"The memorandum is written in format {policy.format}; this server reads {FORMAT}.")
    if version and policy.version != version:
        raise PolicyRefusedError(
            f"The memorandum is version {policy.version}; this server was told to expect {version}."
        )
    if why := policy.why_not_in_force(now):
        raise PolicyRefusedError(why)
    whose = "the district's key" if key else "a key nobody has vouched for on this server"
    return InForce(policy, f"Signed with {whose}, {found}.")


def _signed_with(path: Path, text: bytes) -> str:
    """The fingerprint of the key that signed the bytes. Raises PolicyRefusedError."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    beside = path.with_name(f"{path.name}.sig")
    if not beside.is_file():
        raise PolicyRefusedError(f"The memorandum is not signed: {beside.name} is missing.")
    try:
        told = msgspec.json.decode(beside.read_bytes(), type=_Signature)
        public_key = base64.b64decode(told.public_key, validate=True)
        signature = base64.b64decode(told.signature, validate=True)
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _PURPOSE + text)
    except InvalidSignature as error:
        raise PolicyRefusedError("The memorandum was altered after it was signed.") from error
    except (OSError, ValueError) as error:
        raise PolicyRefusedError(f"{beside.name} is no signature that can be read.") from error
    digits = hashlib.sha256(public_key).hexdigest()[:32].upper()
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
