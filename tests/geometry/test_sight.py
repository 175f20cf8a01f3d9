"""Sight ends at walls, goes through gaps, and never leaves the wedge."""

import numpy as np
import pytest

from smartclient.domain.devices import CameraForm, View
from smartclient.geometry.sight import visible_ring

WALL_WITH_GAP = np.array([(5.0, -20.0, 5.0, -1.0), (5.0, 1.0, 5.0, 20.0)])


def farthest(points: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> float:
    return float(np.hypot(*points.T).max())


def test_open_ground_is_the_whole_wedge() -> None:
    ring = visible_ring(0, 0, View(90, 60, 10), np.empty((0, 4)))
    assert farthest(ring) == pytest.approx(10)
    bearings = np.degrees(np.arctan2(ring[1:, 0], ring[1:, 1]))
    assert (bearings.min(), bearings.max()) == pytest.approx((60, 120))


def test_a_wall_ends_it_and_a_gap_lets_it_through() -> None:
    ring = visible_ring(0, 0, View(90, 80, 12), WALL_WITH_GAP)
    beyond = ring[ring[:, 0] > 5.5]
    assert len(beyond) > 0
    assert np.all(np.abs(beyond[:, 1]) <= np.abs(beyond[:, 0]) / 5 + 1e-6)
    assert ring[:, 0].max() == pytest.approx(12, abs=0.1)


def test_the_wall_a_camera_hangs_on_does_not_blind_it() -> None:
    own = np.array([(0.2, -5.0, 0.2, 5.0)])
    assert farthest(visible_ring(0, 0, View(90, 60, 10), own)) == pytest.approx(10)


def test_a_fisheye_sees_all_round() -> None:
    ring = visible_ring(0, 0, View(0, 180, 6, CameraForm.FISHEYE), np.empty((0, 4)))
    assert np.hypot(*ring.T) == pytest.approx(np.full(len(ring), 6.0))
