"""A floor as a raster: which room every spot belongs to, and how much light the walls and furniture near it take away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from smartclient.demo.video.optics import Floats


@dataclass(frozen=True, slots=True)
class Standing:
    """Something that takes light away: its footprint, how much of it (0 to 1), and its height in metres."""

    footprint: shapely.Polygon
    strength: float
    height: float


@dataclass(frozen=True, slots=True)
class Ground:
    """Rows run north from `y0`, columns east from `x0`, `cell` metres each. `room` holds indices, -1 for none; `open_sky` is
    255 where nothing stands near and falls to about a half of it in corners; `height` is that of what stands there, metres."""

    x0: float
    y0: float
    cell: float
    room: NDArray[np.int16]
    open_sky: NDArray[np.uint8]
    height: NDArray[np.float16]

    def rooms_at(self, x: Floats, y: Floats) -> NDArray[np.int16]:
        """Room indices of points; points off the raster have those of its edge."""
        rows, columns = self.room.shape
        row = np.clip((y - np.float32(self.y0)) / np.float32(self.cell), 0, rows - 1).astype(np.int32)
        column = np.clip((x - np.float32(self.x0)) / np.float32(self.cell), 0, columns - 1).astype(np.int32)
        found: NDArray[np.int16] = self.room.ravel()[row * columns + column]
        return found

    def rooms_exactly_at(self, x: Floats, y: Floats, polygons: Sequence[shapely.Polygon]) -> NDArray[np.int16]:
        """As `rooms_at`, but true to the polygons where cells of several rooms meet; later rooms lie over earlier ones."""
        found = self.rooms_at(x, y)
        around = [self.rooms_at(x + np.float32(dx), y + np.float32(dy)) for dx, dy in self._steps]
        edge = np.flatnonzero(np.any([other != found for other in around], axis=0))
        nearby = np.unique([other[edge] for other in (found, *around)])
        exact = np.full(len(edge), -1, np.int16)
        for index in nearby[nearby >= 0]:
            shapely.prepare(polygons[index])
            exact[shapely.contains_xy(polygons[index], x[edge], y[edge])] = index
        found[edge] = exact
        return found

    @property
    def _steps(self) -> tuple[tuple[float, float], ...]:
        return ((self.cell, 0), (-self.cell, 0), (0, self.cell), (0, -self.cell))

    def light_at(self, x: Floats, y: Floats) -> Floats:
        """`open_sky` between the cells, bilinear, as a share of 1."""
        return self._between(self.open_sky, x, y) * np.float32(1 / 255)

    def height_at(self, x: Floats, y: Floats) -> Floats:
        """`height` between the cells, bilinear."""
        return self._between(self.height, x, y)

    def _between(self, values: NDArray[Any], x: Floats, y: Floats) -> Floats:
        rows, columns = values.shape
        down = np.clip((y - np.float32(self.y0)) / np.float32(self.cell) - np.float32(0.5), 0, rows - 1.001)
        across = np.clip((x - np.float32(self.x0)) / np.float32(self.cell) - np.float32(0.5), 0, columns - 1.001)
        row, column = down.astype(np.int32), across.astype(np.int32)
        fy, fx = down - row, across - column
        flat, place = values.ravel(), row * columns + column
        near = flat[place] * (1 - fx) + flat[place + 1] * fx
        far = flat[place + columns] * (1 - fx) + flat[place + columns + 1] * fx
        mixed: Floats = near * (1 - fy) + far * fy
        return mixed


def raster(
    rooms: list[shapely.Polygon], standing: list[Standing], cell: float, spread: float, *, walled: bool
) -> Ground:
    """Draws rooms, later ones over earlier ones, and the shade round what stands.

    `spread` is how far the shade reaches, metres; `walled`: what is no room is a wall and gives shade.
    """
    everything = [*rooms, *(thing.footprint for thing in standing)]
    x0, y0, x1, y1 = (
        shapely.total_bounds(shapely.GeometryCollection(everything)) if everything else (0.0, 0.0, 1.0, 1.0)
    )
    x0, y0 = x0 - 2, y0 - 2
    shape = int((y1 + 2 - y0) / cell) + 1, int((x1 + 2 - x0) / cell) + 1
    room = np.full(shape, -1, np.int16)
    for index, polygon in enumerate(rooms):
        rows, columns, inside = _fill(polygon, x0, y0, cell, shape)
        room[rows, columns][inside] = index
    dark = np.where((room < 0) & walled, 1, 0).astype(np.float32)
    height = np.zeros(shape, np.float32)
    for thing in standing:
        rows, columns, inside = _fill(thing.footprint, x0, y0, cell, shape)
        for layer, value in ((dark, thing.strength), (height, thing.height)):
            area = layer[rows, columns]
            area[inside] = np.maximum(area[inside], value)
    radius = max(1, round(spread / cell / 2))
    blurred = _blur(_blur(dark, radius), radius)
    open_sky = np.round(255 * (1 - np.minimum(0.62, 1.25 * blurred))).astype(np.uint8)
    return Ground(x0, y0, cell, room, open_sky, height.astype(np.float16))


def _fill(
    polygon: shapely.Polygon, x0: float, y0: float, cell: float, shape: tuple[int, int]
) -> tuple[slice, slice, NDArray[np.bool_]]:
    """The cells whose centres lie inside: where their block begins, and the block, by counting crossed edges."""
    left, bottom, right, top = polygon.bounds
    first_row, first_column = max(0, int((bottom - y0) / cell)), max(0, int((left - x0) / cell))
    rows = min(shape[0], int((top - y0) / cell) + 2) - first_row
    columns = min(shape[1], int((right - x0) / cell) + 2) - first_column
    crossed = np.zeros((rows, columns + 1), np.uint8)
    for ring in (polygon.exterior, *polygon.interiors):
        points = np.asarray(ring.coords)[:, :2]
        for (ax, ay), (bx, by) in pairwise(points):
            if ay == by:
                continue
            ends = sorted(((ay, ax), (by, bx)))
            low = max(first_row, int(np.ceil((ends[0][0] - y0) / cell - 0.5)))
            high = min(first_row + rows, int(np.ceil((ends[1][0] - y0) / cell - 0.5)))
            if low >= high:
                continue
            y = y0 + (np.arange(low, high) + 0.5) * cell
            x = ax + (y - ay) * (bx - ax) / (by - ay)
            column = np.clip(np.ceil((x - x0) / cell - 0.5).astype(int) - first_column, 0, columns)
            crossed[np.arange(low, high) - first_row, column] ^= 1
    inside = np.bitwise_xor.accumulate(crossed, axis=1)[:, :columns] == 1
    return slice(first_row, first_row + rows), slice(first_column, first_column + columns), inside


def _blur(values: Floats, radius: int) -> Floats:
    """A box blur in both directions."""
    for axis in (0, 1):
        pad = [(0, 0), (0, 0)]
        pad[axis] = (radius + 1, radius)
        sums = np.cumsum(np.pad(values, pad, mode="edge"), axis=axis, dtype=np.float32)
        size = 2 * radius + 1
        upper = np.take(sums, np.arange(size, sums.shape[axis]), axis)
        lower = np.take(sums, np.arange(sums.shape[axis] - size), axis)
        values = ((upper - lower) / size).astype(np.float32)
    return values
