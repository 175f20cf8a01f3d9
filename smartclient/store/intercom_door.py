"""Which door an intercom belongs to: the one of its doorway, else the nearest one within an arm's reach on the same storey."""

import math
from collections.abc import Mapping

from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.ids import DeviceId, LevelId
from smartclient.store.places import Places

REACH_M = 5.0


def door_of(intercom: Device, devices: Mapping[DeviceId, Device], places: Places) -> Device | None:
    """The door; None where none is near enough or two are as near, since nobody shall open the wrong one."""
    place = intercom.placement
    if place is None:
        return None
    doors = [device for device in devices.values() if device.kind is DeviceKind.DOOR and device.placement is not None]
    if place.opening_id is not None:
        at_it = [door for door in doors if door.placement and door.placement.opening_id == place.opening_id]
        if len(at_it) == 1:
            return at_it[0]
    here = places.frame.point_to_local(*place.position)
    near = sorted(
        (
            (math.dist(here, places.frame.point_to_local(*door.placement.position)), door)
            for door in doors
            if door.placement and _storey(places, door.placement.level_id) == _storey(places, place.level_id)
        ),
        key=lambda pair: pair[0],
    )
    near = [pair for pair in near if pair[0] <= REACH_M]
    if not near or (len(near) > 1 and near[1][0] - near[0][0] < 0.5):
        return None
    return near[0][1]


def _storey(places: Places, level: LevelId | None) -> int:
    """The floor's ordinal; outdoors, and where it is not known, that of the ground floor."""
    known = places.levels.get(level) if level is not None else None
    return known.ordinal if known is not None else 0
