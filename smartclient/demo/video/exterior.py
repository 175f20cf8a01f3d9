"""Paints the outside: sky with sun and clouds, grounds, and what daylight does to façades."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video import floors, trace
from smartclient.demo.video.canvas import Canvas
from smartclient.demo.video.interior import by_room
from smartclient.demo.video.optics import Floats
from smartclient.demo.video.textures import blend, noise

_AT_WALLS = np.float32(0.4)
"""Outdoors so much light comes from the sky that nothing is darker beside what stands there."""


def paint_sky(canvas: Canvas) -> None:
    """A clear sky with drifting clouds, a bright sun and a line of distant trees."""
    pixels = np.flatnonzero(canvas.sight.kind == trace.SKY)
    slope, azimuth = canvas.rays.slope[pixels], canvas.rays.azimuth[pixels]
    light = canvas.light
    height = np.clip(slope / np.sqrt(1 + slope * slope), 0, 1)
    sky = blend(
        np.repeat(np.array([light.horizon], np.float32), len(pixels), axis=0),
        light.zenith,
        np.minimum(1, height * 2.2) ** 0.7,
    )
    reach = 1 / np.maximum(slope, 0.04)
    cx = canvas.rays.dx[pixels] * reach * 40 + np.float32(light.cloud_drift * 6)
    cy = canvas.rays.dy[pixels] * reach * 40
    cloud = np.clip(
        noise(cx, cy, 700.0) * np.float32(0.6) + noise(cx * 2, cy, 310.0) * np.float32(0.3) - np.float32(0.05), 0, 1
    )
    cloud = cloud * np.clip((slope - 0.02) * 12, 0, 1) * np.float32(0.9)
    white = np.array([0.96, 0.96, 0.95], np.float32) * np.float32(0.06 + 0.94 * light.daylight)
    sky = blend(sky, white, cloud)
    glow = _sun(canvas, pixels)
    sky = blend(sky, (1.0, 0.98, 0.92), np.clip(glow, 0, 1))
    trees = (
        np.float32(0.045)
        + noise(azimuth * 20, azimuth, 9.0) * np.float32(0.012)
        + noise(azimuth * 90, azimuth, 9.0) * np.float32(0.005)
    )
    green = np.array([0.30, 0.36, 0.30], np.float32) * np.float32(0.05 + 0.85 * light.daylight)
    edge = np.clip((trees - slope) / np.float32(max(canvas.angle, 1e-4)) + np.float32(0.5), 0, 1)
    canvas.colour[pixels] = blend(sky, green, edge)
    canvas.glow[pixels] = np.clip(glow * (1 - edge), 0, 1) * np.float32(light.daylight)


def _sun(canvas: Canvas, pixels: NDArray[np.intp]) -> Floats:
    slope = canvas.rays.slope[pixels]
    scale = 1 / np.sqrt(1 + slope * slope)
    east, north, up = (np.float32(part) for part in canvas.light.sun)
    towards = (canvas.rays.dx[pixels] * east + canvas.rays.dy[pixels] * north + slope * up) * scale
    glare: Floats = np.exp((towards - 1) * 900) * 2 + np.exp((towards - 1) * 40) * np.float32(0.35)
    return glare * np.float32(canvas.light.daylight * (1.0 if up > -0.05 else 0.0))


def sunlit(canvas: Canvas, normal: Floats) -> Floats:
    """Brightness (n, 3) of surfaces with these unit normals (n, 3): warm sun and blue sky."""
    light = canvas.light
    sun = np.clip(normal @ np.array(light.sun, np.float32), 0, 1) * np.float32(min(1.0, max(0.0, light.sun[2] * 6)))
    sky = np.float32(0.5) + np.float32(0.5) * normal[:, 2]
    direct = sun[:, None] * np.array([0.84, 0.78, 0.68], np.float32)
    ambient = (np.float32(0.44) + np.float32(0.24) * sky)[:, None] * np.array([0.95, 1.0, 1.07], np.float32)
    lit: Floats = (direct + ambient) * np.float32(0.06 + 0.94 * light.daylight)
    return lit


def paint_ground(canvas: Canvas) -> None:
    """Lawns, lots, roads and paths, darker beside what stands on them, paler far away."""
    pixels = np.flatnonzero(canvas.sight.kind == trace.FLOOR)
    x, y, _ = canvas.points(pixels)
    size, shade = canvas.pixel(pixels, lying=True), _AT_WALLS + (1 - _AT_WALLS) * canvas.scene.ground.light_at(x, y)
    up = np.array([[0, 0, 1]], np.float32)
    lit = sunlit(canvas, up)[0]
    shadow = in_shadow(canvas, x, y)
    for room, part in by_room(canvas, x, y, exactly=True):
        own = (x[part], y[part]) if room is None else room.own(x[part], y[part])
        colour = floors.floor(room, *own, size[part]) if room else floors.lawn(*own, size[part])
        canvas.colour[pixels[part]] = colour * lit * (shade[part] * (1 - shadow[part] * np.float32(0.5)))[:, None]
    haze(canvas, pixels)


def in_shadow(canvas: Canvas, x: Floats, y: Floats) -> Floats:
    """1 where the nearest things between a point on the ground and the sun hide it: a march through the standing raster."""
    east, north, up = canvas.light.sun
    level = float(np.hypot(east, north))
    total = np.zeros_like(x)
    if up < 0.08 or level < 1e-6:
        return total
    ground = canvas.scene.ground
    for height in (0.3, 0.7, 1.2, 1.8, 2.5, 3.3, 4.2, 5.2, 6.4, 8.0, 10.0, 12.0):
        away = np.float32(height * level / up)
        there = ground.height_at(x + away * np.float32(east / level), y + away * np.float32(north / level))
        total = np.maximum(total, np.clip((there - np.float32(height)) * np.float32(0.5), 0, 1))
    return total


def haze(canvas: Canvas, pixels: NDArray[np.intp]) -> None:
    """Far things take on the colour of the horizon."""
    veil = np.clip(canvas.sight.distance[pixels] / 600, 0, np.float32(0.75))
    canvas.colour[pixels] = blend(
        canvas.colour[pixels], np.array(canvas.light.horizon, np.float32) * np.float32(0.85), veil
    )
