"""The rectangles of a wall's tiles on the screen: whole pixels, the same gap everywhere, no tile higher than it can use."""

import math

from PySide6.QtCore import QRect

from smartclient.store.layouts import PROPORTION, Form

GAP = 4
_BANDS = 52
"""Height of a tile's two bands of words."""


def cells(room: QRect, form: Form) -> list[QRect]:
    """The rectangles of a form's tiles in that room.

    A single cell is never higher than a 16:9 picture with its bands above and below; what is left over stays free above and below all.
    """
    across = _stops(room.width(), form.columns)
    highest = (across[0][1] - across[0][0]) / PROPORTION + _BANDS
    height = min(room.height(), math.floor(form.rows * highest + (form.rows - 1) * GAP))
    first = room.top() + (room.height() - height) // 2
    down = _stops(height, form.rows)
    places = []
    for cell in form.cells:
        left, right = across[cell.column][0], across[cell.column + cell.across - 1][1]
        top, bottom = down[cell.row][0], down[cell.row + cell.down - 1][1]
        places.append(QRect(room.left() + left, first + top, right - left, bottom - top))
    return places


def _stops(length: int, count: int) -> list[tuple[int, int]]:
    """Where each of `count` equal parts begins and ends."""
    step = (length - GAP * (count - 1)) / count
    starts = [math.floor(n * (step + GAP)) for n in range(count)]
    return [(start, max(start + 1, math.floor(n * (step + GAP) + step))) for n, start in enumerate(starts)]
