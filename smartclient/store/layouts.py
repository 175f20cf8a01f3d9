"""How a wall is divided into tiles: from one to sixty-four, all alike or a few large ones among small ones."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

PROPORTION = 16 / 9
"""Width by height of the pictures that arrangements are chosen for."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A tile's place on a form: whole columns and rows, from the upper left."""

    column: int
    row: int
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class Form:
    """One division of a room into equal columns and rows, and which of those each tile takes."""

    columns: int
    rows: int
    cells: tuple[Cell, ...]

    def fractions(self) -> Iterator[tuple[float, float, float, float]]:
        """Left, top, width and height of each tile as parts of the room, 0…1."""
        for cell in self.cells:
            yield (
                cell.column / self.columns,
                cell.row / self.rows,
                cell.across / self.columns,
                cell.down / self.rows,
            )

    def picture_area(self, width: float, height: float) -> float:
        """How much of a room of that size 16:9 pictures in all tiles would cover, in its units squared."""
        area = 0.0
        for (across, down), count in self._sizes.items():
            size = min(across * width / self.columns, down * height / self.rows * PROPORTION)
            area += count * size * size / PROPORTION
        return area

    @cached_property
    def _sizes(self) -> Counter[tuple[int, int]]:
        return Counter((cell.across, cell.down) for cell in self.cells)

    def neighbour(self, tile: int, across: int, down: int) -> int | None:
        """The tile that the eye meets first going left (-1) or right (1), up (-1) or down (1); None at the edge."""
        start = self.cells[tile]
        found = [n for n, cell in enumerate(self.cells) if _distance(start, cell, across, down) > 0]
        return min(found, key=lambda n: (_distance(start, self.cells[n], across, down), n)) if found else None


def _distance(start: Cell, cell: Cell, across: int, down: int) -> int:
    """Columns or rows from the near edge of one to the other's in that direction; 0 when it does not lie there."""
    if across:
        is_beside = start.row < cell.row + cell.down and cell.row < start.row + start.down
        ahead = cell.column - start.column if across > 0 else start.column + start.across - cell.column - cell.across
        return ahead if is_beside else 0
    is_beside = start.column < cell.column + cell.across and cell.column < start.column + start.across
    ahead = cell.row - start.row if down > 0 else start.row + start.down - cell.row - cell.down
    return ahead if is_beside else 0


@dataclass(frozen=True)
class Layout:
    """A number of tiles and the forms they may take; which one depends on the room. `name` is what is kept in settings."""

    name: str
    words: str
    forms: tuple[Form, ...]

    @cached_property
    def count(self) -> int:
        """How many tiles it has."""
        return len(self.forms[0].cells)

    def form(self, width: float, height: float) -> Form:
        """The form that gives the largest pictures in a room of that size."""
        return max(self.forms, key=lambda form: form.picture_area(width, height))


def _even(count: int) -> Layout:
    forms = tuple(
        Form(columns, count // columns, tuple(Cell(n % columns, n // columns) for n in range(count)))
        for columns in range(1, count + 1)
        if count % columns == 0
    )
    return Layout(str(count), "One tile" if count == 1 else f"{count} tiles", forms)


def _mixed(large: int, small: int, *forms: tuple[int, int, tuple[Cell, ...]]) -> Layout:
    """Forms as columns, rows and the cells of the large tiles; the small ones fill what is left, row by row."""
    filled = tuple(Form(columns, rows, (*cells, *_rest(columns, rows, cells, small))) for columns, rows, cells in forms)
    return Layout(f"{large}+{small}", f"{'One' if large == 1 else 'Two'} large, {small} small", filled)


def _rest(columns: int, rows: int, taken: tuple[Cell, ...], count: int) -> list[Cell]:
    covered = {(cell.column + x, cell.row + y) for cell in taken for x in range(cell.across) for y in range(cell.down)}
    free = [Cell(x, y) for y in range(rows) for x in range(columns) if (x, y) not in covered]
    return free[:count]


_CORNER = (Cell(0, 0, 2, 2),)
_PAIR = (Cell(0, 0, 2, 2), Cell(2, 0, 2, 2))

EVEN = tuple(_even(count) for count in (1, 4, 9, 16, 25, 36, 64))
MIXED = (
    _mixed(1, 5, (3, 3, _CORNER), (5, 2, _CORNER), (2, 5, _CORNER)),
    _mixed(1, 7, (4, 4, (Cell(0, 0, 3, 3),)), (6, 3, (Cell(0, 0, 3, 3),)), (2, 6, _CORNER)),
    _mixed(1, 12, (4, 4, _CORNER), (8, 2, _CORNER), (2, 8, _CORNER)),
    _mixed(2, 8, (4, 4, _PAIR), (8, 2, _PAIR), (2, 8, (Cell(0, 0, 2, 2), Cell(0, 2, 2, 2)))),
)
LAYOUTS = {layout.name: layout for layout in (*EVEN, *MIXED)}
MOST_TILES = EVEN[-1].count


def even(at_least: int) -> Layout:
    """The smallest layout of equal tiles that has so many; the largest where none has."""
    return next((layout for layout in EVEN if layout.count >= at_least), EVEN[-1])
