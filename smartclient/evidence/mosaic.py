"""Making pieces of a picture unrecognisable: each becomes a few flat squares, and nothing else of it goes on."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from smartclient.evidence.boxes import Rectangle
from smartclient.evidence.pictures import Planes

LEAST_SQUARE_PX = 32
SQUARES_ACROSS = 4
"""A box shows so many squares along its longer side, one more where it lies across the grid: a face is told from some eight upwards."""
_LEVELS = 16
"""Squares keep only so many shades: what little a slow change of shade would tell in many pictures is gone too."""


def pixelate(planes: Planes, rectangles: Iterable[Rectangle]) -> None:
    """Replaces, in place, every pixel of the rectangles by its square's mean, rounded to 16 shades."""
    for rectangle in rectangles:
        square = square_px(rectangle)
        left, top, right, bottom = on_grid(rectangle, square)
        for plane, scale in zip(planes, (1, 2, 2), strict=True):
            _flatten(plane, (left // scale, top // scale, right // scale, bottom // scale), square // scale)


def on_grid(rectangle: Rectangle, square: int) -> Rectangle:
    """The rectangle grown to whole squares. They lie on a grid of the picture: a box that moves shows no second sampling."""
    left, top, right, bottom = rectangle
    return left // square * square, top // square * square, -(-right // square) * square, -(-bottom // square) * square


def square_px(rectangle: Rectangle) -> int:
    """The side of the squares for a box of that size, even."""
    left, top, right, bottom = rectangle
    return max(LEAST_SQUARE_PX, -(-max(right - left, bottom - top) // (2 * SQUARES_ACROSS)) * 2)


def _flatten(plane: NDArray[np.uint8], rectangle: Rectangle, square: int) -> None:
    left, top, right, bottom = rectangle
    for y in range(top, bottom, square):
        for x in range(left, right, square):
            piece = plane[y : min(y + square, bottom), x : min(x + square, right)]
            if piece.size:
                step = 256 // _LEVELS
                piece[:] = int(piece.mean()) // step * step + step // 2
