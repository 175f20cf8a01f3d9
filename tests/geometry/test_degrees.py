"""Latitude and longitude as people type them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.geometry.degrees import lonlat_words, parse_lonlat

HERE = (-89.51, 43.09)


@pytest.mark.parametrize(
    "typed",
    [
        "43.09, -89.51",
        "43.09 -89.51",
        "43.09,-89.51",
        "43.09N 89.51W",
        "N43.09 W89.51",
        "W 89.51, N 43.09",
        "89.51W 43.09N",
        "43.09°, -89.51°",
        "43°05'24.0\"N 89°30'36\"W",
        "43°5′24″N, 89°30′36″W",
        "43 05 24 N 89 30 36 W",
        "43° 5.4' N, 89° 30.6' W",
        "43:05:24N 89:30:36W",
        "43.09; −89.51",
    ],
)
def test_ways_of_writing_one_place(typed: str) -> None:
    found = parse_lonlat(typed)
    assert found is not None
    assert found == pytest.approx(HERE, abs=1e-9)


@pytest.mark.parametrize(
    "typed",
    [
        "214",
        "214 301",
        "43.09",
        "43.09,",
        "43.09 N",
        "91.0, 3",
        "3, 181",
        "43°75'N 89°W",
        "43.5°30'N 89°W",
        "-43.1N 89W",
        "h4 2f",
    ],
)
def test_what_is_no_place(typed: str) -> None:
    assert parse_lonlat(typed) is None


@settings(deadline=None)
@given(st.floats(-180, 180), st.floats(-90, 90))
def test_round_trip_to_a_metre(lon: float, lat: float) -> None:
    found = parse_lonlat(lonlat_words(lon, lat))
    assert found is not None
    assert found == pytest.approx((lon, lat), abs=6e-6)


@settings(deadline=None)
@given(st.text(alphabet="0123456789.,-°'\"NSEW :", max_size=70))
def test_nothing_typed_is_trouble(text: str) -> None:
    parse_lonlat(text)
