"""Where something is, as it is said over the radio: in one breath, from geometry and the names on the plan alone."""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.ids import BuildingId
from smartclient.domain.site import LonLat, Opening, Unit, UnitKind, Venue
from smartclient.geometry.usng import usng
from smartclient.store.places import Place, Places, building_words, floor_words, unit_words
from smartclient.store.radio_wording import LONGEST, Parts, cut, shortened
from smartclient.store.routes import Standpoint
from smartclient.store.servers import short_district
from smartclient.store.walking import Walkable
from smartclient.store.workspace import Spot

_SCHOOL = re.compile(r"\s+schools?$", re.IGNORECASE)
_DOOR_WORD = re.compile(r"\b(door|entrance|entry|exit|gate|dock)\b", re.IGNORECASE)
_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")

_ONE_SHAFT_M, _MIDDLE_M = 6.0, 4.0
"""Stairs of two floors so near to one another are one; a stair so near to the middle of its building is on no side of it."""

T = TypeVar("T")


class RadioStrings:
    """Answers for places, rooms and devices, never longer than `LONGEST`. The walkable graph is asked: use a thread."""

    def __init__(self, places: Places, walkable: Walkable) -> None:
        self._places, self._walkable = places, walkable

    def of_point(self, start: Standpoint) -> str:
        """Any point of the map."""
        return self._said(start, self._places.at_local(start.x, start.y, start.level))

    def of_unit(self, unit: Unit) -> str:
        """A room, a hall, a piece of ground."""
        start = self._walkable.standpoint(unit.display_point, unit.level_id)
        return self._said(start, replace(self._places.at(unit.display_point, unit.level_id), unit=unit))

    def of_spot(self, spot: Spot) -> str:
        """What is selected: a room or a doorway as such, else the point."""
        level = spot.level
        unit = next((one for one in self._places.units_on(level) if one.id == spot.unit), None) if level else None
        if unit is not None:
            return self.of_unit(unit)
        opening = (
            next((one for one in self._places.openings_on(level) if one.id == spot.opening), None) if level else None
        )
        if opening is not None:
            return self.of_opening(opening)
        return self.of_point(self._walkable.standpoint(spot.position, level))

    def of_device(self, device: Device) -> str:
        """A device where it stands; a door with a number is said by it. Empty for one that is on no plan."""
        placement = device.placement
        if placement is None:
            return ""
        start = self._walkable.standpoint(placement.position, placement.level_id)
        place = self._places.of_device(device)
        on_level = self._places.units_on(placement.level_id) if placement.level_id else ()
        own = next((unit for unit in on_level if unit.id == placement.unit_id), place.unit)
        opening = self._opening_of(device) if device.kind is DeviceKind.DOOR else None
        return self._said(start, replace(place, unit=own), opening)

    def of_opening(self, opening: Opening) -> str:
        """A doorway: by its number, else as the door of its room."""
        middle = _middle(opening)
        start = self._walkable.standpoint(middle, opening.level_id)
        return self._said(start, self._places.at(middle, opening.level_id), opening)

    def _said(self, start: Standpoint, place: Place, own_door: Opening | None = None) -> str:
        if place.venue is None:
            return self._off_campus(start)
        is_numbered = own_door is not None and bool(own_door.name)
        parts = Parts(
            campus=self._campus_words(place.venue),
            building=self._building_words(place),
            cell=f"grid {place.cell}" if place.cell else self._square(start),
            floor=_floor_words(place),
            short_floor=place.level.short_name if place.level and not place.level.outdoor else "",
            room="" if is_numbered else _room_words(place.unit),
            door=_door_words(own_door.name) if own_door and is_numbered else self._nearest_door(start, place),
            stair=self._nearest_stair(start, place),
        )
        if own_door is not None and not is_numbered and parts.room:
            parts = replace(parts, room=f"door of {parts.room}")
        return shortened(parts)

    def _square(self, start: Standpoint) -> str:
        """The last digits of the national grid's 10 m square, where the campus has no grid of its own."""
        digits = usng(*self._places.frame.point_to_world(start.x, start.y)).split()[-2:]
        return " ".join(("USNG", *digits))

    def _campus_words(self, venue: Venue) -> str:
        """`Maple Grove Middle` for the Middle School, where no other campus is called so; of several districts, which one."""
        district = short_district(self._places.site.district_of(venue.id))
        name = self._campus_name(venue)
        return f"{district}, {name}" if district and not name.startswith(district) else name

    def _campus_name(self, venue: Venue) -> str:
        short = Counter(_SCHOOL.sub("", other.name) for other in self._places.site.venues)
        plain = _SCHOOL.sub("", venue.name)
        return plain if short[plain] == 1 else venue.name

    def _building_words(self, place: Place) -> str:
        """The building's name, where the campus has several."""
        if place.building is None or place.venue is None:
            return ""
        return building_words(place.building) if self._has_several(place.venue) else ""

    def _has_several(self, venue: Venue) -> bool:
        return sum(building.venue_id == venue.id for building in self._places.site.buildings) > 1

    def _nearest_door(self, start: Standpoint, place: Place) -> str:
        on_foot = self._walkable.nearest_exit(start)
        door = on_foot[0] if on_foot else self._as_the_crow_flies(start, self._exits_of(place), _middle)
        if door is None:
            return ""
        owner = self._places.building_of(door.level_id) if place.venue and place.building is None else None
        of_building = f" of {building_words(owner)}" if owner and place.venue and self._has_several(place.venue) else ""
        return f"nearest {_door_words(door.name)}{of_building}"

    def _nearest_stair(self, start: Standpoint, place: Place) -> str:
        if place.building is None or (place.unit is not None and place.unit.kind is UnitKind.STAIRS):
            return ""
        on_foot = self._walkable.nearest_stair(start)
        stairs = self._stairs_of(place.building.id) if on_foot is None else ()
        stair = on_foot[0] if on_foot else self._as_the_crow_flies(start, stairs, lambda unit: unit.display_point)
        return self._stair_words(stair, place.building.id) if stair else ""

    def _stair_words(self, stair: Unit, building: BuildingId) -> str:
        """By its name or number; else by the side of the building that it is on, where no other stair without a name is there."""
        if stair.name or stair.number:
            return _spoken(stair.name) if stair.name else f"stair {stair.number}"
        wind = self._side_of(stair, building)
        nameless = (other for other in self._stairs_of(building) if not other.name and not other.number)
        others = [other for other in nameless if self._metres(stair, other) > _ONE_SHAFT_M]
        return f"{wind} stair" if all(self._side_of(other, building) != wind for other in others) else ""

    def _side_of(self, stair: Unit, building: BuildingId) -> str:
        """On which side of its building a stair is: `north-east`, or `middle`."""
        x, y = self._places.frame.point_to_local(*self._places.buildings[building].display_point)
        stair_x, stair_y = self._places.frame.point_to_local(*stair.display_point)
        east, north = stair_x - x, stair_y - y
        return _wind(east, north) if math.hypot(east, north) > _MIDDLE_M else "middle"

    def _metres(self, one: Unit, other: Unit) -> float:
        frame = self._places.frame
        return math.dist(frame.point_to_local(*one.display_point), frame.point_to_local(*other.display_point))

    def _exits_of(self, place: Place) -> list[Opening]:
        floors = self._places.floors.get(place.building.id, ()) if place.building else ()
        doors = (opening for level in floors for opening in self._places.openings_on(level.id))
        return [door for door in doors if door.name and door.is_exterior]

    def _stairs_of(self, building: BuildingId) -> list[Unit]:
        units = (unit for level in self._places.floors.get(building, ()) for unit in self._places.units_on(level.id))
        return [unit for unit in units if unit.kind is UnitKind.STAIRS]

    def _as_the_crow_flies(self, start: Standpoint, things: Sequence[T], where: Callable[[T], LonLat]) -> T | None:
        def distance_m(thing: T) -> float:
            return math.dist((start.x, start.y), self._places.frame.point_to_local(*where(thing)))

        return min(things, key=distance_m, default=None)

    def _opening_of(self, device: Device) -> Opening | None:
        placement = device.placement
        if placement is None or placement.level_id is None:
            return None
        known = self._places.openings_on(placement.level_id)
        return next((opening for opening in known if opening.id == placement.opening_id), None)

    def _off_campus(self, start: Standpoint) -> str:
        """`18T WN 4711 2033, 350 m north-east of Maple Grove Middle`."""
        frame = self._places.frame
        square = usng(*frame.point_to_world(start.x, start.y))
        venue = self._as_the_crow_flies(start, self._places.site.venues, lambda venue: venue.display_point)
        if venue is None:
            return square
        x, y = frame.point_to_local(*venue.display_point)
        east, north = start.x - x, start.y - y
        far_m = math.hypot(east, north)
        far = f"{far_m / 1000:.1f} km" if far_m >= 1000 else f"{round(far_m, -1):.0f} m"
        return cut(f"{square}, {far} {_wind(east, north)} of {self._campus_words(venue)}", LONGEST)


def _wind(east: float, north: float) -> str:
    return _WINDS[round(math.degrees(math.atan2(east, north)) / 45) % 8]


def _floor_words(place: Place) -> str:
    if place.level is None or place.level.outdoor:
        return "outdoors"
    return floor_words(place.level)


def _room_words(unit: Unit | None) -> str:
    """`room 214`; a stair or a lift by its name."""
    is_shaft = unit is not None and unit.kind in (UnitKind.STAIRS, UnitKind.LIFT) and bool(unit.name)
    return _spoken(unit.name) if unit is not None and is_shaft else unit_words(unit)


def _door_words(name: str) -> str:
    return _spoken(name) if _DOOR_WORD.search(name) else f"door {name}"


def _spoken(name: str) -> str:
    """`door 6` for `Door 6`; names such as `AED cabinet` stay as they are."""
    head, _, rest = name.partition(" ")
    return f"{head.lower()} {rest}".strip() if head.istitle() else name


def _middle(opening: Opening) -> LonLat:
    lon, lat = np.mean(opening.line, axis=0).tolist()
    return (lon, lat)
