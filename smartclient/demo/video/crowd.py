"""Puts walking people into a picture: behind what is nearer, in the room's light, with a shadow at their feet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video import figures
from smartclient.demo.video.figures import Figure
from smartclient.demo.video.optics import Floats, Optics, Window
from smartclient.demo.video.walkers import People

Bytes = NDArray[np.uint8]
Doubles = NDArray[np.float64]

_TALL_M = 1.7
_FARTHEST_M = 90.0
_SMALLEST_PX = 5.0
_SAME_PLACE_M = 0.35


@dataclass(frozen=True, slots=True)
class Plane:
    """A picture in YUV 4:2:0 with the horizontal distance of every pixel."""

    luma: Bytes
    blue: Bytes
    red: Bytes
    distance: Floats
    infrared: bool


@dataclass(frozen=True, slots=True)
class _Placed:
    """One person in the picture: foot (column, row), unit vector up, pixels per metre, distance in metres."""

    foot: NDArray[np.float64]
    up: NDArray[np.float64]
    scale: float
    away: float
    picture: Figure
    pitch: float


def draw(plane: Plane, people: People, optics: Optics, gain: float) -> None:
    """Draws everybody, farthest first, in place; `gain` scales how brightly people are lit."""
    for placed in _place(plane, people, optics):
        area = _area(placed, plane)
        if area is not None:
            _shadow(plane, placed)
            _paint(plane, placed, area, gain)


def _place(plane: Plane, people: People, optics: Optics) -> list[_Placed]:
    """Those of whom something can be seen, farthest first."""
    height, width = plane.luma.shape
    away = np.hypot(people.x - optics.x, people.y - optics.y)
    near = np.flatnonzero((away < _FARTHEST_M) & (away > 0.4))
    if not len(near):
        return []
    near = near[np.argsort(-away[near])]
    ups = np.array([0.0, 0.45, 0.9, 1.3, _TALL_M])
    points = np.empty((len(near), len(ups), 3))
    points[..., 0], points[..., 1], points[..., 2] = people.x[near, None], people.y[near, None], ups
    seen = optics.project(points.reshape(-1, 3), width, height).reshape(len(near), len(ups), 2)
    known = np.isfinite(seen).all(axis=(1, 2))
    near, seen = near[known], seen[known]
    tall = np.hypot(*(seen[:, -1] - seen[:, 0]).T)
    beside = np.maximum(tall, 8)[:, None] * 0.35
    inside = (
        (seen[..., 0] > -beside)
        & (seen[..., 0] < width + beside)
        & (seen[..., 1] > -beside)
        & (seen[..., 1] < height + beside)
    )
    clear = _clear(plane, seen, away[near], beside) & inside
    placed = []
    for index in np.flatnonzero(clear.any(axis=1) & (tall < 5 * height)):
        number = int(near[index])
        person = _person(people, number, seen[index, 0], seen[index, -1], optics, float(away[number]))
        if person.scale * _TALL_M >= _SMALLEST_PX:
            placed.append(person)
    return placed


def _clear(plane: Plane, seen: Doubles, away: Doubles, beside: Doubles) -> NDArray[np.bool_]:
    """Which points of bodies (people, heights) have nothing nearer before them or a third of a body to either side."""
    height, width = plane.luma.shape
    clear = np.zeros(seen.shape[:2], bool)
    row = np.clip(np.nan_to_num(seen[..., 1]), 0, height - 1).astype(int)
    for aside in (-0.4, 0.0, 0.4):
        column = np.clip(seen[..., 0] + aside * beside, 0, width - 1).astype(int)
        clear |= plane.distance[row, column] >= away[:, None] - _SAME_PLACE_M
    return clear


def _person(
    people: People, number: int, foot: NDArray[np.float64], head: NDArray[np.float64], optics: Optics, away: float
) -> _Placed:
    tall = float(np.hypot(*(head - foot)))
    down = float(np.degrees(np.arctan2(optics.height - _TALL_M / 2, away)))
    pitch = min(range(len(figures.PITCHES)), key=lambda place: abs(figures.PITCHES[place] - down))
    foreshortened = max(float(np.cos(np.radians(figures.PITCHES[pitch]))), 0.25)
    scale = tall / (_TALL_M * foreshortened)
    looking = np.arctan2(people.y[number] - optics.y, people.x[number] - optics.x)
    side = round(float(looking - people.heading[number]) / (2 * np.pi) * figures.SIDES) % figures.SIDES
    walked = people.walked[number] / figures.STRIDE_M
    stride = int(walked % 1 * figures.STRIDES) if people.speed[number] else -1
    wanted = scale * figures.BOX_M
    size = next((size for size in figures.SIZES if size >= wanted * 0.9), figures.SIZES[-1])
    look = int(people.look[number])
    return _Placed(
        foot,
        (head - foot) / max(tall, 1e-6),
        scale,
        away,
        figures.figure(look, side, pitch, stride, size),
        figures.PITCHES[pitch],
    )


def _area(placed: _Placed, plane: Plane) -> Window | None:
    """Whole pairs of rows and columns the figure's square covers."""
    height, width = plane.luma.shape
    across, tall = figures.BOX_M * 0.26 * placed.scale, figures.BOX_M * placed.scale
    up_x, up_y = float(placed.up[0]), float(placed.up[1])
    wide, high = abs(up_y) * across, abs(up_x) * across
    low = (
        placed.foot[0] - wide + min(-0.14 * tall * up_x, 0.86 * tall * up_x),
        placed.foot[1] - high + min(-0.14 * tall * up_y, 0.86 * tall * up_y),
    )
    high_end = (
        placed.foot[0] + wide + max(-0.14 * tall * up_x, 0.86 * tall * up_x),
        placed.foot[1] + high + max(-0.14 * tall * up_y, 0.86 * tall * up_y),
    )
    left, top = max(0, int(low[0]) // 2 * 2), max(0, int(low[1]) // 2 * 2)
    end, bottom = min(width, (int(high_end[0]) + 3) // 2 * 2), min(height, (int(high_end[1]) + 3) // 2 * 2)
    return Window(width, height, top, bottom, left, end) if left < end and top < bottom else None


def _paint(plane: Plane, placed: _Placed, area: Window, gain: float) -> None:
    rows, columns = area.part
    hidden = plane.distance[area.part] < placed.away - _SAME_PLACE_M
    if hidden.all():
        return
    picture = placed.picture
    size = picture.size
    step = size / figures.BOX_M / placed.scale
    dx = (np.arange(area.left, area.right) + 0.5 - placed.foot[0]).astype(np.float32)[None]
    dy = (np.arange(area.top, area.bottom) + 0.5 - placed.foot[1]).astype(np.float32)[:, None]
    up_x, up_y = np.float32(placed.up[0] * step), np.float32(placed.up[1] * step)
    column = (dx * -up_y + dy * up_x + np.float32(size / 2)).astype(np.int32)
    row = (np.float32(size * figures.FOOT_ROW) - (dx * up_x + dy * up_y)).astype(np.int32)
    inside = (column >= 0) & (column < size) & (row >= 0) & (row < size) & ~hidden
    place = np.where(inside, row * size + column, 0)
    solid = picture.alpha[place] * (inside * np.float32(1 / 255))
    factor, lift = _lighting(plane, gain, placed.away)
    luma = np.minimum(np.maximum((picture.luma[place] - np.float32(16)) * factor + lift, 24), 228)
    _mix(plane.luma[rows, columns], luma, solid)
    half = slice(rows.start // 2, rows.stop // 2), slice(columns.start // 2, columns.stop // 2)
    few, soft = place[::2, ::2], solid[::2, ::2]
    grey = np.full(few.shape, 128, np.uint8) if plane.infrared else None
    _mix(plane.blue[half], picture.blue[few] if grey is None else grey, soft)
    _mix(plane.red[half], picture.red[few] if grey is None else grey, soft)


def _lighting(plane: Plane, gain: float, away: float) -> tuple[np.float32, np.float32]:
    """What a figure's luma above black is multiplied by, and what is added; infrared light fades and bleaches cloth."""
    if not plane.infrared:
        return np.float32(gain), np.float32(16)
    beam = gain * 1.3 / (1 + (away / 10) ** 2)
    return np.float32(0.7 * beam), np.float32(16 + 45 * beam)


def _mix(under: Bytes, over: Floats | Bytes, solid: Floats) -> None:
    under[...] = under + (over - under.astype(np.float32)) * solid


def _shadow(plane: Plane, placed: _Placed) -> None:
    """A soft dark patch round the feet."""
    height, width = plane.luma.shape
    across = 0.42 * placed.scale
    deep = across * max(0.2, float(np.sin(np.radians(placed.pitch))))
    left, right = max(0, int(placed.foot[0] - across)), min(width, int(placed.foot[0] + across) + 1)
    top, bottom = max(0, int(placed.foot[1] - deep)), min(height, int(placed.foot[1] + deep) + 1)
    if left >= right or top >= bottom:
        return
    dx = (np.arange(left, right, dtype=np.float32)[None] - np.float32(placed.foot[0])) / np.float32(across)
    dy = (np.arange(top, bottom, dtype=np.float32)[:, None] - np.float32(placed.foot[1])) / np.float32(deep)
    dark = np.clip(1 - dx * dx - dy * dy, 0, 1) * np.float32(0.42)
    area = plane.luma[top:bottom, left:right]
    dark *= np.abs(plane.distance[top:bottom, left:right] - np.float32(placed.away)) < 1.0
    area[...] = area - (area - np.float32(20)) * dark
