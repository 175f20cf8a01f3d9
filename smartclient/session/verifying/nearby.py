"""What is near the place of an alarm and wanted first: the doors to come in by, the stairs, each with its way on foot."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from smartclient.domain.devices import Device
from smartclient.domain.site import LonLat, Opening
from smartclient.store.places import Place, Places
from smartclient.store.routes import Standpoint
from smartclient.store.walking import Walkable

DOORS = 2
_TRIED = 4
"""As many doors are walked to; the nearest on foot is seldom farther down the list."""


class NearKind(StrEnum):
    """What is near."""

    DOOR = "door"
    STAIRS = "stairs"


@dataclass(frozen=True, slots=True)
class Near:
    """One of them: `metres` on foot, None where the plan shows no way."""

    kind: NearKind
    name: str
    metres: float | None


def nearby(places: Places, walkable: Walkable, device: Device) -> tuple[Near, ...]:
    """The nearest named outside doors and the nearest stairs of the building a device is in. Walks the plan: for a thread."""
    placement = device.placement
    if placement is None:
        return ()
    start = walkable.standpoint(placement.position, placement.level_id)
    return (*_doors(places, walkable, places.of_device(device), start), *_stairs(walkable, start))


def _doors(places: Places, walkable: Walkable, place: Place, start: Standpoint) -> list[Near]:
    def metres(opening: Opening) -> float:
        return math.dist((start.x, start.y), places.frame.point_to_local(*_middle(opening)))

    found = []
    for opening in sorted(_exits(places, place), key=metres)[:_TRIED]:
        route = walkable.route(start, walkable.standpoint(_middle(opening), opening.level_id))
        found.append(Near(NearKind.DOOR, opening.name, route.length_m if route is not None else None))
    return sorted(found, key=lambda near: math.inf if near.metres is None else near.metres)[:DOORS]


def _exits(places: Places, place: Place) -> Iterator[Opening]:
    floors = places.floors.get(place.building.id, ()) if place.building is not None else ()
    for level in floors:
        yield from (each for each in places.openings_on(level.id) if each.is_exterior and each.name)


def _stairs(walkable: Walkable, start: Standpoint) -> Iterator[Near]:
    found = walkable.nearest_stair(start)
    if found is not None:
        yield Near(NearKind.STAIRS, found[0].name, found[1])


def _middle(opening: Opening) -> LonLat:
    lon, lat = np.mean(opening.line, axis=0).tolist()
    return (lon, lat)
