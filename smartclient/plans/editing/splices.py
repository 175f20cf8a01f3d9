"""What an edit does to a site, kept so small that every step can be taken back however many there were."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from smartclient.domain.devices import Device
from smartclient.domain.edits import Edit, Thing, name_of
from smartclient.domain.site import Amenity, Building, Fixture, GridSpec, Level, Opening, Site, Unit, Venue

FIELDS: Mapping[type[Thing], str] = {
    Venue: "venues",
    Building: "buildings",
    Level: "levels",
    Unit: "units",
    Opening: "openings",
    Amenity: "amenities",
    Fixture: "fixtures",
    GridSpec: "grids",
    Device: "devices",
}
"""Where a site keeps each kind of thing."""


@dataclass(frozen=True, slots=True)
class Splice:
    """In one tuple of a site, at a place, some things went and others came."""

    field: str
    at: int
    gone: tuple[Thing, ...]
    come: tuple[Thing, ...]

    @property
    def reverse(self) -> "Splice":
        """What takes it back."""
        return Splice(self.field, self.at, self.come, self.gone)


def edited(site: Site, edit: Edit) -> Site:
    """The site after an edit; new things come last, in the edit's order."""
    put = {name_of(thing): thing for thing in edit.put}
    changed: dict[str, Any] = {}
    for kind in {kind for kind, _ in (*put, *edit.removed)}:
        own = {key: thing for (of_kind, key), thing in put.items() if of_kind is kind}
        gone = {key for of_kind, key in edit.removed if of_kind is kind}
        key_of = attrgetter("venue_id" if kind is GridSpec else "id")
        kept = [own.pop(key, thing) for thing in getattr(site, FIELDS[kind]) if (key := key_of(thing)) not in gone]
        changed[FIELDS[kind]] = (*kept, *own.values())
    return replace(site, **changed)


def splices_between(before: Site, after: Site) -> tuple[Splice, ...]:
    """What makes `after` of `before`."""
    found = (
        _splice(field, getattr(before, field), getattr(after, field))
        for field in FIELDS.values()
        if getattr(before, field) is not getattr(after, field)
    )
    return tuple(splice for splice in found if splice.gone or splice.come)


def spliced(site: Site, splices: Iterable[Splice]) -> Site:
    """The site with these splices made."""
    changed: dict[str, Any] = {}
    for splice in splices:
        things = changed.get(splice.field, getattr(site, splice.field))
        end = splice.at + len(splice.gone)
        changed[splice.field] = (*things[: splice.at], *splice.come, *things[end:])
    return replace(site, **changed)


def _splice(field: str, before: tuple[Thing, ...], after: tuple[Thing, ...]) -> Splice:
    """What is the same at both ends is left out."""
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] is not after[i]), shorter)
    rest = shorter - start
    end = next((i for i in range(rest) if before[-1 - i] is not after[-1 - i]), rest)
    return Splice(field, start, before[start : len(before) - end], after[start : len(after) - end])
