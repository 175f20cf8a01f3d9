"""Entries of a campus record from what a person typed into a form."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from smartclient.domain.campus_record import Absence, Aerial, Agency, Agreement, CampusRecord, Delivery, Entry, Review
from smartclient.domain.errors import PlanError

AGENCY_KINDS = ("police", "fire", "ems", "dispatch", "state")


class NotAnEntry(PlanError):
    """What was typed cannot be recorded; says which field and why."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; with `choices` it is chosen, not typed."""

    name: str
    label: str
    hint: str = ""
    choices: tuple[str, ...] = ()


Typed = Mapping[str, str]

FORMS: Mapping[str, tuple[Field, ...]] = {
    "agencies": (
        Field("name", "Agency", "Police Department"),
        Field("kind", "Kind", choices=AGENCY_KINDS),
        Field("platforms", "Reads maps with", "PDF, TAK …"),
    ),
    "reviews": (
        Field("on", "On", "2026-09-01"),
        Field("kind", "What", choices=("review", "certification")),
        Field("agencies", "With", "agencies, comma between"),
        Field("by", "By", "name"),
    ),
    "deliveries": (
        Field("on", "On", "2026-09-01"),
        Field("agency", "To", "agency"),
        Field("formats", "As", "PDF, GeoJSON, KML"),
    ),
    "aerials": (Field("captured", "Taken on", "2026-04-12"), Field("source", "Source", "county orthophoto")),
    "agreements": (
        Field("on", "Signed on", "2026-06-30"),
        Field("kind", "About", choices=("live video", "panic alert users")),
        Field("agency", "With", "agency"),
        Field("persons", "Persons named", "comma between"),
    ),
    "absences": (
        Field("what", "There is no", "suites"),
        Field("on", "As of", "2026-09-01"),
        Field("by", "Says", "name"),
    ),
}
"""The forms by the list of the record they add to."""


def prefilled(member: str, record: CampusRecord, today: date, what: str = "") -> dict[str, str]:
    """What stands in a form before anybody types."""
    served = [agency.name for agency in record.agencies]
    days = {name: today.isoformat() for name in ("on",)}
    more = {
        "reviews": {"agencies": ", ".join(served)},
        "deliveries": {"agency": ", ".join(served), "formats": "PDF"},
        "agreements": {"agency": served[0] if served else ""},
        "absences": {"what": what},
    }
    return days | more.get(member, {})


def entries_of(member: str, typed: Typed, revision: str) -> tuple[Entry, ...]:
    """What was typed, as entries: one, or for a delivery one for each agency. Raises NotAnEntry."""
    return _MAKERS[member](typed, revision)


def _agency(typed: Typed, _revision: str) -> tuple[Entry, ...]:
    return (Agency(_id(), _text(typed, "name", "the agency's name"), typed["kind"], _list(typed, "platforms")),)


def _review(typed: Typed, _revision: str) -> tuple[Entry, ...]:
    return (Review(_id(), _day(typed, "on"), typed["kind"], _list(typed, "agencies"), typed["by"].strip()),)


def _delivery(typed: Typed, revision: str) -> tuple[Entry, ...]:
    on, formats = _day(typed, "on"), tuple(each.lower() for each in _list(typed, "formats"))
    agencies = _list(typed, "agency")
    if not agencies:
        raise NotAnEntry("Type the agency that the map was sent to.")
    return tuple(Delivery(_id(), on, agency, revision, formats) for agency in agencies)


def _aerial(typed: Typed, _revision: str) -> tuple[Entry, ...]:
    return (Aerial(_id(), _day(typed, "captured"), typed["source"].strip()),)


def _agreement(typed: Typed, _revision: str) -> tuple[Entry, ...]:
    agency = typed["agency"].strip()
    return (Agreement(_id(), _day(typed, "on"), typed["kind"], agency, _list(typed, "persons")),)


def _absence(typed: Typed, _revision: str) -> tuple[Entry, ...]:
    by = _text(typed, "by", "the name of who says so")
    return (Absence(_id(), _text(typed, "what", "what there is none of"), _day(typed, "on"), by),)


_MAKERS: Mapping[str, Callable[[Typed, str], tuple[Entry, ...]]] = {
    "agencies": _agency,
    "reviews": _review,
    "deliveries": _delivery,
    "aerials": _aerial,
    "agreements": _agreement,
    "absences": _absence,
}


def _id() -> str:
    return str(uuid.uuid4())


def _text(typed: Typed, name: str, what: str) -> str:
    text = typed[name].strip()
    if not text:
        raise NotAnEntry(f"Type {what}.")
    return text


def _list(typed: Typed, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in typed[name].split(",") if part.strip()))


def _day(typed: Typed, name: str) -> date:
    text = typed[name].strip()
    try:
        return date.fromisoformat(text)
    except ValueError as trouble:
        raise NotAnEntry(f"{text or 'Nothing'} is no day; type it as 2026-09-01.") from trouble
