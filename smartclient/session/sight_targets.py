"""What a question about sight is about: the floor of a room, both sides of a doorway, or a step of bare floor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

import shapely
from shapely.geometry.base import BaseGeometry

from smartclient.domain.ids import LevelId
from smartclient.domain.site import Opening, Unit, UnitKind
from smartclient.store.places import Places, to_local_rings
from smartclient.store.workspace import Spot

_STEP_M = 0.5
"""Half the width of what a person stands on."""
_BEFORE_DOOR_M = 2.0
_WALLS = frozenset({UnitKind.WALL, UnitKind.WINDOW})
_AT_UNIT_M = 0.6
"""A doorway's line lies in the middle of its wall, so far from the room at most."""


class Shape(Enum):
    """What kind of place it is, which decides how it is spoken of."""

    ROOM = "room"
    DOORWAY = "doorway"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class Doorway:
    """A doorway of a room, seen from outside: its `line`, and its zone on each level."""

    opening: Opening
    line: BaseGeometry
    zones: Mapping[LevelId, BaseGeometry]


@dataclass(frozen=True, slots=True)
class Target:
    """A place as areas in local metres on one or two levels, and the `doorways` of a room."""

    shape: Shape
    zones: Mapping[LevelId, BaseGeometry]
    doorways: tuple[Doorway, ...] = field(default=())


def target_of(places: Places, spot: Spot) -> Target:
    """The place meant by a spot; without zones where the plan does not know it. May run in a thread."""
    if spot.level is None or spot.level not in places.levels:
        return Target(Shape.POINT, {})
    unit = next((u for u in places.units_on(spot.level) if u.id == spot.unit), None) if spot.unit else None
    if unit is not None:
        area = _area(places, unit)
        return Target(Shape.ROOM, {spot.level: area}, tuple(_doorways(places, unit, area)))
    opening = next((o for o in places.openings_on(spot.level) if o.id == spot.opening), None) if spot.opening else None
    if opening is not None:
        return Target(Shape.DOORWAY, _zones(places, opening))
    step = shapely.Point(places.frame.point_to_local(*spot.position)).buffer(_STEP_M)
    return Target(Shape.POINT, {spot.level: step})


def rooms_before(places: Places, spot: Spot) -> tuple[Unit, ...]:
    """The rooms and corridors that a room's doorways lead to. May run in a thread."""
    units = [unit for unit in places.units_on(spot.level) if unit.kind not in _WALLS] if spot.level is not None else []
    own = next((unit for unit in units if unit.id == spot.unit), None)
    if own is None:
        return ()
    lines = [doorway.line for doorway in target_of(places, spot).doorways]
    around = ((unit, _area(places, unit).buffer(_AT_UNIT_M)) for unit in units if unit is not own)
    return tuple(unit for unit, area in around if any(area.contains(line) for line in lines))


def _area(places: Places, unit: Unit) -> BaseGeometry:
    area = to_local_rings(places.frame, [unit.area])[0]
    return shapely.make_valid(shapely.Polygon(area[0], area[1:]))


def _doorways(places: Places, unit: Unit, area: BaseGeometry) -> Iterator[Doorway]:
    openings = places.openings_on(unit.level_id)
    near = area.buffer(_AT_UNIT_M)
    for opening, line in zip(openings, to_local_rings(places.frame, [(o.line,) for o in openings]), strict=True):
        across = shapely.LineString(line[0])
        if near.contains(across):
            zones = {level: zone.difference(near) for level, zone in _zones(places, opening).items()}
            yield Doorway(opening, across, zones)


def _zones(places: Places, opening: Opening) -> dict[LevelId, BaseGeometry]:
    """Both sides of it; that of an outer door on the ground lies on the grounds, too."""
    line = shapely.LineString(to_local_rings(places.frame, [(opening.line,)])[0][0])
    zone = line.buffer(_BEFORE_DOOR_M, cap_style="flat")
    own = places.levels[opening.level_id]
    zones: dict[LevelId, BaseGeometry] = {own.id: zone}
    if opening.is_exterior and own.ordinal == 0:
        grounds = (level.id for level in places.site.levels if level.outdoor and level.venue_id == own.venue_id)
        zones |= dict.fromkeys(grounds, zone)
    return zones
