"""The part of a picture that a doorway's leaves can change."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video.doorways import Doorway
from smartclient.demo.video.optics import Optics, Window

_SILL_M = 0.1


def sweep(door: Doorway, optics: Optics, window: Window, outdoor: bool) -> Window | None:
    """The window round everything the leaves pass and what is seen through the doorway; None out of the picture."""
    margin = 0.06
    aside = door.width * (0.55 if door.width > 1.4 else 1.0) + margin
    places = [door.along(metres, side) for metres in (-margin, door.width + margin) for side in (-margin - 0.2, aside)]
    heights = (door.floor - (0.0 if outdoor else _SILL_M), door.floor + door.head + margin)
    corners = np.array([(x, y, z) for x, y in places for z in heights])
    seen = optics.project(optics.clip(corners), window.width, window.height)
    area = around(seen, window)
    if area is None or optics.is_fisheye:
        return window if area else None
    even = [
        area.top // 2 * 2,
        min(window.height, (area.bottom + 1) // 2 * 2),
        area.left // 2 * 2,
        min(window.width, (area.right + 1) // 2 * 2),
    ]
    return Window(window.width, window.height, *even)


def around(points: NDArray[np.float64], window: Window) -> Window | None:
    """The part of the window that holds these points of the picture (n, 2), a pixel more on each side; None when empty."""
    if not len(points):
        return None
    left, top = np.floor(np.clip(points.min(axis=0), -1e6, 1e6)).astype(int) - 1
    right, bottom = np.ceil(np.clip(points.max(axis=0), -1e6, 1e6)).astype(int) + 1
    top, bottom = max(window.top, int(top)), min(window.bottom, int(bottom))
    left, right = max(window.left, int(left)), min(window.right, int(right))
    return Window(window.width, window.height, top, bottom, left, right) if top < bottom and left < right else None
