"""Noise, seams and masks that every painted surface is made of; distances are metres on the surface."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video.optics import Floats

_SIZE = 512


@lru_cache(maxsize=1)
def _tile() -> Floats:
    """A tile of cloudy noise, about -1 to 1, that repeats without a seam."""
    rng = np.random.default_rng(20260)
    total = np.zeros((_SIZE, _SIZE), np.float32)
    for octave, strength in ((8, 1.0), (16, 0.7), (32, 0.5), (64, 0.36), (128, 0.26), (256, 0.2), (512, 0.16)):
        coarse = rng.standard_normal((octave, octave)).astype(np.float32)
        total += strength * _stretch(_stretch(coarse, 0), 1)
    return total / np.float32(2.2 * total.std())


def _stretch(values: Floats, axis: int) -> Floats:
    count = values.shape[axis]
    place = np.arange(_SIZE) * count / _SIZE
    low, part = place.astype(int), (place % 1).astype(np.float32)
    smooth = part * part * (3 - 2 * part)
    shape = (-1, 1) if axis == 0 else (1, -1)
    first, second = np.take(values, low, axis), np.take(values, (low + 1) % count, axis)
    stretched: Floats = first + (second - first) * smooth.reshape(shape)
    return stretched


def noise(x: Floats, y: Floats, metres: float) -> Floats:
    """Cloudy noise, about -1 to 1, whose largest patches are an eighth of `metres`; it repeats after `metres`."""
    scale = np.float32(_SIZE / metres)
    column, row = (x * scale).astype(np.int32) & (_SIZE - 1), (y * scale).astype(np.int32) & (_SIZE - 1)
    found: Floats = _tile().ravel()[row * _SIZE + column]
    return found


def mottle(x: Floats, y: Floats, z: Floats, metres: float) -> Floats:
    """As `noise`, for the surface of a body: the same at the same place whoever looks. Two layers, so that
    no side shows streaks."""
    a = noise(x * np.float32(0.8) + y * np.float32(0.6), z + x * np.float32(0.4) - y * np.float32(0.5), metres)
    b = noise(x * np.float32(0.6) + z * np.float32(0.8), y - x * np.float32(0.5) + z * np.float32(0.4), metres)
    mottled: Floats = (a + b) * np.float32(0.7)
    return mottled


def grain(x: Floats, y: Floats, size: float) -> Floats:
    """A number from 0 to 1 for every cell of `size` metres."""
    return cell_value(np.floor(x / np.float32(size)).astype(np.int32), np.floor(y / np.float32(size)).astype(np.int32))


def cell_value(column: NDArray[np.int32], row: NDArray[np.int32]) -> Floats:
    """A number from 0 to 1 that belongs to a pair of integers."""
    mixed = column.astype(np.uint32) * np.uint32(374761393) + row.astype(np.uint32) * np.uint32(668265263)
    mixed = (mixed ^ (mixed >> np.uint32(13))) * np.uint32(1274126177)
    value: Floats = ((mixed ^ (mixed >> np.uint32(16))) & np.uint32(0xFFFF)).astype(np.float32) / np.float32(65535)
    return value


def line(distance: Floats, width: float, pixel: Floats) -> Floats:
    """How much of a pixel, `pixel` metres across, a line `width` wide covers whose middle is `distance` away: 0 to 1."""
    covered = (np.float32(width) + pixel) / 2 - np.abs(distance)
    return np.clip(covered / pixel, 0, np.minimum(1, np.float32(width) / pixel))


def seams(coordinate: Floats, pitch: float, width: float, pixel: Floats) -> Floats:
    """Lines across `coordinate` every `pitch` metres, as `line`."""
    phase = coordinate / np.float32(pitch)
    return line((phase - np.round(phase)) * np.float32(pitch), width, pixel)


def step(value: Floats, edge: float | Floats, pixel: Floats) -> Floats:
    """0 below `edge`, 1 above it, over the width of a pixel."""
    return np.clip((value - edge) / np.maximum(pixel, 1e-4) + np.float32(0.5), 0, 1)


def blend(base: Floats, colour: tuple[float, float, float] | Floats, amount: Floats) -> Floats:
    """`base` (n, 3) moved towards `colour` by `amount` (n)."""
    mixed: Floats = base + (np.asarray(colour, np.float32) - base) * amount[:, None]
    return mixed
