"""The school's days: when lessons are and how full the halls are then, at the hour of the day that is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

EMPTY, BUSY = 0.0, 0.3
"""How full halls are when nobody is there, and from when on somebody passes everywhere."""
DAY_BEGINS, DAY_ENDS = time(6, 30), time(17, 30)
"""From when to when cameras record continuously on a school day."""

_SCHOOL_DAY = (
    ("06:30", 0.0), ("06:40", 0.03), ("07:20", 0.06), ("07:30", 0.35), ("07:46", 0.9), ("07:59", 0.9), ("08:03", 0.12),
    ("08:49", 0.12), ("08:51", 0.95), ("08:54", 0.95), ("08:57", 0.12), ("09:43", 0.12), ("09:45", 0.95), ("09:48", 0.95),
    ("09:51", 0.12), ("10:37", 0.12), ("10:39", 0.95), ("10:42", 0.95), ("10:45", 0.12), ("11:31", 0.12), ("11:33", 0.95),
    ("11:40", 0.6), ("12:16", 0.6), ("12:20", 0.95), ("12:24", 0.12), ("13:12", 0.12), ("13:14", 0.95), ("13:17", 0.95),
    ("13:20", 0.12), ("14:08", 0.12), ("14:10", 0.95), ("14:13", 0.95), ("14:16", 0.12), ("15:03", 0.12), ("15:05", 1.0),
    ("15:14", 0.9), ("15:30", 0.4), ("16:00", 0.2), ("17:00", 0.08), ("18:30", 0.04), ("21:30", 0.03), ("22:00", 0.0),
)  # fmt: skip
_DAY_OFF = (("00:00", 0.0),)
_US_ZONES = (
    (-127.0, "America/Los_Angeles"),
    (-114.5, "America/Denver"),
    (-102.0, "America/Chicago"),
    (-86.0, "America/New_York"),
    (-67.0, ""),
)


@lru_cache(maxsize=64)
def zone_at(longitude: float) -> tzinfo:
    """The zone whose clock a school there goes by: one of the four of the contiguous United States, else that of the sun."""
    for (west, name), (east, _) in pairwise(_US_ZONES):
        if west <= longitude < east:
            return ZoneInfo(name)
    return ZoneInfo(f"Etc/GMT{-round(longitude / 15):+d}")


@dataclass(frozen=True, slots=True)
class Day:
    """One day, as milliseconds since 1970; `school` is empty on days off. `marks` are (time, how full) in order of time,
    `busy` the times at which halls are at least BUSY full."""

    begin: int
    end: int
    school: tuple[int, int] | None
    marks: tuple[tuple[int, float], ...]
    busy: tuple[tuple[int, int], ...]

    def __hash__(self) -> int:
        return hash(self.begin)  # much is kept by its day, and hashing all marks would take longer than finding it

    def crowd(self, at_ms: int) -> float:
        """How full the halls are, 0 to 1; evenly from one mark to the next."""
        before = (self.begin, EMPTY)
        for mark in self.marks:
            if mark[0] > at_ms:
                part = (at_ms - before[0]) / (mark[0] - before[0])
                return before[1] + (mark[1] - before[1]) * part
            before = mark
        return before[1]


def _busy(marks: tuple[tuple[int, float], ...]) -> tuple[tuple[int, int], ...]:
    """The times at which halls are at least BUSY full."""
    found: list[tuple[int, int]] = []
    for (begin, first), (end, last) in pairwise(marks):
        if min(first, last) >= BUSY:
            begun = found.pop()[0] if found and found[-1][1] == begin else begin
            found.append((begun, end))
    return tuple(found)


@dataclass(frozen=True)
class Calendar:
    """The days of a place at `longitude`, whose hours are drawn `ahead` of the clock and whose week is moved by so many days."""

    longitude: float = -89.5
    ahead: timedelta = timedelta(0)
    week_moved: int = 0

    @classmethod
    def beginning(cls, longitude: float, ahead: timedelta, now: datetime, *, at_school: bool) -> Calendar:
        """A calendar in which, when `at_school`, the present day is a school day, whatever the real one is.

        `ahead` is rounded to whole seconds, so that days begin with one.
        """
        ahead = timedelta(seconds=round(ahead.total_seconds()))
        weekday = (now + ahead).astimezone(zone_at(longitude)).weekday()
        return cls(longitude, ahead, 7 - weekday if at_school and weekday >= 5 else 0)

    def day(self, at_ms: int) -> Day:
        """The day that holds a time."""
        drawn = datetime.fromtimestamp(at_ms / 1000, UTC) + self.ahead
        return _day(self, drawn.astimezone(zone_at(self.longitude)).date())

    def days(self, begin_ms: int, end_ms: int) -> list[Day]:
        """All days that touch a span."""
        found = [self.day(begin_ms)]
        while found[-1].end < end_ms:
            found.append(self.day(found[-1].end))
        return found

    def crowd(self, at: datetime) -> float:
        """How full halls and walkways usually are at a time, 0 to 1."""
        at_ms = round(at.timestamp() * 1000)
        return self.day(at_ms).crowd(at_ms)


@lru_cache(maxsize=256)
def _day(calendar: Calendar, on: date) -> Day:
    zone = zone_at(calendar.longitude)

    def clock(wall: time, day: date = on) -> int:
        return round((datetime.combine(day, wall, zone).astimezone(UTC) - calendar.ahead).timestamp()) * 1000

    is_school = (on + timedelta(days=calendar.week_moved)).weekday() < 5
    marks = tuple((clock(time.fromisoformat(wall)), level) for wall, level in (_SCHOOL_DAY if is_school else _DAY_OFF))
    school = (clock(DAY_BEGINS), clock(DAY_ENDS)) if is_school else None
    return Day(clock(time()), clock(time(), on + timedelta(days=1)), school, marks, _busy(marks))
