"""Where the next corner of a drawn room lands."""

import numpy as np
import pytest

from smartclient.geometry.next_corner import nearest_on_edge, snap

_NONE = np.empty((0, 2))
_NO_EDGES = np.empty((0, 4))


def test_an_earlier_corner_comes_first() -> None:
    found = snap((10.4, 0.3), np.array([(10.0, 0.0)]), np.array([(0.0, 0.2, 20.0, 0.2)]), [(0.0, 0.0)], 1.0)
    assert (found.point, found.why) == ((10.0, 0.0), "corner")


def test_nearly_level_becomes_level() -> None:
    found = snap((30.0, 0.6), _NONE, _NO_EDGES, [(0.0, 0.0)], 1.0)
    assert (found.point, found.why) == ((30.0, 0.0), "right angle")


def test_the_fourth_corner_closes_a_rectangle() -> None:
    found = snap((0.5, 19.5), _NONE, _NO_EDGES, [(0.0, 0.0), (30.0, 0.0), (30.0, 20.0)], 1.0)
    assert found.point == pytest.approx((0.0, 20.0))


def test_a_slanted_wing_gets_right_angles_of_its_own() -> None:
    found = snap((5.2, 15.1), _NONE, _NO_EDGES, [(0.0, 0.0), (10.0, 10.0)], 1.0)
    assert found.why == "right angle"
    side, last = np.array((1.0, 1.0)), np.array(found.point) - (10.0, 10.0)
    assert float(side @ last) == pytest.approx(0.0, abs=1e-9)


def test_a_right_angle_ends_on_the_wall_it_meets() -> None:
    found = snap((10.3, 19.7), _NONE, np.array([(0.0, 20.0, 40.0, 20.0)]), [(10.0, 0.0)], 1.0)
    assert found.point == pytest.approx((10.0, 20.0))


def test_a_point_far_from_everything_stays() -> None:
    found = snap((10.0, 10.0), np.array([(0.0, 0.0)]), np.array([(0.0, 20.0, 40.0, 20.0)]), [], 1.0)
    assert (found.point, found.why) == ((10.0, 10.0), "")


def test_the_nearest_of_edges_is_told_with_the_point_on_it() -> None:
    edges = np.array([(0.0, 0.0, 10.0, 0.0), (0.0, 5.0, 10.0, 5.0)])
    assert nearest_on_edge((3.0, 4.5), edges, 1.0) == ((3.0, 5.0), (0.0, 5.0, 10.0, 5.0))
    assert nearest_on_edge((3.0, 2.5), edges, 1.0) is None
