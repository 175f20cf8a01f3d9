"""People who come by alone before a camera: each walks along the middle of its view, there and back, while something moves there."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from smartclient.demo.video.figures import LOOKS
from smartclient.demo.video.walkers import People

_SPEED_M_S = 1.25
_ASIDE_DEG = 9.0
_LONGEST_WAY_M = 14.0


@dataclass(frozen=True, slots=True)
class Beat:
    """A camera's way in metres: where it hangs, its bearing in degrees clockwise from north, from where to where it is walked."""

    camera: str
    x: float
    y: float
    bearing: float
    nearest: float
    farthest: float

    @classmethod
    def of(
        cls, camera: str, place: tuple[float, float], bearing: float, height: float, reach: float, *, below: bool
    ) -> Beat:
        """Before a camera that hangs so high and sees so far; `below` one that looks straight down."""
        nearest = -4.0 if below else max(2.5, 1.7 * height)
        farthest = 4.0 if below else min(nearest + _LONGEST_WAY_M, max(nearest + 3, 0.7 * (reach or 15.0)))
        return cls(camera, *place, bearing, nearest, farthest)


def walking(beats: Iterable[tuple[Beat, int]], at_ms: int) -> People:
    """Those who come by at a time: one on each beat, since so many milliseconds after 1970."""
    rows = [_one(beat, since, at_ms) for beat, since in beats]
    x, y, heading, walked, speed, look = np.array(rows, float).reshape(-1, 6).T
    return People(x, y, heading, walked, speed, look.astype(np.int64))


def together(first: People, second: People) -> People:
    """Both groups as one."""
    names = ("x", "y", "heading", "walked", "speed", "look")
    return People(*(np.concatenate([getattr(first, name), getattr(second, name)]) for name in names))


def _one(beat: Beat, since: int, at_ms: int) -> tuple[float, ...]:
    chance = zlib.crc32(f"{beat.camera}/{since}".encode())
    way = beat.farthest - beat.nearest
    walked = (at_ms - since) / 1000 * _SPEED_M_S + chance % 1000 / 1000 * 2 * way
    part = walked % (2 * way)
    outward = part < way
    along = beat.nearest + (part if outward else 2 * way - part)
    angle = np.radians(90 - beat.bearing + (chance // 1000 % 100 / 50 - 1) * _ASIDE_DEG)
    heading = angle if outward else angle + np.pi
    x, y = beat.x + along * np.cos(angle), beat.y + along * np.sin(angle)
    return float(x), float(y), float(heading), walked, _SPEED_M_S, chance % LOOKS
