"""Floors, grounds and ceilings: their pattern at points in a room's own axes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from smartclient.demo.video.grounds import AISLE_M, STALL_DEPTH_M, STALL_M
from smartclient.demo.video.optics import Floats
from smartclient.demo.video.rooms import Room
from smartclient.demo.video.textures import blend, cell_value, grain, line, noise, seams, step

_WHITE = (0.86, 0.86, 0.84)


def floor(room: Room, along: Floats, across: Floats, pixel: Floats) -> Floats:
    """Colour (n, 3) of floor points; `pixel` is what one pixel covers there, metres."""
    base = np.repeat(np.array([room.style.floor_colour], np.float32), len(along), axis=0)
    return _FLOORS[room.style.floor](room, base, along, across, pixel)


def _tiles(base: Floats, along: Floats, across: Floats, pixel: Floats, size: float, seam: float) -> Floats:
    tone = (grain(along, across, size) - np.float32(0.5)) * np.float32(0.05) * np.minimum(1, np.float32(size) / pixel)
    cloud = noise(along, across, 9.0) * np.float32(0.025)
    lines = np.maximum(seams(along, size, 0.004, pixel), seams(across, size, 0.004, pixel))
    toned: Floats = base * (1 + tone + cloud - lines * np.float32(seam))[:, None]
    return toned


def _vinyl(room: Room, base: Floats, along: Floats, across: Floats, pixel: Floats) -> Floats:
    if room.is_circulation:
        border = step(np.abs(across), room.width / 2 - 0.61, pixel)
        accent = step(np.abs(np.abs(across) - np.float32(room.width / 2 - 0.76)) * -1, -0.15, pixel)
        base = blend(base, (0.50, 0.49, 0.46), border * np.float32(0.8))
        base = blend(base, (0.33, 0.41, 0.50), accent * np.float32(0.75))
    return _tiles(base, along, across, pixel, 0.305, 0.14)


def _terrazzo(_room: Room, base: Floats, along: Floats, across: Floats, pixel: Floats) -> Floats:
    chips = (grain(along, across, 0.02) - np.float32(0.5)) * np.minimum(1, np.float32(0.02) / pixel) * np.float32(0.13)
    strips = np.maximum(seams(along, 1.5, 0.006, pixel), seams(across, 1.5, 0.006, pixel))
    stone = base * (1 + chips + noise(along, across, 7.0) * np.float32(0.03))[:, None]
    return blend(stone, (0.52, 0.44, 0.28), strips * np.float32(0.8))


def _checker(_room: Room, base: Floats, along: Floats, across: Floats, pixel: Floats) -> Floats:
    column, row = (np.floor(value / np.float32(0.61)).astype(np.int32) for value in (along, across))
    value = cell_value(column, row)
    base = blend(base, (0.42, 0.48, 0.55), (value > 0.88).astype(np.float32) * np.float32(0.7))
    base = blend(base, (0.60, 0.46, 0.32), (value < 0.10).astype(np.float32) * np.float32(0.6))
    return _tiles(base, along, across, pixel, 0.305, 0.12)


def _quarry(_room: Room, base: Floats, along: Floats, across: Floats, pixel: Floats) -> Floats:
    return _tiles(base, along, across, pixel, 0.15, 0.3)


def _carpet(_room: Room, base: Floats, along: Floats, across: Floats, pixel: Floats) -> Floats:
    pile = (grain(along, across, 0.03) - np.float32(0.5)) * np.minimum(1, np.float32(0.03) / pixel) * np.float32(0.3)
    squares = (grain(along, across, 0.6) - np.float32(0.5)) * np.float32(0.08)
    toned: Floats = base * (1 + pile + squares + noise(along, across, 6.0) * np.float32(0.05))[:, None]
    return toned


def _maple(room: Room, base: Floats, along: Floats, across: Floats, pixel: Floats) -> Floats:
    board = np.floor(across / np.float32(0.06)).astype(np.int32)
    piece = np.floor(along / np.float32(1.4) + cell_value(board, board) * 7).astype(np.int32)
    tone = (cell_value(board, piece) - np.float32(0.5)) * np.float32(0.22) * np.minimum(1, np.float32(0.12) / pixel)
    wood: Floats = base * (1 + tone + noise(along, across, 3.0) * np.float32(0.03))[:, None]
    if room.category != "recreation" or room.width < 12:
        return wood
    half_length, half_width = min(room.length / 2 - 1.6, 14.0), min(room.width / 2 - 1.5, 7.6)
    wood = blend(wood, (0.18, 0.30, 0.48), _key(along, across, half_length, pixel) * np.float32(0.8))
    outer = np.maximum(np.abs(along) - np.float32(half_length), np.abs(across) - np.float32(half_width))
    wood = blend(wood, (0.18, 0.30, 0.48), step(outer, 0.03, pixel) * step(-outer, -1.0, pixel) * np.float32(0.85))
    return blend(wood, _WHITE, _court_lines(along, across, outer, half_length, pixel) * np.float32(0.9))


def _key(along: Floats, across: Floats, half_length: float, pixel: Floats) -> Floats:
    deep = np.float32(half_length) - np.abs(along)
    return step(-np.abs(across), -1.8, pixel) * step(deep, 0, pixel) * step(-deep, -5.8, pixel)


def _court_lines(along: Floats, across: Floats, outer: Floats, half_length: float, pixel: Floats) -> Floats:
    inside = (outer < 0.03).astype(np.float32)
    deep = np.float32(half_length) - np.abs(along)
    three = line(np.hypot(deep - np.float32(1.6), across) - np.float32(6.0), 0.05, pixel)
    free = line(np.hypot(deep - np.float32(5.8), across) - np.float32(1.8), 0.05, pixel)
    key = line(np.abs(across) - np.float32(1.8), 0.05, pixel) * step(-deep, -5.8, pixel)
    end = line(deep - np.float32(5.8), 0.05, pixel) * step(-np.abs(across), -1.8, pixel)
    middle = np.maximum(line(along, 0.05, pixel), line(np.hypot(along, across) - np.float32(1.8), 0.05, pixel))
    painted: Floats = np.maximum.reduce([three, free, key, end, middle]) * inside
    return np.maximum(painted, line(outer, 0.05, pixel))


def _concrete(_room: Room, base: Floats, along: Floats, across: Floats, pixel: Floats) -> Floats:
    joints = np.maximum(seams(along, 3.0, 0.01, pixel), seams(across, 3.0, 0.01, pixel))
    toned: Floats = base * (1 + noise(along, across, 8.0) * np.float32(0.07) - joints * np.float32(0.2))[:, None]
    return toned


def _paving(_room: Room, base: Floats, along: Floats, across: Floats, pixel: Floats) -> Floats:
    joints = np.maximum(seams(along, 1.5, 0.015, pixel), seams(across, 1.5, 0.015, pixel))
    slabs = (grain(along, across, 1.5) - np.float32(0.5)) * np.float32(0.06)
    toned: Floats = (
        base * (1 + slabs + noise(along, across, 5.0) * np.float32(0.07) - joints * np.float32(0.25))[:, None]
    )
    return toned


def _tar(base: Floats, along: Floats, across: Floats, pixel: Floats) -> Floats:
    stones = (
        (grain(along, across, 0.025) - np.float32(0.5)) * np.minimum(1, np.float32(0.025) / pixel) * np.float32(0.4)
    )
    patches = noise(along, across, 37.0) * np.float32(0.08) + noise(along, across, 6.1) * np.float32(0.05)
    cracks = line(noise(along, across, 61.0), 0.006, np.full_like(pixel, 0.01)) * np.float32(0.18)
    toned: Floats = base * (1 + stones + patches - cracks)[:, None]
    return toned


def _asphalt(room: Room, base: Floats, along: Floats, across: Floats, pixel: Floats) -> Floats:
    tar = _tar(base, along, across, pixel)
    if room.category != "parking":
        return tar
    deep = np.mod(across + np.float32(room.width / 2), np.float32(2 * STALL_DEPTH_M + AISLE_M))
    in_row = np.minimum(deep, np.float32(2 * STALL_DEPTH_M + AISLE_M) - deep) < STALL_DEPTH_M
    sides = seams(along + np.float32(room.length / 2), STALL_M, 0.10, pixel) * in_row
    heads = np.minimum(line(deep, 0.10, pixel) + line(deep - np.float32(2 * STALL_DEPTH_M + AISLE_M), 0.10, pixel), 1)
    worn = np.float32(0.62) + noise(along, across, 4.0) * np.float32(0.2)
    oil = np.clip(noise(along, across, STALL_M * 8) - np.float32(0.8), 0, 1) * in_row * np.float32(0.35)
    return blend(tar * (1 - oil)[:, None], (0.80, 0.80, 0.76), np.maximum(sides, heads) * worn)


def _road(room: Room, base: Floats, along: Floats, across: Floats, pixel: Floats) -> Floats:
    tar = _tar(base, along, across, pixel)
    middle = np.maximum(line(across - np.float32(0.12), 0.1, pixel), line(across + np.float32(0.12), 0.1, pixel))
    edges = line(np.abs(across) - np.float32(room.width / 2 - 0.35), 0.12, pixel)
    return blend(blend(tar, (0.72, 0.56, 0.16), middle * np.float32(0.8)), (0.76, 0.76, 0.74), edges * np.float32(0.7))


def _grass(_room: Room, base: Floats, along: Floats, across: Floats, pixel: Floats) -> Floats:
    blades = (grain(along, across, 0.05) - np.float32(0.5)) * np.minimum(1, np.float32(0.05) / pixel) * np.float32(0.45)
    patches = noise(along, across, 41.0) * np.float32(0.13) + noise(along, across, 7.3) * np.float32(0.09)
    dry = np.clip(noise(along, across, 83.0), 0, 1) * np.float32(0.45)
    return blend(base * (1 + blades + patches)[:, None], (0.46, 0.44, 0.24), dry)


def _turf(room: Room, base: Floats, along: Floats, across: Floats, pixel: Floats) -> Floats:
    bands = np.where(np.mod(np.floor(along / np.float32(5)), 2) == 0, np.float32(0.06), np.float32(-0.06))
    turf = _grass(room, base, along, across, pixel) * (1 + bands)[:, None]
    outer = np.maximum(np.abs(along) - np.float32(room.length / 2 - 2), np.abs(across) - np.float32(room.width / 2 - 2))
    lines = np.maximum.reduce(
        [line(outer, 0.1, pixel), line(along, 0.1, pixel) * (outer < 0), line(np.hypot(along, across) - 9, 0.1, pixel)]
    )
    return blend(turf, _WHITE, lines * np.float32(0.8))


def lawn(x: Floats, y: Floats, pixel: Floats) -> Floats:
    """Ground that belongs to no plan."""
    base = np.repeat(np.array([[0.31, 0.38, 0.20]], np.float32), len(x), axis=0)
    blades = (grain(x, y, 0.05) - np.float32(0.5)) * np.minimum(1, np.float32(0.05) / pixel) * np.float32(0.45)
    patches = noise(x, y, 41.0) * np.float32(0.13) + noise(x, y, 7.3) * np.float32(0.09)
    return blend(
        base * (1 + blades + patches)[:, None], (0.46, 0.44, 0.24), np.clip(noise(x, y, 83.0), 0, 1) * np.float32(0.45)
    )


def ceiling(
    room: Room, along: Floats, across: Floats, lamp: tuple[Floats, Floats], pixel: Floats
) -> tuple[Floats, Floats]:
    """Colour (n, 3) of ceiling points, and how strongly the lamp there shines (n), 0 beside lamps."""
    count = len(along)
    if room.style.ceiling == "trusses":
        base = np.repeat(np.array([[0.50, 0.50, 0.49]], np.float32), count, axis=0)
        beams = np.maximum(seams(along, 5.5, 0.35, pixel), seams(across, 1.8, 0.10, pixel) * np.float32(0.6))
        ribs = seams(across, 0.3, 0.06, pixel) * np.float32(0.15)
        glow = step(-np.hypot(*lamp), -0.26, pixel)
        return base * (1 - beams * np.float32(0.45) - ribs)[:, None], glow
    base = np.repeat(np.array([[0.78, 0.78, 0.76]], np.float32), count, axis=0)
    half = (0.61, 0.30) if room.lamp_pitch[0] >= 1.3 else (0.30, 0.30)
    edge = np.maximum(np.abs(lamp[0]) - np.float32(half[0]), np.abs(lamp[1]) - np.float32(half[1]))
    glow = step(-edge, 0.0, pixel)
    if room.style.ceiling == "plaster":
        return base * (1 + noise(along, across, 5.0) * np.float32(0.02))[:, None], glow
    grid = np.maximum(
        seams(lamp[0] + np.float32(0.0), 0.61, 0.024, pixel), seams(lamp[1] + np.float32(0.305), 0.61, 0.024, pixel)
    )
    tone = (grain(along, across, 0.61) - np.float32(0.5)) * np.float32(0.03)
    pores = (
        (grain(along, across, 0.015) - np.float32(0.5)) * np.minimum(1, np.float32(0.015) / pixel) * np.float32(0.12)
    )
    frame = line(edge, 0.03, pixel) * np.float32(0.25)
    return base * (1 + tone + pores - grid * np.float32(0.10) - frame)[:, None], glow


_FLOORS: dict[str, Callable[[Room, Floats, Floats, Floats, Floats], Floats]] = {
    "vinyl": _vinyl,
    "terrazzo": _terrazzo,
    "checker": _checker,
    "quarry": _quarry,
    "carpet": _carpet,
    "maple": _maple,
    "concrete": _concrete,
    "paving": _paving,
    "asphalt": _asphalt,
    "road": _road,
    "grass": _grass,
    "turf": _turf,
}
