"""The local frame: there and back, and how true its distances are."""

import math
import subprocess
import sys

import numpy as np
import pyproj
from hypothesis import given
from hypothesis import strategies as st

from smartclient.geometry.frames import Frame

LON = st.floats(-179, 179)
LAT = st.floats(-70, 70)
METRES = st.floats(-20_000, 20_000)
ELLIPSOID = pyproj.Geod(ellps="WGS84")


@given(LON, LAT, METRES, METRES)
def test_there_and_back(lon: float, lat: float, x: float, y: float) -> None:
    frame = Frame(lon, lat)
    back = frame.to_local(frame.to_world(np.array([[x, y]])))
    assert np.allclose(back, [[x, y]], atol=1e-4)


@given(LON, LAT)
def test_the_centre_is_the_origin(lon: float, lat: float) -> None:
    x, y = Frame(lon, lat).point_to_local(lon, lat)
    assert math.hypot(x, y) < 1e-6


@given(LAT, st.floats(0, 2 * math.pi), st.floats(0, 5000), st.floats(0, 2 * math.pi), st.floats(0, 5000))
def test_distances_within_five_kilometres_are_true_to_three_millimetres(
    lat: float, turn_a: float, far_a: float, turn_b: float, far_b: float
) -> None:
    frame = Frame(-89.5, lat)
    local = np.array([[far * math.cos(turn), far * math.sin(turn)] for turn, far in ((turn_a, far_a), (turn_b, far_b))])
    (lon_a, lat_a), (lon_b, lat_b) = frame.to_world(local)
    on_ellipsoid = ELLIPSOID.inv(lon_a, lat_a, lon_b, lat_b)[2]
    assert abs(math.dist(local[0], local[1]) - on_ellipsoid) < 0.003


def test_north_is_up_and_east_is_right() -> None:
    frame = Frame(-89.5, 43.1)
    (east, _), (x_north, north) = frame.to_local(np.array([[-89.49, 43.1], [-89.5, 43.11]]))
    assert 800 < east < 820
    assert abs(x_north) < 1e-6
    assert 1100 < north < 1120


def test_one_point_is_as_many() -> None:
    frame = Frame(0.14, 52.17)
    points = frame.to_local(np.array([[0.15, 52.18], [0.13, 52.16]]))
    assert frame.point_to_local(0.15, 52.18) == tuple(points[0])
    assert frame.point_to_world(*points[1]) == tuple(frame.to_world(points)[1])
    assert frame.to_local(np.empty((0, 2))).shape == (0, 2)


def test_importing_the_package_does_not_import_pyproj_or_shapely() -> None:
    modules = "frames viewport grid picking labels clusters"
    imports = "; ".join(f"import smartclient.geometry.{module}" for module in modules.split())
    code = f"{imports}; import sys; print([m for m in ('pyproj', 'shapely') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
