"""What no drawing says of a campus: who walked through it, reviewed it, serves it and was sent its map, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from smartclient.domain.ids import VenueId


class Outcome(StrEnum):
    """What a person found at one stop of a walk-through."""

    RIGHT = "right"
    CORRECTED = "corrected"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class StopCheck:
    """One room, door or thing looked at. `correction` holds what the plan should say instead: `name`, `number`, `category`."""

    feature: str
    at: datetime
    outcome: Outcome = Outcome.RIGHT
    note: str = ""
    correction: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who answers for a walk-through, and when they said so."""

    name: str
    at: datetime
    role: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class WalkThrough:
    """A walk with the plan in hand; without a signature it is still going on. `revision` is the plan's at its beginning."""

    id: str
    began: datetime
    revision: str = ""
    covers: tuple[str, ...] = ("building", "grounds")
    by: str = "school"
    invited: tuple[str, ...] = ()
    stops: int = 0
    checks: tuple[StopCheck, ...] = ()
    ended: datetime | None = None
    signatures: tuple[Signature, ...] = ()

    @property
    def is_signed(self) -> bool:
        """Whether it is over and somebody answers for it."""
        return self.ended is not None and bool(self.signatures)


@dataclass(frozen=True, slots=True)
class Agency:
    """Who comes when something happens. `kind`: police, fire, ems, dispatch, state; `platforms`: the programs they read maps with."""

    id: str
    name: str
    kind: str
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """One revision of the map sent to one agency (by its name)."""

    id: str
    on: date
    agency: str
    revision: str = ""
    formats: tuple[str, ...] = ()
    uses: tuple[str, ...] = ("emergency", "drill")


@dataclass(frozen=True, slots=True)
class Review:
    """A plan review, or a yearly certification, and with which agencies (by their names)."""

    id: str
    on: date
    kind: str = "review"
    agencies: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Aerial:
    """A picture from above: when it was taken, whose it is, and its file in the archive, empty where it is kept elsewhere."""

    id: str
    captured: date
    source: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """A signed paper with an agency, such as who may see live video; `persons` are those it names."""

    id: str
    on: date
    kind: str
    agency: str = ""
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Absence:
    """A person's word that a campus has none of something (`fields`, `gas shut-off`), which the plan alone cannot tell."""

    id: str
    what: str
    on: date
    by: str = ""


Entry = WalkThrough | Agency | Delivery | Review | Aerial | Agreement | Absence
"""What a record is made of; each has an `id` of its own."""


@dataclass(frozen=True, slots=True)
class CampusRecord:
    """All that is recorded of one campus, in the order of the file."""

    venue_id: VenueId
    walk_throughs: tuple[WalkThrough, ...] = ()
    agencies: tuple[Agency, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    reviews: tuple[Review, ...] = ()
    aerials: tuple[Aerial, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    absences: tuple[Absence, ...] = ()

    def absence(self, what: str) -> Absence | None:
        """The word that there is none of `what`."""
        return next((absence for absence in self.absences if absence.what == what), None)

    @property
    def last_walk_through(self) -> WalkThrough | None:
        """The one signed last."""
        signed = [walk for walk in self.walk_throughs if walk.is_signed]
        return max(signed, key=lambda walk: walk.ended or walk.began, default=None)

    @property
    def open_walk_through(self) -> WalkThrough | None:
        """The one to go on with, the newest not signed."""
        unsigned = [walk for walk in self.walk_throughs if not walk.is_signed]
        return max(unsigned, key=lambda walk: walk.began, default=None)
