"""Paints the solid things of a scene over what stands behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video import walls
from smartclient.demo.video.canvas import Canvas
from smartclient.demo.video.contacts import Contacts, meet
from smartclient.demo.video.exterior import haze, sunlit
from smartclient.demo.video.interior import by_room, wall_light
from smartclient.demo.video.optics import Floats
from smartclient.demo.video.solids import FOLIAGE
from smartclient.demo.video.textures import blend, cell_value, mottle, noise, seams, step

Pixels = NDArray[np.intp]

_HEADLAMP, _TAIL_LAMP = np.array([(0.92, 0.92, 0.88), (0.55, 0.05, 0.05)], np.float32)
_MIRRORED = {"body": 0.28, "bus": 0.15, "bus windows": 0.3, "car glass": 0.5}
_REACH_M = {False: 60.0, True: 220.0}


@dataclass(frozen=True, slots=True)
class _Spots:
    """Points on bodies of one finish: metres along the body and across it from its centre, and up from the ground; the unit
    normals (n, 3); the pixel's size in metres."""

    along: Floats
    across: Floats
    up: Floats
    normal: Floats
    size: Floats


def paint_solids(canvas: Canvas) -> None:
    """Draws every solid near enough to be seen where nothing nearer hides it."""
    solids = canvas.scene.solids
    if not len(solids):
        return
    reach = _REACH_M[canvas.scene.outdoor]
    met = meet(solids, canvas.optics, canvas.rays, canvas.window, canvas.sight.distance, reach)
    pixels = met.pixels
    canvas.sight.distance[pixels] = met.distance
    x, y, z = canvas.points(pixels)
    colour = _finished(canvas, met, x, y, z)
    if canvas.scene.outdoor:
        low = np.float32(0.62) + np.float32(0.38) * np.clip(z / np.float32(0.6), 0, 1)
        canvas.colour[pixels] = colour * sunlit(canvas, met.normal) * low[:, None]
        haze(canvas, pixels)
    else:
        canvas.colour[pixels] = colour * _indoor_light(canvas, met, x, y, z)[:, None]
    canvas.glow[pixels] = 0


def _finished(canvas: Canvas, met: Contacts, x: Floats, y: Floats, z: Floats) -> Floats:
    """The bodies' own colours (n, 3) at these points, in their finishes."""
    solids = canvas.scene.solids
    colour, finish = solids.colour[met.solid], solids.finish[met.solid]
    centre, axis = (values[met.solid].astype(np.float32) for values in (solids.centre, solids.axis))
    east, north = x - centre[:, 0], y - centre[:, 1]
    along, across = east * axis[:, 0] + north * axis[:, 1], north * axis[:, 0] - east * axis[:, 1]
    size = canvas.pixel(met.pixels, lying=False)
    for number, name in enumerate(solids.finishes):
        part = np.flatnonzero(finish == number)
        if not len(part):
            continue
        if name in _FINISHES:
            spots = _Spots(along[part], across[part], z[part], met.normal[part], size[part])
            colour[part] = _FINISHES[name](colour[part], spots)
        if name == FOLIAGE:
            colour[part] = _leaves(canvas, met.pixels[part], z[part] - centre[part, 2], colour[part])
        elif name in _MIRRORED and canvas.scene.outdoor:
            colour[part] = _mirror(canvas, met.pixels[part], met.normal[part], colour[part], _MIRRORED[name])
    return colour


def _indoor_light(canvas: Canvas, met: Contacts, x: Floats, y: Floats, z: Floats) -> Floats:
    sides = (
        np.float32(0.80)
        + np.float32(0.24) * np.maximum(met.normal[:, 2], 0)
        - np.float32(0.06) * np.abs(met.normal[:, 0])
    )
    lit = np.full_like(x, np.float32(0.8))
    for room, part in by_room(canvas, x + met.normal[:, 0] * np.float32(0.1), y + met.normal[:, 1] * np.float32(0.1)):
        if room is not None:
            lit[part] = wall_light(canvas, room, x[part], y[part], z[part])
    return lit * sides


def _mirror(canvas: Canvas, pixels: Pixels, normal: Floats, colour: Floats, amount: float) -> Floats:
    """Paint and glass of cars show some sky, more at flat angles."""
    way = np.stack([canvas.rays.dx[pixels], canvas.rays.dy[pixels], canvas.rays.slope[pixels]], axis=1)
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    facing = -np.einsum("ij,ij->i", way, normal)
    bounced = way[:, 2] + 2 * facing * normal[:, 2]
    horizon, road = np.array(canvas.light.horizon, np.float32), np.array((0.22, 0.22, 0.21), np.float32)
    seen = np.where((bounced > 0)[:, None], horizon, road)
    flat = np.float32(0.35) + np.float32(0.65) * (1 - np.clip(facing, 0, 1)) ** 2
    return blend(colour, seen, np.float32(amount) * flat)


def _leaves(canvas: Canvas, pixels: Pixels, above: Floats, colour: Floats) -> Floats:
    """Clumps of leaves, darker `above` the crown's middle when that is negative."""
    place = canvas.points(pixels)
    clumps, fine = mottle(*place, 4.3), mottle(*place, 1.3)
    deep = np.float32(0.78) + np.float32(0.28) * np.clip(above * np.float32(0.6), -0.6, 0.6)
    toned: Floats = colour * (deep * (1 + clumps * np.float32(0.28) + fine * np.float32(0.30)))[:, None]
    return toned


