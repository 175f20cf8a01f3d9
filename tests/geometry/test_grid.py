"""The campus grid: labels, cells, lines."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.geometry.grid import Cell, Grid, column_name, column_number

GRIDS = st.builds(
    Grid,
    st.floats(-5000, 5000),
    st.floats(-5000, 5000),
    st.floats(1, 100),
    st.integers(1, 80),
    st.integers(1, 80),
    st.floats(-360, 360),
)


@given(st.integers(0, 701))
def test_letters_count_like_a_spreadsheet(column: int) -> None:
    assert column_number(column_name(column)) == column


def test_the_letters_people_know() -> None:
    assert [column_name(n) for n in (0, 7, 25, 26, 27, 51, 52, 701)] == ["A", "H", "Z", "AA", "AB", "AZ", "BA", "ZZ"]


@given(GRIDS, st.data())
def test_the_middle_of_a_cell_is_in_that_cell(grid: Grid, data: st.DataObject) -> None:
    cell = Cell(data.draw(st.integers(0, grid.columns - 1)), data.draw(st.integers(0, grid.rows - 1)))
    assert grid.cell_at(*grid.center(cell)) == cell
    assert grid.label_at(*grid.center(cell)) == cell.label
    assert grid.parse(f" {cell.label.lower()} ") == cell


@given(GRIDS, st.data())
def test_a_cell_has_four_equal_sides(grid: Grid, data: st.DataObject) -> None:
    cell = Cell(data.draw(st.integers(0, grid.columns - 1)), data.draw(st.integers(0, grid.rows - 1)))
    ring = np.array(grid.outline(cell))
    assert len(ring) == 5
    assert np.allclose(np.hypot(*np.diff(ring, axis=0).T), grid.cell_m)


def test_rows_go_down_and_letters_go_right() -> None:
    grid = Grid(0, 100, 10, 5, 4)
    assert grid.label_at(1, 99) == "A1"
    assert grid.label_at(41, 61) == "E4"
    assert [grid.label_at(*point) for point in ((-1, 99), (51, 99), (1, 101), (1, 59))] == [""] * 4


def test_a_turned_grid_has_its_rows_below_its_bearing() -> None:
    grid = Grid(0, 0, 10, 3, 3, bearing_deg=90)
    assert grid.center(Cell(0, 2)) == pytest.approx((-25, -5))


@pytest.mark.parametrize("text", ["", "4", "H", "H0", "H99", "ZZ1", "A1B", "H4; drop", "Ä1", "A" * 200])
def test_nonsense_is_no_cell(text: str) -> None:
    assert Grid(0, 0, 10, 20, 20).parse(text) is None


def test_lines_for_what_is_visible() -> None:
    grid = Grid(0, 100, 10, 10, 10)
    assert len(grid.lines((-1000, -1000, 1000, 1000))) == 22
    few = grid.lines((12, 62, 28, 78))
    assert len(few) == 6
    assert {tuple(point) for point in few.reshape(-1, 2)} == {(x, y) for x in (10, 20, 30) for y in (60, 70, 80)} - {
        (20, 70)
    }
    assert len(grid.lines((500, 500, 600, 600))) == 0


@given(GRIDS, st.data())
def test_visible_cells_hold_every_visible_point(grid: Grid, data: st.DataObject) -> None:
    x, y = data.draw(st.floats(-6000, 6000)), data.draw(st.floats(-6000, 6000))
    columns, rows = grid.cells_within((x - 5, y - 5, x + 5, y + 5))
    cell = grid.cell_at(x, y)
    assert cell is None or (cell.column in columns and cell.row in rows)
