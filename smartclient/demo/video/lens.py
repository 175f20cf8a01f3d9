"""What lens and sensor make of the light: bloom, vignette, tone, infrared grey, fixed noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video.canvas import Canvas
from smartclient.demo.video.optics import Floats

_BLOCK = 8


def finish(canvas: Canvas) -> NDArray[np.uint8]:
    """The painted canvas as RGB (h, w, 3)."""
    height, width = canvas.shape
    colour = canvas.colour
    if canvas.infrared:
        colour = _infrared(canvas)
    else:
        colour += (_bloom(canvas.glow.reshape(height, width)) * np.float32(0.30)).reshape(-1, 1)
    colour *= _vignette(canvas)[:, None]
    colour = np.clip(colour, 0, None)
    toned = np.where(colour < 0.7, colour, 0.7 + 0.3 * np.tanh((colour - 0.7) / 0.3))
    rng = np.random.default_rng(7)
    fixed = rng.standard_normal(height * width, dtype=np.float32) * np.float32(0.006 if not canvas.infrared else 0.012)
    picture = np.clip((toned + fixed[:, None]) * 255, 0, 255).astype(np.uint8).reshape(height, width, 3)
    if canvas.optics.is_fisheye:
        picture[_outside(height, width)] = 6
    return picture


def _vignette(canvas: Canvas) -> Floats:
    height, width = canvas.shape
    across = (np.arange(width, dtype=np.float32) - width / 2) / (width / 2)
    down = (np.arange(height, dtype=np.float32) - height / 2) / (width / 2)
    squared = across[None] ** 2 + down[:, None] ** 2
    return (1 - np.float32(0.20) * squared).astype(np.float32).ravel()


def _outside(height: int, width: int) -> NDArray[np.bool_]:
    down, across = np.mgrid[:height, :width]
    outside: NDArray[np.bool_] = np.hypot(across - width / 2, down - height / 2) > width / 2
    return outside


def _infrared(canvas: Canvas) -> Floats:
    """Grey, lit by the camera's own lamps, which fade with distance and towards the edges; light sources stay bright."""
    slope = canvas.rays.slope
    far = np.minimum(canvas.sight.distance, 1e4) * np.sqrt(1 + slope * slope)
    reach = np.float32(14 if canvas.scene.outdoor else 9)
    beam = np.float32(1.25) / (1 + (far / reach) ** 2) * _vignette(canvas) ** 4
    lift = np.float32(1 / 0.07) if canvas.scene.outdoor else np.float32(1)
    grey = canvas.colour @ np.array([0.42, 0.40, 0.18], np.float32) * lift
    lit = np.minimum(grey, 1.2) * beam * np.float32(0.9) + canvas.glow * np.float32(0.8) + np.float32(0.015)
    return np.repeat(lit[:, None], 3, axis=1)


def _bloom(glow: Floats) -> Floats:
    """Light that spills round bright windows and lamps: a wide blur, made small and stretched again."""
    height, width = glow.shape
    rows, columns = -(-height // _BLOCK), -(-width // _BLOCK)
    padded = np.pad(glow, ((0, rows * _BLOCK - height), (0, columns * _BLOCK - width)), mode="edge")
    small = padded.reshape(rows, _BLOCK, columns, _BLOCK).mean(axis=(1, 3))
    for axis in (0, 1):
        for _ in range(2):
            small = sum(np.roll(small, shift, axis) for shift in (-2, -1, 0, 1, 2)) / 5
    return _widen(_widen(small.astype(np.float32), height, 0), width, 1)


def _widen(values: Floats, size: int, axis: int) -> Floats:
    place = np.clip((np.arange(size) + 0.5) / _BLOCK - 0.5, 0, values.shape[axis] - 1)
    low = place.astype(int)
    part = (place - low).astype(np.float32).reshape((-1, 1) if axis == 0 else (1, -1))
    high = np.minimum(low + 1, values.shape[axis] - 1)
    widened: Floats = np.take(values, low, axis) * (1 - part) + np.take(values, high, axis) * part
    return widened
