"""The outline of a floor and the walls between its rooms, where a drawing has neither."""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

_GAPS_M = (0.15, 0.4, 1.0, 2.5, 6.0)
_LEAST_COURTYARD_M2 = 25.0
_SMOOTH_M = 0.03
_SNAP_M = 0.001
_RASTER_M = 0.002
_POLYGON = 3


def polygons_in(shape: BaseGeometry) -> list[shapely.Polygon]:
    """The polygons of any geometry, largest first."""
    parts = [part for part in shapely.get_parts(shape).tolist() if isinstance(part, shapely.Polygon) and part.area > 0]
    if not parts and isinstance(shape, shapely.GeometryCollection):
        parts = [polygon for part in shape.geoms for polygon in polygons_in(part)]
    return sorted(parts, key=lambda part: -part.area)


def tidied(areas: Sequence[BaseGeometry]) -> list[tuple[int, shapely.Polygon]]:
    """The polygons of `areas`, each with the index of its area, their corners on a raster of 2 mm, so that rounding them to degrees
    leaves them valid. Slivers go.
    """
    if not areas:
        return []
    rough = np.array(list(areas), dtype=object)
    rough[~shapely.is_valid(rough)] = shapely.make_valid(rough[~shapely.is_valid(rough)])
    parts, owners = shapely.get_parts(
        shapely.set_precision(shapely.set_precision(rough, _RASTER_M), 0), return_index=True
    )
    sizes, around = shapely.area(parts), np.maximum(shapely.length(parts), 1e-9)
    wide = (shapely.get_type_id(parts) == _POLYGON) & (2 * sizes > _RASTER_M * around)
    return [(int(owner), part) for owner, part in zip(owners[wide], parts[wide], strict=True)]


def around(areas: Sequence[BaseGeometry]) -> BaseGeometry:
    """What `areas` cover with the gaps of walls between them closed, in one piece if gaps of six metres can make it one.

    Courtyards of 25 m² and more stay open.
    """
    shape: BaseGeometry = shapely.Polygon()
    if not areas:
        return shape
    joined = shapely.union_all(shapely.buffer(list(areas), _GAPS_M[0], join_style="mitre"))
    for gap_m in _GAPS_M:
        grown = joined.buffer(gap_m - _GAPS_M[0], join_style="mitre")
        shape = grown.buffer(-gap_m, join_style="mitre").buffer(0)
        if len(polygons_in(shape)) == 1:
            break
    parts = polygons_in(shape)
    open_yards = [
        shapely.Polygon(p.exterior, [h for h in p.interiors if _area(h) >= _LEAST_COURTYARD_M2]) for p in parts
    ]
    return shapely.union_all(open_yards).simplify(_SMOOTH_M)


def walls_along(areas: Sequence[shapely.Polygon], gaps: BaseGeometry, thickness_m: float) -> list[shapely.Polygon]:
    """Walls of that thickness along the edges of `areas`, interrupted by the `gaps` of doors; one piece between two gaps."""
    edges = shapely.union_all([area.boundary for area in areas], grid_size=_SNAP_M)
    band = edges.buffer(thickness_m / 2, join_style="mitre", cap_style="flat")
    return polygons_in(band.difference(gaps).buffer(0))


def _area(ring: shapely.LinearRing) -> float:
    return float(shapely.Polygon(ring).area)
