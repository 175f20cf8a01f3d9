"""Times as people type them: `10:42`, `yesterday 14:05:30`, `11/20 08:00`, `20 Nov 8 pm`, `5 min ago`, or ISO 8601."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS_S = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_LONGEST = 60
_AGO = re.compile(r"-?\s*(\d{1,6}(?:\.\d+)?)\s*([smhdw])[a-z]*(?:\s+ago)?")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::(\d{2})(?:[.,](\d{1,6}))?)?\s*([ap]\.?m\.?)?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?")
_DASHED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class NotATime(ValueError):
    """What was typed is no time; the text says what would be one."""


def parse_time(text: str, now: datetime, zone: tzinfo | None = None) -> datetime:
    """The instant meant, aware UTC, never later than `now`: a time of day that is not over means the day before.

    Dates are month first with slashes, day first with dots. `zone` is the system's when None. Of an hour that a change of
    clocks brings twice, the first is meant. Raises NotATime.
    """
    words = " ".join(text.strip().lower().replace(",", " ").split())
    if not words or len(words) > _LONGEST:
        raise NotATime("Type a time: 10:42, yesterday 14:05:30, 11/20 08:00, 5 min ago.")
    try:
        at = _iso(words, zone) or _ago(words, now) or _of_day(words, now, zone)
    except (ValueError, OverflowError):
        at = None
    if at is None:
        raise NotATime(
            f"“{text.strip()[:_LONGEST]}” is no time. Type 10:42, yesterday 14:05:30, 11/20 08:00 or 5 min ago."
        )
    if at > now:
        raise NotATime("That time is still to come.")
    return at


def _iso(words: str, zone: tzinfo | None) -> datetime | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}[t ]\S+", words):
        return None
    at = datetime.fromisoformat(words.upper())
    return at.astimezone(UTC) if at.tzinfo is not None else to_utc(at, zone)


def _ago(words: str, now: datetime) -> datetime | None:
    if words == "now":
        return now
    found = _AGO.fullmatch(words)
    if found is None or not (words.endswith("ago") or words.startswith("-")):
        return None
    return now - timedelta(seconds=float(found[1]) * _UNITS_S[found[2]])


def _of_day(words: str, now: datetime, zone: tzinfo | None) -> datetime | None:
    """A day, a time of day, or both, the day first or last."""
    today = now.astimezone(zone).date()
    whole_day = _day(words, today)
    if whole_day is not None:
        return _not_to_come(whole_day[0], time(), whole_day[1], now, zone)
    clock = _clock(words)
    if clock is not None:
        return _not_to_come(today, clock, timedelta(days=1), now, zone)
    parts = words.split(" ")
    for place in range(1, len(parts)):
        early, late = " ".join(parts[:place]), " ".join(parts[place:])
        for day_words, clock_words in ((early, late.removeprefix("at ")), (late, early)):
            day, clock = _day(day_words, today), _clock(clock_words)
            if day is not None and clock is not None:
                return _not_to_come(day[0], clock, day[1], now, zone)
    return None


def _not_to_come(day: date, clock: time, back: timedelta, now: datetime, zone: tzinfo | None) -> datetime:
    at = to_utc(datetime.combine(day, clock), zone)
    return to_utc(datetime.combine(day - back, clock), zone) if at > now and back else at


def _clock(words: str) -> time | None:
    found = _CLOCK.fullmatch(words)
    if found is None or (found[2] is None and found[5] is None):
        return None
    hour, half = int(found[1]), (found[5] or "")[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    micro = int((found[4] or "0").ljust(6, "0"))
    return time(hour, int(found[2] or 0), int(found[3] or 0), micro)


def _day(words: str, today: date) -> tuple[date, timedelta] | None:
    """The day meant and how far back the same words mean the time before, where that one is still to come."""
    if words in ("today", "yesterday"):
        return today - timedelta(days=words == "yesterday"), timedelta(0)
    name = words.removeprefix("last ")
    if name.isalpha() and len(name) >= 3 and (weekday := _place(name, _WEEKDAYS)) is not None:
        return today - timedelta(days=(today.weekday() - weekday) % 7), timedelta(days=7)
    year, month, day = _numbers(words, today)
    if not day:
        return None
    meant = date(year or today.year, month, day)
    if not year and meant > today:
        meant = date(today.year - 1, month, day)
    return meant, timedelta(0)


def _numbers(words: str, today: date) -> tuple[int, int, int]:
    """Year (0 where it was not said), month and day; all 0 where the words are no date."""
    if found := _DASHED.fullmatch(words):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _SLASHED.fullmatch(words):
        return _year(found[3], today), int(found[1]), int(found[2])
    if found := _DOTTED.fullmatch(words):
        return _year(found[3], today), int(found[2]), int(found[1])
    if found := re.fullmatch(r"(\d{1,2})\.? ([a-z]{3,9})\.?(?: (\d{4}))?", words):
        number, name, year = found[1], found[2], found[3]
    elif found := re.fullmatch(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?", words):
        name, number, year = found[1], found[2], found[3]
    else:
        return 0, 0, 0
    month = _place(name, _MONTHS)
    return (int(year or 0), month + 1, int(number)) if month is not None else (0, 0, 0)


def _place(name: str, names: tuple[str, ...]) -> int | None:
    return names.index(name[:3]) if name[:3] in names else None


def _year(words: str | None, today: date) -> int:
    if words is None:
        return 0
    return int(words) if len(words) == 4 else today.year // 100 * 100 + int(words)


def to_utc(local: datetime, zone: tzinfo | None) -> datetime:
    """The instant a naive local time stands for; one that a change of clocks left out counts on from before the change."""
    return (local if zone is None else local.replace(tzinfo=zone)).astimezone(UTC)
