"""The lines of a time scale and their words: local time, the date where a day begins, right on days of 23 and 25 hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from smartclient.store.typed_time import to_utc
from smartclient.ui.video.timeline.axis import Axis, from_s

_DAY_S = 86_400
_QUARTER_S = 900
"""Clocks of the world differ from UTC by whole quarters of an hour."""
_STEPS_S = (
    *(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30),
    *(60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200),
    *(_DAY_S, 2 * _DAY_S, 7 * _DAY_S),
)
_LEAST_PX = 84.0
"""Room for the widest label."""
_MINOR = {0.01: 5, 0.02: 2, 0.05: 5, 0.1: 5, 0.2: 4, 0.5: 5, 15: 3, 900: 3, 43_200: 2, 2 * _DAY_S: 2, 7 * _DAY_S: 7}
"""Into how many parts small lines divide a step, where it is not as below."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A line at `at`: `label` is empty for a small one, `day` names the date where a local day begins."""

    at: datetime
    label: str
    day: str = ""


def step_s(s_per_px: float) -> float:
    """Seconds between two labelled lines at that scale."""
    return next((step for step in _STEPS_S if step / s_per_px >= _LEAST_PX), float(_STEPS_S[-1]))


def ticks(axis: Axis, zone: tzinfo | None = None) -> Iterator[Tick]:
    """All lines on show, in order of time; one more at each side, whose label may reach in. `zone` is the system's when None."""
    step = step_s(axis.s_per_px)
    if step >= _DAY_S:
        yield from _days(axis, int(step) // _DAY_S, zone)
    elif step > _QUARTER_S:
        yield from _hours(axis, int(step), zone)
    else:
        yield from _even(axis, step, zone)


def _parts(step: float) -> int:
    if step in _MINOR:
        return _MINOR[step]
    return 6 if step in (3_600, 21_600, 60, 1_800) else 4 if step in (7_200, 120) else 3 if step == 10_800 else 5


def _even(axis: Axis, step: float, zone: tzinfo | None) -> Iterator[Tick]:
    """Steps of up to a quarter fall on the same instants in every zone, so no change of clocks comes between."""
    parts = _parts(step)
    small = step / parts
    first, last = int(axis.begin_s // step) * parts, int(axis.end_s // step + 1) * parts
    for number in range(first, last + 1):
        at = from_s(round(number * small, 6))
        yield _tick(at, step, zone) if number % parts == 0 else Tick(at, "")


def _hours(axis: Axis, step: int, zone: tzinfo | None) -> Iterator[Tick]:
    """Steps that local clocks must show: each quarter that shows one is asked what the clock says then."""
    small = max(step // _parts(step), _QUARTER_S)
    first = int(axis.begin_s // _QUARTER_S) - step // _QUARTER_S
    for number in range(first, int(axis.end_s // _QUARTER_S) + step // _QUARTER_S + 1):
        at = from_s(float(number * _QUARTER_S))
        local = at.astimezone(zone)
        of_day = local.hour * 3_600 + local.minute * 60
        if of_day % step == 0:
            yield _tick(at, step, zone)
        elif of_day % small == 0:
            yield Tick(at, "")


def _days(axis: Axis, every: int, zone: tzinfo | None) -> Iterator[Tick]:
    day = from_s(max(0.0, axis.begin_s - every * _DAY_S)).astimezone(zone).date()
    last = from_s(axis.end_s + every * _DAY_S).astimezone(zone).date()
    while day <= last:
        at = to_utc(datetime.combine(day, time()), zone)
        is_labelled = day.weekday() == 0 if every == 7 else day.toordinal() % every == 0
        yield Tick(at, f"{day:%a} {day.day} {day:%b}", f"{day:%a} {day.day} {day:%b}") if is_labelled else Tick(at, "")
        day += timedelta(days=1)


def _tick(at: datetime, step: float, zone: tzinfo | None) -> Tick:
    local = at.astimezone(zone)
    is_midnight = (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)
    if is_midnight and step >= 60:
        return Tick(at, date_words(at, zone), date_words(at, zone))
    return Tick(at, clock_words(at, step, zone), date_words(at, zone) if is_midnight else "")


def clock_words(at: datetime, step: float, zone: tzinfo | None) -> str:
    """The local time of day as fine as lines `step` seconds apart need; with the zone's name in an hour that comes twice."""
    local = at.astimezone(zone)
    if step >= 60:
        words = f"{local:%H:%M}"
    elif step >= 1:
        words = f"{local:%H:%M:%S}"
    else:
        digits = 1 if step >= 0.1 else 2
        words = f"{local:%H:%M:%S}.{local.microsecond // 10 ** (6 - digits):0{digits}}"
    return f"{words} {local:%Z}" if is_repeated(at, zone) else words


def date_words(at: datetime, zone: tzinfo | None) -> str:
    """`Mon 23 Nov`, local."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b}"


def is_repeated(at: datetime, zone: tzinfo | None) -> bool:
    """Whether local clocks showed the same an hour or so before, because they were put back."""
    before = (at - timedelta(hours=3)).astimezone(zone).utcoffset()
    offset = at.astimezone(zone).utcoffset()
    if before is None or offset is None or before <= offset:
        return False
    return (at - (before - offset)).astimezone(zone).utcoffset() == before


def day_begin(at: datetime, zone: tzinfo | None = None) -> datetime:
    """When the local day of `at` began, UTC."""
    return to_utc(datetime.combine(at.astimezone(zone).date(), time()), zone)
