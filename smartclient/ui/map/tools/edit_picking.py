"""What a click in edit mode means: a device, a symbol, a doorway, a room, in that order."""

import math
from collections.abc import Callable

from smartclient.domain.devices import Device
from smartclient.domain.edits import Name, name_of
from smartclient.domain.ids import LevelId
from smartclient.domain.site import Amenity
from smartclient.store.places import Places
from smartclient.ui.map.tools.edit_targets import EditTargets
from smartclient.ui.map.tools.tool import Hit, MapPoint

_SYMBOL_PX, _OPENING_PX = 13.0, 9.0

LevelAt = Callable[[float, float], LevelId | None]


class EditPicking:
    """Finds things of the plan by a point; pins are found by the map."""

    def __init__(self, places: Places, targets: EditTargets, level_at: LevelAt) -> None:
        self._places, self._targets, self._level_at = places, targets, level_at

    def name_at(self, hit: Hit | None, at: MapPoint, metres_per_px: float) -> Name | None:
        """The name of what is there; `hit` is the pin there."""
        if hit is not None and hit.device is not None:
            return (Device, hit.device)
        level = self._level_at(*at)
        symbol = self._symbol_at(at, level, _SYMBOL_PX * metres_per_px)
        if symbol is not None:
            return name_of(symbol)
        opening = self._targets.doorway(at, _OPENING_PX * metres_per_px)
        if opening is not None:
            return name_of(opening)
        unit = self._places.at_local(*at, level).unit
        return name_of(unit) if unit is not None else None

    def _symbol_at(self, at: MapPoint, level: LevelId | None, reach_m: float) -> Amenity | None:
        frame = self._places.frame
        near = [one for one in self._places.site.amenities if one.level_id in (None, level)]
        found = [(math.dist(frame.point_to_local(*one.position), at), number) for number, one in enumerate(near)]
        away, number = min(found, default=(math.inf, 0))
        return near[number] if away <= reach_m else None
