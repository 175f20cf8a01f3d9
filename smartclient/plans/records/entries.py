"""Entries of a record as JSON has them, and back; what is not understood stays in the file."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from smartclient.domain.campus_record import (
    Absence,
    Aerial,
    Agency,
    Agreement,
    CampusRecord,
    Delivery,
    Entry,
    Review,
    WalkThrough,
)
from smartclient.domain.ids import VenueId
from smartclient.plans.problems import Report
from smartclient.plans.text import clean

E = TypeVar("E", bound=Entry)

KINDS: Mapping[str, type[Entry]] = {
    "walk_throughs": WalkThrough,
    "agencies": Agency,
    "deliveries": Delivery,
    "reviews": Review,
    "aerials": Aerial,
    "agreements": Agreement,
    "absences": Absence,
}
"""The members of a record, each a list of such entries; they are the fields of CampusRecord too."""

_MOST_ENTRIES = 5_000
_MOST_DEEP = 8


def member_of(entry: Entry) -> str:
    """The list an entry belongs to."""
    return next(name for name, kind in KINDS.items() if type(entry) is kind)


def to_record(venue_id: VenueId, value: Mapping[str, Any], label: str, report: Report) -> CampusRecord:
    """The record in a decoded `record.json`; entries that cannot be used are reported under `label` and left out."""
    lists = {name: tuple(_entries(name, kind, value.get(name), label, report)) for name, kind in KINDS.items()}
    return CampusRecord(venue_id, **lists)  # type: ignore[arg-type]


def identity(member: str, index: int, value: Any) -> str:
    """The id of an entry in the file, or one made from its place."""
    said = value.get("id") if isinstance(value, dict) else None
    return clean(said) if isinstance(said, str) and clean(said) else f"{member}-{index}"


def to_json(entry: Entry) -> dict[str, Any]:
    """An entry as the file has it."""
    value: dict[str, Any] = msgspec.to_builtins(entry)
    return {name: member for name, member in value.items() if member is not None}


def merged(old: Any, new: dict[str, Any]) -> dict[str, Any]:
    """`new` with the members of `old` that it knows nothing of, in its lists too where entries share `id` or `feature`."""
    if not isinstance(old, dict):
        return new
    joined = {**old, **new}
    for name, value in new.items():
        before = old.get(name)
        if isinstance(value, (list, tuple)) and isinstance(before, list):
            known = {_key(each): each for each in before if _key(each)}
            joined[name] = [merged(known.get(_key(each)), each) if _key(each) else each for each in value]
    return joined


def _key(value: Any) -> str:
    return str(value.get("id") or value.get("feature") or "") if isinstance(value, dict) else ""


def _entries(member: str, kind: type[E], values: Any, label: str, report: Report) -> Iterator[E]:
    if values is None:
        return
    if not isinstance(values, list):
        report.error(label, "", f"{member} is no list", "read as if it were empty")
        return
    if len(values) > _MOST_ENTRIES:
        report.error(label, "", f"{member} has {len(values)} entries", f"only the last {_MOST_ENTRIES} are read")
    first = max(len(values) - _MOST_ENTRIES, 0)
    seen: set[str] = set()
    for index, value in enumerate(values[first:], first + 1):
        own_id = identity(member, index, value)
        if own_id in seen:
            report.error(label, own_id, f"the id is used twice in {member}", "the second is left out")
            continue
        seen.add(own_id)
        try:
            tidied = _tidied(value)
            yield msgspec.convert({**tidied, "id": own_id} if isinstance(tidied, dict) else tidied, kind)
        except (msgspec.ValidationError, ValueError, OverflowError, TypeError) as trouble:
            report.error(label, own_id, f"no entry of {member}: {trouble}", "left out")


def _tidied(value: Any, deep: int = 0) -> Any:
    """The same value with every text on one line."""
    if deep > _MOST_DEEP:
        raise ValueError("it is nested too deep")
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_tidied(each, deep + 1) for each in value]
    if isinstance(value, dict):
        return {name: _tidied(each, deep + 1) for name, each in value.items()}
    return value
