"""Things that must be findable on the map: shut-offs, hazards, key boxes, defibrillators, kits, panels, assembly points, cameras."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from smartclient.plans.law.answers import Answer, counted, missing, passed
from smartclient.plans.law.campus import Campus, placed
from smartclient.plans.law.rules import value_of


class _Equipment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    what: str
    """What it is in words, and what a record may say there is none of."""
    many: str = ""
    devices: frozenset[str] = frozenset()
    amenities: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    """IMDF unit categories that are as good, such as a room of category `firstaid`."""
    each: Literal["campus", "building"] = "campus"


def equipped(campus: Campus, values: Mapping[str, Any]) -> Answer:
    """At least one on the campus or, with `each = "building"`, in or at every building."""
    wanted = value_of(values, _Equipment, "equipment")
    count, buildings = _found(campus, wanted)
    many = wanted.many or f"{wanted.what}s"
    bare = [building for key, building in campus.buildings.items() if key not in buildings]
    if count and (wanted.each == "campus" or not bare):
        return passed(f"{counted(count, wanted.what, many)} on the map")
    absence = campus.record.absence(wanted.what)
    if absence is not None:
        return passed(f"the record says that there is none ({absence.on})")
    if not count:
        return missing(f"No {wanted.what} is on the map.", [campus.campus_lack(f"no {wanted.what}")], what=wanted.what)
    return missing(
        f"{counted(len(bare), 'building')} without a {wanted.what}",
        [campus.building_lack(building, f"no {wanted.what}") for building in bare],
        what=wanted.what,
    )


def _found(campus: Campus, wanted: _Equipment) -> tuple[int, set[str]]:
    """How many there are, and the buildings that have one inside or on their outer wall."""
    spots = [
        (device.placement.position, device.placement.level_id)
        for device in placed(campus.plan.devices)
        if device.kind in wanted.devices and device.placement is not None
    ]
    spots += [(a.position, a.level_id) for a in campus.plan.amenities if a.category in wanted.amenities]
    spots += [(u.display_point, u.level_id) for u in campus.plan.units if u.category in wanted.units]
    buildings: set[str] = set()
    for position, level_id in spots:
        building = campus.building_of(level_id)
        inside = building.id if building is not None else campus.building_at(position)
        if inside is not None:
            buildings.add(inside)
    return len(spots), buildings
