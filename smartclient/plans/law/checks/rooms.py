"""Rooms, halls and suites carry the labels that stand on their doors."""

from collections.abc import Mapping
from typing import Any

from smartclient.plans.law.answers import Answer, counted, missing, passed
from smartclient.plans.law.campus import Campus


def floor_plans(campus: Campus, values: Mapping[str, Any]) -> Answer:  # noqa: ARG001 (every check takes values)
    """Every building has a floor with rooms on it."""
    if not campus.buildings:
        return missing("There is no building on the plan.", [campus.campus_lack("no building")])
    drawn = {building.id for unit in campus.rooms if (building := campus.building_of(unit.level_id)) is not None}
    bare = [building for key, building in campus.buildings.items() if key not in drawn]
    if bare:
        return missing(
            f"{counted(len(bare), 'building')} without a floor plan",
            [campus.building_lack(building, "no floor with rooms") for building in bare],
        )
    floors = sum(not level.outdoor for level in campus.plan.levels)
    return passed(f"{counted(len(campus.buildings), 'building')}, {counted(floors, 'floor')} drawn")


def labelled(campus: Campus, values: Mapping[str, Any]) -> Answer:  # noqa: ARG001
    """Every room has a number or a name, and no two rooms of a building share a number."""
    if not campus.rooms:
        return missing("There is no room on the plan.", [campus.campus_lack("no rooms")])
    lacks = [campus.unit_lack(unit, "no label") for unit in campus.rooms if not (unit.name or unit.number)]
    seen: dict[tuple[str, str], str] = {}
    for unit in campus.rooms:
        building = campus.building_of(unit.level_id)
        if unit.number:
            key = (building.id if building else "", unit.number)
            if key in seen and seen[key] != unit.id:
                lacks.append(campus.unit_lack(unit, f"number {unit.number} is used twice"))
            seen.setdefault(key, unit.id)
    if lacks:
        return missing(f"{counted(len(lacks), 'room')} of {len(campus.rooms)} without a label of its own", lacks)
    return passed(f"all {len(campus.rooms)} rooms labelled")


def halls_named(campus: Campus, values: Mapping[str, Any]) -> Answer:  # noqa: ARG001
    """Every hall, lobby and passage has a name."""
    lacks = [campus.unit_lack(unit, "no name") for unit in campus.corridors if not (unit.name or unit.number)]
    if lacks:
        return missing(f"{counted(len(lacks), 'hallway')} of {len(campus.corridors)} without a name", lacks)
    if not campus.corridors:
        return _none_drawn(campus, "hallways")
    return passed(f"all {len(campus.corridors)} hallways named")


def suites_numbered(campus: Campus, values: Mapping[str, Any]) -> Answer:  # noqa: ARG001
    """Every suite has a number; a campus without suites says so in its record."""
    suites = [unit for unit in campus.rooms if "suite" in unit.name.lower()]
    lacks = [campus.unit_lack(unit, "no suite number") for unit in suites if not unit.number]
    if lacks:
        return missing(f"{counted(len(lacks), 'suite')} without a number", lacks)
    if not suites:
        return _none_drawn(campus, "suites")
    return passed(f"all {counted(len(suites), 'suite')} numbered")


def _none_drawn(campus: Campus, what: str) -> Answer:
    absence = campus.record.absence(what)
    if absence is not None:
        return passed(f"the record says that there are none ({absence.on})")
    return missing(f"No {what} are on the plan, and the record does not say that there are none.", what=what)
