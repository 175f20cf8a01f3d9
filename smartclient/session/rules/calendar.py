"""Whether a campus is in use at a time, by the school calendar and the clock on its wall."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from smartclient.session.rules.rulebook import WEEKDAYS, Closed, Hours, Rulebook, Use

_DAY = timedelta(days=1)


def zone_of(name: str) -> tzinfo | None:
    """The time zone of that name; None, which is this machine's, for an empty or unknown one."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def is_in_use(book: Rulebook, campus: str, at: datetime, zone: tzinfo | None = None) -> bool:
    """Whether `campus` (its name) is in use at `at` (aware). A closed day is that of the beginning."""
    local = at.astimezone(zone)
    for day in (local.date(), local.date() - _DAY):
        regular = ((hours.begin, hours.end) for hours in _regular(book, campus, day))
        further = ((use.begin, use.end) for use in _further(book.use, campus, day))
        if any(_lies_within(local, day, begin, end) for begin, end in (*regular, *further)):
            return True
    return False


def _regular(book: Rulebook, campus: str, day: date) -> Iterable[Hours]:
    if any(_is_closed(closed, campus, day) for closed in book.closed):
        return ()
    own = [hours for hours in book.hours if hours.campus and _is_same(hours.campus, campus)]
    general = [hours for hours in book.hours if not hours.campus]
    return [hours for hours in own or general if WEEKDAYS[day.weekday()] in hours.days]


def _further(uses: Iterable[Use], campus: str, day: date) -> Iterable[Use]:
    return [
        use
        for use in uses
        if (not use.campus or _is_same(use.campus, campus)) and (use.on == day or WEEKDAYS[day.weekday()] in use.days)
    ]


def _is_closed(closed: Closed, campus: str, day: date) -> bool:
    return (not closed.campus or _is_same(closed.campus, campus)) and closed.first <= day <= closed.last


def _is_same(name: str, campus: str) -> bool:
    return name.strip().casefold() == campus.strip().casefold()


def _lies_within(local: datetime, day: date, begin: time, end: time) -> bool:
    """By the clock on the wall, whatever daylight saving does to the length of the span."""
    wall = local.replace(tzinfo=None)
    last = day if end > begin else day + _DAY
    return datetime.combine(day, begin) <= wall < datetime.combine(last, end)
