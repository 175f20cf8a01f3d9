"""Upright panels (walls, doors, façades) and the ray caster that finds them for every direction round a camera."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video.optics import Floats

Ints = NDArray[np.int32]

DEEPEST = 12
_FARTHEST = np.float32(1e6)


@dataclass(frozen=True, slots=True)
class Panel:
    """An upright rectangle from (x0, y0) to (x1, y1), `bottom` to `top`; seen from its right-hand side only unless two-sided.

    `material` names how it is painted, `label` is lettering on it, `start` metres of a longer wall before it.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    bottom: float
    top: float
    material: str
    label: str = ""
    start: float = 0.0
    two_sided: bool = False


@dataclass(frozen=True, slots=True)
class Layers:
    """What stands in each direction, nearest first: arrays (layers, directions); index -1 where nothing more stands."""

    index: Ints
    distance: Floats
    along: Floats
    start: float
    step: float

    def direction(self, azimuth: Floats) -> Ints:
        """The column that belongs to each azimuth, radians counter-clockwise from east."""
        turned = np.mod(azimuth - np.float32(self.start), np.float32(2 * np.pi))
        columns: Ints = np.minimum((turned / np.float32(self.step)).astype(np.int32), self.index.shape[1] - 1)
        return columns


def corners(panels: list[Panel]) -> Floats:
    """The ends of panels as an array (panels, 4): x0, y0, x1, y1."""
    return np.array([(p.x0, p.y0, p.x1, p.y1) for p in panels], np.float32).reshape(-1, 4)


def cast(
    ends: Floats,
    whole: NDArray[np.bool_],
    two_sided: NDArray[np.bool_],
    eye: tuple[float, float],
    azimuth: tuple[float, float],
    columns: int,
    reach: float,
) -> Layers:
    """Casts a ray in each of `columns` directions from `azimuth[0]` over `azimuth[1]` radians, up to `reach` metres.

    Behind a panel that is `whole` (floor to ceiling) nothing is looked for.
    """
    step = azimuth[1] / columns
    angles = (azimuth[0] + (np.arange(columns) + 0.5) * step).astype(np.float32)
    places = _facing(ends, two_sided, eye, reach)
    distance, along = _meet(ends[places], eye, np.cos(angles), np.sin(angles))
    nearest_whole = np.min(distance, axis=0, initial=_FARTHEST, where=whole[places, None])
    distance[distance > nearest_whole] = np.inf
    used = np.isfinite(distance).any(axis=1)
    places, distance, along = places[used], distance[used], along[used]
    depth = max(1, min(DEEPEST, int(np.isfinite(distance).sum(axis=0).max(initial=1))))
    if len(places) < depth:
        return Layers(
            np.full((1, columns), -1, np.int32),
            np.full((1, columns), _FARTHEST),
            np.zeros((1, columns), np.float32),
            azimuth[0],
            step,
        )
    order = (
        np.argpartition(distance, depth - 1, axis=0)[:depth] if depth < len(places) else np.argsort(distance, axis=0)
    )
    found = np.take_along_axis(distance, order, 0)
    inner = np.argsort(found, axis=0)
    order, found = np.take_along_axis(order, inner, 0), np.take_along_axis(found, inner, 0)
    index = np.where(np.isfinite(found), places[order], -1).astype(np.int32)
    return Layers(index, np.minimum(found, _FARTHEST), np.take_along_axis(along, order, 0), azimuth[0], step)


def _facing(ends: Floats, two_sided: NDArray[np.bool_], eye: tuple[float, float], reach: float) -> NDArray[np.intp]:
    dx, dy = ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]
    ex, ey = np.float32(eye[0]) - ends[:, 0], np.float32(eye[1]) - ends[:, 1]
    length = np.maximum(np.hypot(dx, dy), 1e-6)
    along = np.clip((ex * dx + ey * dy) / (length * length), 0, 1)
    near = np.hypot(ex - along * dx, ey - along * dy) < reach
    return np.flatnonzero(near & (two_sided | (dx * ey - dy * ex < 0)))


def _meet(ends: Floats, eye: tuple[float, float], cos: Floats, sin: Floats) -> tuple[Floats, Floats]:
    """Distance along each ray and metres along each panel where they meet, (panels, rays); inf where they do not."""
    x, y = ends[:, 0:1] - np.float32(eye[0]), ends[:, 1:2] - np.float32(eye[1])
    dx, dy = ends[:, 2:3] - ends[:, 0:1], ends[:, 3:4] - ends[:, 1:2]
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 1 / (cos * dy - sin * dx)
        distance = (x * dy - y * dx) * scale
        part = (x * sin - y * cos) * scale
        miss = ~((part >= 0) & (part <= 1) & (distance > 0.02))
    distance[miss] = np.inf
    return distance, part * np.hypot(dx, dy)
