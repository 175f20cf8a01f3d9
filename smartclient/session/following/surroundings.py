"""Who sees a subject that was met at a device, and who will see it at the doorways it can walk to next."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.ids import DeviceId
from smartclient.domain.site import Opening
from smartclient.session.seers import Way
from smartclient.store.places import Places
from smartclient.store.routes import WALKING_M_S, Standpoint
from smartclient.store.spots import spot_of_device, spot_of_opening
from smartclient.store.walking import Walkable
from smartclient.store.workspace import Spot

if TYPE_CHECKING:
    from smartclient.session.sight import Sight

MOST_NOW, MOST_NEXT = 4, 8
_AROUND_M, _FARTHEST_M = 45.0, 60.0
_MOST_TRIED, _MOST_DOORS = 24, 8


@dataclass(frozen=True, slots=True)
class Coming:
    """A camera that will see the subject, so many seconds after it set out walking."""

    camera: DeviceId
    after_s: float


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a subject was met, which cameras see that, and which see where it can come to, soonest first."""

    place: Standpoint
    now: tuple[DeviceId, ...]
    next: tuple[Coming, ...]


def surroundings(
    device: Device, places: Places, sight: "Sight", walkable: Walkable, failed: frozenset[DeviceId]
) -> Surroundings | None:
    """What is around a device; None where it is on no plan. Takes up to a second at first: for a thread."""
    spot = _met_at(device, places, sight)
    if spot is None:
        return None
    here = walkable.standpoint(spot.position, spot.level)
    own = [device.id] if device.kind is DeviceKind.CAMERA else []
    now = [*own, *(camera for camera in _seeing(sight, spot) if camera not in own)]
    now = [camera for camera in now if camera not in failed][:MOST_NOW]
    coming: dict[DeviceId, float] = {}
    for opening, length_m in _reachable(places, walkable, here, spot):
        for camera in _seeing(sight, spot_of_opening(opening))[:2]:
            if camera not in now and camera not in failed:
                coming.setdefault(camera, length_m / WALKING_M_S)
        if len(coming) >= MOST_NEXT:
            break
    return Surroundings(here, tuple(now), tuple(Coming(*one) for one in list(coming.items())[:MOST_NEXT]))


def _met_at(device: Device, places: Places, sight: "Sight") -> Spot | None:
    """A door or sensor is met where it is; who moves before a camera is met in the middle of what it sees."""
    spot = spot_of_device(device)
    ring = sight.area(device.id) if device.kind is DeviceKind.CAMERA else None
    if spot is None or ring is None or len(ring) < 3:
        return spot
    from smartclient.geometry.coverage import polygon_of

    middle = polygon_of(ring).representative_point()
    return Spot(places.frame.point_to_world(middle.x, middle.y), spot.level)


def _seeing(sight: "Sight", spot: Spot) -> list[DeviceId]:
    return [seer.camera for seer in sight.seers(spot) if seer.way is Way.SEES]


def _reachable(places: Places, walkable: Walkable, here: Standpoint, spot: Spot) -> Iterable[tuple[Opening, float]]:
    """The doorways around that one can walk to, nearest first, with the metres there."""
    tried = [o for o in _around(places, here) if o.id != spot.opening][:_MOST_TRIED]
    found = []
    for opening in tried:
        there = spot_of_opening(opening)
        route = walkable.route(here, walkable.standpoint(there.position, there.level))
        if route is not None and route.length_m <= _FARTHEST_M:
            found.append((opening, route.length_m))
    return sorted(found, key=lambda one: one[1])[:_MOST_DOORS]


def _around(places: Places, here: Standpoint) -> list[Opening]:
    """The doorways of the storeys at, above and below a place, nearest in the plane first; other storeys count as farther."""
    level = places.levels.get(here.level) if here.level is not None else None
    found: list[tuple[float, Opening]] = []
    for other in places.levels.values():
        if level is not None and (other.venue_id != level.venue_id or abs(other.ordinal - level.ordinal) > 1):
            continue
        openings = places.openings_on(other.id)
        if not openings:
            continue
        middles = places.frame.to_local(np.array([np.mean(o.line, axis=0) for o in openings]).reshape(-1, 2))
        away = np.hypot(*(middles - (here.x, here.y)).T) + (0.0 if level is None or other.id == level.id else 15.0)
        found += [(metres, o) for metres, o in zip(away.tolist(), openings, strict=True) if metres <= _AROUND_M]
    return [opening for _metres, opening in sorted(found, key=lambda one: one[0])]
