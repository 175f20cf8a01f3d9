"""The classes of IEC EN 62676-4 by pixel density, and how far each reaches."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.devices import CameraForm, View
from smartclient.domain.dori import Dori, class_at, density_px_per_m, reach_m

RIGHT_ANGLE = View(0.0, 90.0, 50.0)


def test_a_right_angle_of_full_hd_has_half_its_width_on_a_metre_at_one_metre() -> None:
    assert density_px_per_m(RIGHT_ANGLE, 1.0) == pytest.approx(960.0)
    assert reach_m(RIGHT_ANGLE, 25.0) == pytest.approx(38.4)
    assert reach_m(RIGHT_ANGLE, Dori.IDENTIFY.px_per_m) == pytest.approx(3.84)


def test_the_densities_are_those_of_the_standard() -> None:
    assert [one.px_per_m for one in Dori] == [25.0, 62.5, 125.0, 250.0]
    assert [one.word for one in Dori] == ["detect", "observe", "recognise", "identify"]


@pytest.mark.parametrize(
    ("distance_m", "expected"),
    [
        (0.0, Dori.IDENTIFY),
        (3.8, Dori.IDENTIFY),
        (3.9, Dori.RECOGNISE),
        (15.0, Dori.OBSERVE),
        (38.0, Dori.DETECT),
        (39.0, None),
    ],
)
def test_the_class_falls_with_distance(distance_m: float, expected: Dori | None) -> None:
    assert class_at(RIGHT_ANGLE, distance_m) is expected


@given(
    fov=st.floats(1, 359),
    form=st.sampled_from(CameraForm),
    distance_m=st.floats(0.1, 500),
    width=st.integers(160, 8000),
)
def test_reach_and_density_say_the_same(fov: float, form: CameraForm, distance_m: float, width: int) -> None:
    view = View(10.0, fov, 50.0, form, width_px=width)
    density = density_px_per_m(view, distance_m)
    assert 0 < density < math.inf
    assert reach_m(view, density) == pytest.approx(distance_m)


def test_a_fisheye_shows_less_of_each_metre_than_a_narrow_view() -> None:
    fisheye = View(0.0, 360.0, 10.0, CameraForm.FISHEYE)
    assert density_px_per_m(fisheye, 4.0) == pytest.approx(120.0)
    assert class_at(fisheye, 4.0) is Dori.OBSERVE
