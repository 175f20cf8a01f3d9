"""Sun, sky and lamps at a time and place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np

from smartclient.demo.video.styles import Colour

_DAY = (5.5, 22.0)
_STEP = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Light:
    """`sun` points to the sun (east, north, up); `daylight` is 0 at night and 1 by day; `cloud_drift` moves the clouds.

    `lamps` says whether the halls are lit.
    """

    sun: tuple[float, float, float]
    daylight: float
    lamps: bool
    zenith: Colour
    horizon: Colour
    cloud_drift: float

    @property
    def is_infrared_outdoors(self) -> bool:
        return self.daylight < 0.12

    @property
    def is_infrared_indoors(self) -> bool:
        return not self.lamps and self.daylight < 0.35

    @property
    def exposure(self) -> float:
        """By how much a camera outdoors opens up in the twilight: 1 in full daylight."""
        return float(min(2.8, (0.06 + 0.94 * self.daylight) ** -0.75))


def ten_minutes(at: datetime) -> datetime:
    """The start of the ten minutes that hold `at`: light is drawn in such steps."""
    return at - timedelta(minutes=at.minute % 10, seconds=at.second, microseconds=at.microsecond)


@lru_cache(maxsize=64)
def light_at(start: datetime, latitude: float, longitude: float) -> Light:
    """The light from `start` on; hours are solar time at that longitude."""
    day = start.timetuple().tm_yday
    solar = (start.hour + start.minute / 60 + longitude / 15) % 24
    declination = np.radians(-23.44 * np.cos(2 * np.pi * (day + 10) / 365))
    hour, north = np.radians(15 * (solar - 12)), np.radians(latitude)
    up = float(np.sin(north) * np.sin(declination) + np.cos(north) * np.cos(declination) * np.cos(hour))
    east = float(-np.cos(declination) * np.sin(hour))
    northward = float(np.cos(north) * np.sin(declination) - np.sin(north) * np.cos(declination) * np.cos(hour))
    daylight = float(np.clip((np.degrees(np.arcsin(up)) + 6) / 14, 0, 1))
    low = float(np.clip(1 - abs(np.degrees(np.arcsin(up))) / 12, 0, 1))
    zenith = _mix((0.02, 0.03, 0.06), (0.42, 0.60, 0.86), daylight)
    horizon = _mix((0.05, 0.06, 0.09), _mix((0.80, 0.87, 0.94), (0.98, 0.74, 0.52), low), daylight)
    drift = (start.timestamp() / _STEP.total_seconds()) % 997
    return Light((east, northward, up), daylight, _DAY[0] <= solar < _DAY[1], zenith, horizon, drift)


def _mix(first: Colour, second: Colour, part: float) -> Colour:
    red, green, blue = (a + (b - a) * part for a, b in zip(first, second, strict=True))
    return red, green, blue
