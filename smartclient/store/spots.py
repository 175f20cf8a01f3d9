"""Places on the plan that can be asked about: of a device, a room, a doorway, or what lies at a point."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from smartclient.domain.devices import Device
from smartclient.domain.ids import LevelId
from smartclient.domain.site import Level, Opening, Unit, UnitKind
from smartclient.store.places import Places, to_local_rings
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


class SpotFinder:
    """Finds what somebody points at; the doorways of a floor are prepared when it is first asked about."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._doorways: dict[LevelId, tuple[Sequence[Opening], NDArray[np.float64]]] = {}

    def at(self, x: float, y: float, level: LevelId | None, door_reach_m: float, shown: Iterable[LevelId] = ()) -> Spot:
        """The doorway not farther than `door_reach_m` from a point in local metres, else the room around it, else that piece of floor.

        An outer door is also found from outside, on whichever of the `shown` levels it is. Lots, lawns and roads are no rooms: out there
        the very point counts.
        """
        position = self._places.frame.point_to_world(x, y)
        known = self._places.levels.get(level) if level is not None else None
        for each in (known, *map(self._places.levels.get, shown)):
            opening = self._doorway_near(each, x, y, door_reach_m) if each is not None else None
            if opening is not None and (each is known or opening.is_exterior):
                return spot_of_opening(opening)
        if known is None:
            return Spot(position, level)
        unit = self._places.at_local(x, y, known.id).unit
        if unit is None or known.outdoor or unit.kind is UnitKind.GROUNDS:
            return Spot(position, known.id)
        return spot_of_unit(unit)

    def _doorway_near(self, level: Level, x: float, y: float, reach_m: float) -> Opening | None:
        openings = self._places.openings_on(level.id)
        known = self._doorways.get(level.id)
        if known is None or known[0] is not openings:
            lines = to_local_rings(self._places.frame, [(opening.line,) for opening in openings])
            ends = np.array([line[0][[0, -1]].ravel() for line in lines]).reshape(-1, 4)
            known = self._doorways[level.id] = (openings, ends)
        ends = known[1]
        if len(ends) == 0:
            return None
        distances = _distances(ends, x, y)
        best = int(np.argmin(distances))
        return openings[best] if distances[best] <= reach_m else None


def title_of_spot(places: Places, spot: Spot) -> str:
    """What the place is called: `214 · Science lab`, `Door 7`, `Doorway`, `A spot on the floor`."""
    units = places.units_on(spot.level) if spot.level is not None else ()
    unit = next((unit for unit in units if unit.id == spot.unit), None)
    if unit is not None:
        return " · ".join(part for part in (unit.number, unit.name) if part) or unit.category.capitalize()
    openings = places.openings_on(spot.level) if spot.level is not None else ()
    opening = next((opening for opening in openings if opening.id == spot.opening), None)
    if opening is not None:
        return opening.name or "Doorway"
    level = places.levels.get(spot.level) if spot.level is not None else None
    return "A spot on the ground" if level is None or level.outdoor else "A spot on the floor"


def _distances(segments: NDArray[np.float64], x: float, y: float) -> NDArray[np.float64]:
    """How far a point is from each segment."""
    start, along = segments[:, :2], segments[:, 2:] - segments[:, :2]
    away = np.array((x, y)) - start
    square = np.maximum(np.einsum("ij,ij->i", along, along), 1e-12)
    share = np.clip(np.einsum("ij,ij->i", away, along) / square, 0.0, 1.0)
    distances: NDArray[np.float64] = np.hypot(*(away - along * share[:, None]).T)
    return distances
