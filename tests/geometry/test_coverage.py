"""Areas by class, their union and what is left, against points thrown at random."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.domain.devices import CameraForm, View
from smartclient.domain.dori import Dori, class_at, reach_m
from smartclient.geometry.coverage import (
    ClassAreas,
    blind_spots,
    class_areas,
    lost,
    polygon_of,
    seen_alone_m2,
    shares,
    shares_of,
    union_of,
)
from smartclient.geometry.visibility import Ring, visible_ring

ROOM = shapely.box(0, 0, 20, 10)
WALLS: Ring = np.array([[12.0, 0.0, 12.0, 6.0]])

cameras = st.tuples(
    st.floats(0.5, 19.5),
    st.floats(0.5, 9.5),
    st.builds(View, st.floats(0, 360), st.floats(20, 120), st.floats(3, 30), st.sampled_from(CameraForm)),
)


def seen_by(x: float, y: float, view: View) -> ClassAreas:
    return class_areas(x, y, view, visible_ring(x, y, view, WALLS))


@given(camera=cameras)
@settings(max_examples=25, deadline=None)
def test_each_class_is_what_is_visible_and_near_enough(camera: tuple[float, float, View]) -> None:
    x, y, view = camera
    areas = seen_by(x, y, view)
    visible = polygon_of(visible_ring(x, y, view, WALLS))
    points = np.random.default_rng(7).uniform((0, 0), (20, 10), (60, 2))
    inside = shapely.contains_xy(visible, points)
    is_clear = shapely.distance(shapely.points(points), visible.boundary) > 0.02
    for (px, py), is_visible in zip(points[is_clear].tolist(), inside[is_clear].tolist(), strict=True):
        distance = float(np.hypot(px - x, py - y))
        if any(abs(distance - reach_m(view, one.px_per_m)) < 0.01 * distance for one in Dori):
            continue
        expected = class_at(view, distance) if is_visible else None
        for dori in Dori:
            is_seen = shapely.contains_xy(areas.of(dori), px, py)
            assert is_seen == (expected is not None and dori <= expected)


@given(many=st.lists(cameras, min_size=1, max_size=5))
@settings(max_examples=15, deadline=None)
def test_the_union_is_seen_by_at_least_one(many: list[tuple[float, float, View]]) -> None:
    each = [seen_by(*camera) for camera in many]
    together = union_of(each)
    for dori in Dori:
        for areas in each:
            assert areas.of(dori).difference(together.of(dori).buffer(0.01)).area < 1e-6
        assert together.of(dori).area <= sum(areas.of(dori).area for areas in each) + 0.1
    (found,) = shares_of([ROOM], together)
    assert list(found) == sorted(found, reverse=True)
    assert found[0] == pytest.approx(together.detect.intersection(ROOM).area / 200)


def test_shares_of_areas_lines_and_nothing() -> None:
    seen = shapely.box(0, 0, 10, 10)
    places = [ROOM, shapely.LineString([(5, 5), (15, 5)]), shapely.LineString([(11, 1), (12, 1)]), shapely.Polygon()]
    assert shares(places, seen).tolist() == [0.5, 0.5, 0.0, 0.0]
    assert shares(places, shapely.Polygon()).tolist() == [0.0] * 4


def test_blind_spots_are_pieces_where_a_person_fits_in() -> None:
    seen = shapely.union_all([shapely.box(0, 0, 10, 10), shapely.box(10.2, 0, 16, 10), shapely.box(16, 0, 20, 5)])
    (spot,) = blind_spots(ROOM, seen, least_m2=2.0)
    assert spot.equals(shapely.box(16, 5, 20, 10)) or spot.symmetric_difference(shapely.box(16, 5, 20, 10)).area < 0.05
    assert blind_spots(ROOM, seen, least_m2=30.0) == []
    assert blind_spots(ROOM, ROOM, least_m2=0.0) == []
    (whole,) = blind_spots(ROOM, shapely.Polygon(), least_m2=1.0)
    assert whole.area == pytest.approx(200, rel=1e-6)


def test_what_only_one_camera_sees() -> None:
    own, others = shapely.box(0, 0, 10, 10), shapely.box(5, 0, 20, 10)
    assert lost(own, others).area == pytest.approx(50)
    assert lost(own, shapely.Polygon()).area == 100
    assert lost(own, shapely.box(-1, -1, 30, 30)).is_empty


@given(many=st.lists(cameras, min_size=1, max_size=5))
@settings(max_examples=15, deadline=None)
def test_what_dies_with_a_camera_is_what_the_others_do_not_see(many: list[tuple[float, float, View]]) -> None:
    each = [seen_by(*camera).detect for camera in many]
    for place, alone_m2 in enumerate(seen_alone_m2(each, ROOM)):
        others = shapely.union_all([area for other, area in enumerate(each) if other != place])
        assert alone_m2 == pytest.approx(each[place].difference(others).intersection(ROOM).area, abs=0.05)


def test_an_outline_of_two_points_or_one_that_crosses_itself_is_no_trouble() -> None:
    assert polygon_of(np.array([[0.0, 0.0], [1.0, 1.0]])).is_empty
    bow_tie = polygon_of(np.array([[0.0, 0.0], [2.0, 2.0], [2.0, 0.0], [0.0, 2.0]]))
    assert bow_tie.is_valid
    assert bow_tie.area == pytest.approx(2.0)
