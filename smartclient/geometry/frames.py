"""The local metric frame of a site: metres east and north of a point."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from smartclient.geometry.frame_memory import FrameMemory, Points

if TYPE_CHECKING:
    from pyproj import Transformer

__all__ = ["Frame", "Points", "is_loaded", "load"]


@dataclass(frozen=True, slots=True)
class Frame:
    """A transverse Mercator projection on WGS 84 centred on `lon`, `lat` (degrees) with scale 1 there; true north is up.

    Its scale is exact on the central meridian and grows by 3.1e-7 until 5 km east or west of it: two points that lie within
    5 km of the centre are never more than 3 mm farther apart on the map than on the ellipsoid. North turns by less than 0.1°
    over those 5 km at 60° of latitude.
    """

    lon: float
    lat: float
    memory: FrameMemory | None = field(default=None, compare=False, repr=False)

    def to_local(self, lonlat: Points) -> Points:
        """Metres east and north of the centre, shape (n, 2), of WGS 84 degrees, longitude first, shape (n, 2)."""
        if self.memory is not None and self.memory.is_open and len(lonlat):
            return self.memory.recall((self.lon, self.lat), lonlat, self._work_out)
        return self._work_out(lonlat)

    def to_world(self, metres: Points) -> Points:
        """WGS 84 degrees, longitude first, shape (n, 2), of metres east and north of the centre, shape (n, 2)."""
        return self._transform(metres, is_inverse=True)

    def point_to_local(self, lon: float, lat: float) -> tuple[float, float]:
        """One point, `to_local`."""
        if self.memory is not None and self.memory.is_open:
            ((x, y),) = self.to_local(np.array([[lon, lat]]))
            return (float(x), float(y))
        x, y = _transformer(self.lon, self.lat).transform(lon, lat)
        return (float(x), float(y))

    def point_to_world(self, x: float, y: float) -> tuple[float, float]:
        """One point, `to_world`."""
        lon, lat = _transformer(self.lon, self.lat).transform(x, y, direction="INVERSE")
        return (float(lon), float(lat))

    def _work_out(self, lonlat: Points) -> Points:
        return self._transform(lonlat, is_inverse=False)

    def _transform(self, points: Points, *, is_inverse: bool) -> Points:
        if len(points) == 0:
            return np.empty((0, 2))
        direction = "INVERSE" if is_inverse else "FORWARD"
        x, y = _transformer(self.lon, self.lat).transform(points[:, 0], points[:, 1], direction=direction)
        return np.column_stack((x, y))


def load() -> None:
    """Loads the projection library, which takes a tenth of a second at whatever asks for it first."""
    _transformer(0.0, 0.0)


def is_loaded() -> bool:
    """Whether a frame answers at once: what nobody waits for is not worth loading the library for."""
    return _transformer.cache_info().currsize > 0


@lru_cache(maxsize=32)
def _transformer(lon: float, lat: float) -> "Transformer":
    """Made at first use, see `load`."""
    from pyproj import Transformer

    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f"+step +proj=tmerc +lat_0={lat!r} +lon_0={lon!r} +k_0=1 +x_0=0 +y_0=0 +ellps=WGS84"
    )
