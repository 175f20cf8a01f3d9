"""What of a floor is to be covered: its rooms, corridors, stairs and grounds as areas in local metres."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from smartclient.domain.site import Level, Unit, UnitKind
from smartclient.geometry.coverage import joined, polygon_of
from smartclient.geometry.visibility import Ring
from smartclient.store.places import Places, to_local_rings

WAYS = frozenset({UnitKind.CORRIDOR, UnitKind.STAIRS})
"""Where people come through: their blind spots matter piece by piece."""
_WAYS_OUTDOORS = frozenset({"walkway", "road", "parking", "unenclosedarea"})
_NOT_COVERED = frozenset({UnitKind.WALL, UnitKind.WINDOW, UnitKind.RESTROOM})
"""Cameras do not belong in restrooms, so what nobody sees there is no blind spot."""
_NO_FLOOR = frozenset({"vegetation", "opentobelow"})


@dataclass(frozen=True, slots=True)
class CoveredPlace:
    """A room, a corridor, or all grounds of one kind; `shape` in metres. `is_way`: people come through."""

    key: str
    name: str
    is_way: bool
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class CoveredFloor:
    """A level: its places, and all of them as one area."""

    level: Level
    places: tuple[CoveredPlace, ...]
    whole: BaseGeometry


def covered_floor(places: Places, level: Level) -> CoveredFloor:
    """The level as its plan has it; may run in a thread."""
    units = [u for u in places.units_on(level.id) if u.kind not in _NOT_COVERED and u.category not in _NO_FLOOR]
    shapes = [_shape(area) for area in to_local_rings(places.frame, [unit.area for unit in units])]
    pairs = [(unit, shape) for unit, shape in zip(units, shapes, strict=True) if not shape.is_empty]
    found = tuple(_grounds(pairs) if level.outdoor else _rooms(pairs))
    return CoveredFloor(level, found, joined([place.shape for place in found]))


def _rooms(pairs: Iterable[tuple[Unit, BaseGeometry]]) -> Iterable[CoveredPlace]:
    for unit, shape in pairs:
        yield CoveredPlace(unit.id, place_name(unit), unit.kind in WAYS, shape)


def _grounds(pairs: Iterable[tuple[Unit, BaseGeometry]]) -> Iterable[CoveredPlace]:
    """Named grounds for themselves, the others together by what they are: nobody tells forty pieces of walkway apart."""
    nameless: defaultdict[str, list[BaseGeometry]] = defaultdict(list)
    for unit, shape in pairs:
        if unit.name:
            yield CoveredPlace(unit.id, unit.name, unit.category in _WAYS_OUTDOORS, shape)
        else:
            nameless[unit.category].append(shape)
    for category, shapes in nameless.items():
        name = _GROUNDS_WORDS.get(category, category.capitalize() or "Other grounds")
        yield CoveredPlace(f"all {category}", name, category in _WAYS_OUTDOORS, joined(shapes))


_GROUNDS_WORDS = {
    "walkway": "Walkways",
    "road": "Roads",
    "parking": "Car parks",
    "unenclosedarea": "Open places",
    "recreation": "Playgrounds",
    "fieldofplay": "Playing fields",
}


def place_name(unit: Unit) -> str:
    """`Hall B`, `214 · Science lab`; of a nameless one what it is."""
    if unit.kind in WAYS and unit.name:
        return unit.name
    return " · ".join(part for part in (unit.number, unit.name) if part) or unit.kind.value.capitalize()


def _shape(rings: list[Ring]) -> BaseGeometry:
    outer, *holes = (polygon_of(ring) for ring in rings)
    return outer.difference(joined(holes)) if holes else outer
