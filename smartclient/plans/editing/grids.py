"""Edits of a campus's grid."""

import math
from dataclasses import replace

from smartclient.domain.edits import Edit
from smartclient.domain.site import GridSpec, Venue
from smartclient.plans.editing.devices import rounded
from smartclient.plans.zone import distance_m

USUAL_CELL_M = 10.0
LEAST_CELL_M, MOST_CELL_M, MOST_CELLS = 1.0, 1000.0, 702
"""702 columns end at ZZ."""


def set_grid(venue: Venue, grid: GridSpec) -> Edit:
    """Origin, cell size, extent and bearing, each within what `grid.json` may say."""
    kept = replace(
        grid,
        venue_id=venue.id,
        origin=rounded(grid.origin),
        cell_m=round(min(max(float(grid.cell_m), LEAST_CELL_M), MOST_CELL_M), 2),
        columns=min(max(grid.columns, 1), MOST_CELLS),
        rows=min(max(grid.rows, 1), MOST_CELLS),
        bearing_deg=round(float(grid.bearing_deg) % 360, 2) % 360,
    )
    return Edit(f"Set the grid of {venue.name}", (kept,))


def covering(venue: Venue) -> GridSpec:
    """A new grid of 10 m cells over a campus, from its north-west corner."""
    lons, lats = zip(*venue.area[0], strict=True)
    origin = (min(lons), max(lats))
    across_m, down_m = distance_m(origin, (max(lons), max(lats))), distance_m(origin, (min(lons), min(lats)))
    return GridSpec(
        venue.id, origin, USUAL_CELL_M, math.ceil(across_m / USUAL_CELL_M), math.ceil(down_m / USUAL_CELL_M)
    )


def remove_grid(venue: Venue) -> Edit:
    """No grid."""
    return Edit(f"Remove the grid of {venue.name}", removed=((GridSpec, venue.id),))
