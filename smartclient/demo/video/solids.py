"""Solid things that stand in a scene (tables, lockers, cars, trees): convex bodies, met exactly by every ray that may hit them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video.optics import Floats, Optics, Rays, Window

Colour = tuple[float, float, float]

_SMALLEST_ANGLE = 0.005


@dataclass(frozen=True, slots=True)
class Solid:
    """A convex body with eight corners: the points with `normals @ p <= offsets`; `finish` names how it is painted, `axis` is its
    length direction. Foliage is an ellipsoid instead, and `offsets` are one over its radii.
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
    half = (size[0] / 2, size[1] / 2)
    outline = [(-half[0], -half[1]), (half[0], -half[1]), (half[0], half[1]), (-half[0], half[1])]
    return prism(centre, angle, outline, outline, (bottom, top), colour, finish)


def prism(
    centre: tuple[float, float],
    angle: float,
    low: list[tuple[float, float]],
    high: list[tuple[float, float]],
    heights: tuple[float, float],
    colour: Colour,
    finish: str = "plain",
) -> Solid:
    """A body between two counter-clockwise outlines of as many corners, in metres along its length and width."""
    cos, sin = math.cos(angle), math.sin(angle)
    turn = np.array([[cos, sin], [-sin, cos]])
    bottoms, tops = np.empty((len(low), 3)), np.empty((len(high), 3))
    bottoms[:, :2], bottoms[:, 2] = np.array(low) @ turn + centre, heights[0]
    tops[:, :2], tops[:, 2] = np.array(high) @ turn + centre, heights[1]
    edge, rise = bottoms[[*range(1, len(low)), 0]] - bottoms, tops - bottoms
    normals = np.zeros((len(low) + 2, 3))
    normals[0, 2], normals[1, 2] = 1, -1
    normals[2:, 0] = edge[:, 1] * rise[:, 2]
    normals[2:, 1] = -edge[:, 0] * rise[:, 2]
    normals[2:, 2] = edge[:, 0] * rise[:, 1] - edge[:, 1] * rise[:, 0]
    normals[2:] /= np.sqrt((normals[2:] ** 2).sum(axis=1, keepdims=True)) + 1e-12
    offsets = np.empty(len(normals))
    offsets[0], offsets[1], offsets[2:] = heights[1], -heights[0], (normals[2:] * bottoms).sum(axis=1)
    middle = np.array([centre[0], centre[1], (heights[0] + heights[1]) / 2])
    return Solid(normals, offsets, np.concatenate([bottoms, tops]), colour, finish, middle, (cos, sin))


def ball(centre: tuple[float, float, float], radii: tuple[float, float], colour: Colour) -> Solid:
    """A ragged ellipsoid of foliage: `radii` across and upwards, metres."""
    middle = np.array(centre)
    reach = np.array([radii[0], radii[0], radii[1]])
    signs = np.array(np.meshgrid([-1, 1], [-1, 1], [-1, 1])).reshape(3, -1).T
    return Solid(np.zeros((0, 3)), 1 / reach, middle + signs * reach, colour, "foliage", middle)


def visible(solids: Sequence[Solid], optics: Optics, window: Window, reach: float) -> Iterator[tuple[Solid, Window]]:
    """The solids within `reach` metres that the window can show, each with the part of the window it can touch."""
    corners = np.array([solid.vertices for solid in solids]).reshape(-1, 8, 3)
    eye = np.array([optics.x, optics.y, optics.height])
    away = np.maximum(np.hypot(corners[..., 0] - eye[0], corners[..., 1] - eye[1]).min(axis=1), 1.0)
    near = np.flatnonzero((away < reach) & (np.ptp(corners, axis=1).max(axis=1) / away > _SMALLEST_ANGLE))
    seen = optics.project(corners[near].reshape(-1, 3), window.width, window.height).reshape(-1, 8, 2)
    behind = np.isnan(seen[:, :, 0]).astype(bool)
    low, high = np.nan_to_num(seen, nan=np.inf).min(axis=1), np.nan_to_num(seen, nan=-np.inf).max(axis=1)
    apart = (
        (low[:, 0] > window.right)
        | (high[:, 0] < window.left)
        | (low[:, 1] > window.bottom)
        | (high[:, 1] < window.top)
    )
    partly = np.any(behind, axis=1) & ~np.all(behind, axis=1)
    for index in np.flatnonzero(partly | ~(np.any(behind, axis=1) | apart)):
        place, points = int(near[index]), seen[index]
        if partly[index]:
            points = optics.project(optics.clip(corners[place]), window.width, window.height)
        area = around(points, window)
        if area is not None:
            yield solids[place], area


def around(points: NDArray[np.float64], window: Window) -> Window | None:
    """The part of the window that holds these points of the picture (n, 2), a pixel more on each side; None when empty."""
    if not len(points):
        return None
    left, top = np.floor(np.clip(points.min(axis=0), -1e6, 1e6)).astype(int) - 1
    right, bottom = np.ceil(np.clip(points.max(axis=0), -1e6, 1e6)).astype(int) + 1
    top, bottom = max(window.top, int(top)), min(window.bottom, int(bottom))
    left, right = max(window.left, int(left)), min(window.right, int(right))
    return Window(window.width, window.height, top, bottom, left, right) if top < bottom and left < right else None


def meet(solid: Solid, area: Window, optics: Optics, rays: Rays, window: Window, depth: Floats) -> Contact | None:
    """Where within `area` the solid is nearer than `depth`, the horizontal distance drawn at each pixel of the window, flat."""
    rows, columns = np.arange(area.top, area.bottom) - window.top, np.arange(area.left, area.right) - window.left
    pixels = (rows[:, None] * window.shape[1] + columns).ravel()
    nearest = np.hypot(solid.vertices[:, 0] - optics.x, solid.vertices[:, 1] - optics.y).min() * 0.7 - 1.0
    pixels = pixels[depth[pixels] > nearest]
    if not len(pixels):
        return None
    way = np.stack([rays.dx[pixels], rays.dy[pixels], rays.slope[pixels]])
    eye = np.array([optics.x, optics.y, optics.height])
    enter, normal = _ellipsoid(solid, eye, way) if solid.finish == "foliage" else _body(solid, eye, way)
    hit = (enter > 0.05) & (enter < depth[pixels])
    if not hit.any():
        return None
    return Contact(pixels[hit], enter[hit], normal[hit])


def _body(solid: Solid, eye: NDArray[np.float64], way: Floats) -> tuple[Floats, Floats]:
    room = solid.offsets - solid.normals @ eye
    enter, leave = np.full(way.shape[1], -np.inf, np.float32), np.full(way.shape[1], np.inf, np.float32)
    face = np.zeros(way.shape[1], np.intp)
    for number, normal in enumerate(solid.normals.astype(np.float32)):
        towards = normal @ way
        towards[towards == 0] = 1e-9
        cut = np.float32(room[number]) / towards
        entering = towards < 0
        later = entering & (cut > enter)
        enter[later], face[later] = cut[later], number
        np.minimum(leave, np.where(entering, np.float32(np.inf), cut), out=leave)
    return np.where(enter < leave, enter, np.float32(np.inf)), solid.normals.astype(np.float32)[face]


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
