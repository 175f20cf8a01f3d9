"""USNG: digits are cut off, squares nest, zones have the right borders, and what is written is found again."""

import math
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from smartclient.geometry.usng import parse_usng, usng

GEOD = Geod(ellps="WGS84")
longitudes, latitudes = st.floats(-180, 180), st.floats(-90, 90)
NEAR = (-89.5, 43.1)


@cache
def utm(zone: int, is_north: bool) -> Transformer:
    return Transformer.from_crs("EPSG:4326", f"EPSG:{(32600 if is_north else 32700) + zone}", always_xy=True)


@settings(deadline=None)
@given(longitudes, latitudes, st.integers(1, 5))
def test_what_is_written_is_found_again(lon: float, lat: float, digits: int) -> None:
    square = parse_usng(usng(lon, lat, digits))
    assume(abs(lat) > 1e-6)
    assert square is not None
    side_m = 10.0 ** (5 - digits)
    assert square.side_m == side_m
    assert GEOD.inv(lon, lat, *square.middle)[2] <= side_m * math.sqrt(0.5) * 1.02 + 0.01


@settings(deadline=None)
@given(longitudes, latitudes)
def test_squares_nest_because_digits_are_cut_off(lon: float, lat: float) -> None:
    *square, east, north = usng(lon, lat, 5).split()
    for digits in range(1, 5):
        assert usng(lon, lat, digits).split() == [*square, east[:digits], north[:digits]]
    assert usng(lon, lat, 0).split() == square


@settings(deadline=None)
@given(longitudes, st.floats(-79.9, 83.9))
def test_digits_are_those_of_utm_cut_off(lon: float, lat: float) -> None:
    zone, _, east, north = usng(lon, lat, 5).split()
    exact = utm(int(zone[:-1]), lat >= 0).transform(lon, lat)
    for told, value in zip((east, north), exact, strict=True):
        below = value % 100_000
        is_on_the_line = min(below % 1, 1 - below % 1) < 0.002
        assert is_on_the_line or int(told) == math.floor(below)


@pytest.mark.parametrize(
    ("lon", "lat", "square"),
    [
        (-74.0, 42.0, "18T"),
        (-78.0001, 42.0, "17T"),
        (-77.9999, 42.0, "18T"),
        (5.0, 60.0, "32V"),
        (2.9999, 60.0, "31V"),
        (3.0001, 60.0, "32V"),
        (3.0001, 55.9999, "31U"),
        (3.0001, 64.0001, "31W"),
        (8.9999, 78.0, "31X"),
        (9.0001, 78.0, "33X"),
        (20.9999, 78.0, "33X"),
        (21.0001, 78.0, "35X"),
        (33.0001, 78.0, "37X"),
        (41.9999, 78.0, "37X"),
        (42.0001, 78.0, "38X"),
        (10.0, 71.9999, "32W"),
        (10.0, 83.9999, "33X"),
        (10.0, 84.0001, "Z"),
        (-10.0, 84.0001, "Y"),
        (10.0, -80.0001, "B"),
        (-10.0, -80.0001, "A"),
        (10.0, -79.9999, "32C"),
        (180.0, 10.0, "1P"),
        (-180.0, 10.0, "1P"),
        (179.9999, 10.0, "60P"),
        (10.0, 0.0001, "32N"),
        (10.0, -0.0001, "32M"),
    ],
)
def test_borders_of_zones_and_bands(lon: float, lat: float, square: str) -> None:
    assert usng(lon, lat).split()[0] == square


def test_the_washington_monument() -> None:
    assert usng(-77.03524, 38.889468) == "18S UJ 2348 0647"


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("18T WN 4711 2033", "18T WN 4711 2033"),
        ("18TWN47112033", "18T WN 4711 2033"),
        (" 18t wn 4711 2033 ", "18T WN 4711 2033"),
        ("18TWN4711203", "18T WN 471 120"),
        ("18TWN", "18T WN"),
        ("01NAA6602100000", "1N AA 66021 00000"),
        ("ZAH15774344", "Z AH 1577 4344"),
        ("BN 9655 7495", "16T BN 9655 7495"),
        ("9655 7495", "16T BN 9655 7495"),
    ],
)
def test_what_people_type(typed: str, means: str) -> None:
    square = parse_usng(typed, NEAR)
    assert square is not None
    assert square.text == means


@pytest.mark.parametrize(
    "typed", ["", "214", "214 301 9", "99T WN 47", "31VEG", "18T", "18TIO", "hall b", "ZZ", "MS 214"]
)
def test_what_is_no_square(typed: str) -> None:
    assert parse_usng(typed, NEAR) is None


@settings(deadline=None)
@given(st.text(max_size=30))
def test_nothing_typed_is_trouble(text: str) -> None:
    parse_usng(text, NEAR)


def test_short_forms_are_completed_across_the_border_of_a_square() -> None:
    lon, lat = NEAR
    for across, up in ((0.3, 0.2), (-0.4, 0.0), (0.0, -0.3)):
        there = (lon + across, lat + up)
        written = usng(*there)
        square = parse_usng(" ".join(written.split()[1:]), NEAR)
        assert square is not None
        assert square.text == written