def _lockers(colour: Floats, at: _Spots) -> Floats:
    front = np.abs(at.normal[:, 2]) < 0.5
    painted = walls.locker_front(at.along, at.up, colour, at.size)
    return np.where(front[:, None], painted, colour * np.float32(0.9))


def _books(colour: Floats, at: _Spots) -> Floats:
    shelf = np.mod(at.up, np.float32(0.37))
    width = 0.045
    which = cell_value(
        np.floor(at.along / np.float32(width)).astype(np.int32), np.floor(at.up / np.float32(0.37)).astype(np.int32)
    )
    spines = np.stack(
        [0.25 + 0.5 * which, 0.2 + 0.45 * np.mod(which * 7, 1), 0.18 + 0.45 * np.mod(which * 13, 1)], axis=1
    ).astype(np.float32)
    tall = np.float32(0.22) + np.float32(0.1) * np.mod(which * 29, 1)
    books = step(tall - shelf, 0.0, at.size) * step(shelf, 0.03, at.size) * (np.abs(at.normal[:, 2]) < 0.5)
    dark = blend(colour, (0.14, 0.11, 0.09), step(shelf, 0.03, at.size) * (np.abs(at.normal[:, 2]) < 0.5))
    mean = np.minimum(1, np.float32(width) / at.size)
    return blend(dark, blend(np.full_like(spines, 0.4), spines, mean), books)


def _bleachers(colour: Floats, at: _Spots) -> Floats:
    riser = np.abs(at.normal[:, 2]) < 0.5
    gap = seams(at.along, 1.8, 0.03, at.size) * np.float32(0.4) + riser * np.float32(0.35)
    toned: Floats = colour * (1 - gap)[:, None]
    return toned


def _backboard(colour: Floats, at: _Spots) -> Floats:
    return blend(colour, (0.70, 0.25, 0.15), seams(at.up - np.float32(3.12), 0.45, 0.05, at.size) * (at.up < 3.7))


def _body(colour: Floats, at: _Spots) -> Floats:
    side = np.abs(at.normal[:, 2]) < 0.6
    doors = seams(at.along + np.float32(0.35), 1.15, 0.015, at.size) * side * (np.abs(at.along) < 1.5)
    front = side & (np.abs(at.along) > 2.1)
    lights = front & (np.abs(at.up - np.float32(0.66)) < 0.07) & (np.abs(at.across) > 0.52)
    base: Floats = colour * (1 - doors * np.float32(0.45))[:, None]
    base = blend(base, (0.08, 0.08, 0.085), (at.up < 0.34).astype(np.float32) * np.float32(0.75))
    lamps = np.where((at.along > 0)[:, None], _HEADLAMP, _TAIL_LAMP)
    return np.where(lights[:, None], lamps, base)


def _bus(colour: Floats, at: _Spots) -> Floats:
    """Rub rails along the sides, lamps at the ends."""
    side = (np.abs(at.normal[:, 2]) < 0.5).astype(np.float32)
    rails = seams(at.up - np.float32(1.0), 0.5, 0.05, at.size) * side
    painted = blend(colour, (0.06, 0.06, 0.06), rails * np.float32(0.85))
    lamps = (np.abs(at.along) > 5.0) & (np.abs(at.up - np.float32(1.2)) < 0.1) & (np.abs(at.across) > 0.7)
    shining = np.where((at.along > 0)[:, None], _HEADLAMP, _TAIL_LAMP)
    return np.where(lamps[:, None], shining, painted)


def _bus_windows(colour: Floats, at: _Spots) -> Floats:
    """Panes between yellow pillars."""
    return blend(colour, (0.78, 0.54, 0.08), seams(at.along, 0.85, 0.14, at.size))


def _flag(colour: Floats, at: _Spots) -> Floats:
    stripe = np.floor((at.up - np.float32(7.6)) / np.float32(1.2 / 13)).astype(np.int32) % 2 == 0
    cloth = np.where(
        stripe[:, None], np.array((0.62, 0.10, 0.13), np.float32), np.array((0.88, 0.88, 0.88), np.float32)
    )
    canton = (at.along < -0.18) & (at.up > 8.15)
    folds = 1 + np.float32(0.14) * np.sin(at.along * 9)
    painted = np.where(canton[:, None], np.array((0.12, 0.15, 0.32), np.float32), cloth) * folds[:, None]
    return painted.astype(colour.dtype)


def _bark(colour: Floats, at: _Spots) -> Floats:
    toned: Floats = colour * (1 + noise(at.along * 5, at.up, 2.0) * np.float32(0.25))[:, None]
    return toned


_FINISHES: dict[str, Callable[[Floats, _Spots], Floats]] = {
    "lockers": _lockers,
    "books": _books,
    "bleachers": _bleachers,
    "backboard": _backboard,
    "body": _body,
    "bus": _bus,
    "bus windows": _bus_windows,
    "flag": _flag,
    "bark": _bark,
}
