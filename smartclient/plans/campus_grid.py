"""The campus grid of an archive (`grid.json`, our extension)."""

from typing import Annotated, Any

import msgspec

from smartclient.domain.site import GridSpec, Venue
from smartclient.plans.decoding import read_object
from smartclient.plans.files import Files
from smartclient.plans.problems import Report
from smartclient.plans.zone import CAMPUS_RADIUS_M, distance_m, where_instead

NAME = "grid.json"
_Count = Annotated[int, msgspec.Meta(ge=1, le=702)]


class _Grid(msgspec.Struct):
    origin: tuple[Annotated[float, msgspec.Meta(ge=-180, le=180)], Annotated[float, msgspec.Meta(ge=-90, le=90)]]
    cell: Annotated[float, msgspec.Meta(ge=1, le=1000)]
    columns: _Count
    rows: _Count
    bearing: Annotated[float, msgspec.Meta(ge=-360, le=360)] = 0.0


def read_grid(files: Files, prefix: str, venue: Venue | None, report: Report) -> tuple[GridSpec, ...]:
    """The grid over `venue`; none where there is none, or none that can be used."""
    if NAME not in files.names():
        return ()
    label = prefix + NAME
    value: Any = read_object(files, NAME, label, report)
    if value is None:
        return ()
    try:
        grid = msgspec.convert(value, _Grid)
    except (msgspec.ValidationError, OverflowError) as trouble:
        report.error(label, "", f"not a grid: {trouble}", "the campus has no grid")
        return ()
    if venue is None:
        report.error(label, "", "there is no campus to lay it over", "left out")
        return ()
    if distance_m(grid.origin, venue.display_point) > CAMPUS_RADIUS_M:
        instead = where_instead(grid.origin, venue.display_point)
        report.error(label, "", f"origin lies {instead}", "the campus has no grid")
        return ()
    return (GridSpec(venue.id, grid.origin, grid.cell, grid.columns, grid.rows, grid.bearing),)
