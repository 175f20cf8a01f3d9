"""Which cameras see a room: by what is left of their view when walls have cut it, not by where they hang."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.ids import DeviceId, LevelId
from smartclient.domain.site import Unit, UnitKind
from smartclient.geometry.sight import Ring, edges, visible_ring
from smartclient.store.places import Places, to_local_rings
from smartclient.store.site_store import SiteStore

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LEAST_SHARE = 0.03
"""A camera that sees less of the room sees its doorway at best."""


@dataclass(frozen=True, slots=True)
class Seer:
    """A camera, and which share (0…1) of the room's floor it sees; one without a known view counts where it hangs in it."""

    camera: DeviceId
    share: float

    @property
    def words(self) -> str:
        """`sees 80% of it`."""
        return f"sees {self.share:.0%} of it" if self.share > 0 else "hangs in it"


class RoomSight:
    """Answers for one site; walls of a floor are prepared when it is first asked about."""

    def __init__(self, store: SiteStore, places: Places) -> None:
        self._store, self._places = store, places
        self._walls: dict[LevelId, Ring] = {}

    def seers(self, unit: Unit) -> tuple[Seer, ...]:
        """The cameras that see that room, those that see most of it first."""
        import shapely

        from smartclient.geometry.polygons import to_shapes

        room = shapely.make_valid(to_shapes([self._local(unit)])[0])
        found = (
            seer
            for device in self._store.devices.values()
            if device.kind is DeviceKind.CAMERA and (seer := self._seer(device, unit, room)) is not None
        )
        return tuple(sorted(found, key=lambda seer: (-seer.share, seer.camera)))

    def _seer(self, device: Device, unit: Unit, room: "BaseGeometry") -> Seer | None:
        import shapely

        place = device.placement
        if place is None or place.level_id != unit.level_id:
            return None
        if device.view is None:
            return Seer(device.id, 0.0) if place.unit_id == unit.id else None
        x, y = self._places.frame.point_to_local(*place.position)
        if room.distance(shapely.Point(x, y)) > device.view.range_m:
            return None
        ring = visible_ring(x, y, device.view, self._walls_of(unit.level_id))
        seen = shapely.make_valid(shapely.Polygon(ring)) if len(ring) > 2 else shapely.Polygon()
        share = seen.intersection(room).area / room.area if room.area > 0 else 0.0
        return Seer(device.id, min(share, 1.0)) if share >= LEAST_SHARE else None

    def _walls_of(self, level: LevelId) -> Ring:
        walls = self._walls.get(level)
        if walls is None:
            units = [u for u in self._places.site.units if u.level_id == level and u.kind is UnitKind.WALL]
            rings = to_local_rings(self._places.frame, [u.area for u in units])
            walls = edges(np.asarray(ring) for area in rings for ring in area)
            self._walls[level] = walls
        return walls

    def _local(self, unit: Unit) -> tuple[tuple[tuple[float, float], ...], ...]:
        area = to_local_rings(self._places.frame, [unit.area])[0]
        return tuple(tuple((float(x), float(y)) for x, y in ring) for ring in area)
