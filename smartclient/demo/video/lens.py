"""What lens and sensor make of the light: bloom, vignette, tone, infrared grey, fixed noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video.canvas import Canvas
from smartclient.demo.video.optics import Floats, Window

_BLOCK = 8


def finish(canvas: Canvas, spilt: Floats) -> NDArray[np.uint8]:
    """The painted canvas with the light `spilt` over it (h, w), as RGB (h, w, 3)."""
    window = canvas.window
    colour = canvas.colour
    if canvas.infrared:
        colour = _infrared(canvas)
    else:
        colour += spilt.reshape(-1, 1)
        if canvas.scene.outdoor:
            colour *= np.float32(canvas.light.exposure)
    colour *= _vignette(window)[:, None]
    toned = np.where(colour < 0.7, colour, 0.7 + 0.3 * np.tanh((colour - 0.7) / 0.3)).reshape(*window.shape, 3)
    _smooth(toned)
    rng = np.random.default_rng(7)
    fixed = rng.standard_normal((window.height, window.width), dtype=np.float32)[window.part]
    toned += fixed[..., None] * np.float32(0.012 if canvas.infrared else 0.006)
    picture: NDArray[np.uint8] = (np.clip(toned, 0, 1) * 255).astype(np.uint8)
    if canvas.optics.is_fisheye:
        picture[_outside(window)] = 6
    return picture


def _smooth(picture: Floats) -> None:
    """Softens staircases: a pixel that differs much from the mean of its four neighbours moves half way to it."""
    middle = picture[1:-1, 1:-1]
    mean = (picture[:-2, 1:-1] + picture[2:, 1:-1] + picture[1:-1, :-2] + picture[1:-1, 2:]) * np.float32(0.25)
    differing = np.abs(mean - middle).max(axis=2) > 0.035
    middle[differing] = (middle[differing] + mean[differing]) / 2


def _vignette(window: Window) -> Floats:
    across = (np.arange(window.left, window.right, dtype=np.float32) - window.width / 2) / (window.width / 2)
    down = (np.arange(window.top, window.bottom, dtype=np.float32) - window.height / 2) / (window.width / 2)
    squared = across[None] ** 2 + down[:, None] ** 2
    return (1 - np.float32(0.20) * squared).astype(np.float32).ravel()


def _outside(window: Window) -> NDArray[np.bool_]:
    down, across = np.mgrid[window.part]
    outside: NDArray[np.bool_] = np.hypot(across - window.width / 2, down - window.height / 2) > window.width / 2
    return outside


def _infrared(canvas: Canvas) -> Floats:
    """Grey, lit by the camera's own lamps, which fade with distance and towards the edges; light sources stay bright."""
    slope = canvas.rays.slope
    far = np.minimum(canvas.sight.distance, 1e4) * np.sqrt(1 + slope * slope)
    reach = np.float32(24 if canvas.scene.outdoor else 10)
    beam = np.float32(1.5) / (1 + (far / reach) ** 2) * _vignette(canvas.window) ** 4
    lift = np.float32(1 / 0.07) if canvas.scene.outdoor else np.float32(1)
    grey = canvas.colour @ np.array([0.42, 0.40, 0.18], np.float32) * lift
    lit = np.minimum(grey, 1.2) * beam * np.float32(0.9) + canvas.glow * np.float32(0.8) + np.float32(0.015)
    return np.repeat(lit[:, None], 3, axis=1)


def bloom(canvas: Canvas) -> Floats:
    """Light that spills round bright windows and lamps (h, w): a wide blur, made small and stretched again."""
    height, width = canvas.window.shape
    glow = canvas.glow.reshape(height, width) * np.float32(0.30)
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
