"""What every pixel of a camera sees: floor, ceiling, panel, solid thing or sky, and how far away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video.optics import Floats, Optics, Rays
from smartclient.demo.video.panels import Layers, Panel, cast, corners

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
    bottom = np.array([panel.bottom for panel in panels], np.float32)
    top = np.array([panel.top for panel in panels], np.float32)
    whole, two_sided = (bottom <= 0) & (top >= 90), np.array([panel.two_sided for panel in panels])
    start, span = _span(optics, rays)
    columns = int(min(6144, max(2 * width, span / np.radians(max(optics.field_of_view, 20)) * 2 * width)))
    layers = cast(corners(panels), whole, two_sided, (optics.x, optics.y), (start, span), columns, reach)
    column = layers.direction(rays.azimuth)
    left = np.arange(len(column))
    for depth in range(layers.index.shape[0]):
        left = _meet(layers, depth, column, left, rays, optics.height, (bottom, top), sight)
        if not len(left):
            return


def _meet(
    layers: Layers,
    depth: int,
    column: NDArray[np.int32],
    left: NDArray[np.intp],
    rays: Rays,
    height: float,
    span: tuple[Floats, Floats],
    sight: Sight,
) -> NDArray[np.intp]:
    """Writes what the panels of one layer show; returns the pixels that look past them."""
    index, distance = layers.index[depth][column[left]], layers.distance[depth][column[left]]
    going = (index >= 0) & (distance < sight.distance[left])
    left, index, distance = left[going], index[going], distance[going]
    z = np.float32(height) + distance * rays.slope[left]
    hit = (z >= span[0][index]) & (z <= span[1][index])
    pixels = left[hit]
    sight.kind[pixels], sight.panel[pixels] = PANEL, index[hit]
    sight.distance[pixels] = distance[hit]
    sight.along[pixels] = layers.along[depth][column[pixels]]
    missed: NDArray[np.intp] = left[~hit]
    return missed


def _span(optics: Optics, rays: Rays) -> tuple[float, float]:
    """First azimuth and width of the fan of directions the picture covers, radians."""
    ahead = np.float32(np.radians(90 - optics.bearing))
    turn = np.mod(rays.azimuth - ahead + np.float32(np.pi), np.float32(2 * np.pi)) - np.float32(np.pi)
    low, high = float(turn.min()), float(turn.max())
    if high - low > 1.9 * np.pi:
        return -float(np.pi), 2 * float(np.pi)
    return float(ahead) + low - 1e-3, high - low + 2e-3
