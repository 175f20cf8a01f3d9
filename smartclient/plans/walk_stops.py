"""What a walk-through stops at, in the order in which a person comes by: room by room, door by door, then over the grounds."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from smartclient.domain.devices import SAFETY_KINDS
from smartclient.domain.ids import LevelId
from smartclient.domain.site import Building, Level, LonLat, Opening, Site, Unit, UnitKind
from smartclient.geometry.frames import Frame

_AMENITIES = frozenset({"defibrillator", "firstaid", "meetingpoint"})
_NOT_STOPS = frozenset({UnitKind.WALL, UnitKind.WINDOW})
_AT_DOOR_M = 0.45
_OTHER_HALL_M = 25.0
"""Turning into another hall costs as much as walking so far along this one."""


class StopKind(StrEnum):
    """What there is to look at."""

    ROOM = "room"
    DOOR = "door"
    THING = "equipment"
    GROUNDS = "grounds"


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing to look at. `number` and `name` are what the plan says stands there; `place` says where that is."""

    feature: str
    kind: StopKind
    number: str
    name: str
    category: str
    place: str
    position: LonLat
    level_id: LevelId
    is_outdoors: bool = False

    @property
    def title(self) -> str:
        """As it is called on the spot."""
        if self.kind is StopKind.ROOM and self.number:
            return f"Room {self.number}"
        return self.number or self.name or f"{self.category.capitalize() or self.kind.capitalize()} without a label"


@dataclass(frozen=True, slots=True)
class _Reached:
    """A stop, where a person stands before it in metres, and the hall they stand in."""

    stop: Stop
    x: float
    y: float
    hall: str = ""


def walk_stops(campus: Site) -> tuple[Stop, ...]:
    """The stops of one campus in walking order: building by building from its main entrance, floor by floor, then outdoors."""
    return tuple(_Walk(campus).stops())


class _Walk:
    def __init__(self, campus: Site) -> None:
        self._campus = campus
        self._frame = Frame(*campus.venues[0].display_point)
        self._levels = {level.id: level for level in campus.levels}

    def stops(self) -> Iterator[Stop]:
        at: tuple[float, float] | None = None
        for building in self._campus.buildings:
            levels = [each for each in self._campus.levels if building.id in each.building_ids and not each.outdoor]
            for level in sorted(levels, key=lambda each: (each.ordinal < 0, abs(each.ordinal))):
                start = self._start(level, at)
                for reached in ordered(list(self._on_floor(building, level)), start):
                    at = (reached.x, reached.y)
                    yield reached.stop
        outdoors = [each for level in self._campus.levels if level.outdoor for each in self._on_grounds(level)]
        for reached in ordered(outdoors, at or (0.0, 0.0)):
            yield reached.stop

    def _start(self, level: Level, at: tuple[float, float] | None) -> tuple[float, float]:
        """Upstairs where the last floor was left, on the ground at the main entrance."""
        doors = [o for o in self._campus.openings if o.level_id == level.id and o.is_exterior]
        principal = [door for door in doors if door.category.endswith("principal")]
        if doors and (at is None or level.ordinal == 0):
            return self._middle((principal or doors)[0])
        return at or self._frame.point_to_local(*level.area[0][0])

    def _on_floor(self, building: Building, level: Level) -> Iterator[_Reached]:
        place = f"{building.name}, {level.name[:1].lower()}{level.name[1:]}"
        openings = [o for o in self._campus.openings if o.level_id == level.id]
        units = [u for u in self._campus.units if u.level_id == level.id and _is_stop(u)]
        doorways = _Doorways(self._frame, units, openings)
        for index, unit in enumerate(units):
            stop = Stop(
                unit.id, StopKind.ROOM, unit.number, unit.name, unit.category, place, unit.display_point, level.id
            )
            yield _Reached(stop, *doorways.reached(index))
        for opening in openings:
            if opening.is_exterior:
                x, y = self._middle(opening)
                spot = self._frame.point_to_world(x, y)
                stop = Stop(opening.id, StopKind.DOOR, opening.name, "", opening.category, place, spot, level.id)
                yield _Reached(stop, x, y, doorways.hall_at(x, y))
        yield from self._things(level, place, doorways)

    def _things(self, level: Level, place: str, doorways: "_Doorways | None") -> Iterator[_Reached]:
        found = [
            (str(device.id), device.name, str(device.kind), device.placement.position)
            for device in self._campus.devices
            if device.kind in SAFETY_KINDS and device.placement is not None and device.placement.level_id == level.id
        ]
        found += [
            (each.id, each.name, each.category, each.position)
            for each in self._campus.amenities
            if each.category in _AMENITIES and each.level_id == level.id
        ]
        for own_id, name, category, position in found:
            x, y = self._frame.point_to_local(*position)
            stop = Stop(own_id, StopKind.THING, "", name, category, place, position, level.id, level.outdoor)
            yield _Reached(stop, x, y, doorways.hall_at(x, y) if doorways is not None else "")

    def _on_grounds(self, level: Level) -> Iterator[_Reached]:
        for unit in self._campus.units:
            if unit.level_id == level.id and (unit.name or unit.number):
                stop = Stop(
                    unit.id,
                    StopKind.GROUNDS,
                    unit.number,
                    unit.name,
                    unit.category,
                    "Grounds",
                    unit.display_point,
                    level.id,
                    is_outdoors=True,
                )
                yield _Reached(stop, *self._frame.point_to_local(*unit.display_point))
        yield from self._things(level, "Grounds", None)

    def _middle(self, opening: Opening) -> tuple[float, float]:
        (ax, ay), (bx, by) = (self._frame.point_to_local(*end) for end in (opening.line[0], opening.line[-1]))
        return (ax + bx) / 2, (ay + by) / 2


