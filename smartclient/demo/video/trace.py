"""What every pixel of a camera sees: floor, ceiling, panel, solid thing or sky, and how far away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video.optics import Floats, Optics, Rays
from smartclient.demo.video.panels import Panel, cast, corners

SKY, FLOOR, CEILING, PANEL = 0, 1, 2, 3
_HORIZON_M = 900.0


@dataclass(frozen=True, slots=True)
class Sight:
    """Flat arrays over all pixels: what kind of surface, horizontal distance in metres (inf for sky), and for panels
    their index and metres along them."""

    kind: NDArray[np.uint8]
    distance: Floats
    panel: NDArray[np.int32]
    along: Floats


def look(optics: Optics, rays: Rays, panels: list[Panel], ceiling: float | None, width: int, reach: float) -> Sight:
    """Follows every ray to the first surface. `ceiling` is None outdoors."""
    with np.errstate(divide="ignore"):
        down = np.float32(optics.height) / -rays.slope
        up = np.float32((ceiling or np.inf) - optics.height) / rays.slope
    distance = np.where(rays.slope < 0, down, np.where(rays.slope > 0, up, np.float32(np.inf))).astype(np.float32)
    kind = np.where(rays.slope < 0, FLOOR, SKY if ceiling is None else CEILING).astype(np.uint8)
    if ceiling is None:
        far = distance > _HORIZON_M
        kind[far], distance[far] = SKY, np.inf
    panel, along = np.full(len(kind), -1, np.int32), np.zeros(len(kind), np.float32)
    if panels:
        sight = Sight(kind, distance, panel, along)
        _panels(optics, rays, panels, sight, width, reach)
    return Sight(kind, distance, panel, along)


def _panels(optics: Optics, rays: Rays, panels: list[Panel], sight: Sight, width: int, reach: float) -> None:
    ends = corners(panels)
    bottom = np.array([panel.bottom for panel in panels], np.float32)
    top = np.array([panel.top for panel in panels], np.float32)
    whole, two_sided = (bottom <= 0) & (top >= 90), np.array([panel.two_sided for panel in panels])
    start, span = _span(optics, rays)
    columns = int(min(6144, max(2 * width, span / np.radians(max(optics.field_of_view, 20)) * 2 * width)))
    layers = cast(ends, whole, two_sided, (optics.x, optics.y), (start, span), columns, reach)
    column = layers.direction(rays.azimuth)
    left = np.arange(len(column))
    for depth in range(layers.index.shape[0]):
        left = _meet(layers.index[depth][column[left]], left, optics, rays, _Upright(ends, bottom, top), sight)
        if not len(left):
            return


@dataclass(frozen=True, slots=True)
class _Upright:
    """All panels as arrays: their ends (panels, 4), and from where to where they reach up."""

    ends: Floats
    bottom: Floats
    top: Floats


def _meet(
    index: NDArray[np.int32], left: NDArray[np.intp], optics: Optics, rays: Rays, panels: _Upright, sight: Sight
) -> NDArray[np.intp]:
    """Writes what the panels `index` show at the pixels `left`; returns the pixels that look past them.

    The caster knows distances only for the middles of its directions; here they are exact, so that walls seen along their
    length stay smooth.
    """
    known = index >= 0
    left, index = left[known], index[known]
    x0, y0, x1, y1 = panels.ends[index].T
    x, y = x0 - np.float32(optics.x), y0 - np.float32(optics.y)
    vx, vy = x1 - x0, y1 - y0
    dx, dy = rays.dx[left], rays.dy[left]
    across = dx * vy - dy * vx
    across = np.where(np.abs(across) < 1e-7, np.float32(1e-7), across)
    distance = (x * vy - y * vx) / across
    going = (distance < sight.distance[left]) & (distance > 0.01)
    z = np.float32(optics.height) + distance * rays.slope[left]
    hit = going & (z >= panels.bottom[index]) & (z <= panels.top[index])
    pixels = left[hit]
    sight.kind[pixels], sight.panel[pixels], sight.distance[pixels] = PANEL, index[hit], distance[hit]
    along = ((x * dy - y * dx) / across * np.hypot(vx, vy))[hit]
    sight.along[pixels] = np.maximum(along, 0)
    missed: NDArray[np.intp] = left[~hit & going]
    return missed


def _span(optics: Optics, rays: Rays) -> tuple[float, float]:
    """First azimuth and width of the fan of directions the picture covers, radians."""
    ahead = np.float32(np.radians(90 - optics.bearing))
    turn = np.mod(rays.azimuth - ahead + np.float32(np.pi), np.float32(2 * np.pi)) - np.float32(np.pi)
    low, high = float(turn.min()), float(turn.max())
    if high - low > 1.9 * np.pi:
        return -float(np.pi), 2 * float(np.pi)
    return float(ahead) + low - 1e-3, high - low + 2e-3
