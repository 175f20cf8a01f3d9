"""Walks with times: as long as their routes say, on stairs too, and continuous."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.ids import LevelId
from smartclient.session.following.timed_walk import TimedWalk, timed
from smartclient.store.routes import Route

GROUND, UPPER = LevelId("1F"), LevelId("2F")
points = st.lists(st.tuples(st.floats(-200, 200), st.floats(-200, 200)), min_size=2, max_size=8)


def level_route(*through: tuple[float, float]) -> Route:
    length = sum(math.dist(a, b) for a, b in pairwise(through))
    return Route(tuple(through), (GROUND,) * len(through), length)


@given(through=points, pace=st.floats(0.5, 5))
def test_a_walk_takes_as_long_as_its_length_and_goes_through_all_its_points(
    through: list[tuple[float, float]], pace: float
) -> None:
    route = level_route(*through)
    walk = timed([route], pace)
    assert walk.duration_s == pytest.approx(route.seconds(pace), abs=1e-6)
    assert list(walk.times_s) == sorted(set(walk.times_s))
    for (x, y), at in zip(walk.points, walk.times_s, strict=True):
        place = walk.at(at)
        assert (place.x, place.y) == pytest.approx((x, y), abs=1e-6)


def test_between_two_points_one_is_on_the_line_between_them() -> None:
    walk = timed([level_route((0, 0), (14, 0)), level_route((14, 0), (14, 7))], 1.4)
    assert walk.duration_s == pytest.approx(15)
    half = walk.at(5)
    assert (half.x, half.y) == pytest.approx((7, 0))
    assert half.level == GROUND
    assert (walk.at(-3).x, walk.at(99).y) == (0, 7)


def test_stairs_take_the_time_the_route_says_where_the_level_changes() -> None:
    route = Route(((0, 0), (7, 0), (7, 3), (14, 3)), (GROUND, GROUND, UPPER, UPPER), 24.5, stairs_m=7.5)
    walk = timed([route], 1.0)
    assert walk.duration_s == pytest.approx(route.seconds(1.0))
    assert walk.at(6.9).level == GROUND
    assert walk.at(route.seconds(1.0) - 6.9).level == UPPER


def test_samples_cover_all_of_a_walk() -> None:
    times, where, levels = timed([level_route((0, 0), (10, 0))], 1.0).samples(0.3)
    assert (times[0], times[-1]) == (0, pytest.approx(10))
    assert max(b - a for a, b in pairwise(times.tolist())) <= 0.3 + 1e-9
    assert where[-1].tolist() == pytest.approx([10, 0])
    assert set(levels) == {GROUND}


def test_a_walk_of_one_point_takes_no_time() -> None:
    walk = TimedWalk(((1.0, 2.0),), (GROUND,), (0.0,))
    assert walk.duration_s == 0
    assert len(walk.samples(0.5)[0]) == 2
    assert walk.at(5).y == 2
