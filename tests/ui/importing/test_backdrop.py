"""Drawings of any unit and anywhere fit on a canvas."""

import numpy as np
import pytest

from smartclient.geometry.viewport import Viewport
from smartclient.plans.importing.drawing import Draft, Drawing
from smartclient.ui.importing.backdrop import backdrop_of
from smartclient.ui.importing.line_art import coverage


@pytest.mark.parametrize(
    ("west", "south", "unit", "is_world"),
    [(13.722, 51.025, 1e-5, True), (0.0, 0.0, 1000.0, False), (512_345.0, 4_567_890.0, 1.0, False)],
)
def test_a_building_is_seen_whatever_its_units_and_wherever_it_lies(
    west: float, south: float, unit: float, is_world: bool
) -> None:
    draft = Draft()
    draft.area(
        "walls",
        [[(west, south), (west + 40 * unit, south), (west + 40 * unit, south + 25 * unit), (west, south + 25 * unit)]],
    )
    backdrop = backdrop_of(Drawing("building", draft.layers(), is_world=is_world))
    view = Viewport(0, 0, 1, 600, 400).fitted((-500, -500, 500, 500))
    cover = coverage(backdrop.segments["walls"], view)
    assert 4 < (cover > 0.3).any(axis=1).sum() < 400
    assert (cover > 0.3).any(axis=0).sum() > 300
    corner = backdrop.corner_near(west + unit, south + unit, 2 * unit)
    assert corner is not None
    assert np.allclose(corner, (west, south), atol=unit * 0.01)
    assert backdrop.corner_near(west + 20 * unit, south + 12 * unit, 2 * unit) is None
    assert backdrop.to_drawing(backdrop.to_canvas((west, south))) == pytest.approx((west, south))
