"""Where the next corner of a drawn room belongs: on an earlier corner, on a wall, or at a right angle to what was drawn before."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from smartclient.geometry.frames import Points

Point = tuple[float, float]
Edge = tuple[float, float, float, float]
"""Both ends."""


@dataclass(frozen=True, slots=True)
class Snapped:
    """The point to take, and why: `corner`, `edge`, `right angle`, or empty where it is as it was pointed at."""

    point: Point
    why: str = ""


def snap(at: Point, corners: Points, edges: Points, drawn: Sequence[Point], reach: float) -> Snapped:
    """`at` moved by about `reach` at most.

    `corners` of shape (n, 2) come first, then right angles with the last and the first of the `drawn` corners along the axes or
    along the last side, then `edges` of shape (n, 4); where a right angle meets an edge, both hold.
    """
    corner = nearest_corner(at, corners, reach)
    if corner is not None:
        return Snapped(corner, "corner")
    aligned = _aligned(at, drawn, reach)
    on_edge = nearest_on_edge(at, edges, reach)
    if aligned is not None:
        both = _crossing(aligned, on_edge[1], reach, at) if on_edge is not None else None
        return Snapped(both or aligned[0], "right angle")
    return Snapped(on_edge[0], "edge") if on_edge is not None else Snapped(at)


def nearest_corner(at: Point, corners: Points, reach: float) -> Point | None:
    """The nearest of the corners, not farther than `reach`."""
    if len(corners) == 0:
        return None
    away = np.hypot(corners[:, 0] - at[0], corners[:, 1] - at[1])
    best = int(np.argmin(away))
    return (float(corners[best, 0]), float(corners[best, 1])) if away[best] <= reach else None


def nearest_on_edge(at: Point, edges: Points, reach: float) -> tuple[Point, Edge] | None:
    """The nearest point of the edges, not farther than `reach`, and the edge it is on."""
    if len(edges) == 0:
        return None
    start, along = edges[:, :2], edges[:, 2:] - edges[:, :2]
    squares = np.maximum((along**2).sum(axis=1), 1e-18)
    share = np.clip(((np.array(at) - start) * along).sum(axis=1) / squares, 0.0, 1.0)
    feet = start + share[:, None] * along
    away = np.hypot(feet[:, 0] - at[0], feet[:, 1] - at[1])
    best = int(np.argmin(away))
    if away[best] > reach:
        return None
    x0, y0, x1, y1 = (float(value) for value in edges[best])
    return (float(feet[best, 0]), float(feet[best, 1])), (x0, y0, x1, y1)


_Line = tuple[Point, float]
"""A point and the direction (radians) of a line through it."""


def _aligned(at: Point, drawn: Sequence[Point], reach: float) -> _Line | None:
    """The point on a line at a right angle from the last corner; where one from the first corner is near too, where both meet."""
    if not drawn:
        return None
    last = drawn[-1]
    directions = [0.0, math.pi / 2]
    if len(drawn) > 1:
        side = math.atan2(last[1] - drawn[-2][1], last[0] - drawn[-2][0])
        directions += [side, side + math.pi / 2]
    from_last = _best(at, last, directions, reach)
    from_first = _best(at, drawn[0], directions, reach) if len(drawn) > 1 else None
    if from_last is None:
        return from_first
    both = _meet(from_last, from_first) if from_first is not None else None
    return (both, from_last[1]) if both is not None and math.dist(both, at) <= 2 * reach else from_last


def _best(at: Point, through: Point, directions: Sequence[float], reach: float) -> _Line | None:
    found: _Line | None = None
    nearest = reach
    for direction in directions:
        cos, sin = math.cos(direction), math.sin(direction)
        along = (at[0] - through[0]) * cos + (at[1] - through[1]) * sin
        foot = (through[0] + along * cos, through[1] + along * sin)
        away = math.dist(foot, at)
        if away <= nearest and abs(along) > reach:
            nearest, found = away, (foot, direction)
    return found


def _meet(one: _Line, other: _Line) -> Point | None:
    (x0, y0), a = one
    (x1, y1), b = other
    cross = math.sin(b - a)
    if abs(cross) < 0.1:
        return None
    share = ((x1 - x0) * math.sin(b) - (y1 - y0) * math.cos(b)) / cross
    return (x0 + share * math.cos(a), y0 + share * math.sin(a))


def _crossing(line: _Line, edge: Edge, reach: float, at: Point) -> Point | None:
    x0, y0, x1, y1 = edge
    met = _meet(line, ((x0, y0), math.atan2(y1 - y0, x1 - x0)))
    return met if met is not None and math.dist(met, at) <= 2 * reach else None
