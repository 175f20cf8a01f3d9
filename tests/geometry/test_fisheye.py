"""A straight view out of a fisheye picture: straight lines are straight, directions are where they belong."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from smartclient.geometry.fisheye import (
    NARROWEST_DEG,
    WIDEST_DEG,
    Circle,
    Dewarp,
    Mount,
    straight_points,
    straight_table,
)

CIRCLE = Circle(500, 500, 500)
views = st.builds(
    Dewarp,
    st.sampled_from(Mount),
    st.floats(-80, 80),
    st.floats(0, 80),
    st.floats(NARROWEST_DEG, WIDEST_DEG),
)


def at(view: Dewarp, across: float, down: float) -> tuple[float, float]:
    """Where a point of the view lies in the fisheye picture."""
    x, y = straight_points(view, np.array([across], np.float32), np.array([down], np.float32), CIRCLE)
    return float(x[0, 0]), float(y[0, 0])


def ray(x: float, y: float) -> NDArray[np.float64]:
    """The direction seen at a point of the equidistant picture: right, down, forward."""
    right, down = (x - CIRCLE.x) / CIRCLE.radius, (y - CIRCLE.y) / CIRCLE.radius
    level = math.hypot(right, down)
    angle = level * math.pi / 2
    stretch = math.sin(angle) / level if level else 0.0
    return np.array([right * stretch, down * stretch, math.cos(angle)])


def test_the_middle_of_a_view_is_its_direction() -> None:
    assert at(Dewarp(Mount.WALL, 0, 0, 80), 0, 0) == pytest.approx((500, 500))
    assert at(Dewarp(Mount.WALL, 45, 0, 80), 0, 0) == pytest.approx((750, 500), abs=0.01)
    assert at(Dewarp(Mount.WALL, 0, 45, 80), 0, 0) == pytest.approx((500, 250), abs=0.01)
    assert at(Dewarp(Mount.CEILING, 0, 0, 80), 0, 0) == pytest.approx((500, 500))
    assert at(Dewarp(Mount.CEILING, 90, 45, 80), 0, 0) == pytest.approx((750, 500), abs=0.01)
    assert at(Dewarp(Mount.CEILING, 180, 45, 80), 0, 0) == pytest.approx((500, 750), abs=0.01)


def test_down_in_a_ceilings_view_is_towards_the_floor_below() -> None:
    x, y = at(Dewarp(Mount.CEILING, 90, 45, 80), 0, 0.3)
    assert (x, y) == pytest.approx((x, 500), abs=0.01)
    assert 500 < x < 750


@settings(deadline=None)
@given(views, st.floats(-1, 1), st.floats(-0.5, 0.5))
def test_a_straight_line_lies_in_one_plane(view: Dewarp, across: float, down: float) -> None:
    """What a lens without distortion draws as a line are directions in one plane through the camera."""
    first, second, middle = (ray(*at(view, across * t, down * t)) for t in (-1.0, 1.0, 0.4))
    assert abs(float(np.dot(np.cross(first, second), middle))) < 1e-3


@settings(deadline=None)
@given(views)
def test_the_edge_is_half_the_field_of_view_away(view: Dewarp) -> None:
    middle, edge = ray(*at(view, 0, 0)), ray(*at(view, 1, 0))
    angle = math.degrees(math.acos(min(1.0, float(np.dot(middle, edge)))))
    assert angle == pytest.approx(view.field_of_view_deg / 2, abs=0.1)


@settings(deadline=None, max_examples=25)
@given(views)
def test_the_table_agrees_with_the_points(view: Dewarp) -> None:
    width, height, source = 160, 90, 1000
    table = straight_table(view, width, height, source, source, CIRCLE)
    across = ((np.arange(width, dtype=np.float32) + 0.5) * 2 / width) - 1
    down = (np.arange(height, dtype=np.float32) + 0.5 - height / 2) * 2 / width
    x, y = straight_points(view, across.astype(np.float32), down.astype(np.float32), CIRCLE)
    is_well_inside = (x > 2) & (x < source - 2) & (y > 2) & (y < source - 2)
    assert np.all(table[is_well_inside] >= 0)
    assert np.all(np.abs(table % source + 0.5 - x)[is_well_inside] < 1.2)
    assert np.all(np.abs(table // source + 0.5 - y)[is_well_inside] < 1.2)
    is_outside = (x < -2) | (x > source + 2) | (y < -2) | (y > source + 2)
    assert np.all(table[is_outside] == -1)


@settings(deadline=None)
@given(views, st.lists(st.tuples(st.floats(-400, 400), st.floats(-400, 400), st.floats(0.1, 10)), max_size=8))
def test_looking_round_stays_within_the_lens(view: Dewarp, moves: list[tuple[float, float, float]]) -> None:
    for pan, tilt, factor in moves:
        view = view.turned(pan, tilt).zoomed(factor)
    assert NARROWEST_DEG <= view.field_of_view_deg <= WIDEST_DEG
    assert -90 < view.tilt_deg < 90
    assert view.mount is Mount.WALL or view.tilt_deg >= 0
