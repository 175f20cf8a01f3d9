"""What points and bearings are drawn to."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from smartclient.geometry.snapping import Targets, snapped_bearing

_WALLS = np.array([[0.0, 0.0, 10.0, 0.0], [10.0, 0.0, 10.0, 8.0]])
_CORNERS = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 8.0]])
_TARGETS = Targets((("corner", _CORNERS),), (("wall", _WALLS), ("grid line", np.array([[0.0, 4.0, 20.0, 4.0]]))))
_METRES = st.floats(-50, 50)


def test_a_corner_comes_before_the_wall_it_ends() -> None:
    snap = _TARGETS.snapped(9.8, 0.1, 0.5)
    assert (snap.x, snap.y, snap.to) == (10.0, 0.0, "corner")


def test_a_wall_gives_its_foot_and_its_direction() -> None:
    snap = _TARGETS.snapped(5.0, 0.3, 0.5)
    assert (snap.x, snap.y, snap.to, snap.bearing_deg) == (5.0, 0.0, "wall", 90.0)
    assert _TARGETS.snapped(9.7, 6.0, 0.5).bearing_deg == 0.0


def test_out_of_reach_nothing_is_drawn() -> None:
    snap = _TARGETS.snapped(5.0, 2.0, 0.5)
    assert (snap.x, snap.y, snap.to) == (5.0, 2.0, "")


@given(_METRES, _METRES, st.floats(0.1, 5))
def test_nothing_is_drawn_farther_than_its_reach(x: float, y: float, reach: float) -> None:
    snap = _TARGETS.snapped(x, y, reach)
    assert math.hypot(snap.x - x, snap.y - y) <= reach + 1e-9


def test_a_bearing_becomes_square_to_a_wall_or_to_north() -> None:
    assert snapped_bearing(88.5, (), 3) == 90
    assert snapped_bearing(359.0, (), 3) == 0
    assert snapped_bearing(121.0, (32.0,), 3) == 122
    assert snapped_bearing(45.0, (), 3) == 45
