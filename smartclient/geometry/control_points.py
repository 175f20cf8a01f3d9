"""Laying a drawing over the world by points known in both: the best turn, scale and shift, and how far each point then is off."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Shape (n, 2)."""

_LEAST = 2
_FLAT = 1e-6
"""Control points spread less than this share of their length across it lie on one line."""


class Shaping(StrEnum):
    """What a fit may do to the drawing: keep its shape, or also stretch and shear it as a bad scan needs."""

    SIMILARITY = "similarity"
    AFFINE = "affine"


class BadControlPoints(Exception):
    """No fit: too few points, all in one place or on one line; the text says which."""


@dataclass(frozen=True, slots=True)
class Fit:
    """`world = drawn @ matrix.T + shift`; metres. `residuals_m` is how far each control point lands from where it should."""

    matrix: NDArray[np.float64]
    """Shape (2, 2)."""
    shift: NDArray[np.float64]
    """Shape (2,)."""
    residuals_m: NDArray[np.float64]

    @property
    def rms_m(self) -> float:
        """The root of the mean square of the residuals."""
        return float(np.sqrt(np.mean(np.square(self.residuals_m)))) if len(self.residuals_m) else 0.0

    @property
    def metres_per_unit(self) -> float:
        """The scale: the side of the square that one square unit of the drawing covers."""
        return float(np.sqrt(abs(np.linalg.det(self.matrix))))

    @property
    def turn_deg(self) -> float:
        """Where the drawing's y axis points, clockwise from north."""
        return float(np.degrees(np.arctan2(self.matrix[0, 1], self.matrix[1, 1])))

    def to_world(self, drawn: Points) -> Points:
        """Metres of drawing points, both of shape (n, 2)."""
        return drawn @ self.matrix.T + self.shift

    def to_drawing(self, world: Points) -> Points:
        """Drawing points of metres, both of shape (n, 2)."""
        return (world - self.shift) @ np.linalg.inv(self.matrix).T


def fit(drawn: Points, world: Points, shaping: Shaping = Shaping.SIMILARITY) -> Fit:
    """The least squares fit of `drawn` (drawing units, y up) to `world` (metres east and north), both of shape (n, 2).

    A similarity needs two points, an affine fit three that are not on one line. Raises BadControlPoints.
    """
    if len(drawn) != len(world):
        raise BadControlPoints("Every control point needs a place in the drawing and one in the world.")
    least = _LEAST if shaping is Shaping.SIMILARITY else _LEAST + 1
    if len(drawn) < least:
        raise BadControlPoints(f"{least} control points are needed, there {_are(len(drawn))}.")
    if not (np.isfinite(drawn).all() and np.isfinite(world).all()):
        raise BadControlPoints("A control point is not a number.")
    middle, target = drawn.mean(axis=0), world.mean(axis=0)
    centred, wanted = drawn - middle, world - target
    _check_spread(centred, "in the drawing", needs_area=shaping is Shaping.AFFINE)
    _check_spread(wanted, "in the world", needs_area=shaping is Shaping.AFFINE)
    matrix = _similarity(centred, wanted) if shaping is Shaping.SIMILARITY else _affine(centred, wanted)
    misses = centred @ matrix.T - wanted
    return Fit(matrix, target - matrix @ middle, np.hypot(misses[:, 0], misses[:, 1]))


def _similarity(centred: Points, wanted: Points) -> NDArray[np.float64]:
    """The rotation with scale a + ib that takes the points, as complex numbers, to the wanted ones."""
    drawn, world = centred[:, 0] + 1j * centred[:, 1], wanted[:, 0] + 1j * wanted[:, 1]
    turn = complex(np.vdot(drawn, world) / np.vdot(drawn, drawn).real)
    if abs(turn) < 1e-12:
        raise BadControlPoints("The control points contradict each other. Are two of them exchanged?")
    return np.array([[turn.real, -turn.imag], [turn.imag, turn.real]])


def _affine(centred: Points, wanted: Points) -> NDArray[np.float64]:
    matrix = np.asarray(np.linalg.lstsq(centred, wanted, rcond=None)[0], dtype=np.float64).T
    if abs(np.linalg.det(matrix)) < 1e-24:
        raise BadControlPoints("The control points contradict each other. Are two of them exchanged?")
    return matrix


def _check_spread(centred: Points, where: str, *, needs_area: bool) -> None:
    largest, smallest = np.linalg.svd(centred, compute_uv=False)
    if largest <= 1e-9 * max(1.0, float(np.abs(centred).max())):
        raise BadControlPoints(f"The control points are all in one place {where}.")
    if needs_area and smallest < _FLAT * largest:
        raise BadControlPoints(f"The control points lie on one line {where}; take one off it.")


def _are(count: int) -> str:
    return "is one" if count == 1 else f"are {count}"
