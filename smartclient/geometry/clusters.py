"""Points that would lie on each other on the screen, gathered by squares that are fixed to the map."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Clusters:
    """`members`: for each point the index of its cluster, shape (n,); `centers` (k, 2) are means, `counts` (k,) sizes."""

    members: NDArray[np.intp]
    centers: NDArray[np.float64]
    counts: NDArray[np.intp]


def cell_size_m(metres_per_px: float, cell_px: float = 48.0) -> float:
    """The side of the squares, at least `cell_px` on the screen: a power of two, so that it changes only as the zoom doubles."""
    return 2.0 ** math.ceil(math.log2(metres_per_px * cell_px))


def cluster(points: NDArray[np.float64], cell_m: float) -> Clusters:
    """Gathers points, shape (n, 2) in metres, by squares of side `cell_m` counted from the map's origin.

    The same points and side give the same clusters whatever is on the screen.
    """
    if len(points) == 0:
        return Clusters(np.empty(0, dtype=np.intp), np.empty((0, 2)), np.empty(0, dtype=np.intp))
    squares = np.floor(points / cell_m).astype(np.int64)
    squares -= squares.min(axis=0)
    keys = squares[:, 0] * (int(squares[:, 1].max()) + 1) + squares[:, 1]
    _, members, counts = np.unique(keys, return_inverse=True, return_counts=True)
    sums = [np.bincount(members, weights=points[:, axis], minlength=len(counts)) for axis in (0, 1)]
    return Clusters(members.astype(np.intp), np.column_stack(sums) / counts[:, None], counts.astype(np.intp))
