"""An invented district of any size, the same at every call, to measure with."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from smartclient.domain.devices import CameraForm, Device, DeviceKind, Placement, View
from smartclient.domain.ids import BuildingId, DeviceId, LevelId, UnitId, VenueId
from smartclient.domain.site import Building, Level, LonLat, Rings, Site, Unit, UnitKind, Venue

_LON, _LAT = -89.55, 43.1
_DEGREE_M = 111_320.0
_DEGREE_EAST_M = _DEGREE_M * math.cos(math.radians(_LAT))
_ROOM_M = (8.0, 9.0)
_HALL_M = 3.0
_BUILDINGS_PER_CAMPUS = 20
_COLUMNS = 5
"""Rooms on each side of a hall."""
_FLOORS = 3
_STEP_M = 90
"""From building to building."""
_KINDS = (DeviceKind.CAMERA, DeviceKind.DOOR, DeviceKind.CAMERA, DeviceKind.PANIC_BUTTON)


def large_district(buildings: int = 1000, devices: int = 50_000) -> Site:
    """Campuses of twenty buildings of three floors of ten rooms and a hall, spread over 20 km; devices shared out evenly."""
    made = [_building(number) for number in range(buildings)]
    campuses = math.ceil(buildings / _BUILDINGS_PER_CAMPUS)
    levels = [level for block in made for level in block.levels]
    share = [devices // len(levels) + (i < devices % len(levels)) for i in range(len(levels))] if levels else []
    return Site(
        name="Large district",
        venues=tuple(_venue(number) for number in range(campuses)),
        buildings=tuple(block.building for block in made),
        levels=tuple(levels),
        units=tuple(unit for block in made for unit in block.units),
        devices=tuple(d for level, count in zip(levels, share, strict=True) for d in _devices(level, count)),
    )


@dataclass(frozen=True, slots=True)
class _Block:
    building: Building
    levels: tuple[Level, ...]
    units: tuple[Unit, ...]


def _lonlat(x_m: float, y_m: float) -> LonLat:
    return (round(_LON + x_m / _DEGREE_EAST_M, 7), round(_LAT + y_m / _DEGREE_M, 7))


def _box(west: float, south: float, east: float, north: float) -> Rings:
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return (tuple(_lonlat(x, y) for x, y in corners),)


def _campus_corner(number: int) -> tuple[float, float]:
    return (number % 8 * 2500.0, number // 8 * 2500.0)


def _venue(number: int) -> Venue:
    x, y = _campus_corner(number)
    area = _box(x - 30, y - 30, x + 5 * _STEP_M, y + 4 * _STEP_M)
    return Venue(VenueId(f"venue {number}"), f"Campus {number + 1}", "university", area, _lonlat(x + 220, y + 170))


def _building(number: int) -> _Block:
    campus, place = divmod(number, _BUILDINGS_PER_CAMPUS)
    corner_x, corner_y = _campus_corner(campus)
    x, y = corner_x + place % 5 * _STEP_M, corner_y + place // 5 * _STEP_M
    wide, deep = _COLUMNS * _ROOM_M[0], 2 * _ROOM_M[1] + _HALL_M
    venue, outline = VenueId(f"venue {campus}"), _box(x, y, x + wide, y + deep)
    middle = _lonlat(x + wide / 2, y + deep / 2)
    building = Building(BuildingId(f"building {number}"), venue, f"Building {number + 1}", (outline,), middle)
    levels = tuple(
        Level(
            id=LevelId(f"level {number}.{floor}"),
            venue_id=venue,
            building_ids=(building.id,),
            name=f"Floor {floor + 1}",
            short_name=f"{floor + 1}F",
            ordinal=floor,
            outdoor=False,
            area=outline,
        )
        for floor in range(_FLOORS)
    )
    return _Block(building, levels, tuple(unit for level in levels for unit in _units(level, x, y)))


def _units(level: Level, x: float, y: float) -> Iterator[Unit]:
    wide, deep = _ROOM_M
    hall = _box(x, y + deep, x + _COLUMNS * wide, y + deep + _HALL_M)
    yield _unit(level, "hall", UnitKind.CORRIDOR, "walkway", "Hall", "", hall)
    for index in range(2 * _COLUMNS):
        west = x + index % _COLUMNS * wide
        south = y + index // _COLUMNS * (deep + _HALL_M)
        number = f"{level.ordinal + 1}{index + 1:02d}"
        area = _box(west, south, west + wide, south + deep)
        yield _unit(level, f"room {number}", UnitKind.ROOM, "classroom", "Classroom", number, area)


def _unit(level: Level, own: str, kind: UnitKind, category: str, name: str, number: str, area: Rings) -> Unit:
    (west, south), _, (east, north), *_ = area[0]
    middle = ((west + east) / 2, (south + north) / 2)
    return Unit(UnitId(f"{level.id} {own}"), level.id, kind, category, name, number, area, middle)


def _devices(level: Level, count: int) -> Iterator[Device]:
    """Spread over the level by the golden ratio: even, and on no line."""
    (west, south), _, (east, north), *_ = level.area[0]
    for index in range(count):
        kind = _KINDS[index % len(_KINDS)]
        across, up = (index + 0.5) / count, index * 0.618_033_988_75 % 1
        position = (west + across * (east - west), south + up * (north - south))
        view = View(index * 137.5 % 360, 80.0, 14.0, CameraForm.DOME) if kind is DeviceKind.CAMERA else None
        own = DeviceId(f"plan/{level.id} {index}")
        yield Device(own, kind, f"{level.short_name} · {kind} {index + 1}", Placement(position, level.id), view)
