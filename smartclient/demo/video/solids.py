"""Solid things that stand in a scene (tables, lockers, cars, trees): convex bodies, met exactly by every ray that may hit them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video.optics import Floats, Optics, Rays

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Solid:
    """A convex body: the points with `normals @ p <= offsets`; `axis` is its length direction, for textures.

    `roughness` above 0 makes a ragged surface of that depth in metres (foliage); `finish` names how it is painted.
    """

    normals: NDArray[np.float64]
    offsets: NDArray[np.float64]
    vertices: NDArray[np.float64]
    colour: Colour
    finish: str = "plain"
    centre: NDArray[np.float64] = field(default_factory=lambda: np.zeros(3))
    axis: tuple[float, float] = (1.0, 0.0)


@dataclass(frozen=True, slots=True)
class Contact:
    """Where rays met a solid: flat pixel indices, horizontal distances, and the unit normals (n, 3) there."""

    pixels: NDArray[np.intp]
    distance: Floats
    normal: Floats


def box(centre: tuple[float, float], angle: float, size: tuple[float, float], bottom: float, top: float, colour: Colour,
        finish: str = "plain") -> Solid:
    """An upright block: `angle` radians from east to its length, `size` length and width in metres."""
    half = (size[0] / 2, size[1] / 2)
    outline = [(-half[0], -half[1]), (half[0], -half[1]), (half[0], half[1]), (-half[0], half[1])]
    return prism(centre, angle, outline, outline, (bottom, top), colour, finish)


def prism(centre: tuple[float, float], angle: float, low: list[tuple[float, float]], high: list[tuple[float, float]],
          heights: tuple[float, float], colour: Colour, finish: str = "plain") -> Solid:
    """A body between two counter-clockwise outlines of as many corners, in metres along its length and width."""
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    bottoms = np.column_stack([np.array(low) @ turn.T + centre, np.full(len(low), heights[0])])
    tops = np.column_stack([np.array(high) @ turn.T + centre, np.full(len(high), heights[1])])
    normals, offsets = [np.array([0, 0, 1.0]), np.array([0, 0, -1.0])], [heights[1], -heights[0]]
    ring = [*range(len(low)), 0]
    for this, following in pairwise(ring):
        normal = np.cross(bottoms[following] - bottoms[this], tops[this] - bottoms[this])
        normal /= max(float(np.linalg.norm(normal)), 1e-9)
        normals.append(normal)
        offsets.append(float(max((normal * bottoms[this]).sum(), (normal * tops[following]).sum())))
    middle = np.array([centre[0], centre[1], (heights[0] + heights[1]) / 2])
    return Solid(np.array(normals), np.array(offsets), np.vstack([bottoms, tops]), colour, finish, middle,
                 (float(np.cos(angle)), float(np.sin(angle))))


def ball(centre: tuple[float, float, float], radii: tuple[float, float], colour: Colour) -> Solid:
    """A ragged ellipsoid of foliage: `radii` across and upwards, metres."""
    middle = np.array(centre)
    reach = np.array([radii[0], radii[0], radii[1]])
    signs = np.array(np.meshgrid([-1, 1], [-1, 1], [-1, 1])).reshape(3, -1).T
    return Solid(np.zeros((0, 3)), 1 / reach, middle + signs * reach, colour, "foliage", middle)


def window(solid: Solid, optics: Optics, width: int, height: int) -> tuple[slice, slice] | None:
    """The rows and columns of the picture a solid can touch; None when it is out of the picture."""
    seen = optics.project(solid.vertices, width, height)
    if np.isnan(seen).all():
        return None
    if np.isnan(seen).any():
        return slice(0, height), slice(0, width)
    left, top = np.floor(seen.min(axis=0)).astype(int) - 1
    right, bottom = np.ceil(seen.max(axis=0)).astype(int) + 1
    rows, columns = slice(max(0, top), min(height, bottom)), slice(max(0, left), min(width, right))
    return (rows, columns) if rows.start < rows.stop and columns.start < columns.stop else None


def meet(solid: Solid, optics: Optics, rays: Rays, shape: tuple[int, int], depth: Floats) -> Contact | None:
    """Where the solid is nearer than `depth`, the horizontal distance already drawn at each pixel, flat."""
    area = window(solid, optics, shape[1], shape[0])
    if area is None:
        return None
    rows, columns = area
    pixels = (np.arange(rows.start, rows.stop)[:, None] * shape[1] + np.arange(columns.start, columns.stop)).ravel()
    way = np.stack([rays.dx[pixels], rays.dy[pixels], rays.slope[pixels]])
    eye = np.array([optics.x, optics.y, optics.height])
    enter, normal = _ellipsoid(solid, eye, way) if solid.finish == "foliage" else _body(solid, eye, way)
    hit = (enter > 0.05) & (enter < depth[pixels])
    if not hit.any():
        return None
    return Contact(pixels[hit], enter[hit], normal[hit])


def _body(solid: Solid, eye: NDArray[np.float64], way: Floats) -> tuple[Floats, Floats]:
    towards = solid.normals.astype(np.float32) @ way
    room = (solid.offsets - solid.normals @ eye).astype(np.float32)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        cut = room / towards
    entering = np.where(towards < 0, cut, np.float32(-np.inf))
    leaving = np.where(towards > 0, cut, np.float32(np.inf)).min(axis=0)
    face = entering.argmax(axis=0)
    enter = np.take_along_axis(entering, face[None], 0)[0]
    outside = ((towards == 0) & (room < 0)).any(axis=0)
    return np.where((enter < leaving) & ~outside, enter, np.float32(np.inf)), solid.normals.astype(np.float32)[face]


def _ellipsoid(solid: Solid, eye: NDArray[np.float64], way: Floats) -> tuple[Floats, Floats]:
    scale = solid.offsets.astype(np.float32)[:, None]
    start = ((eye - solid.centre).astype(np.float32)[:, None]) * scale
    direction = way * scale
    a, b, c = (direction**2).sum(axis=0), (start * direction).sum(axis=0), (start**2).sum() - 1
    inside = b * b - a * c
    enter = np.where(inside > 0, (-b - np.sqrt(np.maximum(inside, 0))) / a, np.float32(np.inf))
    normal = ((start + direction * np.where(np.isfinite(enter), enter, 0)) * scale).T
    unit: Floats = normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
    return enter, unit
