"""Cars and school buses, put together from a few solid parts each."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from smartclient.demo.video.solids import Colour, Solid, rectangle

BUS_LENGTH_M = 10.7
_PAINTS: tuple[Colour, ...] = (
    (0.78, 0.79, 0.80),
    (0.12, 0.13, 0.14),
    (0.42, 0.44, 0.46),
    (0.60, 0.62, 0.64),
    (0.14, 0.22, 0.38),
    (0.42, 0.08, 0.09),
    (0.24, 0.28, 0.25),
    (0.70, 0.66, 0.58),
    (0.20, 0.21, 0.23),
)
_RUBBER: Colour = (0.05, 0.05, 0.055)
_GLASS: Colour = (0.10, 0.13, 0.16)
_YELLOW: Colour = (0.80, 0.55, 0.07)


def car(middle: tuple[float, float], angle: float, rng: np.random.Generator) -> Iterable[Solid]:
    """A parked car: body, bonnet line, cabin with a glass band, wheels; saloon, estate or van by chance."""
    paint = _PAINTS[int(rng.integers(len(_PAINTS)))]
    tall = float(rng.choice([1.42, 1.5, 1.72]))
    length, rear = 4.5 + 0.35 * float(rng.random()), float(rng.choice([-1.55, -2.05]))
    half, waist = length / 2, 0.62 * tall
    sills, belt, bonnet = (
        rectangle(-half, half, 0.88),
        rectangle(-half + 0.06, half - 0.12, 0.86),
        rectangle(-half + 0.2, half - 0.5, 0.80),
    )
    waistline, gutter, roof = (
        rectangle(rear, 1.0, 0.80),
        rectangle(rear + 0.42, 0.15, 0.66),
        rectangle(rear + 0.56, 0.0, 0.60),
    )
    yield Solid(middle, angle, sills, belt, 0.22, waist - 0.08, paint, "body")
    yield Solid(middle, angle, belt, bonnet, waist - 0.08, waist, paint, "body")
    yield Solid(middle, angle, waistline, gutter, waist, tall - 0.07, _GLASS, "car glass")
    yield Solid(middle, angle, gutter, roof, tall - 0.07, tall, paint, "body")
    yield from _wheels(middle, angle, (-half + 0.85, half - 0.9), 0.80, 0.32)


def bus(middle: tuple[float, float], angle: float) -> Iterable[Solid]:
    """A school bus with its bonnet in front; the first part covers the ground under it."""
    side, gutter, roof = rectangle(-5.3, 4.1, 1.2), rectangle(-5.25, 4.0, 1.15), rectangle(-5.0, 3.75, 0.9)
    yield Solid(middle, angle, side, side, 0.45, 1.75, _YELLOW, "bus")
    yield Solid(middle, angle, side, gutter, 1.75, 2.5, _GLASS, "bus windows")
    yield Solid(middle, angle, gutter, roof, 2.5, 2.95, _YELLOW)
    yield Solid(middle, angle, rectangle(4.1, 5.35, 1.05), rectangle(4.1, 5.15, 0.95), 0.5, 1.6, _YELLOW, "bus")
    yield Solid(middle, angle, rectangle(5.3, 5.45, 1.15), rectangle(5.3, 5.45, 1.15), 0.4, 0.7, _RUBBER)
    yield from _wheels(middle, angle, (-3.3, 4.3), 1.08, 0.5)


def _wheels(
    middle: tuple[float, float], angle: float, axles: tuple[float, float], aside: float, radius: float
) -> Iterable[Solid]:
    """Four wheels, each of two halves that widen to the axle."""
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    low, high = rectangle(-0.7 * radius, 0.7 * radius, 0.11), rectangle(-radius, radius, 0.11)
    for along in axles:
        for side in (-aside, aside):
            hub = (middle[0] + along * cos - side * sin, middle[1] + along * sin + side * cos)
            yield Solid(hub, angle, low, high, 0.0, 0.7 * radius, _RUBBER, "tyre")
            yield Solid(hub, angle, high, low, 0.7 * radius, 2 * radius, _RUBBER, "tyre")
