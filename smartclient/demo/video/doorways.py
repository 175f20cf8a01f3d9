"""Doorways: leaves that swing, the wall above them, and the lettering beside and over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from smartclient.demo.video.panels import Panel

HEAD_M = 2.13
WIDEST_LEAF_M = 1.3
_SWING = np.radians(88)
_TOP_M = 99.0
_OVERLAP_M = 0.02


@dataclass(frozen=True, slots=True)
class Doorway:
    """A doorway across (x0, y0) to (x1, y1); its leaves swing to the left of that line.

    `guid` is the server's door that moves it, empty for others, which stand open by `rest`. `leaf` names its material,
    empty where there is no door. `thickness` is the wall's.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    guid: str
    leaf: str
    rest: float
    label: str = ""
    plate: str = ""
    thickness: float = 0.2
    head: float = HEAD_M
    top: float = _TOP_M
    floor: float = 0.0
    is_exit: bool = False

    @property
    def width(self) -> float:
        return float(np.hypot(self.x1 - self.x0, self.y1 - self.y0))

    def along(self, metres: float, aside: float = 0.0) -> tuple[float, float]:
        """A point on the line of the doorway, `aside` metres to its left."""
        ux, uy = (self.x1 - self.x0) / self.width, (self.y1 - self.y0) / self.width
        return self.x0 + ux * metres - uy * aside, self.y0 + uy * metres + ux * aside


def frame(door: Doorway) -> list[Panel]:
    """What never moves: the wall above the doorway on both faces, number plates, exit signs."""
    half = door.thickness / 2
    panels = []
    for side in (-1, 1):
        start, end = door.along(-_OVERLAP_M, side * half), door.along(door.width + _OVERLAP_M, side * half)
        if side > 0:
            start, end = end, start
        panels.append(Panel(*start, *end, door.floor + door.head, door.top, "lintel", door.label if side < 0 else ""))
        if door.plate:
            plate = door.along(-0.42, side * (half + 0.012)), door.along(-0.14, side * (half + 0.012))
            first, second = plate if side < 0 else plate[::-1]
            panels.append(Panel(*first, *second, 1.42, 1.6, "plate", door.plate))
        if door.is_exit:
            sign = [door.along(door.width / 2 + shift, side * (half + 0.09)) for shift in (-0.18, 0.18)]
            first, second = sign if side < 0 else sign[::-1]
            panels.append(Panel(*first, *second, door.head + 0.1, door.head + 0.3, "exit", "EXIT"))
    return panels


def leaves(door: Doorway, fraction: float) -> list[Panel]:
    """The leaves, `fraction` open: 0 closed, 1 at a right angle to the wall."""
    if not door.leaf:
        return []
    if door.width <= WIDEST_LEAF_M:
        return [_leaf(door, 0.0, door.width, fraction)]
    middle = door.width / 2
    return [_leaf(door, 0.0, middle - 0.004, fraction), _leaf(door, door.width, middle + 0.004, fraction)]


def _leaf(door: Doorway, hinge: float, lock: float, fraction: float) -> Panel:
    width, angle = lock - hinge, _SWING * fraction
    x, y = door.along(hinge)
    ex, ey = door.along(hinge + width * float(np.cos(angle)), abs(width) * float(np.sin(angle)))
    return Panel(x, y, ex, ey, door.floor, door.floor + door.head, door.leaf, two_sided=True)
