"""Sun, sky and lamps at a time and place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np

from smartclient.demo.video.styles import Colour

_DAY = (5.5, 22.0)
_STEP = timedelta(minutes=20)
_WEEK = 7
_INDOOR_STEPS = 4
_ABOVE, _BELOW = (0.0, 0.0, 1.0), (0.0, 0.0, -1.0)


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

    def unlike(self, other: Light) -> float:
        """How much two lights differ: 0 when nothing does."""
        turned = sum((one - two) ** 2 for one, two in zip(self.sun, other.sun, strict=True))
        return float(turned + 4 * (self.daylight - other.daylight) ** 2 + (self.lamps != other.lamps))

    @property
    def exposure(self) -> float:
        """By how much a camera outdoors opens up in the twilight: 1 in full daylight."""
        return float(min(2.8, (0.06 + 0.94 * self.daylight) ** -0.75))


def drawn_light(at: datetime, latitude: float, longitude: float, *, outdoor: bool) -> Light:
    """The light to draw a time in, in steps, so that many times share a background.

    Outdoors they are 20 minutes of one day of each week, and all the night is one; indoors, where only windows tell the hour,
    a few steps of daylight.
    """
    light = light_at(_step(at), latitude, longitude)
    if not outdoor:
        daylight = round(light.daylight * _INDOOR_STEPS) / _INDOOR_STEPS
        return Light(_ABOVE, daylight, light.lamps, *_sky(daylight, 0.0), 0.0)
    if light.daylight == 0:
        return Light(_BELOW, 0.0, light.lamps, light.zenith, light.horizon, 0.0)
    return light


def _step(at: datetime) -> datetime:
    """The start of the step that holds `at`, on the first day of its week."""
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.toordinal() % _WEEK) + (at - day) // _STEP * _STEP


@lru_cache(maxsize=512)
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
    zenith, horizon = _sky(daylight, low)
    drift = (start.timestamp() / _STEP.total_seconds()) % 997
    return Light((east, northward, up), daylight, _DAY[0] <= solar < _DAY[1], zenith, horizon, drift)


def _sky(daylight: float, low: float) -> tuple[Colour, Colour]:
    """The sky above and at the horizon; `low` is 1 while the sun stands there."""
    zenith = _mix((0.02, 0.03, 0.06), (0.42, 0.60, 0.86), daylight)
    return zenith, _mix((0.05, 0.06, 0.09), _mix((0.80, 0.87, 0.94), (0.98, 0.74, 0.52), low), daylight)


def _mix(first: Colour, second: Colour, part: float) -> Colour:
    red, green, blue = (a + (b - a) * part for a, b in zip(first, second, strict=True))
    return red, green, blue
