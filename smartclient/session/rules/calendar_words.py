"""The school calendar as a person would say it."""

from collections.abc import Sequence
from datetime import date, time

from smartclient.session.rules.rulebook import WEEKDAYS, Closed, Hours, Rulebook, Use

_NAMES = dict(zip(WEEKDAYS, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
MOST_LINES = 30


def calendar_lines(book: Rulebook) -> list[str]:
    """One line a rule of the calendar, the first ones of a very long calendar."""
    lines = [f"Times are those of {book.time_zone or 'this machine'}."]
    lines += [_hours(hours) for hours in book.hours] or ["No regular hours: every time is after hours."]
    lines += [_closed(closed) for closed in sorted(book.closed, key=lambda closed: closed.first)]
    lines += [_use(use) for use in book.use]
    hidden = len(lines) - MOST_LINES
    return lines if hidden <= 0 else [*lines[:MOST_LINES], f"and {hidden} more in the file."]


def _hours(hours: Hours) -> str:
    return f"{hours.campus or 'Every campus'}: {_days(hours.days)}, {_span(hours.begin, hours.end)}."


def _closed(closed: Closed) -> str:
    days = _day(closed.first) if closed.first == closed.last else f"{_day(closed.first)} to {_day(closed.last)}"
    name = f" ({closed.name})" if closed.name else ""
    return f"No school at {closed.campus or 'every campus'}: {days}{name}."


def _use(use: Use) -> str:
    when = ", ".join(part for part in (_day(use.on) if use.on else "", _days(use.days) if use.days else "") if part)
    return f"{use.name or 'In use'} at {use.campus or 'every campus'}: {when or 'no day'}, {_span(use.begin, use.end)}."


def _days(days: Sequence[str]) -> str:
    """`Mon to Fri`, or the days one by one."""
    numbers = sorted({WEEKDAYS.index(day) for day in days})
    if not numbers:
        return "no day"
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{_NAMES[WEEKDAYS[numbers[0]]]} to {_NAMES[WEEKDAYS[numbers[-1]]]}"
    return ", ".join(_NAMES[WEEKDAYS[number]] for number in numbers)


def _span(begin: time, end: time) -> str:
    late = "" if end > begin else " of the next day"
    return f"{begin:%H:%M} to {end:%H:%M}{late}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
