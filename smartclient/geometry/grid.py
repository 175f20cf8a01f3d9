"""The campus grid: letters across, numbers down, as people read it out over the radio."""

import math
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartclient.geometry.viewport import Bounds

_LABEL = re.compile(r"\s*([A-Za-z]{1,2})[\s-]*([0-9]{1,3})\s*")


def column_name(column: int) -> str:
    """The letters of a column counted from 0: A … Z, AA, AB …"""
    letters = ""
    column += 1
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The column of such letters, counted from 0."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by column and row, counted from 0."""

    column: int
    row: int

    @property
    def label(self) -> str:
        """`H4`."""
        return f"{column_name(self.column)}{self.row + 1}"


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid in local metres: (`origin_x`, `origin_y`) is its upper left corner, `bearing_deg` where its columns point, clockwise
    from north.
    """

    origin_x: float
    origin_y: float
    cell_m: float
    columns: int
    rows: int
    bearing_deg: float = 0.0

    def cell_at(self, x: float, y: float) -> Cell | None:
        """The cell around a point; None outside the grid."""
        across, down = self._to_grid(x, y)
        column, row = math.floor(across / self.cell_m), math.floor(down / self.cell_m)
        return Cell(column, row) if self._has(column, row) else None

    def label_at(self, x: float, y: float) -> str:
        """The label of the cell around a point, `H4`; empty outside the grid."""
        cell = self.cell_at(x, y)
        return cell.label if cell else ""

    def parse(self, text: str) -> Cell | None:
        """The cell somebody means by `h4`, `H 4` or `AA-12`; None if there is no such cell."""
        match = _LABEL.fullmatch(text)
        if match is None:
            return None
        column, row = column_number(match[1]), int(match[2]) - 1
        return Cell(column, row) if self._has(column, row) else None

    def center(self, cell: Cell) -> tuple[float, float]:
        """The middle of a cell."""
        return self.corner(cell.column + 0.5, cell.row + 0.5)

    def outline(self, cell: Cell) -> tuple[tuple[float, float], ...]:
        """The corners of a cell as a closed ring, clockwise from its upper left one."""
        steps = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
        return tuple(self.corner(cell.column + right, cell.row + down) for right, down in steps)

    def corner(self, across: float, down: float) -> tuple[float, float]:
        """The point so many cells right and down of the origin."""
        turn = math.radians(self.bearing_deg)
        right, below = across * self.cell_m, down * self.cell_m
        return (
            self.origin_x + right * math.cos(turn) - below * math.sin(turn),
            self.origin_y - right * math.sin(turn) - below * math.cos(turn),
        )

    def corners(self, cells: NDArray[np.float64]) -> NDArray[np.float64]:
        """`corner` of many: cells right and down of the origin to metres, both of shape (n, 2)."""
        turn = math.radians(self.bearing_deg)
        right, below = cells[:, 0] * self.cell_m, cells[:, 1] * self.cell_m
        return np.column_stack(
            (
                self.origin_x + right * math.cos(turn) - below * math.sin(turn),
                self.origin_y - right * math.sin(turn) - below * math.cos(turn),
            )
        )

    def cells_within(self, bounds: Bounds) -> tuple[range, range]:
        """The columns and rows that may be seen within `bounds`; empty ranges when the grid is elsewhere."""
        west, south, east, north = bounds
        corners = [self._to_grid(x, y) for x in (west, east) for y in (south, north)]
        across = [corner[0] / self.cell_m for corner in corners]
        down = [corner[1] / self.cell_m for corner in corners]
        return _span(across, self.columns), _span(down, self.rows)

    def lines(self, bounds: Bounds) -> NDArray[np.float64]:
        """The grid's lines where they may be seen within `bounds`: segments of shape (n, 2, 2), columns' lines first."""
        columns, rows = self.cells_within(bounds)
        if not columns or not rows:
            return np.empty((0, 2, 2))
        upright = [((c, rows.start), (c, rows.stop)) for c in range(columns.start, columns.stop + 1)]
        level = [((columns.start, r), (columns.stop, r)) for r in range(rows.start, rows.stop + 1)]
        return self.corners(np.array(upright + level, dtype=np.float64).reshape(-1, 2)).reshape(-1, 2, 2)

    def _to_grid(self, x: float, y: float) -> tuple[float, float]:
        turn = math.radians(self.bearing_deg)
        east, north = x - self.origin_x, y - self.origin_y
        return (
            east * math.cos(turn) - north * math.sin(turn),
            -east * math.sin(turn) - north * math.cos(turn),
        )

    def _has(self, column: int, row: int) -> bool:
        return 0 <= column < self.columns and 0 <= row < self.rows


def _span(cells: list[float], count: int) -> range:
    first, last = max(math.floor(min(cells)), 0), min(math.ceil(max(cells)), count)
    return range(first, max(first, last))
