"""Paints the inside of a building: floors, ceilings and walls under their lamps."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video import floors, styles, trace, walls
from smartclient.demo.video.canvas import Canvas
from smartclient.demo.video.optics import Floats
from smartclient.demo.video.rooms import Room
from smartclient.demo.video.textures import blend

Pixels = NDArray[np.intp]


def by_room(canvas: Canvas, x: Floats, y: Floats, *, exactly: bool = False) -> Iterator[tuple[Room | None, Pixels]]:
    """Splits points by the room they are in: places in `x`; None for points in no room. `exactly`: true to the polygons."""
    scene = canvas.scene
    polygons = [room.polygon for room in scene.rooms]
    index = scene.ground.rooms_exactly_at(x, y, polygons) if exactly else scene.ground.rooms_at(x, y)
    for room in np.flatnonzero(np.bincount(index.astype(np.int64) + 1)):
        yield (scene.rooms[room - 1] if room else None), np.flatnonzero(index == room - 1)


def pool(lamp: tuple[Floats, Floats], spread: float) -> Floats:
    """The light of the nearest lamp at a distance across the floor: 1 below it."""
    near: Floats = np.exp((lamp[0] * lamp[0] + lamp[1] * lamp[1]) * np.float32(-1 / (spread * spread)))
    return near


def paint_floor(canvas: Canvas) -> None:
    """Floors, with pools of light, shade beside walls and the lamps mirrored in the polish."""
    pixels = np.flatnonzero(canvas.sight.kind == trace.FLOOR)
    x, y, _ = canvas.points(pixels)
    size, shade = canvas.pixel(pixels, lying=True), canvas.scene.ground.light_at(x, y)
    for room, part in by_room(canvas, x, y):
        if room is None:
            canvas.colour[pixels[part]] = 0.40
            continue
        along, across = room.own(x[part], y[part])
        lamp = room.lamp_offset(along, across)
        lit = (np.float32(0.70) + np.float32(0.26) * pool(lamp, 1.5)) * shade[part]
        colour = floors.floor(room, along, across, size[part]) * lit[:, None]
        canvas.colour[pixels[part]] = _polish(canvas, room, pixels[part], colour)


def _polish(canvas: Canvas, room: Room, pixels: Pixels, colour: Floats) -> Floats:
    """Adds what the floor mirrors: lamps stretched towards the camera, and a veil at flat angles."""
    if not room.style.gloss:
        return colour
    slope = -canvas.rays.slope[pixels]
    ceiling = max(room.style.height, canvas.optics.height + 0.1)
    far = canvas.sight.distance[pixels] + np.float32(ceiling) / slope
    x = np.float32(canvas.optics.x) + far * canvas.rays.dx[pixels]
    y = np.float32(canvas.optics.y) + far * canvas.rays.dy[pixels]
    inside = canvas.scene.ground.rooms_at(x, y) == canvas.scene.rooms.index(room)
    lamp = room.lamp_offset(*room.own(x, y))
    facing = 1 / (1 + slope * slope * 9)
    near = np.clip(1.6 - canvas.sight.distance[pixels] / 40, 0.2, 1)
    mirrored = np.exp(-((lamp[0] / np.float32(0.75)) ** 2) - (lamp[1] / np.float32(0.40)) ** 2) * inside * near
    amount = np.float32(room.style.gloss) * (np.float32(0.10) + np.float32(0.55) * facing) * mirrored
    veil = np.float32(room.style.gloss * 0.22) * facing
    return blend(blend(colour, (0.70, 0.70, 0.68), veil), (1.0, 0.99, 0.96), np.clip(amount, 0, 0.7))


def paint_ceiling(canvas: Canvas) -> None:
    """Ceilings and their lamps."""
    pixels = np.flatnonzero(canvas.sight.kind == trace.CEILING)
    x, y, _ = canvas.points(pixels)
    size, shade = canvas.pixel(pixels, lying=True), canvas.scene.ground.light_at(x, y)
    for room, part in by_room(canvas, x, y):
        if room is None:
            canvas.colour[pixels[part]] = 0.5
            continue
        along, across = room.own(x[part], y[part])
        lamp = room.lamp_offset(along, across)
        colour, glow = floors.ceiling(room, along, across, lamp, size[part])
        lit = (np.float32(0.80) + np.float32(0.16) * pool(lamp, 1.1)) * (
            np.float32(0.4) + np.float32(0.6) * shade[part]
        )
        glow = glow * np.float32(canvas.light.lamps)
        canvas.colour[pixels[part]] = blend(colour * lit[:, None], (1.0, 1.0, 0.97), glow)
        canvas.glow[pixels[part]] = glow


def paint_walls(canvas: Canvas, pixels: Pixels, spots: walls.Spots, *, windows: bool) -> None:
    """Walls and windows in the finish of the room they face."""
    x, y, z = canvas.before(pixels)
    for room, part in by_room(canvas, x, y):
        some = walls.Spots(*(getattr(spots, name)[part] for name in walls.Spots.__slots__))
        where = pixels[part]
        if room is None:
            canvas.colour[where] = walls.wall(styles.PLAIN, some.along, z[part], some.pixel) * np.float32(0.7)
            continue
        if windows:
            colour, glow = walls.window(room.style, some, canvas.light)
        else:
            colour, glow = walls.wall(room.style, some.along, z[part], some.pixel), np.zeros_like(some.up)
        lit = wall_light(canvas, room, x[part], y[part], z[part])
        canvas.colour[where] = colour * (lit + (1 - lit) * np.minimum(glow, 1))[:, None]
        canvas.glow[where] = glow


def wall_light(canvas: Canvas, room: Room, x: Floats, y: Floats, z: Floats) -> Floats:
    """How brightly upright things are lit there: scallops below lamps, shade at floor and ceiling."""
    lamp = room.lamp_offset(*room.own(x, y))
    height = np.float32(max(room.style.height, canvas.optics.height))
    up = np.clip(z / height, 0, 1)
    scallop = pool(lamp, 1.3) * (
        np.float32(0.10) + np.float32(0.22) * up * (1 - np.clip((up - 0.8) * 5, 0, 1) * np.float32(0.5))
    )
    low = 1 - np.float32(0.22) * np.exp(z * np.float32(-6))
    high = 1 - np.float32(0.25) * np.exp((z - height) * np.float32(5))
    lit: Floats = (np.float32(0.74) + scallop) * low * np.minimum(high, 1)
    return lit
