"""The United States National Grid, which is MGRS on WGS 84 written with blanks: `18T WN 4711 2033` (FGDC-STD-011)."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mgrs import MGRS

LonLat = tuple[float, float]
"""Degrees, WGS 84, longitude first."""

_WRITTEN = r"(\d{1,2}[C-HJ-NP-X]|[ABYZ])([A-HJ-NP-Z]{2})(\d*)"
_WHOLE = r"\s*(?:(\d{1,2})\s*([C-HJ-NP-X])|([ABYZ]))\s*([A-HJ-NP-Z]{2})\s*(\d*)(?:\s+(\d+))?\s*"
_SHORT = r"\s*([A-HJ-NP-Z]{2})?\s*(\d{3,5})\s+(\d{3,5})\s*"
_SQUARE_M = 100_000.0


@dataclass(frozen=True, slots=True)
class Square:
    """A square that somebody named: its `middle`, its side in metres, and how it is written in full."""

    middle: LonLat
    side_m: float
    text: str


def usng(lon: float, lat: float, digits: int = 4) -> str:
    """The square around a point: 5 digits are 1 m, 4 are 10 m. Digits are cut off, never rounded, so that squares nest.

    North of 84° and south of 80° it is the polar grid (UPS); the zones of Norway and Svalbard are the wide ones.
    """
    east = (lon + 180) % 360 - 180
    north = min(max(lat, -90.0), 90.0)
    return _spaced(str(_grid().toMGRS(north, east, MGRSPrecision=digits)))


def parse_usng(text: str, near: LonLat | None = None) -> Square | None:
    """The square somebody means, with or without blanks, down to 1 m; None where there is no such square.

    While it is being typed an odd last digit is left out. Zone and 100 km square may be missing where `near` is given: it is
    the nearest such place.
    """
    plain = text.upper()
    whole = re.fullmatch(_WHOLE, plain)
    if whole is not None:
        zone = f"{int(whole[1])}{whole[2]}" if whole[1] else whole[3]
        return _square(zone, whole[4], whole[5], whole[6] or "")
    short = re.fullmatch(_SHORT, plain)
    if short is None or near is None or len(short[2]) != len(short[3]):
        return None
    return _nearest(short[1], short[2] + short[3], near)


def _square(zone: str, letters: str, first: str, second: str) -> Square | None:
    if second:
        count = min(len(first), len(second), 5)
        numbers = first[:count] + second[:count]
    else:
        count = min(len(first) // 2, 5)
        numbers = first[: 2 * count]
    return _named(f"{zone}{letters}{numbers}", count)


def _named(name: str, digits: int) -> Square | None:
    from mgrs.core import MGRSError

    try:
        lat, lon = _grid().toLatLon(name)
    except MGRSError:
        return None
    return Square((float(lon), float(lat)), _SQUARE_M / 10**digits, _spaced(name))


def _nearest(letters: str | None, numbers: str, near: LonLat) -> Square | None:
    """Of the squares with such numbers in the 100 km squares around, the one nearest to a point."""
    around = {
        re.match(_WRITTEN, usng(near[0] + across, near[1] + up, 0).replace(" ", ""))
        for across in (-0.9, 0.0, 0.9)
        for up in (-0.7, 0.0, 0.7)
    }
    names = {(match[1], match[2]) for match in around if match is not None}
    found = [_named(f"{zone}{own}{numbers}", len(numbers) // 2) for zone, own in names if letters in (None, own)]
    squares = [square for square in found if square is not None]
    return min(squares, key=lambda square: _apart(square.middle, near), default=None)


def _apart(one: LonLat, other: LonLat) -> float:
    return math.hypot((one[0] - other[0]) * math.cos(math.radians(other[1])), one[1] - other[1])


def _spaced(text: str) -> str:
    match = re.fullmatch(_WRITTEN, text)
    if match is None:
        return text
    zone, letters, numbers = match.groups()
    half = len(numbers) // 2
    return " ".join(part for part in (zone.lstrip("0"), letters, numbers[:half], numbers[half:]) if part)


@lru_cache(maxsize=1)
def _grid() -> "MGRS":
    """Loaded at first use: it is a library in C++."""
    from mgrs import MGRS

    return MGRS()
