"""Layouts fill a room without overlap, in the form that gives the largest pictures, and lead from tile to tile."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.store.layouts import EVEN, LAYOUTS, MIXED, Layout, even

layouts = st.sampled_from(list(LAYOUTS.values()))
rooms = st.tuples(st.integers(100, 4000), st.integers(100, 4000))


@settings(deadline=None)
@given(layouts)
def test_no_two_tiles_share_a_place(layout: Layout) -> None:
    for form in layout.forms:
        places = [
            (cell.column + x, cell.row + y) for cell in form.cells for x in range(cell.across) for y in range(cell.down)
        ]
        assert len(places) == len(set(places))
        assert all(0 <= x < form.columns and 0 <= y < form.rows for x, y in places)
        assert len(form.cells) == layout.count


@settings(deadline=None)
@given(layouts, rooms)
def test_no_other_form_shows_larger_pictures(layout: Layout, room: tuple[int, int]) -> None:
    chosen = layout.form(*room)
    assert all(chosen.picture_area(*room) >= form.picture_area(*room) for form in layout.forms)


def test_large_tiles_come_first_and_are_larger() -> None:
    for layout in MIXED:
        large = int(layout.name.partition("+")[0])
        for form in layout.forms:
            areas = [cell.across * cell.down for cell in form.cells]
            assert min(areas[:large]) > max(areas[large:]) == 1


@pytest.mark.parametrize(
    ("name", "start", "across", "down", "expected"),
    [
        ("4", 0, 1, 0, 1),
        ("4", 0, 0, 1, 2),
        ("4", 0, -1, 0, None),
        ("4", 3, 0, 1, None),
        ("1+5", 0, 1, 0, 1),
        ("1+5", 0, 0, 1, 3),
        ("1+5", 5, 0, -1, 2),
        ("1+5", 2, -1, 0, 0),
    ],
)
def test_arrows_lead_to_the_neighbour(name: str, start: int, across: int, down: int, expected: int | None) -> None:
    assert LAYOUTS[name].form(1600, 900).neighbour(start, across, down) == expected


@settings(deadline=None)
@given(layouts, rooms)
def test_arrows_come_back(layout: Layout, room: tuple[int, int]) -> None:
    """Going one way and back ends in the same row or column of tiles."""
    form = layout.form(*room)
    for tile, cell in enumerate(form.cells):
        right = form.neighbour(tile, 1, 0)
        if right is not None:
            back = form.neighbour(right, -1, 0)
            assert back is not None
            assert form.cells[back].column <= cell.column + cell.across


def test_the_smallest_layout_that_holds_them() -> None:
    assert [even(count).count for count in (1, 2, 5, 17, 37, 64, 100)] == [1, 4, 9, 25, 64, 64, 64]
    assert [layout.count for layout in EVEN] == [1, 4, 9, 16, 25, 36, 64]
