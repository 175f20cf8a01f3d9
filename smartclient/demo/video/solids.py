"""Convex bodies that stand about: furniture, cars, trees; described one by one, then laid out as arrays for the ray caster."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Colour = tuple[float, float, float]
Outline = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
Doubles = NDArray[np.float64]

FOLIAGE = "foliage"


@dataclass(frozen=True, slots=True)
class Solid:
    """A body between two counter-clockwise outlines `low` and `high`, in metres along its length and width from `centre`, whose
    length points `angle` radians from east. `finish` names how it is painted; foliage fills its block as an ellipsoid.
    """

    centre: tuple[float, float]
    angle: float
    low: Outline
    high: Outline
    bottom: float
    top: float
    colour: Colour
    finish: str = "plain"

    @property
    def footprint(self) -> Doubles:
        """The corners of the lower outline in the world, (4, 2)."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        (x, y), turned = self.centre, [(a * cos - b * sin, a * sin + b * cos) for a, b in self.low]
        return np.array([(x + dx, y + dy) for dx, dy in turned])


@dataclass(frozen=True, slots=True)
class Solids:
    """Bodies as arrays of `n` rows. A body is where `normals @ p <= offsets`, (n, 6, 3) and (n, 6); `vertices` (n, 8, 3) are its
    corners, the lower four first; `axis` (n, 2) is its length's direction; `finish` (n,) indexes `finishes`.
    """

    vertices: Doubles
    normals: NDArray[np.float32]
    offsets: Doubles
    centre: Doubles
    axis: Doubles
    colour: NDArray[np.float32]
    finish: NDArray[np.int16]
    finishes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.vertices)

    @classmethod
    def of(cls, described: Sequence[Solid]) -> Solids:
        """The arrays of these bodies, in their order."""
        count = len(described)
        angle = np.array([solid.angle for solid in described], float)
        axis = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        centre = np.empty((count, 3))
        centre[:, :2] = np.array([solid.centre for solid in described], float).reshape(count, 2)
        heights = np.array([(solid.bottom, solid.top) for solid in described], float).reshape(count, 2)
        centre[:, 2] = heights.mean(axis=1)
        outlines = np.array([(solid.low, solid.high) for solid in described], float).reshape(count, 8, 2)
        vertices = np.empty((count, 8, 3))
        along, across = outlines[..., 0], outlines[..., 1]
        vertices[..., 0] = centre[:, :1] + along * axis[:, :1] - across * axis[:, 1:]
        vertices[..., 1] = centre[:, 1:2] + along * axis[:, 1:] + across * axis[:, :1]
        vertices[..., 2] = np.repeat(heights, 4, axis=1)
        normals, offsets = _planes(vertices)
        finishes = tuple(sorted({solid.finish for solid in described}))
        finish = np.array([finishes.index(solid.finish) for solid in described], np.int16)
        colour = np.array([solid.colour for solid in described], np.float32).reshape(count, 3)
        return cls(vertices, normals.astype(np.float32), offsets, centre, axis, colour, finish, finishes)

    def with_finish(self, name: str) -> NDArray[np.bool_]:
        """Which bodies are painted so, (n,)."""
        known = self.finishes.index(name) if name in self.finishes else -1
        those: NDArray[np.bool_] = self.finish == known
        return those


def _planes(vertices: Doubles) -> tuple[Doubles, Doubles]:
    """Unit normals and offsets of top, bottom and the four sides."""
    lower, upper = vertices[:, :4], vertices[:, 4:]
    normals = np.zeros((len(vertices), 6, 3))
    normals[:, 0, 2], normals[:, 1, 2] = 1, -1
    sides = np.cross(np.roll(lower, -1, axis=1) - lower, upper - lower)
    normals[:, 2:] = sides / (np.linalg.norm(sides, axis=2, keepdims=True) + 1e-12)
    offsets = np.empty((len(vertices), 6))
    offsets[:, 0], offsets[:, 1] = upper[:, 0, 2], -lower[:, 0, 2]
    offsets[:, 2:] = (normals[:, 2:] * lower).sum(axis=2)
    return normals, offsets


def box(
    centre: tuple[float, float],
    angle: float,
    size: tuple[float, float],
    bottom: float,
    top: float,
    colour: Colour,
    finish: str = "plain",
) -> Solid:
    """An upright block: `angle` radians from east to its length, `size` length and width in metres."""
    outline = rectangle(-size[0] / 2, size[0] / 2, size[1] / 2)
    return Solid(centre, angle, outline, outline, bottom, top, colour, finish)


def rectangle(rear: float, front: float, half_width: float) -> Outline:
    """An outline from `rear` to `front` along the length, as far to either side."""
    return (rear, -half_width), (front, -half_width), (front, half_width), (rear, half_width)


def ball(centre: tuple[float, float, float], radii: tuple[float, float], colour: Colour) -> Solid:
    """A ragged ellipsoid of foliage: `radii` across and upwards, metres."""
    x, y, z = centre
    outline = rectangle(-radii[0], radii[0], radii[0])
    return Solid((x, y), 0.0, outline, outline, z - radii[1], z + radii[1], colour, FOLIAGE)
