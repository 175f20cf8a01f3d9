"""Exterior doors and stairs are numbered: each once, and doors in order around the building."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from smartclient.domain.site import Building, Opening, UnitKind
from smartclient.plans.law.answers import Answer, Lack, counted, missing, passed
from smartclient.plans.law.campus import Campus
from smartclient.plans.law.rules import value_of

_NUMBER = re.compile(r"(\d{1,4})\s*-?\s*([A-Za-z]?)\b")
_ON_OUTLINE_M = 1.0


class _Doors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    in_order: bool = False


def number_of(name: str) -> tuple[int, str] | None:
    """The number in `Door 7` or `12A`, with its letter; None where there is none."""
    found = _NUMBER.search(name)
    return (int(found[1]), found[2].upper()) if found else None


def numbered(campus: Campus, values: Mapping[str, Any]) -> Answer:
    """Every exterior door has a number that no other door of its building has; with `in_order` they rise around it."""
    wanted = value_of(values, _Doors, "exterior-doors-numbered")
    lacks: list[Lack] = []
    count = 0
    for key, building in campus.buildings.items():
        doors = campus.doors.get(key, ())
        count += len(doors)
        if not doors:
            lacks.append(campus.building_lack(building, "no exterior door"))
        found = _lacks(campus, doors)
        if wanted.in_order and not found:
            found = _out_of_order(campus, building, doors)
        lacks += found
    if lacks:
        return missing(f"{counted(len(lacks), 'exterior door')} of {count} not numbered as wanted", lacks)
    order = ", in order" if wanted.in_order else ""
    return passed(f"all {counted(count, 'exterior door')} numbered, each number once in its building{order}")


def stairs_numbered(campus: Campus, values: Mapping[str, Any]) -> Answer:  # noqa: ARG001 (every check takes values)
    """Every stair has a number or letter, and no two on one floor have the same."""
    stairs = [unit for unit in campus.rooms if unit.kind is UnitKind.STAIRS]
    lacks: list[Lack] = []
    seen: set[tuple[str, str]] = set()
    for unit in stairs:
        said = unit.number or unit.name
        label = said.lower().removeprefix("stairs").removeprefix("stairwell").removeprefix("stair").strip()
        if not label:
            lacks.append(campus.unit_lack(unit, "no stair number"))
        elif (unit.level_id, label) in seen:
            lacks.append(campus.unit_lack(unit, f"stair {label} is there twice"))
        seen.add((unit.level_id, label))
    if lacks:
        return missing(f"{counted(len(lacks), 'stair')} of {len(stairs)} without a number of its own", lacks)
    tall = {campus.building_of(level.id) for level in campus.plan.levels if not level.outdoor and level.ordinal != 0}
    bare = [b for b in tall if b and not any(campus.building_of(stair.level_id) is b for stair in stairs)]
    if bare:
        return missing(
            "A building of several floors has no stair on the plan.",
            [campus.building_lack(b, "no stair") for b in bare],
        )
    return passed(f"all {counted(len(stairs), 'stair')} numbered" if stairs else "no building has stairs")


def _lacks(campus: Campus, doors: Sequence[Opening]) -> list[Lack]:
    lacks: list[Lack] = []
    seen: dict[tuple[int, str], Opening] = {}
    for door in doors:
        number = number_of(door.name)
        if number is None:
            lacks.append(campus.opening_lack(door, "no number"))
        elif number in seen:
            lacks.append(campus.opening_lack(door, "the number is used twice"))
        else:
            seen[number] = door
    return lacks


def _out_of_order(campus: Campus, building: Building, doors: Sequence[Opening]) -> list[Lack]:
    """The doors that a person who walks round the building meets out of turn; doors onto an inner court are left out."""
    import shapely

    outline = campus.frame.to_local(np.array(max(building.footprints, key=lambda rings: len(rings[0]))[0]))
    ring = shapely.LinearRing(outline)
    around: list[tuple[float, tuple[int, str], Opening]] = []
    for door in doors:
        middle = shapely.Point(campus.frame.to_local(np.array([door.line[0], door.line[-1]])).mean(axis=0))
        number = number_of(door.name)
        if ring.distance(middle) <= _ON_OUTLINE_M and number is not None:
            around.append((ring.project(middle), number, door))
    if len(around) < 3:
        return []
    around.sort(key=lambda each: each[0])
    first = min(range(len(around)), key=lambda i: around[i][1])
    turned = around[first:] + around[:first]
    clockwise, back = _falls(turned), _falls([turned[0], *turned[:0:-1]])
    worst = min(clockwise, back, key=len)
    return [campus.opening_lack(door, "out of order around the building") for door in worst]


def _falls(doors: Sequence[tuple[float, tuple[int, str], Opening]]) -> list[Opening]:
    highest = doors[0][1]
    found = []
    for _, number, door in doors[1:]:
        if number < highest:
            found.append(door)
        highest = max(highest, number)
    return found
