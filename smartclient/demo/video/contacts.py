"""Where a camera's rays meet the solid bodies of a scene: many bodies at a time, the nearest to the lens first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video.optics import Floats, Optics, Rays, Window
from smartclient.demo.video.solids import FOLIAGE, Solids
from smartclient.demo.video.textures import mottle

Indices = NDArray[np.intp]

_SMALLEST_ANGLE = 0.005
_SMALLEST_PIXELS = 1.2
_AT_ONCE = 150_000
_NEAREST_M = 0.05
_RUFFLED = np.float32(0.45)


@dataclass(frozen=True, slots=True)
class Contacts:
    """What the rays met: flat pixel indices, each once, and there the body's index, the horizontal distance in metres and the
    unit normal (n, 3)."""

    pixels: Indices
    solid: Indices
    distance: Floats
    normal: Floats


def meet(solids: Solids, optics: Optics, rays: Rays, window: Window, depth: Floats, reach: float) -> Contacts:
    """Where bodies within `reach` metres are nearer than `depth`, the distance drawn at each pixel of the window, flat."""
    depth = depth.copy()
    which = np.full(len(depth), -1, np.intp)
    normals = np.zeros((len(depth), 3), np.float32)
    ball, eye = solids.with_finish(FOLIAGE), np.array([optics.x, optics.y, optics.height])
    room = (solids.offsets - solids.normals @ eye).astype(np.float32)
    for pixels, solid in _candidates(solids, optics, window, depth, reach):
        way = np.stack([rays.dx[pixels], rays.dy[pixels], rays.slope[pixels]])
        enter, normal = np.full(len(pixels), np.inf, np.float32), np.zeros((len(pixels), 3), np.float32)
        round_, flat = np.flatnonzero(ball[solid]), np.flatnonzero(~ball[solid])
        enter[flat], normal[flat] = _bodies(solids.normals, room, solid[flat], way[:, flat])
        enter[round_], normal[round_] = _crowns(solids, eye, solid[round_], way[:, round_])
        hit = np.flatnonzero((enter > _NEAREST_M) & (enter < depth[pixels]))
        np.minimum.at(depth, pixels[hit], enter[hit])
        nearest = hit[enter[hit] == depth[pixels[hit]]]
        which[pixels[nearest]], normals[pixels[nearest]] = solid[nearest], normal[nearest]
    pixels = np.flatnonzero(which >= 0)
    return Contacts(pixels, which[pixels], depth[pixels], normals[pixels])


def _candidates(
    solids: Solids, optics: Optics, window: Window, depth: Floats, reach: float
) -> Iterator[tuple[Indices, Indices]]:
    """Pixels and the bodies that may be seen there, in lots from near to far; what is known to be hidden is left out."""
    near, away = _in_reach(solids, optics, window, reach)
    index, areas = _areas(solids, near, optics, window)
    away = away[index]
    order = np.argsort(away, kind="stable")
    index, areas, away = index[order], areas[order], away[order] * 0.7 - 1.0
    top, left, height, width = areas.T
    ends = np.cumsum(height * width)
    start = 0
    while start < len(index):
        stop = max(start + 1, int(np.searchsorted(ends, (ends[start - 1] if start else 0) + _AT_ONCE)))
        lot = np.arange(start, stop)
        counts = height[lot] * width[lot]
        owner = np.repeat(lot, counts)
        place = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
        row, column = np.divmod(place, width[owner])
        pixels = (row + top[owner] - window.top) * window.shape[1] + column + left[owner] - window.left
        open_ = depth[pixels] > away[owner]
        yield pixels[open_], index[owner[open_]]
        start = stop


def _in_reach(solids: Solids, optics: Optics, window: Window, reach: float) -> tuple[Indices, NDArray[np.float64]]:
    """Bodies near and large enough to be seen, and how far each body's nearest corner is."""
    across = np.hypot(solids.vertices[..., 0] - optics.x, solids.vertices[..., 1] - optics.y).min(axis=1)
    away = np.maximum(across, 1.0)
    pixel = np.radians(min(optics.field_of_view, 150)) / window.width
    size = np.ptp(solids.vertices, axis=1).max(axis=1) / away
    return np.flatnonzero((away < reach) & (size > max(_SMALLEST_ANGLE, _SMALLEST_PIXELS * pixel))), across


