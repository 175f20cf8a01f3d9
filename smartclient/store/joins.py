"""Which units of a building lead into each other: through doorways, along open sides, by stairs and lifts, and to the outside."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import combinations

from smartclient.domain.ids import BuildingId, LevelId, UnitId
from smartclient.domain.site import Level, Opening, UnitKind
from smartclient.store.floor_units import SHAFTS, FloorUnits, is_one_shaft
from smartclient.store.places import Places

_WALKED = ("venues", "buildings", "levels", "units", "openings")


@dataclass(frozen=True, slots=True)
class Join:
    """A way from one unit into another, `other` None for the outside, at a point in local metres of `level`.

    Without an `opening` nothing can be shut: two halls are open to each other, or a stair or lift goes on in `other`.
    """

    unit: UnitId
    other: UnitId | None
    level: LevelId
    at: tuple[float, float]
    opening: Opening | None = None
    is_flight: bool = False


def building_joins(places: Places, building: BuildingId) -> tuple[Join, ...]:
    """All joins of a building. Takes a tenth of a second a floor: for a thread."""
    floors = [(level, FloorUnits(places.frame, places.units_on(level.id))) for level in places.floors.get(building, ())]
    found: list[Join] = []
    for level, units in floors:
        found += _doorways(level, units, places.openings_on(level.id))
        found += _open_sides(level, units)
    found += _flights(floors)
    return tuple(found)


class KnownJoins:
    """The joins of each building, worked out when first asked and anew when the plan changes; not for several threads at once."""

    def __init__(self, places: Places) -> None:
        self._live = places
        self._places = copy(places)
        self._known: dict[BuildingId, tuple[Join, ...]] = {}

    def of(self, buildings: Iterable[BuildingId]) -> tuple[Join, ...]:
        """The joins of these buildings together."""
        self._look_again()
        found: list[Join] = []
        for building in sorted(buildings):
            known = self._known.get(building)
            if known is None:
                known = self._known[building] = building_joins(self._places, building)
            found += known
        return tuple(found)

    def _look_again(self) -> None:
        before, now = self._places.site, self._live.site
        if now is not before:
            self._places = copy(self._live)
            if any(getattr(now, part) is not getattr(before, part) for part in _WALKED):
                self._known.clear()


def _doorways(level: Level, floor: FloorUnits, openings: Iterable[Opening]) -> Iterator[Join]:
    for opening in openings:
        doorway = floor.doorway(opening)
        if doorway is None:
            continue
        x, y = doorway.middle.tolist()
        sides = [next(floor.beside(doorway.middle, side * doorway.across), None) for side in (1, -1)]
        first, second = (floor.units[side[0]].id if side is not None else None for side in sides)
        leads_out = opening.is_exterior or level.ordinal <= 0
        if first is None:
            first, second = second, first
        if first is not None and first != second and (second is not None or leads_out):
            yield Join(first, second, level.id, (x, y), opening)


def _open_sides(level: Level, floor: FloorUnits) -> Iterator[Join]:
    for side in floor.open_sides():
        middle = side.strip.representative_point()
        yield Join(floor.units[side.one].id, floor.units[side.other].id, level.id, (middle.x, middle.y))


def _flights(floors: Sequence[tuple[Level, FloorUnits]]) -> Iterator[Join]:
    """Stairs lead to the neighbouring floors, lifts to all of theirs."""
    for (lower, below), (upper, above) in combinations(floors, 2):
        storeys = abs(upper.ordinal - lower.ordinal)
        for unit, shape in zip(below.units, below.shapes, strict=True):
            if unit.kind not in SHAFTS or storeys == 0 or (storeys > 1 and unit.kind is not UnitKind.LIFT):
                continue
            middle = shape.representative_point()
            for other, other_shape in zip(above.units, above.shapes, strict=True):
                if other.kind is unit.kind and is_one_shaft(unit, shape, other, other_shape):
                    yield Join(unit.id, other.id, lower.id, (middle.x, middle.y), is_flight=True)
