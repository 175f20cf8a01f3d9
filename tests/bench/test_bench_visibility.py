"""The bench of visibility has the walls it says, and its rivals answer the same question."""

import numpy as np
import pytest
import shapely

from smartclient.bench import visibility
from smartclient.domain.devices import CameraForm, View
from smartclient.geometry.visibility import sides, visible_ring


def test_the_walls_are_about_two_thousand_segments_apart_from_each_other() -> None:
    walls = list(visibility._walls())
    assert len(walls) == visibility.WALLS
    assert len(sides(walls)) == 4 * len(walls)
    shapes = np.array([shapely.Polygon(ring) for ring in walls])
    assert shapely.union_all(shapes).area == pytest.approx(shapely.area(shapes).sum())


def test_the_fan_sees_nearly_what_the_sweep_sees() -> None:
    walls = sides(
        [*visibility._walls(), np.array([(0.0, 0.0), (102.0, 0.0), (102.0, 102.0), (0.0, 102.0), (0.0, 0.0)])]
    )
    exact = shapely.Polygon(visible_ring(33.0, 33.0, View(0.0, 360.0, 1_000.0, CameraForm.FISHEYE), walls))
    fan = shapely.Polygon(visibility._fan(33.0, 33.0, walls))
    assert exact.symmetric_difference(fan).area < 0.2 * exact.area


def test_a_wrong_answer_is_told_by_rays() -> None:
    wall = shapely.box(4, -1, 5, 1)
    right, wrong = shapely.box(0.1, -1, 4, 1), shapely.box(0.1, -1, 8, 1)
    assert visibility._wrong((0.0, 0.0), right, wrong, wall) == (False, True)
    assert visibility._wrong((0.0, 0.0), wrong, right, wall) == (True, False)
    assert visibility._wrong((0.0, 0.0), right, right, wall) == (False, False)
