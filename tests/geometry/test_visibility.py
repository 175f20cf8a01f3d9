"""What is inside the outline is seen and what is outside is not, as rays to thousands of points say, one by one."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from smartclient.domain.devices import CameraForm, View
from smartclient.geometry.visibility import Segments, noded, sides, visible_ring

Points = NDArray[np.float64]
WALL_WITH_GAP = np.array([(5.0, -20.0, 5.0, -1.0), (5.0, 1.0, 5.0, 20.0)])
NOTHING = np.empty((0, 4))
_RULER = np.linspace(-14.7, 14.9, 38)
SPOTS = np.column_stack([axis.ravel() for axis in np.meshgrid(_RULER, _RULER + 0.0131)])
"""Where rays go, metres from the camera."""
TOO_NEAR_M = 0.01
"""So near the outline a ray may miss by rounding, or by the height of an arc over its chord."""


def is_seen(eye: tuple[float, float], spot: Points, view: View, segments: Segments) -> bool:
    """By one ray, whose crossing with each wall is decided by the sides on which the four ends lie."""
    along = spot - np.array(eye)
    distance = math.hypot(*along)
    off_deg = abs((math.degrees(math.atan2(along[0], along[1])) - view.bearing_deg + 180) % 360 - 180)
    is_round = view.form is CameraForm.FISHEYE or view.field_of_view_deg >= 360
    if distance > view.range_m or not (is_round or off_deg <= view.field_of_view_deg / 2):
        return False
    for x0, y0, x1, y1 in segments.tolist():
        eye_side = (x1 - x0) * (eye[1] - y0) - (y1 - y0) * (eye[0] - x0)
        spot_side = (x1 - x0) * (spot[1] - y0) - (y1 - y0) * (spot[0] - x0)
        start_side = along[0] * (y0 - eye[1]) - along[1] * (x0 - eye[0])
        end_side = along[0] * (y1 - eye[1]) - along[1] * (x1 - eye[0])
        if eye_side * spot_side < 0 and start_side * end_side < 0:
            return False
    return True


def check(eye: tuple[float, float], view: View, segments: Segments) -> None:
    drawn = shapely.Polygon(visible_ring(*eye, view, segments))
    outline = shapely.make_valid(drawn)  # two sides may cross by rounding where they meet in one point
    assert outline.area == pytest.approx(drawn.area, abs=1e-3)
    spots = SPOTS + eye
    points = shapely.points(spots)
    said = np.asarray(shapely.contains(outline, points))
    is_clear = np.asarray(shapely.distance(outline.boundary, points)) > TOO_NEAR_M
    if len(segments):
        walls = shapely.MultiLineString(list(segments.reshape(-1, 2, 2)))
        is_clear &= np.asarray(shapely.distance(walls, points)) > TOO_NEAR_M
    for spot, answer in zip(spots[is_clear], said[is_clear], strict=True):
        assert answer == is_seen(eye, spot, view, segments), spot


metres = st.floats(-14, 14).map(lambda value: round(value, 2))
views = st.builds(
    View,
    st.floats(0, 359.99),
    st.one_of(st.floats(5, 170), st.sampled_from((90.0, 180.0, 360.0)), st.floats(181, 359)),
    st.floats(2, 14),
    st.sampled_from(CameraForm),
)


@st.composite
def rooms(draw: st.DrawFn) -> Segments:
    """Rectangles of wall with doorways cut into them, some closed by a leaf, some with a leaf that stands into the room."""
    rings = []
    for _ in range(draw(st.integers(1, 5))):
        west, south = draw(metres), draw(metres)
        east, north = west + draw(st.floats(0.5, 9)), south + draw(st.floats(0.5, 9))
        door = draw(st.floats(0.05, 0.6)) * (east - west)
        begin, end = west + door, west + door + 0.3 * (east - west)
        rings.append(
            np.array([(begin, south), (west, south), (west, north), (east, north), (east, south), (end, south)])
        )
        leaf = draw(st.sampled_from(("none", "closed", "open")))
        if leaf != "none":
            free = (end, south) if leaf == "closed" else (begin, south + end - begin)
            rings.append(np.array([(begin, south), free]))
    return noded(sides(rings))


@settings(max_examples=40, deadline=None)
@given(rooms(), metres, metres, views)
def test_rooms_and_doors_against_rays(segments: Segments, x: float, y: float, view: View) -> None:
    check((x + 0.00317, y - 0.00271), view, segments)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(metres, metres, metres, metres), max_size=14), views)
def test_walls_in_any_disorder_against_rays(walls: list[tuple[float, float, float, float]], view: View) -> None:
    check((0.00123, 0.00777), view, noded(np.array(walls, dtype=float).reshape(-1, 4)))


def test_open_ground_is_the_whole_wedge() -> None:
    ring = visible_ring(0, 0, View(90, 60, 10), NOTHING)
    assert tuple(ring[0]) == (0, 0)
    assert np.hypot(*ring[1:].T) == pytest.approx(np.full(len(ring) - 1, 10.0))
    bearings = np.degrees(np.arctan2(ring[1:, 0], ring[1:, 1]))
    assert (bearings[0], bearings[-1]) == pytest.approx((60, 120))


def test_a_gap_is_seen_through_exactly_past_both_its_ends() -> None:
    ring = visible_ring(0, 0, View(90, 80, 12), WALL_WITH_GAP)
    for end in ((5.0, 1.0), (5.0, -1.0)):
        assert np.min(np.hypot(*(ring - end).T)) < 1e-5
    beyond = ring[ring[:, 0] > 5.001]
    assert np.degrees(np.arctan2(beyond[:, 1], beyond[:, 0])).max() == pytest.approx(
        math.degrees(math.atan2(1, 5)), abs=1e-5
    )


def test_a_closed_room_is_seen_to_its_corners_and_no_farther() -> None:
    corners = np.array([(-3.0, -2.0), (4.0, -2.0), (4.0, 5.0), (-3.0, 5.0), (-3.0, -2.0)])
    ring = visible_ring(0.5, 0.5, View(0, 360, 50, CameraForm.FISHEYE), sides([corners]))
    assert shapely.Polygon(ring).symmetric_difference(shapely.Polygon(corners)).area < 1e-4


def test_a_wall_seen_along_its_length_hides_nothing_and_one_through_the_camera_does_not_blind_it() -> None:
    view = View(0, 90, 10)
    free = shapely.Polygon(visible_ring(0, 0, view, NOTHING)).area
    for wall in ((0.0, 2.0, 0.0, 5.0), (0.0, 0.0, 0.0, 5.0), (0.0, 0.0, 0.0, 0.0)):
        assert shapely.Polygon(visible_ring(0, 0, view, np.array([wall]))).area == pytest.approx(free)


def test_a_fisheye_on_open_ground_sees_a_disc_and_the_same_whatever_its_bearing() -> None:
    for bearing in (0.0, 123.0, 359.9):
        ring = visible_ring(3, 4, View(bearing, 180, 6, CameraForm.FISHEYE), NOTHING)
        assert np.hypot(*(ring - (3, 4)).T) == pytest.approx(np.full(len(ring), 6.0))
        assert shapely.Polygon(ring).area == pytest.approx(math.pi * 36, rel=1e-3)


def test_walls_that_cross_are_split_where_they_do() -> None:
    cross = noded(np.array([(-1.0, 0.0, 1.0, 0.0), (0.0, -1.0, 0.0, 1.0), (0.0, 1.0, 0.0, -1.0)]))
    assert len(cross) == 4
    assert len(noded(NOTHING)) == 0
