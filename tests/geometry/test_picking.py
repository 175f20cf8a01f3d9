"""Picking: against the plain definition of nearest and inside."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from smartclient.geometry.picking import PolygonIndex, nearest

PLACE = st.floats(-1000, 1000)
PLACES = st.lists(st.tuples(PLACE, PLACE), max_size=60)


@given(PLACES, PLACE, PLACE, st.floats(0, 500))
def test_nearest_is_the_nearest_within_reach(
    places: list[tuple[float, float]], x: float, y: float, radius: float
) -> None:
    found = nearest(np.array(places).reshape(-1, 2), x, y, radius)
    distances = [math.dist(place, (x, y)) for place in places]
    if found is None:
        assert all(distance > radius - 1e-9 for distance in distances)
    else:
        assert distances[found] <= min(distances) + 1e-9
        assert distances[found] <= radius + 1e-9


def test_of_two_pins_on_one_place_the_upper_is_picked() -> None:
    assert nearest(np.array([[0.0, 0.0], [5.0, 5.0], [5.0, 5.0]]), 5, 5, 1) == 2


def _box(west: float, south: float, side: float) -> tuple[tuple[tuple[float, float], ...], ...]:
    east, north = west + side, south + side
    return (((west, south), (east, south), (east, north), (west, north), (west, south)),)


@given(st.lists(st.tuples(PLACE, PLACE, st.floats(0.5, 800)), max_size=40), PLACE, PLACE)
def test_polygons_around_a_point(boxes: list[tuple[float, float, float]], x: float, y: float) -> None:
    found = PolygonIndex([_box(*box) for box in boxes]).at(x, y)
    expected = {
        i for i, (west, south, side) in enumerate(boxes) if west <= x <= west + side and south <= y <= south + side
    }
    assert set(found) == expected
    areas = [boxes[i][2] for i in found]
    assert areas == sorted(areas)


def test_a_hole_is_not_inside() -> None:
    ring = (*_box(0, 0, 10), *_box(4, 4, 2))
    index = PolygonIndex([ring])
    assert index.at(5, 5) == ()
    assert index.at(1, 1) == (0,)
