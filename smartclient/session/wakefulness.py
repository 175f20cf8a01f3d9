"""Whether this program stood still: a lid that was closed, a stopped process, a computer with too much to do."""

from datetime import datetime, timedelta

STILL = timedelta(seconds=8)
REMEMBERED = timedelta(minutes=2)


class Wakefulness:
    """Told the time of day about once a second, since steady seconds do not count a suspended computer's."""

    def __init__(self) -> None:
        self._last: datetime | None = None
        self._asleep: tuple[datetime, datetime] | None = None

    def tick(self, now: datetime) -> str:
        """A sentence where it stood still until now, else nothing."""
        last, self._last = self._last, now
        if last is None or now - last < STILL:
            return ""
        self._asleep = (last, now)
        begin, end = last.astimezone(), now.astimezone()
        return f"This computer stood still from {begin:%H:%M:%S} to {end:%H:%M:%S}, or its clock was set."

    def heard_until(self, since: datetime) -> datetime:
        """Since when a gap really is, where what was said to be heard `since` was only read after waking."""
        if self._asleep is not None and self._asleep[1] - STILL <= since <= self._asleep[1] + REMEMBERED:
            return min(since, self._asleep[0])
        return since
