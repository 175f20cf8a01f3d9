"""Where cameras that move look: a head that turns and zooms with speed and limits, and remembers how it did."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import log2

from smartclient.demo.plan import Device

PAN_DEG_S, TILT_DEG_S, ZOOM_OCTAVES_S = 70.0, 45.0, 1.0
"""How fast at full speed; panning and tilting slow down with the zoom."""
UPWARD_DEG, DOWNWARD_DEG = -15.0, 88.0
LONGEST_LENS = 12.0
MOVES_KEPT = 1024


@dataclass(frozen=True, slots=True)
class Aim:
    """Degrees: bearing clockwise from true north, tilt below the horizon, field of view across."""

    bearing: float
    tilt: float
    field_of_view: float


@dataclass(frozen=True, slots=True)
class _Axis:
    """A value that moves evenly until it meets a limit."""

    start: float
    speed: float = 0.0
    low: float = -1e9
    high: float = 1e9

    def after(self, seconds: float) -> float:
        return min(self.high, max(self.low, self.start + self.speed * seconds))

    @property
    def seconds(self) -> float:
        """How long until the limit is met."""
        way = (self.high if self.speed > 0 else self.low) - self.start
        return way / self.speed if self.speed else 0.0


@dataclass(frozen=True, slots=True)
class _Course:
    """What a head does from `begun` on: its bearing, tilt and zoom (octaves above the widest)."""

    begun: datetime
    bearing: _Axis
    tilt: _Axis
    zoom: _Axis

    @property
    def seconds(self) -> float:
        return max(axis.seconds for axis in (self.bearing, self.tilt, self.zoom))


@dataclass(slots=True)
class Head:
    """The head of one camera. `home` is how it was mounted, at its widest; times are aware UTC and never go back."""

    home: Aim
    _courses: list[_Course] = field(default_factory=list)
    _times: list[datetime] = field(default_factory=list)

    @classmethod
    def of(cls, camera: Device) -> Head:
        """The head of a camera that moves."""
        return cls(Aim(camera.bearing, camera.tilt, camera.field_of_view or 60.0))

    def aim(self, at: datetime) -> Aim:
        """Where it looked at a time."""
        index = bisect_right(self._times, at) - 1
        if index < 0:
            return self.home
        course = self._courses[index]
        seconds = (at - course.begun).total_seconds()
        bearing, tilt, zoom = (axis.after(seconds) for axis in (course.bearing, course.tilt, course.zoom))
        return Aim(round(bearing % 360, 2), round(tilt, 2), round(self.home.field_of_view / 2**zoom, 2))

    def is_moving(self, at: datetime) -> bool:
        """Whether it turned or zoomed at a time."""
        index = bisect_right(self._times, at) - 1
        return index >= 0 and at < self._times[index] + timedelta(seconds=min(3600.0, self._courses[index].seconds))

    def move(self, at: datetime, pan: float, tilt: float, zoom: float) -> None:
        """Turns and zooms from `at` on at a share of full speed, -1 to 1 each (right, up and closer are positive)."""
        now = self.aim(at)
        slow = now.field_of_view / self.home.field_of_view
        self._begin(
            _Course(
                at,
                _Axis(now.bearing, _share(pan) * PAN_DEG_S * slow),
                _Axis(now.tilt, -_share(tilt) * TILT_DEG_S * slow, UPWARD_DEG, DOWNWARD_DEG),
                _Axis(self._zoom(now), _share(zoom) * ZOOM_OCTAVES_S, 0.0, log2(LONGEST_LENS)),
            )
        )

    def go_to(self, at: datetime, aim: Aim) -> None:
        """Turns and zooms from `at` on to an aim, the short way round and as fast as it can."""
        now = self.aim(at)
        turn = (aim.bearing - now.bearing + 180) % 360 - 180
        tilt = min(DOWNWARD_DEG, max(UPWARD_DEG, aim.tilt))
        self._begin(
            _Course(
                at,
                _towards(now.bearing, now.bearing + turn, PAN_DEG_S),
                _towards(now.tilt, tilt, TILT_DEG_S),
                _towards(self._zoom(now), min(log2(LONGEST_LENS), max(0.0, self._zoom(aim))), ZOOM_OCTAVES_S),
            )
        )

    def _zoom(self, aim: Aim) -> float:
        return log2(self.home.field_of_view / aim.field_of_view)

    def _begin(self, course: _Course) -> None:
        self._courses.append(course)
        self._times.append(course.begun)
        del self._courses[:-MOVES_KEPT], self._times[:-MOVES_KEPT]


def _share(speed: float) -> float:
    return min(1.0, max(-1.0, speed))


def _towards(start: float, end: float, speed: float) -> _Axis:
    low, high = min(start, end), max(start, end)
    return _Axis(start, speed if end > start else -speed if end < start else 0.0, low, high)
