"""People as shaded figures: a jointed body of rounded limbs in a walking stride, seen from any side and height."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video.optics import Floats

SIDES = 16
STRIDES = 12
PITCHES = (0.0, 20.0, 40.0, 62.0, 85.0)
SIZES = (24, 48, 96, 160, 256)
STRIDE_M = 1.45
BOX_M = 2.2
LOOKS = 72
FOOT_ROW = 0.88
"""Figures stand in a square of BOX_M metres; the feet are at this share of it from the top."""

_SKIN = ((0.86, 0.67, 0.55), (0.75, 0.54, 0.41), (0.55, 0.38, 0.28), (0.38, 0.26, 0.20), (0.90, 0.73, 0.62))
_HAIR = ((0.10, 0.08, 0.07), (0.22, 0.14, 0.09), (0.42, 0.29, 0.16), (0.62, 0.48, 0.28), (0.16, 0.11, 0.09))
_SHIRTS = (
    (0.24, 0.34, 0.52),
    (0.56, 0.16, 0.17),
    (0.78, 0.78, 0.76),
    (0.16, 0.17, 0.19),
    (0.32, 0.45, 0.33),
    (0.55, 0.56, 0.58),
    (0.68, 0.57, 0.32),
    (0.40, 0.28, 0.47),
    (0.20, 0.42, 0.46),
    (0.72, 0.46, 0.40),
)
_TROUSERS = ((0.17, 0.21, 0.32), (0.12, 0.12, 0.14), (0.42, 0.36, 0.27), (0.26, 0.31, 0.42), (0.35, 0.35, 0.37))
_BAGS = ((0.13, 0.14, 0.18), (0.45, 0.12, 0.12), (0.16, 0.26, 0.42), (0.20, 0.32, 0.24))

_DRAWN_FROM = 96
_TO_YUV = np.array([[65.5, -37.8, 112.0], [128.6, -74.2, -93.8], [25.0, 112.0, -18.2]], np.float32)

Bytes = NDArray[np.uint8]
Point = tuple[float, float, float]
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Figure:
    """A square picture of `size` pixels a side, flat: luma and chroma (BT.601, limited range) and how solid each pixel is, 0 to
    255."""

    size: int
    luma: Bytes
    blue: Bytes
    red: Bytes
    alpha: Bytes


@dataclass(frozen=True, slots=True)
class _Limb:
    """A rounded bar between two points (forward, left, up; metres), thinning from one radius to the other."""

    start: Point
    end: Point
    radii: tuple[float, float]
    colour: Colour


@lru_cache(maxsize=2500)
def figure(look: int, side: int, pitch: int, stride: int, size: int) -> Figure:
    """A person seen with their front turned `side` sixteenths of a circle to the right of the way the camera looks, from
    PITCHES[`pitch`] degrees above, at `stride` twelfths of a double step (-1: standing), `size` one of SIZES."""
    if size < _DRAWN_FROM:
        return _shrunk(figure(look, side, pitch, stride, _DRAWN_FROM), _DRAWN_FROM // size)
    turn, tilt = 2 * np.pi * side / SIDES, np.radians(PITCHES[pitch])
    limbs = _body(look, stride)
    colour, alpha = np.zeros((size, size, 3), np.float32), np.zeros((size, size), np.float32)
    seen = [(_project(limb.start, turn, tilt), _project(limb.end, turn, tilt), limb) for limb in limbs]
    for start, end, limb in sorted(seen, key=lambda each: -(each[0][2] + each[1][2])):
        _draw(colour, alpha, start, end, limb)
    yuv = (colour.reshape(-1, 3) @ _TO_YUV + (16, 128, 128)).clip(0, 255).astype(np.uint8)
    luma, blue, red = (np.ascontiguousarray(plane) for plane in yuv.T)
    return Figure(size, luma, blue, red, (alpha.ravel() * 255).astype(np.uint8))


def _shrunk(figure: Figure, factor: int) -> Figure:
    """A figure `factor` times smaller, each pixel the mean of those it stands for."""
    size = figure.size // factor

    def pooled(plane: Floats) -> Floats:
        mean: Floats = plane.reshape(size, factor, size, factor).mean(axis=(1, 3)).ravel()
        return mean

    weight = figure.alpha.astype(np.float32)
    alpha = pooled(weight)
    planes = (pooled(plane * weight) / np.maximum(alpha, 1) for plane in (figure.luma, figure.blue, figure.red))
    luma, blue, red = (plane.astype(np.uint8) for plane in planes)
    return Figure(size, luma, blue, red, alpha.astype(np.uint8))


def _project(point: Point, turn: float, tilt: float) -> Point:
    """Right and up in the picture, and depth away from the camera; metres."""
    forward, left, up = point
    away = forward * float(np.cos(turn)) + left * float(np.sin(turn))
    right = forward * float(np.sin(turn)) - left * float(np.cos(turn))
    return (
        right,
        up * float(np.cos(tilt)) + away * float(np.sin(tilt)),
        away * float(np.cos(tilt)) - up * float(np.sin(tilt)),
    )


def _body(look: int, stride: int) -> list[_Limb]:
    look = look * 104_729 % 350_003
    shirt, trousers = _SHIRTS[look % 10], _TROUSERS[look // 10 % 5]
    skin, hair = _SKIN[look // 50 % 5], _HAIR[look // 250 % 5]
    tall = 0.92 + (look // 1250 % 7) * 0.025
    phase = 2 * np.pi * stride / STRIDES
    limbs = [
        limb
        for side in (1, -1)
        for limb in (*_leg(side, phase, stride < 0, trousers), *_arm(side, phase, stride < 0, shirt, skin))
    ]
    bob = 0.0 if stride < 0 else 0.018 * float(np.cos(2 * phase))
    limbs += [_Limb((0, s * 0.075, 1.00), (0.01, s * 0.10, 1.36), (0.115, 0.105), shirt) for s in (1, -1)]
    limbs += [_Limb((0, 0.05, 0.93), (0, -0.05, 0.93), (0.125, 0.125), trousers)]
    limbs += [
        _Limb((0.01, 0, 1.42), (0.02, 0, 1.50), (0.055, 0.05), skin),
        _Limb((0.035, 0, 1.575), (0.03, 0, 1.64), (0.082, 0.092), skin),
    ]
    long_hair = look // 8750 % 2
    limbs.append(_Limb((-0.015, 0, 1.69), (-0.04, 0, 1.63), (0.092, 0.096), hair))
    if long_hair:
        limbs.append(_Limb((-0.065, 0, 1.60), (-0.075, 0, 1.40), (0.085, 0.075), hair))
    if look // 17500 % 5 < 3:
        limbs.append(_Limb((-0.17, 0, 1.06), (-0.17, 0, 1.32), (0.135, 0.12), _BAGS[look // 87500 % 4]))
    return [
        _Limb(_scale(limb.start, tall, bob), _scale(limb.end, tall, bob), limb.radii, limb.colour) for limb in limbs
    ]


def _scale(point: Point, tall: float, bob: float) -> Point:
    return point[0] * tall, point[1], point[2] * tall + bob


def _leg(side: int, phase: float, standing: bool, colour: Colour) -> list[_Limb]:
    own = phase + (0 if side > 0 else np.pi)
    swing = 0.0 if standing else 0.37 * float(np.sin(own))
    bend = 0.05 if standing else 0.08 + 0.70 * max(0.0, float(np.cos(own))) ** 2
    hip = (0.0, side * 0.085, 0.90)
    knee = (hip[0] + 0.42 * float(np.sin(swing)), hip[1], hip[2] - 0.42 * float(np.cos(swing)))
    shin = swing - bend
    ankle = (knee[0] + 0.42 * float(np.sin(shin)), side * 0.08, knee[2] - 0.42 * float(np.cos(shin)))
    toe = (
        ankle[0] + 0.15 * float(np.cos(shin * 0.6)),
        side * 0.09,
        max(0.03, ankle[2] - 0.03 + 0.15 * float(np.sin(shin * 0.6))),
    )
    heel = (ankle[0] - 0.03, ankle[1], max(0.035, ankle[2] - 0.04))
    return [
        _Limb(hip, knee, (0.092, 0.066), colour),
        _Limb(knee, ankle, (0.064, 0.048), colour),
        _Limb(heel, toe, (0.045, 0.036), (0.13, 0.13, 0.14)),
    ]


def _arm(side: int, phase: float, standing: bool, sleeve: Colour, skin: Colour) -> list[_Limb]:
    swing = 0.06 if standing else -0.34 * float(np.sin(phase + (0 if side > 0 else np.pi)))
    shoulder = (0.0, side * 0.195, 1.39)
    elbow = (shoulder[0] + 0.27 * float(np.sin(swing)), side * 0.235, shoulder[2] - 0.27 * float(np.cos(swing)))
    lower = swing + (0.15 if standing else 0.38)
    hand = (elbow[0] + 0.25 * float(np.sin(lower)), side * 0.225, elbow[2] - 0.25 * float(np.cos(lower)))
    return [
        _Limb(shoulder, elbow, (0.062, 0.050), sleeve),
        _Limb(elbow, hand, (0.048, 0.036), sleeve),
        _Limb(hand, (hand[0] + 0.03, hand[1], hand[2] - 0.07), (0.038, 0.032), skin),
    ]


def _draw(colour: Floats, alpha: Floats, start: Point, end: Point, limb: _Limb) -> None:
    """Paints one limb over what is there, rounded by its shading."""
    size = alpha.shape[0]
    scale = size / BOX_M
    xs, ys = (
        [size / 2 + point[0] * scale for point in (start, end)],
        [size * FOOT_ROW - point[1] * scale for point in (start, end)],
    )
    reach = max(limb.radii) * scale + 1.5
    left, right = max(0, int(min(xs) - reach)), min(size, int(max(xs) + reach) + 2)
    top, bottom = max(0, int(min(ys) - reach)), min(size, int(max(ys) + reach) + 2)
    if left >= right or top >= bottom:
        return
    px, py = (
        np.arange(left, right, dtype=np.float32)[None] + 0.5 - xs[0],
        np.arange(top, bottom, dtype=np.float32)[:, None] + 0.5 - ys[0],
    )
    vx, vy = xs[1] - xs[0], ys[1] - ys[0]
    part = np.clip((px * vx + py * vy) / max(vx * vx + vy * vy, 1e-6), 0, 1)
    radius = (np.float32(limb.radii[0]) + part * np.float32(limb.radii[1] - limb.radii[0])) * np.float32(scale)
    ox, oy = (px - part * vx) / radius, (py - part * vy) / radius
    distance = np.sqrt(ox * ox + oy * oy)
    cover = np.clip((1 - distance) * radius + np.float32(0.5), 0, 1)
    bulge = np.sqrt(np.clip(1 - distance * distance, 0, 1))
    shade = np.clip(
        np.float32(0.55) + np.float32(0.34) * bulge - np.float32(0.24) * oy + np.float32(0.06) * ox, 0.3, 1.15
    )
    area = colour[top:bottom, left:right]
    area += (np.array(limb.colour, np.float32) * shade[..., None] - area) * cover[..., None]
    solid = alpha[top:bottom, left:right]
    np.maximum(solid, cover, out=solid)
