"""Fits to control points: exact ones are found again, others are the best there are, impossible ones are refused in words."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.geometry.control_points import BadControlPoints, Points, Shaping, fit

_SPREAD = np.array([(0.0, 0.0), (1000.0, 30.0), (900.0, -700.0), (80.0, -650.0)])
_turns = st.floats(-math.pi, math.pi)
_scales = st.floats(1e-3, 1e3)
_shifts = st.floats(-1e5, 1e5)


def similar(points: Points, turn: float, scale: float, x: float, y: float) -> Points:
    matrix = scale * np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    moved: Points = points @ matrix.T + (x, y)
    return moved


@given(_turns, _scales, _shifts, _shifts, st.sampled_from(list(Shaping)))
def test_a_turn_scale_and_shift_is_found_again(turn: float, scale: float, x: float, y: float, shaping: Shaping) -> None:
    world = similar(_SPREAD, turn, scale, x, y)
    found = fit(_SPREAD, world, shaping)
    tolerance = 1e-6 * max(1.0, scale * 1000)
    assert found.rms_m < tolerance
    assert found.metres_per_unit == pytest.approx(scale, rel=1e-6)
    assert np.allclose(found.to_world(_SPREAD), world, atol=tolerance)
    assert np.allclose(found.to_drawing(world), _SPREAD, atol=1e-3)
    assert math.isclose(math.cos(math.radians(found.turn_deg)), math.cos(-turn), abs_tol=1e-6)


@given(st.lists(st.tuples(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3)), min_size=4, max_size=4), _turns)
def test_no_other_similarity_is_nearer_to_control_points_that_contradict_each_other(
    errors: list[tuple[float, float]], turn: float
) -> None:
    world = similar(_SPREAD, turn, 0.05, 10.0, -4.0) + np.array(errors)
    found = fit(_SPREAD, world)
    best = np.square(found.residuals_m).sum()
    for small in (1e-4, -1e-4):
        for other in (
            similar(found.to_world(_SPREAD), 0.0, 1.0, small, 0.0),
            similar(found.to_world(_SPREAD), 0.0, 1.0, 0.0, small),
            similar(found.to_world(_SPREAD), small, 1.0, 0.0, 0.0),
            similar(found.to_world(_SPREAD), 0.0, 1.0 + small, 0.0, 0.0),
        ):
            assert np.square(other - world).sum() >= best - 1e-9


def test_residuals_are_told_in_metres_for_each_point() -> None:
    world = similar(_SPREAD, 0.2, 0.05, 0.0, 0.0)
    world[2] += (0.0, 2.0)
    found = fit(_SPREAD, world)
    assert found.residuals_m.argmax() == 2
    assert 0.5 < found.rms_m < 1.0
    assert found.rms_m == pytest.approx(math.sqrt(np.square(found.residuals_m).mean()))


def test_an_affine_fit_takes_out_a_shear_that_a_similarity_leaves() -> None:
    world = _SPREAD @ np.array([[0.05, 0.01], [0.0, 0.06]]).T
    assert fit(_SPREAD, world, Shaping.AFFINE).rms_m < 1e-9
    assert fit(_SPREAD, world).rms_m > 1.0


@pytest.mark.parametrize(
    ("drawn", "world", "shaping", "words"),
    [
        ([(0, 0)], [(0, 0)], Shaping.SIMILARITY, "2 control points are needed, there is one"),
        ([(0, 0), (9, 9)], [(0, 0), (1, 1)], Shaping.AFFINE, "3 control points are needed, there are 2"),
        ([(5, 5), (5, 5)], [(0, 0), (1, 1)], Shaping.SIMILARITY, "all in one place in the drawing"),
        ([(0, 0), (5, 5)], [(1, 1), (1, 1)], Shaping.SIMILARITY, "all in one place in the world"),
        ([(0, 0), (1, 1), (2, 2)], [(0, 0), (1, 0), (0, 1)], Shaping.AFFINE, "on one line in the drawing"),
        ([(0, 0), (1, 0)], [(0, 0), (math.nan, 0)], Shaping.SIMILARITY, "not a number"),
        ([(0, 0), (1, 0)], [(0, 0)], Shaping.SIMILARITY, "one in the world"),
    ],
)
def test_what_cannot_be_fitted_is_refused_in_words(
    drawn: list[tuple[float, float]], world: list[tuple[float, float]], shaping: Shaping, words: str
) -> None:
    with pytest.raises(BadControlPoints, match=words):
        fit(np.array(drawn, dtype=np.float64), np.array(world, dtype=np.float64), shaping)
