"""A school on a scanned site plan: rooms along a corridor, a stair, a restroom, grounds, a street and four neighbours."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from smartclient.geometry.frames import Frame
from tests.builders.drawings import png

PER_M = 10
WIDE_M, HIGH_M = 160.0, 125.0
"""The sheet; (0, 0) is its lower left corner."""
_FRAME = Frame(-89.5, 43.1)


@dataclass(frozen=True)
class Drawn:
    """A rectangle on the sheet in metres: west, south, east, north, and what it is."""

    box: tuple[float, float, float, float]
    category: str
    number: str = ""
    name: str = ""

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """Once around, not closed."""
        west, south, east, north = self.box
        return ((west, south), (east, south), (east, north), (west, north))


CORRIDOR = Drawn((50, 61, 86, 64), "walkway")
ROOMS = (
    CORRIDOR,
    Drawn((50, 64, 58, 72), "classroom", "101", "Classroom"),
    Drawn((58, 64, 66, 72), "laboratory", "102", "Science lab"),
    Drawn((66, 64, 71, 72), "stairs"),
    Drawn((71, 64, 77, 72), "restroom", "103", "Restroom"),
    Drawn((77, 64, 86, 72), "office", "104", "Main office"),
    Drawn((50, 52, 70, 61), "fitnessroom", "105", "Gym"),
    Drawn((70, 52, 86, 61), "foodservice", "106", "Cafeteria"),
)
OUTDOORS = (
    Drawn((96, 54, 112, 70), "parking", name="Staff lot"),
    Drawn((50, 82, 84, 98), "fieldofplay", name="Soccer field"),
    Drawn((30, 30, 126, 37), "road", name="Prairie Road"),
    Drawn((54, 105, 108, 120), "neighbour", name="Cedar Park"),
    Drawn((54, 4, 108, 22), "neighbour", name="Saint Mary Church"),
    Drawn((2, 46, 22, 88), "neighbour", name="12 Elm Court"),
    Drawn((134, 46, 156, 88), "neighbour", name="Quarry Works"),
)
DOORS = ((54.0, 64.0), (62.0, 64.0), (68.5, 64.0), (74.0, 64.0), (82.0, 64.0), (60.0, 61.0), (78.0, 61.0))
"""Where doors stand inside; those of ENTRANCES are double and lead outside."""
ENTRANCES = ((50.0, 62.5), (86.0, 62.5), (60.0, 52.0), (78.0, 52.0))
SURVEYED = ((50.0, 52.0), (86.0, 52.0), (86.0, 72.0), (50.0, 72.0))
"""Corners of the building whose place on earth is known."""


def world(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a place on the sheet."""
    return _FRAME.point_to_world(x, y)


def drawing(x: float, y: float) -> tuple[float, float]:
    """The same place in the units of the scan: pixels, y up from its upper edge."""
    return (x * PER_M, (y - HIGH_M) * PER_M)


def write_scan(path: Path) -> Path:
    """The sheet as a grey PNG with a scanner's paper: not quite white, not quite even."""
    wide, high = int(WIDE_M * PER_M), int(HIGH_M * PER_M)
    noise = np.random.default_rng(4).integers(0, 9, (high, wide), dtype=np.uint8)
    paper = (np.uint8(246) - noise).astype(np.uint8)
    for (x0, y0), (x1, y1), ink, width in _lines():
        half = width // 2
        columns = slice(int(min(x0, x1) * PER_M) - half, int(max(x0, x1) * PER_M) + half + 1)
        rows = slice(high - int(max(y0, y1) * PER_M) - half, high - int(min(y0, y1) * PER_M) + half + 1)
        paper[rows, columns] = ink
    for x, y in (*DOORS, *ENTRANCES):
        column, row = int(x * PER_M), high - int(y * PER_M)
        paper[row - 5 : row + 6, column - 5 : column + 6] = 246
    path.write_bytes(png(wide, high, paper.tobytes()))
    return path


def _lines() -> Iterator[tuple[tuple[float, float], tuple[float, float], int, int]]:
    for drawn in (*ROOMS, *OUTDOORS):
        corners = drawn.corners
        ink, width = (40, 4) if drawn in ROOMS else (150, 2)
        for start, end in zip(corners, (*corners[1:], corners[0]), strict=True):
            yield start, end, ink, width
    west, south, east, north = next(room.box for room in ROOMS if room.category == "stairs")
    for tread in range(1, 8):
        y = south + tread * (north - south) / 8
        yield (west, y), (east, y), 120, 1
