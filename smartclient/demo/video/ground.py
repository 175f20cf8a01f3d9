"""A floor as a raster: which room every spot belongs to, and how much light the walls and furniture near it take away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from smartclient.demo.video.optics import Floats

Indices = NDArray[np.intp]
Rings = tuple[NDArray[np.float64], ...]
"""An outer ring and holes as points (n, 2)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Something that takes light away: the rings of its footprint, how much of it (0 to 1), and its height in metres."""

    footprint: Rings
    strength: float
    height: float


@dataclass(frozen=True, slots=True)
class Ground:
    """Rows run north from `y0`, columns east from `x0`, `cell` metres each. `room` holds indices, -1 for none; `open_sky`, in cells
    twice as wide, is 255 where nothing stands near and falls to about a half of it in corners; `height` is that of what stands
    there, metres."""

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
        return self._between(self.open_sky, 2 * self.cell, x, y) * np.float32(1 / 255)

    def height_at(self, x: Floats, y: Floats) -> Floats:
        """`height` between the cells, bilinear."""
        return self._between(self.height, self.cell, x, y)

    def _between(self, values: NDArray[Any], cell: float, x: Floats, y: Floats) -> Floats:
        rows, columns = values.shape
        down = np.clip((y - np.float32(self.y0)) / np.float32(cell) - np.float32(0.5), 0, rows - 1.001)
        across = np.clip((x - np.float32(self.x0)) / np.float32(cell) - np.float32(0.5), 0, columns - 1.001)
        row, column = down.astype(np.int32), across.astype(np.int32)
        fy, fx = down - row, across - column
        flat, place = values.ravel(), row * columns + column
        near = flat[place] * (1 - fx) + flat[place + 1] * fx
        far = flat[place + columns] * (1 - fx) + flat[place + columns + 1] * fx
        mixed: Floats = near * (1 - fy) + far * fy
        return mixed


def rings(polygon: shapely.Polygon) -> Rings:
    """The rings of a polygon."""
    return tuple(shapely.get_coordinates(ring) for ring in (polygon.exterior, *polygon.interiors))


def raster(
    rooms: list[shapely.Polygon], standing: list[Standing], cell: float, spread: float, *, walled: bool
) -> Ground:
    """Draws rooms, later ones over earlier ones, and the shade round what stands.

    `spread` is how far the shade reaches, metres; `walled`: what is no room is a wall and gives shade.
    """
    shapes = [*(rings(room) for room in rooms), *(thing.footprint for thing in standing)]
    everything = np.concatenate([ring for shape in shapes for ring in shape] or [np.array([(0.0, 0.0), (1.0, 1.0)])])
    (x0, y0), (x1, y1) = everything.min(axis=0) - 2, everything.max(axis=0) + 2
    shape = int((y1 - y0) / cell) + 1, int((x1 - x0) / cell) + 1
    room, dark, height = np.full(shape, -1, np.int16), np.zeros(shape, np.float32), np.zeros(shape, np.float16)
    for index, (rows, columns, inside) in enumerate(_fills(shapes, (float(x0), float(y0)), cell, shape)):
        if index < len(rooms):
            room[rows, columns][inside] = index
            continue
        thing = standing[index - len(rooms)]
        for layer, value in ((dark, thing.strength), (height, thing.height)):
            area = layer[rows, columns]
            area[inside] = np.maximum(area[inside], value)
    if walled:
        dark[room < 0] = 1
    radius = max(1, round(spread / cell / 4))
    blurred = _blur(_blur(_halved(dark), radius), radius)
    open_sky = np.round(255 * (1 - np.minimum(0.62, 1.25 * blurred))).astype(np.uint8)
    return Ground(float(x0), float(y0), cell, room, open_sky, height)


def _fills(
    shapes: Sequence[Rings], origin: tuple[float, float], cell: float, size: tuple[int, int]
) -> Iterator[tuple[slice, slice, NDArray[np.bool_]]]:
    """For each shape the cells whose centres lie inside: where their block begins, and the block, by counting crossed edges."""
    points = [(np.concatenate(shape) - origin) / cell - 0.5 for shape in shapes]
    first = np.array([np.maximum(0, np.floor(each.min(axis=0))) for each in points], np.intp).reshape(-1, 2)
    last = np.array([np.ceil(each.max(axis=0)) + 1 for each in points], np.intp).reshape(-1, 2)
    extent = np.minimum(last, size[::-1]) - first
    owner, row, column = _crossings(shapes, points)
    lower, upper = np.searchsorted(owner, np.arange(len(shapes))), np.searchsorted(owner, np.arange(1, len(shapes) + 1))
    for index, ((left, bottom), (columns, rows)) in enumerate(zip(first.tolist(), extent.tolist(), strict=True)):
        part = slice(lower[index], upper[index])
        crossed = np.zeros(rows * (columns + 1), np.uint8)
        down, across = row[part] - bottom, np.clip(column[part] - left, 0, columns)
        kept = (down >= 0) & (down < rows)
        np.bitwise_xor.at(crossed, down[kept] * (columns + 1) + across[kept], np.uint8(1))
        inside = np.bitwise_xor.accumulate(crossed.reshape(rows, columns + 1), axis=1)[:, :columns].view(np.bool_)
        yield slice(bottom, bottom + rows), slice(left, left + columns), inside


def _crossings(shapes: Sequence[Rings], points: Sequence[NDArray[np.float64]]) -> tuple[Indices, Indices, Indices]:
    """Where the edges of the shapes cross the middles of rows, in cells: the shape's index, the row, the next column."""
    lengths = np.array([len(ring) for shape in shapes for ring in shape], np.intp)
    owners = np.repeat([index for index, shape in enumerate(shapes) for _ in shape], lengths)
    start = np.concatenate([*points, np.empty((0, 2))])
    following = np.arange(1, len(start) + 1)
    ends = np.cumsum(lengths)
    following[ends - 1] = ends - lengths
    end = start[following]
    low, high = np.minimum(start[:, 1], end[:, 1]), np.maximum(start[:, 1], end[:, 1])
    lowest, count = np.ceil(low).astype(np.intp), (np.ceil(high) - np.ceil(low)).astype(np.intp)
    edge = np.repeat(np.arange(len(start)), count)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count) + lowest[edge]
    (ax, ay), (bx, by) = start[edge].T, end[edge].T
    column = np.ceil(ax + (row - ay) * (bx - ax) / (by - ay)).astype(np.intp)
    return owners[edge], row, column


def _halved(values: Floats) -> Floats:
    """The means of two by two cells."""
    even = np.pad(values, [(0, size % 2) for size in values.shape], mode="edge")
    rows = even[::2] + even[1::2]
    halved: Floats = (rows[:, ::2] + rows[:, 1::2]) * np.float32(0.25)
    return halved


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
