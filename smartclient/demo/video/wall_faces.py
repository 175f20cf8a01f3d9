"""The upright faces of walls as panels; where a doorway interrupts a wall, its end is a steel jamb up to the door's head."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from smartclient.demo.video.doorways import HEAD_M, Doorway
from smartclient.demo.video.panels import Panel

_THICKEST_M = 0.45
_NEAR_M = 0.2


def ends_of(doorways: list[Doorway]) -> NDArray[np.float64]:
    """Both ends of every doorway, (n, 2)."""
    return np.array([point for door in doorways for point in ((door.x0, door.y0), (door.x1, door.y1))]).reshape(-1, 2)


def sides(
    material: str, polygon: shapely.Polygon, span: tuple[float, float], jambs: NDArray[np.float64] | None = None
) -> list[Panel]:
    """The faces of a wall from `span[0]` to `span[1]`, seen from outside its polygon; `jambs` are ends of doorways."""
    bottom, top = span
    panels = []
    for ring in (polygon.exterior, *polygon.interiors):
        for (ax, ay, *_), (bx, by, *_) in pairwise(ring.coords):
            length = float(np.hypot(bx - ax, by - ay))
            if length < 0.01:
                continue
            if jambs is not None and length < _THICKEST_M and _is_jamb((ax + bx) / 2, (ay + by) / 2, jambs):
                panels.append(Panel(ax, ay, bx, by, bottom, HEAD_M, "jamb"))
                panels.append(Panel(ax, ay, bx, by, HEAD_M, top, material))
            else:
                panels.append(Panel(ax, ay, bx, by, bottom, top, material))
    return panels


def _is_jamb(x: float, y: float, jambs: NDArray[np.float64]) -> bool:
    return bool(len(jambs)) and bool(np.hypot(jambs[:, 0] - x, jambs[:, 1] - y).min() < _NEAR_M)
