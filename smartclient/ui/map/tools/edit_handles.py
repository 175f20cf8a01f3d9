"""The handles of a chosen thing, in metres: where they are, and what the thing becomes when one is dragged."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from smartclient.domain.devices import Device, View
from smartclient.domain.edits import Thing
from smartclient.domain.site import Amenity, GridSpec, Opening, Unit
from smartclient.geometry.frames import Frame
from smartclient.geometry.grid import Grid
from smartclient.geometry.snapping import snapped_bearing
from smartclient.geometry.visibility import is_all_round
from smartclient.ui.map.tools.tool import MapPoint

LEAST_SIDE_PX = 70.0
"""A side that is shorter on the screen cannot get a corner more."""
LEAST_REACH_PX = 46.0
"""A range that is shorter on the screen has its handles this far out."""
_TURN_SHARE = 0.62
_SQUARE_WITHIN_DEG = 3.0


class Grip(StrEnum):
    """What a handle does."""

    MOVE = "move"
    TURN = "turn"
    WIDEN = "widen"
    REACH = "reach"
    ORIGIN = "origin of the grid"
    CELL = "size of its cells"
    EXTENT = "extent of the grid"
    CORNER = "corner of a room, end of a doorway"
    SIDE = "a new corner in a side of a room"


@dataclass(frozen=True, slots=True)
class Handle:
    """A handle at a map point; corners are counted from 0."""

    grip: Grip
    x: float
    y: float
    number: int = 0


def handles_of(thing: Thing | None, frame: Frame, metres_per_px: float) -> tuple[Handle, ...]:
    """The handles of a thing; floors, buildings and furniture have none."""
    if isinstance(thing, Device) and thing.placement is not None:
        at = frame.point_to_local(*thing.placement.position)
        return (*_of_view(thing.view, at, metres_per_px), Handle(Grip.MOVE, *at))
    if isinstance(thing, Amenity):
        return (Handle(Grip.MOVE, *frame.point_to_local(*thing.position)),)
    if isinstance(thing, Unit | Opening):
        corners = thing.area[0][:-1] if isinstance(thing, Unit) else thing.line
        places = frame.to_local(np.array(corners)).tolist()
        sides = _of_sides(places, LEAST_SIDE_PX * metres_per_px) if isinstance(thing, Unit) else ()
        return (*(Handle(Grip.CORNER, x, y, number) for number, (x, y) in enumerate(places)), *sides)
    if isinstance(thing, GridSpec):
        grid = grid_in_metres(thing, frame)
        return (
            Handle(Grip.ORIGIN, *grid.corner(0, 0)),
            Handle(Grip.CELL, *grid.corner(1, 1)),
            Handle(Grip.EXTENT, *grid.corner(grid.columns, grid.rows)),
        )
    return ()


def handle_near(handles: tuple[Handle, ...], at: MapPoint, within_m: float) -> Handle | None:
    """The nearest handle within reach."""
    nearest = min(handles, key=lambda one: math.dist((one.x, one.y), at), default=None)
    return nearest if nearest is not None and math.dist((nearest.x, nearest.y), at) <= within_m else None


def dragged_view(view: View, grip: Grip, camera: MapPoint, at: MapPoint, *, is_snapping: bool) -> View:
    """What a camera at `camera` sees with that handle at `at`."""
    east, north = at[0] - camera[0], at[1] - camera[1]
    bearing = math.degrees(math.atan2(east, north)) % 360
    if grip is Grip.TURN:
        return replace(view, bearing_deg=snapped_bearing(bearing, (), _SQUARE_WITHIN_DEG) if is_snapping else bearing)
    if grip is Grip.WIDEN:
        aside = abs((bearing - view.bearing_deg + 180) % 360 - 180)
        wide = min(max(2 * aside, 5.0), 359.0)
        return replace(view, field_of_view_deg=round(wide) if is_snapping else wide)
    reach = max(math.hypot(east, north), 1.0)
    return replace(view, range_m=round(reach * 2) / 2 if is_snapping else reach)


def dragged_grid(spec: GridSpec, grip: Grip, frame: Frame, at: MapPoint, *, is_snapping: bool) -> GridSpec:
    """The grid with that handle at `at`."""
    grid = grid_in_metres(spec, frame)
    if grip is Grip.ORIGIN:
        return replace(spec, origin=frame.point_to_world(*at))
    turn = math.radians(spec.bearing_deg)
    east, north = at[0] - grid.origin_x, at[1] - grid.origin_y
    across, down = east * math.cos(turn) - north * math.sin(turn), -east * math.sin(turn) - north * math.cos(turn)
    if grip is Grip.CELL:
        cell = max((across + down) / 2, 1.0)
        cell = round(cell) if is_snapping else cell
        return replace(
            spec,
            cell_m=float(cell),
            columns=max(round(spec.columns * spec.cell_m / cell), 1),
            rows=max(round(spec.rows * spec.cell_m / cell), 1),
        )
    return replace(spec, columns=max(round(across / spec.cell_m), 1), rows=max(round(down / spec.cell_m), 1))


def grid_in_metres(spec: GridSpec, frame: Frame) -> Grid:
    """The grid in local metres."""
    return Grid(*frame.point_to_local(*spec.origin), spec.cell_m, spec.columns, spec.rows, spec.bearing_deg)


def _of_sides(corners: Sequence[MapPoint], least_m: float) -> Iterator[Handle]:
    """In the middle of each long side, numbered by the corner it begins at."""
    for number, (start, end) in enumerate(zip(corners, (*corners[1:], corners[0]), strict=True)):
        if math.dist(start, end) >= least_m:
            yield Handle(Grip.SIDE, (start[0] + end[0]) / 2, (start[1] + end[1]) / 2, number)


def _of_view(view: View | None, at: MapPoint, metres_per_px: float) -> Iterator[Handle]:
    if view is None:
        return
    reach = max(view.range_m, LEAST_REACH_PX * metres_per_px)
    if is_all_round(view):
        yield Handle(Grip.REACH, *_ahead(at, view.bearing_deg, reach))
        return
    yield Handle(Grip.REACH, *_ahead(at, view.bearing_deg, reach))
    yield Handle(Grip.TURN, *_ahead(at, view.bearing_deg, reach * _TURN_SHARE))
    for side in (-1, 1):
        yield Handle(Grip.WIDEN, *_ahead(at, view.bearing_deg + side * view.field_of_view_deg / 2, reach))


def _ahead(at: MapPoint, bearing_deg: float, metres: float) -> MapPoint:
    turn = math.radians(bearing_deg)
    return (at[0] + metres * math.sin(turn), at[1] + metres * math.cos(turn))
