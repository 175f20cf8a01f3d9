"""Latitude and longitude as people write them: decimal degrees, degrees with minutes and seconds, signs or N, S, E, W."""

import re

LonLat = tuple[float, float]
"""Degrees, WGS 84, longitude first."""

_NUMBER = r"(\d{1,3}(?:[.]\d*)?)"
_ANGLE = (
    rf"""{_NUMBER}\s*(?:[°d:\s]\s*{_NUMBER}\s*(?:['′’m:\s]\s*{_NUMBER}\s*(?:["″”s]|''|′′)?\s*|['′’m]?\s*)|[°d]?\s*)"""
)
_LEADING = rf"([NSEW])\s*{_ANGLE}"
_TRAILING = rf"([-−+])?\s*{_ANGLE}([NSEW])?"
_BETWEEN = r"\s*([,;/]|\s)?\s*"
_LETTERS_FIRST = rf"\s*{_LEADING}{_BETWEEN}{_LEADING}\s*"
_LETTERS_LAST = rf"\s*{_TRAILING}{_BETWEEN}{_TRAILING}\s*"
_LONGEST = 60


def lonlat_words(lon: float, lat: float) -> str:
    """`43.08900, -89.51523`: latitude first, as people say it; five places are a metre."""
    return f"{lat:.5f}, {lon:.5f}"


def parse_lonlat(text: str) -> LonLat | None:
    """What somebody means by `43.09, -89.51`, `43°5'24"N 89°30'36"W` or `W 89.51 N 43.09`; None where it is no such place.

    Without letters latitude comes first, and either a comma or a decimal point must tell it from two room numbers.
    """
    plain = text[:_LONGEST]
    if leading := re.fullmatch(_LETTERS_FIRST, plain, re.IGNORECASE):
        one, *first, _, other = leading.groups()[:6]
        return _placed((one, _degrees("", *first)), (other, _degrees("", *leading.groups()[6:])))
    pair = re.fullmatch(_LETTERS_LAST, plain, re.IGNORECASE)
    if pair is None:
        return None
    sign, *first, letter, between, other_sign, degrees, minutes, seconds, other = pair.groups()
    are_two = len(re.findall(_NUMBER, plain)) > 1
    is_told_apart = bool(letter) or (are_two and (between in {",", ";"} or "." in plain))
    if (sign and letter) or (other_sign and other) or not is_told_apart:
        return None
    return _placed((letter, _degrees(sign, *first)), (other, _degrees(other_sign, degrees, minutes, seconds)))


def _placed(first: tuple[str | None, float | None], second: tuple[str | None, float | None]) -> LonLat | None:
    """Two angles by their letters, without letters latitude first."""
    known: dict[str, float | None] = {}
    for (letter, value), axis in ((first, "NS"), (second, "EW")):
        own = letter.upper() if letter else axis[0]
        known["EW" if own in "EW" else "NS"] = -value if value is not None and own in "SW" else value
    lon, lat = known.get("EW"), known.get("NS")
    is_mixed = (first[0] is None) != (second[0] is None)
    if lon is None or lat is None or is_mixed or abs(lat) > 90 or abs(lon) > 180:
        return None
    return (lon, lat)


def _degrees(sign: str | None, whole: str, minutes: str | None, seconds: str | None) -> float | None:
    """One angle; None where minutes or seconds are too many, or follow a broken number."""
    under = (float(minutes or 0), float(seconds or 0))
    if (minutes and "." in whole) or (seconds and minutes and "." in minutes) or max(under) >= 60:
        return None
    value = float(whole) + under[0] / 60 + under[1] / 3600
    return -value if sign in ("-", "−") else value
