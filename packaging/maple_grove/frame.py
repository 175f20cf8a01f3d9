"""Where things are: the district's metric frame, and the placing of drawings in it."""

from dataclasses import dataclass
from math import cos, radians, sin
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry

CENTRE_LON, CENTRE_LAT = -89.50, 43.10
DECIMALS = 7

_TO_WGS84 = Transformer.from_crs(
    f"+proj=tmerc +lat_0={CENTRE_LAT} +lon_0={CENTRE_LON} +k=1 +x_0=0 +y_0=0 +ellps=WGS84 +units=m",
    "EPSG:4326",
    always_xy=True,
)

G = TypeVar("G", bound=BaseGeometry)


@dataclass(frozen=True, slots=True)
class Placement:
    """Puts a drawing into an outer frame: turned counter-clockwise by `turn_deg` about its origin, then moved to (x, y) metres."""

    x: float = 0.0
    y: float = 0.0
    turn_deg: float = 0.0

    def apply(self, geometry: G) -> G:
        """The geometry (metres, inner frame) in the outer frame."""
        c, s = cos(radians(self.turn_deg)), sin(radians(self.turn_deg))
        placed: G = affine_transform(geometry, (c, -s, s, c, self.x, self.y))
        return placed

    def within(self, outer: "Placement") -> "Placement":
        """This placement seen from the frame that `outer` places."""
        origin = outer.apply(shapely.Point(self.x, self.y))
        return Placement(origin.x, origin.y, self.turn_deg + outer.turn_deg)


def to_wgs84(geometry: G) -> G:
    """District metres (east, north) to degrees (longitude, latitude), rounded to the seven decimals that are written."""

    def project(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        lon, lat = _TO_WGS84.transform(points[:, 0], points[:, 1])
        return np.round(np.column_stack([lon, lat]), DECIMALS)

    converted: G = shapely.transform(geometry, project)
    return converted
