"""Places on the plan that can be asked about: of a device, a room, or a doorway."""

from smartclient.domain.devices import Device
from smartclient.domain.site import Opening, Unit
from smartclient.store.workspace import Spot


def spot_of_device(device: Device) -> Spot | None:
    """Where a device is to be looked at: a door's doorway, else where it stands; None where that is on no plan."""
    place = device.placement
    return Spot(place.position, place.level_id, None, place.opening_id) if place and place.level_id else None


def spot_of_unit(unit: Unit) -> Spot:
    """A room."""
    return Spot(unit.display_point, unit.level_id, unit.id)


def spot_of_opening(opening: Opening) -> Spot:
    """A doorway."""
    (west, south), (east, north) = opening.line[0], opening.line[-1]
    return Spot(((west + east) / 2, (south + north) / 2), opening.level_id, None, opening.id)