def _areas(solids: Solids, near: Indices, optics: Optics, window: Window) -> tuple[Indices, Indices]:
    """Which of these bodies the window can show, and for each the part it can touch: top, left, height, width (n, 4)."""
    corners = solids.vertices[near]
    seen = optics.project(corners.reshape(-1, 3), window.width, window.height).reshape(-1, 8, 2)
    behind = np.isnan(seen[..., 0])
    low, high = np.full((len(near), 2), np.inf), np.full((len(near), 2), -np.inf)
    ahead, partly = ~behind.any(axis=1), behind.any(axis=1) & ~behind.all(axis=1)
    low[ahead], high[ahead] = seen[ahead].min(axis=1), seen[ahead].max(axis=1)
    for row in np.flatnonzero(partly):
        points = optics.project(optics.clip(corners[row]), window.width, window.height)
        low[row], high[row] = points.min(axis=0, initial=np.inf), points.max(axis=0, initial=-np.inf)
    shown = np.flatnonzero(np.isfinite(low).all(axis=1) & np.isfinite(high).all(axis=1))
    first = np.floor(np.clip(low[shown], -1e6, 1e6)).astype(np.intp) - 1
    last = np.ceil(np.clip(high[shown], -1e6, 1e6)).astype(np.intp) + 1
    left, right = np.maximum(window.left, first[:, 0]), np.minimum(window.right, last[:, 0])
    top, bottom = np.maximum(window.top, first[:, 1]), np.minimum(window.bottom, last[:, 1])
    kept = (left < right) & (top < bottom)
    areas = np.stack([top, left, bottom - top, right - left], axis=1)[kept]
    return near[shown[kept]], areas


def _bodies(normals: Floats, room: Floats, solid: Indices, way: Floats) -> tuple[Floats, Floats]:
    """Distances at which rays (3, n) enter the bodies, inf where they pass, and the normals of the faces they enter by."""
    enter, leave = np.full(len(solid), -np.inf, np.float32), np.full(len(solid), np.inf, np.float32)
    face = np.zeros(len(solid), np.intp)
    for number in range(6):
        nx, ny, nz = normals[solid, number].T
        towards = nx * way[0] + ny * way[1] + nz * way[2]
        towards[towards == 0] = 1e-9
        cut = room[solid, number] / towards
        entering = towards < 0
        later = entering & (cut > enter)
        enter[later], face[later] = cut[later], number
        np.minimum(leave, np.where(entering, np.float32(np.inf), cut), out=leave)
    return np.where(enter < leave, enter, np.float32(np.inf)), normals[solid, face]


def _crowns(solids: Solids, eye: NDArray[np.float64], solid: Indices, way: Floats) -> tuple[Floats, Floats]:
    """As `_bodies` for foliage, which leaves out clumps near its rim so that what stands behind shows through."""
    radii = np.ptp(solids.vertices, axis=1) / 2
    scale = (1 / radii)[solid].T.astype(np.float32)
    start = (eye - solids.centre)[solid].T.astype(np.float32) * scale
    direction = way * scale
    a, b, c = (direction**2).sum(axis=0), (start * direction).sum(axis=0), (start**2).sum(axis=0) - 1
    inside = b * b - a * c
    met = inside > 0
    enter = np.where(met, (-b - np.sqrt(np.maximum(inside, 0))) / a, np.float32(np.inf)).astype(np.float32)
    far = np.where(met, enter, np.float32(0))
    normal = ((start + direction * far) * scale).T
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
    slope = way[2]
    x, y, z = (np.float32(begin) + far * part for begin, part in zip(eye, way, strict=True))
    facing = np.abs(np.einsum("ji,ij->i", way, normal)) / np.sqrt(1 + slope * slope)
    clumps, leaves = mottle(x, y, z, 6.1), mottle(x, y, z, 1.7)
    enter[facing <= np.float32(0.24) + clumps * np.float32(0.22) + leaves * np.float32(0.16)] = np.inf
    normal += np.stack([leaves, clumps, leaves + clumps], axis=1) * _RUFFLED
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    return enter, normal
