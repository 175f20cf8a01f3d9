"""Which unit an amenity stands in, as IMDF tells its floor only by that."""

from collections import defaultdict
from functools import cached_property

import numpy as np

from smartclient.domain.ids import LevelId
from smartclient.domain.site import Amenity, Site, Unit, UnitKind
from smartclient.geometry.picking import PolygonIndex

_NOT_ENTERED = (UnitKind.WALL, UnitKind.WINDOW)
_PART = "/part"


class AmenityUnits:
    """Finds the unit around an amenity, else the nearest on its level."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._indices: dict[LevelId, PolygonIndex] = {}

    def at(self, amenity: Amenity) -> list[str]:
        """The id of its unit, empty where its level has none or it has no level."""
        units = self._by_level.get(amenity.level_id, []) if amenity.level_id else []
        if not units or amenity.level_id is None:
            return []
        index = self._indices.setdefault(amenity.level_id, PolygonIndex([unit.area for unit in units]))
        found = index.at(*amenity.position)
        unit = units[found[0]] if found else min(units, key=lambda unit: _square_deg(unit, amenity))
        return [unit.id.split(_PART, maxsplit=1)[0]]

    @cached_property
    def _by_level(self) -> dict[LevelId, list[Unit]]:
        found: defaultdict[LevelId, list[Unit]] = defaultdict(list)
        for unit in self._site.units:
            if unit.kind not in _NOT_ENTERED:
                found[unit.level_id].append(unit)
        return found


def _square_deg(unit: Unit, amenity: Amenity) -> float:
    ring = np.array(unit.area[0])
    return float(((ring - amenity.position) ** 2).sum(axis=1).min())
