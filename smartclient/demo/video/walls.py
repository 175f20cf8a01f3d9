"""Walls, windows, doors and signs: their colour at metres along and up an upright panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from smartclient.demo.video import glyphs
from smartclient.demo.video.light import Light
from smartclient.demo.video.optics import Floats
from smartclient.demo.video.panels import Panel
from smartclient.demo.video.styles import Style
from smartclient.demo.video.textures import blend, cell_value, grain, line, noise, seams, step

ROOM_FACES = frozenset({"drywall", "brick", "column", "lintel"})


@dataclass(frozen=True, slots=True)
class Spots:
    """Points on panels of one material: metres along and up from the panel's foot, panel length and height, pixel size in metres,
    slope of the ray, its azimuth."""

    along: Floats
    up: Floats
    length: Floats
    tall: Floats
    pixel: Floats
    slope: Floats
    azimuth: Floats

    def painted(self, colour: tuple[float, float, float]) -> Floats:
        """All of one colour, (n, 3)."""
        return np.repeat(np.array([colour], np.float32), len(self.along), axis=0)


def wall(style: Style, along: Floats, up: Floats, pixel: Floats) -> Floats:
    """The wall of a room: paint, a coloured band below, block joints, a rubber base."""
    base = np.repeat(np.array([style.wall], np.float32), len(along), axis=0)
    if style.band_m:
        base = blend(base, style.band, step(-up, -style.band_m, pixel))
        base = blend(base, (0.30, 0.31, 0.33), line(up - np.float32(style.band_m), 0.03, pixel) * np.float32(0.5))
    dirt = noise(along, up, 11.0) * np.float32(0.015) + noise(along, up * 3, 2.3) * np.float32(0.01)
    if style.block:
        course = np.floor(up / np.float32(0.2)).astype(np.int32)
        shifted = along + (course % 2).astype(np.float32) * np.float32(0.2)
        joints = np.maximum(seams(up, 0.2, 0.009, pixel), seams(shifted, 0.4, 0.009, pixel))
        tone = cell_value(np.floor(shifted / np.float32(0.4)).astype(np.int32), course) - np.float32(0.5)
        dirt = dirt + tone * np.float32(0.025) * np.minimum(1, np.float32(0.2) / pixel) - joints * np.float32(0.13)
    base = base * (1 + dirt)[:, None]
    base = blend(base, (0.17, 0.17, 0.18), step(-up, -0.10, pixel))
    return blend(base, (0.9, 0.9, 0.9), line(up - np.float32(0.10), 0.006, pixel) * np.float32(0.25))


def jamb(spots: Spots, _light: Light) -> tuple[Floats, Floats]:
    """Painted steel round a doorway."""
    return spots.painted((0.30, 0.31, 0.33)), np.zeros_like(spots.up)


def _leaf(
    spots: Spots, base: Floats, glazing: tuple[float, float, float, float], pane: Floats
) -> tuple[Floats, Floats]:
    """A leaf with frame, a pane between (from the lock side: left, right; bottom, top), kick plate and bar."""
    near_lock = spots.length - spots.along
    left, right, bottom, top = (np.float32(value) for value in glazing)
    inside = np.minimum(np.minimum(near_lock - left, right - near_lock), np.minimum(spots.up - bottom, top - spots.up))
    base = blend(base, (0.16, 0.16, 0.17), step(inside, -0.03, spots.pixel))
    base = np.where((inside > 0)[:, None], pane, base)
    rim = np.minimum(np.minimum(spots.along, near_lock), spots.tall - spots.up)
    base = blend(base, (0.24, 0.25, 0.27), step(-rim, -0.045, spots.pixel))
    handle = np.maximum(
        np.abs(near_lock - np.float32(0.08)) - np.float32(0.02), np.abs(spots.up - np.float32(1.02)) - np.float32(0.07)
    )
    lever = np.maximum(
        np.abs(near_lock - np.float32(0.12)) - np.float32(0.07), np.abs(spots.up - np.float32(1.05)) - np.float32(0.014)
    )
    metal = step(-np.minimum(handle, lever), 0.0, spots.pixel)
    return blend(base, (0.72, 0.72, 0.70), metal), np.zeros_like(spots.up)


def _wood(spots: Spots, _light: Light) -> tuple[Floats, Floats]:
    rings = noise(spots.along * 4, spots.up * np.float32(0.3), 2.0) * np.float32(0.09)
    base = spots.painted((0.50, 0.34, 0.20)) * (1 + rings)[:, None]
    base = blend(base, (0.55, 0.55, 0.54), step(-spots.up, -0.28, spots.pixel) * np.float32(0.85))
    shine = np.float32(0.16) + np.float32(0.10) * noise(spots.along, spots.up, 3.0)
    pane = np.repeat(shine[:, None], 3, axis=1) * np.array([0.9, 1.0, 1.05], np.float32)
    return _leaf(spots, base, (0.14, 0.28, 0.95, 1.75), pane)


def _steel(spots: Spots, _light: Light) -> tuple[Floats, Floats]:
    base = spots.painted((0.36, 0.40, 0.44)) * (1 + noise(spots.along, spots.up, 3.0) * np.float32(0.02))[:, None]
    return _leaf(spots, base, (9.0, 9.1, 9.0, 9.1), base)


def _glass_leaf(spots: Spots, light: Light) -> tuple[Floats, Floats]:
    view, glow = _view(spots, light)
    base = spots.painted((0.25, 0.26, 0.28))
    colour, _ = _leaf(spots, base, (0.10, 9.0, 0.30, 2.03), view)
    inside = (spots.length - spots.along > 0.10) & (spots.along > 0.10) & (spots.up > 0.30) & (spots.up < 2.03)
    bar = step(-np.abs(spots.up - np.float32(1.02)), -0.035, spots.pixel)
    return blend(colour, (0.62, 0.62, 0.60), bar), glow * inside * (1 - bar)


def _view(spots: Spots, light: Light) -> tuple[Floats, Floats]:
    """What a window shows: overexposed daylight, a line of trees and a lawn; at night the dark with a reflection."""
    day = np.float32(light.daylight)
    trees = np.float32(0.10) + noise(spots.azimuth * 14, spots.azimuth * 3, 9.0) * np.float32(0.05)
    above = step(spots.slope, trees, np.full_like(spots.slope, 0.012))
    below = step(-spots.slope, 0.03, np.full_like(spots.slope, 0.012))
    outside = spots.painted((0.42, 0.50, 0.38))
    outside = blend(outside, (0.95, 0.98, 1.0), above)
    outside = blend(outside, (0.80, 0.83, 0.76), below)
    outside = blend(
        outside, (0.90, 0.91, 0.90), step(-spots.slope, 0.16, np.full_like(spots.slope, 0.05)) * np.float32(0.7)
    )
    outside = outside * (0.92 + noise(spots.azimuth * 30, spots.slope * 30, 11.0) * np.float32(0.06))[:, None]
    dark = spots.painted((0.05, 0.06, 0.08))
    return blend(dark, outside, np.full_like(spots.up, day)), np.full_like(spots.up, day)


def window(style: Style, spots: Spots, light: Light) -> tuple[Floats, Floats]:
    """A window seen from its room, with sill, frame and the daylight behind it."""
    view, glow = _view(spots, light)
    sill, head = np.float32(style.sill), np.float32(min(style.height - 0.25, style.sill + 3.0))
    pane = np.minimum(spots.up - sill, head - spots.up)
    bars = np.maximum(seams(spots.along, 1.05, 0.05, spots.pixel), line(spots.along, 0.10, spots.pixel))
    bars = np.maximum(bars, line(spots.length - spots.along, 0.10, spots.pixel))
    bars = np.maximum(bars, line(spots.up - (sill + np.float32(0.62) * (head - sill)), 0.05, spots.pixel))
    bars = np.maximum(bars, line(pane, 0.10, spots.pixel))
    open_part = step(pane, 0.0, spots.pixel)
    colour = blend(view, (0.40, 0.41, 0.42), bars)
    around = wall(style, spots.along, spots.up, spots.pixel)
    return blend(around, colour, open_part), glow * (1 - bars) * open_part


def _brickwork(spots: Spots, light: Light) -> tuple[Floats, Floats]:
    course = np.floor(spots.up / np.float32(0.08)).astype(np.int32)
    shifted = spots.along + (course % 2).astype(np.float32) * np.float32(0.11)
    tone = cell_value(np.floor(shifted / np.float32(0.22)).astype(np.int32), course) - np.float32(0.5)
    joints = np.maximum(seams(spots.up, 0.08, 0.012, spots.pixel), seams(shifted, 0.22, 0.012, spots.pixel))
    fade = np.minimum(1, np.float32(0.15) / spots.pixel)
    weather = noise(spots.along, spots.up, 23.0) * np.float32(0.07)
    base = spots.painted((0.50, 0.31, 0.24)) * (1 + tone * fade * np.float32(0.35) + weather)[:, None]
    base = blend(base, (0.58, 0.54, 0.49), joints * np.float32(0.8))
    stone = np.maximum(
        step(spots.up - spots.tall, -0.32, spots.pixel), step(-spots.up, -0.35, spots.pixel) * np.float32(0.9)
    )
    base = blend(base, (0.64, 0.61, 0.55), stone)
    del light
    return base, np.zeros_like(spots.up)


def _facade_window(spots: Spots, light: Light) -> tuple[Floats, Floats]:
    wall_colour, _ = _brickwork(spots, light)
    pane = np.minimum(spots.up - np.float32(0.85), np.float32(2.75) - spots.up)
    bars = np.maximum(seams(spots.along, 1.05, 0.06, spots.pixel), line(spots.along, 0.12, spots.pixel))
    bars = np.maximum(bars, line(spots.length - spots.along, 0.12, spots.pixel))
    bars = np.maximum(bars, line(spots.up - np.float32(2.1), 0.06, spots.pixel))
    bars = np.maximum(bars, line(pane, 0.10, spots.pixel))
    which = cell_value(np.floor(spots.along / np.float32(1.05)).astype(np.int32), (spots.length * 977).astype(np.int32))
    mirrored = np.clip(
        np.float32(0.25) - spots.slope * np.float32(0.8) + noise(spots.along, spots.up, 5.0) * np.float32(0.12), 0, 1
    )
    sky = np.array(light.horizon, np.float32) * np.float32(0.62)
    glass = blend(spots.painted((0.09, 0.11, 0.13)), sky, np.clip(mirrored, 0.12, 0.8))
    blind = step(spots.up, np.float32(2.75) - which * np.float32(1.1), spots.pixel) * (which > 0.35)
    glass = blend(glass, (0.52, 0.51, 0.47), blind * np.float32(0.6))
    lit = np.float32(1 - light.daylight) * (which > 0.72)
    glass = blend(glass, (0.95, 0.86, 0.64), lit)
    open_part = step(pane, 0.0, spots.pixel)
    colour = blend(wall_colour, blend(glass, (0.23, 0.24, 0.25), bars), open_part)
    sill = line(spots.up - np.float32(0.80), 0.10, spots.pixel)
    return blend(colour, (0.66, 0.63, 0.58), sill), lit * open_part * (1 - bars)


def _plate(spots: Spots, _light: Light) -> tuple[Floats, Floats]:
    return spots.painted((0.13, 0.20, 0.32)), np.zeros_like(spots.up)


def _exit(spots: Spots, _light: Light) -> tuple[Floats, Floats]:
    return spots.painted((0.94, 0.93, 0.90)), np.full_like(spots.up, 0.55)


def letter(panel: Panel, along: Floats, up: Floats, pixel: Floats) -> Floats:
    """How much of each point of a lettered panel is letter, 0 to 1."""
    body, _ = glyphs.text(panel.label, 4)
    length, tall = float(np.hypot(panel.x1 - panel.x0, panel.y1 - panel.y0)), min(panel.top - panel.bottom, 0.34)
    share = 0.62 if panel.material in {"plate", "exit"} else 0.8
    cell = min(tall * share / body.shape[0], length * 0.88 / body.shape[1])
    middle = tall / 2 + (0.06 if panel.top - panel.bottom > 0.34 else 0)
    column = ((along - np.float32(length / 2)) / np.float32(cell) + body.shape[1] / 2).astype(np.int32)
    row = ((np.float32(middle) - up) / np.float32(cell) + body.shape[0] / 2).astype(np.int32)
    inside = (column >= 0) & (column < body.shape[1]) & (row >= 0) & (row < body.shape[0]) & (up > 0.01)
    found = body[np.clip(row, 0, body.shape[0] - 1), np.clip(column, 0, body.shape[1] - 1)] & inside
    faint = np.minimum(1, np.float32(6 * cell) / pixel)
    lettered: Floats = found.astype(np.float32) * faint
    return lettered


def locker_front(along: Floats, up: Floats, colour: Floats, pixel: Floats) -> Floats:
    """A bank of lockers: doors 0.3 m wide with vents, handle and number plate, on a plinth."""
    door = np.mod(along, np.float32(0.3))
    gaps = np.maximum(
        line(np.minimum(door, np.float32(0.3) - door), 0.012, pixel), line(up - np.float32(1.83), 0.012, pixel)
    )
    tone = (grain(along, np.zeros_like(along), 0.3) - np.float32(0.5)) * np.float32(0.06)
    middle = np.abs(door - np.float32(0.15))
    vent_zone = (np.abs(np.abs(up - np.float32(0.97)) - np.float32(0.68)) < 0.07) & (middle < 0.07)
    vents = seams(up, 0.025, 0.010, pixel) * vent_zone
    handle = step(
        -np.maximum(
            np.abs(door - np.float32(0.245)) - np.float32(0.012), np.abs(up - np.float32(1.0)) - np.float32(0.06)
        ),
        0.0,
        pixel,
    )
    plate = step(-np.maximum(middle - np.float32(0.03), np.abs(up - np.float32(1.42)) - np.float32(0.015)), 0.0, pixel)
    base = colour * (1 + tone - gaps * np.float32(0.62) - vents * np.float32(0.5))[:, None]
    base = blend(base, (0.75, 0.75, 0.73), np.maximum(handle, plate) * np.float32(0.8))
    return blend(base, (0.12, 0.12, 0.13), step(-up, -0.09, pixel))


PAINTERS: dict[str, Callable[[Spots, Light], tuple[Floats, Floats]]] = {
    "jamb": jamb,
    "wood door": _wood,
    "steel door": _steel,
    "glass door": _glass_leaf,
    "façade brick": _brickwork,
    "façade glass": _facade_window,
    "plate": _plate,
    "exit": _exit,
}
