"""What a camera can see of its floor: its wedge cut off at walls; windows and doorways let sight through."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from smartclient.domain.devices import CameraForm, View

Ring = NDArray[np.float64]
"""Points of shape (n, 2), or segments of shape (n, 4), in metres east and north."""

_RAY_EVERY_DEG = 1.0
_OWN_WALL_M = 0.45
"""A camera hangs on its wall, or a little inside it; a wall this close does not stop it."""
_BEHIND_WALL_M = 0.1
"""So much of the wall itself is shown as seen."""


def is_all_round(view: View) -> bool:
    """Whether the camera looks everywhere."""
    return view.form is CameraForm.FISHEYE or view.field_of_view_deg >= 360


def visible_ring(x: float, y: float, view: View, segments: Ring) -> Ring:
    """The outline of what a camera at (x, y) sees within its angle and range, shape (n, 2), metres."""
    span = 360.0 if is_all_round(view) else view.field_of_view_deg
    count = max(round(span / _RAY_EVERY_DEG), 2) + 1
    bearings = np.radians(np.linspace(view.bearing_deg - span / 2, view.bearing_deg + span / 2, count))
    rays = np.column_stack((np.sin(bearings), np.cos(bearings)))
    near = segments[_within(segments, x, y, view.range_m)]
    reach = np.minimum(_distances(rays, near - (x, y, x, y)) + _BEHIND_WALL_M, view.range_m)
    points = rays * reach[:, None] + (x, y)
    return points if is_all_round(view) else np.vstack(((x, y), points))


def _distances(rays: Ring, segments: Ring) -> Ring:
    """How far each ray from the origin goes until the first segment; infinity where there is none."""
    if len(segments) == 0:
        return np.full(len(rays), np.inf)
    start, along = segments[:, :2], segments[:, 2:] - segments[:, :2]
    crossing = rays[:, :1] * along[:, 1] - rays[:, 1:] * along[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = (start[:, 0] * along[:, 1] - start[:, 1] * along[:, 0]) / crossing
        share = (start[:, 0] * rays[:, 1:] - start[:, 1] * rays[:, :1]) / crossing
    is_hit = (distance > _OWN_WALL_M) & (share >= 0) & (share <= 1)
    nearest: Ring = np.where(is_hit, distance, np.inf).min(axis=1)
    return nearest


def _within(segments: Ring, x: float, y: float, reach: float) -> NDArray[np.bool_]:
    low, high = np.minimum(segments[:, :2], segments[:, 2:]), np.maximum(segments[:, :2], segments[:, 2:])
    near: NDArray[np.bool_] = np.all((low <= (x + reach, y + reach)) & (high >= (x - reach, y - reach)), axis=1)
    return near


def edges(rings: Iterable[Ring]) -> Ring:
    """The sides of closed rings of points as segments, shape (n, 4)."""
    parts = [np.hstack((ring[:-1], ring[1:])) for ring in rings if len(ring) > 1]
    return np.vstack(parts) if parts else np.empty((0, 4))