def _is_stop(unit: Unit) -> bool:
    """Nobody walks into a wall, or where the floor is open to below."""
    return unit.kind not in _NOT_STOPS and unit.category != "opentobelow"


class _Doorways:
    """Through which door each room of a floor is entered, and from which hall."""

    def __init__(self, frame: Frame, units: Sequence[Unit], openings: Sequence[Opening]) -> None:
        import shapely

        self._units, self._frame = units, frame
        shapes = [shapely.Polygon(frame.to_local(np.array(unit.area[0]))) for unit in units]
        self._shapes = shapely.STRtree(shapes)
        self._doors: dict[int, list[tuple[float, float, str]]] = {}
        for opening in openings:
            middle = frame.to_local(np.array([opening.line[0], opening.line[-1]])).mean(axis=0)
            beside = self._near(*middle.tolist())
            for index in beside:
                halls = [units[other].id for other in beside if other != index and self._is_hall(other)]
                self._doors.setdefault(index, []).append((*middle.tolist(), halls[0] if halls else ""))

    def reached(self, index: int) -> tuple[float, float, str]:
        """Where a person stands who comes into that unit, and in which hall; a hall is entered at its own middle."""
        unit = self._units[index]
        doors = [] if self._is_hall(index) else sorted(self._doors.get(index, ()), key=lambda door: not door[2])
        if doors:
            return doors[0]
        return (*self._frame.point_to_local(*unit.display_point), unit.id if self._is_hall(index) else "")

    def hall_at(self, x: float, y: float) -> str:
        """The hall around a point, empty in a room."""
        return next((self._units[index].id for index in self._near(x, y) if self._is_hall(index)), "")

    def _near(self, x: float, y: float) -> list[int]:
        import shapely

        found: list[int] = self._shapes.query(shapely.Point(x, y), predicate="dwithin", distance=_AT_DOOR_M).tolist()
        return sorted(found)

    def _is_hall(self, index: int) -> bool:
        return self._units[index].kind is UnitKind.CORRIDOR


def ordered(found: Sequence[_Reached], start: tuple[float, float]) -> Iterable[_Reached]:
    """The nearest first, then the nearest to that one; staying in a hall goes before turning into another."""
    left = list(found)
    x, y = start
    hall = ""
    while left:

        def cost(each: _Reached, x: float = x, y: float = y, hall: str = hall) -> tuple[float, str]:
            turn = _OTHER_HALL_M if hall and each.hall != hall else 0.0
            return math.hypot(each.x - x, each.y - y) + turn, each.stop.feature

        nearest = min(left, key=cost)
        left.remove(nearest)
        x, y, hall = nearest.x, nearest.y, nearest.hall or hall
        yield nearest
