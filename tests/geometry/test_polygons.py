"""Polygons: repair keeps what was there, points are inside."""

import math

from hypothesis import given
from hypothesis import strategies as st

from smartclient.geometry.polygons import area, lie_on_outline, lie_within, points_inside, repaired

SQUARE = (((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)),)
BOW_TIE = (((0.0, 0.0), (4.0, 4.0), (4.0, 0.0), (0.0, 2.0), (0.0, 0.0)),)
POINTS = st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 10)), min_size=3, max_size=12)


def test_a_valid_polygon_stays_itself() -> None:
    (repair,) = repaired([SQUARE])
    assert repair.parts == (SQUARE,)
    assert repair.reason == ""


def test_a_bow_tie_becomes_two_triangles_the_larger_first() -> None:
    (repair,) = repaired([BOW_TIE])
    assert "Self-intersection" in repair.reason
    assert len(repair.parts) == 2
    assert area(repair.parts[0]) > area(repair.parts[1]) > 0


@given(st.lists(POINTS, max_size=6))
def test_whatever_is_repaired_is_valid_after(outlines: list[list[tuple[float, float]]]) -> None:
    rings = [((*points, points[0]),) for points in outlines]
    parts = [part for repair in repaired(rings) for part in repair.parts]
    assert all(repair.reason == "" for repair in repaired(parts))
    assert len(repaired(rings)) == len(rings)


def test_corners_that_are_almost_one_are_repaired_too() -> None:
    ring = ((1.0, 1.0), (-1.2e-38, 0.5), (0.0, 1.0), (1.0, 0.0), (0.0, -1.0), (-3e-88, 0.5), (0.0, 0.0), (0.0, 1.0))
    (repair,) = repaired([((*ring, ring[0]),)])
    assert repair.parts
    assert all(again.reason == "" for again in repaired(repair.parts))


def test_a_ring_made_to_waste_time_is_left_alone() -> None:
    star = tuple((math.cos(2.5 * i), math.sin(2.5 * i)) for i in range(200))
    circle = tuple((math.cos(i / 500), math.sin(i / 500)) for i in range(3000))
    for repair in repaired([((*star, star[0]),), ((*circle, (5.0, 5.0), (-5.0, 0.1), circle[0]),)]):
        assert repair.parts == ()
        assert "too tangled" in repair.reason
    assert [len(repair.parts) for repair in repaired([BOW_TIE] * 10_001)] == [2] * 10_000 + [0]


def test_a_label_point_of_a_horseshoe_is_on_the_iron() -> None:
    shoe = (
        ((0.0, 0.0), (6.0, 0.0), (6.0, 6.0), (5.0, 6.0), (5.0, 1.0), (1.0, 1.0), (1.0, 6.0), (0.0, 6.0), (0.0, 0.0)),
    )
    assert lie_within(points_inside([shoe]), [(shoe,)], 0.0) == [True]
    assert lie_within([(3.0, 3.0)], [(shoe,)], 0.5) == [False]


def test_the_area_leaves_holes_in() -> None:
    assert area((SQUARE[0], ((1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 1.0)))) == 16
    assert math.isclose(area((tuple((x + 1e6, y + 1e6) for x, y in SQUARE[0]),)), 16)


def test_a_door_in_the_outer_wall_lies_on_the_outline_and_one_across_a_hall_does_not() -> None:
    lines = [((1.0, 0.1), (2.0, 0.1)), ((0.1, 2.0), (2.0, 2.0))]
    assert lie_on_outline(lines, [SQUARE[0], SQUARE[0]], 0.3) == [True, False]
