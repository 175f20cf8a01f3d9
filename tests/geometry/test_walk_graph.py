"""Shortest walks: around corners, through doorways, never through a wall."""

import math
from itertools import pairwise

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.geometry.free_space import FreeSpace
from smartclient.geometry.walk_graph import End, Passage, WalkGraph

L_HALL = shapely.Polygon([(0, 0), (20, 0), (20, 4), (4, 4), (4, 20), (0, 20)])
PILLAR = shapely.Polygon([(0, 0), (20, 0), (20, 20), (0, 20)], [[(8, 8), (8, 12), (12, 12), (12, 8)]])


def graph(*shapes: shapely.Polygon, passages: tuple[Passage, ...] = ()) -> WalkGraph:
    return WalkGraph([FreeSpace(shape) for shape in shapes], passages)


def test_in_sight_it_is_a_straight_line() -> None:
    walk = graph(L_HALL).walk(End(0, 1, 1), End(0, 19, 1))
    assert walk is not None
    assert walk.points == ((1, 1), (19, 1))
    assert walk.cost_m == 18


def test_round_the_corner_of_a_hall() -> None:
    walk = graph(L_HALL).walk(End(0, 19, 3.9), End(0, 3.9, 19))
    assert walk is not None
    around = math.dist((19, 3.9), (4, 4)) + math.dist((4, 4), (3.9, 19))
    assert around <= walk.cost_m <= around + 1
    assert all(L_HALL.buffer(0.03).covers(shapely.LineString(step)) for step in pairwise(walk.points))


def test_through_doors_and_none_where_there_is_no_door() -> None:
    rooms = (shapely.box(0, 0, 5, 5), shapely.box(5.2, 0, 10, 5), shapely.box(20, 0, 25, 5))
    door = Passage((End(0, 4.9, 4), End(1, 5.3, 4)), 0.4, ((5.1, 4),))
    own = graph(*rooms, passages=(door,))
    walk = own.walk(End(0, 1, 1), End(1, 9, 1))
    back = own.walk(End(1, 9, 1), End(0, 1, 1))
    assert walk is not None
    assert back is not None
    assert walk.points == ((1, 1), (4.9, 4), (5.1, 4), (5.3, 4), (9, 1))
    assert walk.points == back.points[::-1]
    assert walk.passages == (0,)
    assert walk.spaces[0] == 0
    assert walk.spaces[-1] == 1
    assert own.walk(End(0, 1, 1), End(2, 22, 1)) is None
    assert own.walk(End(0, 1, 1), End(1, 9, 1), without=frozenset({0})) is None


def test_the_nearest_door_is_the_nearest_on_foot() -> None:
    hall = shapely.Polygon([(0, 0), (30, 0), (30, 3), (3, 3), (3, 6), (30, 6), (30, 9), (0, 9)])
    outside = shapely.box(31, -5, 40, 20)
    near = Passage((End(0, 29.9, 1), End(1, 31.1, 1)), 1.2)
    far = Passage((End(0, 29.9, 8), End(1, 31.1, 8)), 1.2)
    own = graph(hall, outside, passages=(near, far))
    known = own.nearest_of_all({0: 0, 1: 1})
    found = own.nearest(End(0, 29, 2.9), known)
    assert found is not None
    assert found[1] == 0
    above = own.nearest(End(0, 29, 6.1), known)
    assert above is not None
    assert above[1] == 1


inside = st.tuples(st.floats(0.1, 19.9), st.floats(0.1, 19.9)).filter(
    lambda point: not shapely.box(7.9, 7.9, 12.1, 12.1).covers(shapely.Point(point))
)


@settings(deadline=None)
@given(inside, inside)
def test_a_walk_is_no_shorter_than_a_bird_flies_and_the_same_both_ways(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    own = graph(PILLAR)
    walk, back = own.walk(End(0, *start), End(0, *end)), own.walk(End(0, *end), End(0, *start))
    assert walk is not None
    assert back is not None
    assert walk.cost_m == pytest.approx(back.cost_m)
    assert walk.cost_m >= math.dist(start, end) - 1e-9
    assert walk.cost_m == pytest.approx(sum(math.dist(*step) for step in pairwise(walk.points)))
    assert all(PILLAR.buffer(0.03).covers(shapely.LineString(step)) for step in pairwise(walk.points))


def test_an_outline_of_thousands_of_corners_is_walked_by_a_few() -> None:
    turns = [math.radians(turn / 10) for turn in range(3600)]
    star = shapely.Polygon(
        [((20 + turn % 2) * math.cos(at), (20 + turn % 2) * math.sin(at)) for turn, at in enumerate(turns)]
    )
    assert len(FreeSpace(star).corners) <= 400
    walk = graph(star).walk(End(0, -15, 0), End(0, 15, 0))
    assert walk is not None
