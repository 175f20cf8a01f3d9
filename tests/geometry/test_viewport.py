"""The viewport: to the screen and back, zoom, pan, fit."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.geometry.viewport import CLOSEST_METRES_PER_PX, FARTHEST_METRES_PER_PX, Viewport

METRES = st.floats(-100_000, 100_000)
SCALES = st.floats(CLOSEST_METRES_PER_PX, FARTHEST_METRES_PER_PX)
VIEWPORTS = st.builds(Viewport, METRES, METRES, SCALES, st.integers(1, 4000), st.integers(1, 3000))
PIXELS = st.tuples(st.floats(-500, 4500), st.floats(-500, 3500))


@given(VIEWPORTS, PIXELS)
def test_to_the_map_and_back(viewport: Viewport, pixel: tuple[float, float]) -> None:
    assert viewport.to_screen(*viewport.to_map(*pixel)) == pytest.approx(pixel, abs=1e-3)


@given(VIEWPORTS, st.lists(PIXELS, min_size=1, max_size=20))
def test_arrays_agree_with_points(viewport: Viewport, pixels: list[tuple[float, float]]) -> None:
    points = viewport.points_to_map(np.array(pixels))
    assert np.allclose(points, [viewport.to_map(*pixel) for pixel in pixels], rtol=1e-12, atol=1e-6)
    assert np.allclose(viewport.points_to_screen(points), pixels, atol=1e-3)


def test_the_screen_goes_down_as_the_map_goes_up() -> None:
    viewport = Viewport(100, 50, 0.5, 800, 600)
    assert viewport.to_screen(100, 50) == (400, 300)
    assert viewport.to_screen(110, 60) == (420, 280)
    assert viewport.bounds == (-100, -100, 300, 200)


@given(VIEWPORTS, PIXELS, st.floats(0.1, 10))
def test_zooming_holds_the_point_under_the_pointer(
    viewport: Viewport, pixel: tuple[float, float], factor: float
) -> None:
    zoomed = viewport.zoomed_about(pixel, factor)
    assert CLOSEST_METRES_PER_PX <= zoomed.metres_per_px <= FARTHEST_METRES_PER_PX
    assert zoomed.to_map(*pixel) == pytest.approx(viewport.to_map(*pixel), abs=1e-3)


@given(VIEWPORTS, st.floats(-900, 900), st.floats(-900, 900))
def test_panning_moves_what_is_seen_with_the_hand(viewport: Viewport, dx: float, dy: float) -> None:
    x, y = viewport.to_map(10, 20)
    assert viewport.panned(dx, dy).to_screen(x, y) == pytest.approx((10 + dx, 20 + dy), abs=1e-3)


@given(VIEWPORTS, METRES, METRES, st.floats(0, 50_000), st.floats(0, 50_000), st.floats(0, 60))
def test_what_is_fitted_is_visible(
    viewport: Viewport, west: float, south: float, wide: float, high: float, margin: float
) -> None:
    fitted = viewport.fitted((west, south, west + wide, south + high), margin)
    is_limited = fitted.metres_per_px == FARTHEST_METRES_PER_PX
    bounds = fitted.bounds
    assert fitted.to_map(viewport.width_px / 2, viewport.height_px / 2) == pytest.approx(
        (west + wide / 2, south + high / 2)
    )
    if not is_limited:
        assert bounds[0] <= west + 1e-3
        assert bounds[1] <= south + 1e-3
        assert bounds[2] >= west + wide - 1e-3
        assert bounds[3] >= south + high - 1e-3


def test_nobody_gets_lost() -> None:
    viewport = Viewport(0, 0, 500, 100, 100)
    for _ in range(200):
        viewport = viewport.panned(-1000, 1000)
    assert math.hypot(viewport.center_x, viewport.center_y) < 3_000_000


def test_a_hidden_screen_has_a_size() -> None:
    assert Viewport(0, 0, 1, 800, 600).resized(0, -3) == Viewport(0, 0, 1, 1, 1)
