"""Campuses, buildings and grids that grow around what is imported into them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from smartclient.domain.site import Building, GridSpec, Rings, Venue
from smartclient.geometry.frames import Frame
from smartclient.plans.importing.outlines import polygons_in

_AROUND_M = 25.0
_STANDS_OUT_M2 = 1.0
_MOST_CELLS = 702
_DECIMALS = 9


def polygon_of(frame: Frame, area: Rings) -> shapely.Polygon:
    """An area in the metres of `frame`."""
    rings = [frame.to_local(np.array(ring)) for ring in area]
    return shapely.Polygon(rings[0], rings[1:])


def grown_venue(venue: Venue, buildings: Iterable[Building]) -> Venue:
    """The campus, its border drawn around the buildings too where they lie beyond it."""
    frame = Frame(*venue.display_point)
    campus = polygon_of(frame, venue.area)
    footprints = [polygon_of(frame, rings) for building in buildings for rings in building.footprints]
    if all(campus.contains(footprint) for footprint in footprints):
        return venue
    whole = shapely.union_all([campus, *(footprint.buffer(_AROUND_M, join_style="mitre") for footprint in footprints)])
    parts = polygons_in(whole)
    return replace(venue, area=_rings(frame, parts[0] if len(parts) == 1 else polygons_in(whole.convex_hull)[0]))


def grown_building(building: Building, floors: Sequence[Rings]) -> Building:
    """The building, its outlines drawn around the floors too where they stand out."""
    frame = Frame(*building.display_point)
    before = shapely.union_all([polygon_of(frame, rings) for rings in building.footprints])
    after: BaseGeometry = shapely.union_all([before, *(polygon_of(frame, area) for area in floors)])
    if after.area - before.area <= _STANDS_OUT_M2:
        return building
    return replace(building, footprints=tuple(_rings(frame, part) for part in polygons_in(after)))


def grown_grid(grid: GridSpec, venue: Venue) -> GridSpec:
    """The grid with as many more columns and rows as the campus needs; no cell gets another name."""
    frame = Frame(*grid.origin)
    points = frame.to_local(np.array(venue.area[0]))
    turn = math.radians(grid.bearing_deg)
    east = points @ (math.cos(turn), -math.sin(turn))
    north = points @ (math.sin(turn), math.cos(turn))
    columns, rows = math.ceil(east.max() / grid.cell_m - 1e-6), math.ceil(-north.min() / grid.cell_m - 1e-6)
    return replace(
        grid,
        columns=min(max(grid.columns, columns), _MOST_CELLS),
        rows=min(max(grid.rows, rows), _MOST_CELLS),
    )


def _rings(frame: Frame, area: shapely.Polygon) -> Rings:
    lines = [area.exterior, *area.interiors]
    world = [np.round(frame.to_world(shapely.get_coordinates(line)), _DECIMALS).tolist() for line in lines]
    return tuple(tuple((lon, lat) for lon, lat in line) for line in world)
