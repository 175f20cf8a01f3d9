"""From RTP timestamps to the time of day: live video counts on a 90 kHz clock, recorded video milliseconds since its start."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

TICKS_S = 90_000
BELIEVED_S = 24 * 3600.0
"""A server's clock further from ours than this is not believed."""

_WRAP, _HALF = 1 << 32, 1 << 31
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LAST = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)


class WallTime(Protocol):
    """Tells when pictures were taken."""

    def at(self, stamp: int, arrived_s: float) -> datetime:
        """The aware UTC time of the picture with that timestamp, which arrived at that time since 1970; never earlier than before."""
        ...

    def report(self, stamp: int, server_s: float, arrived_s: float) -> None:
        """The server says that the timestamp was its clock's time (RTCP sender report)."""
        ...


class _Count:
    """Timestamps without their wrap at 32 bits, which comes after 13 hours at 90 kHz and after 49 days of milliseconds."""

    def __init__(self) -> None:
        self._last: int | None = None

    def of(self, stamp: int) -> int:
        if self._last is None:
            self._last = stamp - _WRAP if stamp >= _HALF else stamp
        else:
            self._last += (stamp - self._last + _HALF) % _WRAP - _HALF
        return self._last


class LiveTime:
    """Until the first report the soonest arrival counts as now; from then on the server's own clock."""

    def __init__(self) -> None:
        self._count = _Count()
        self._begin_s: float | None = None
        self._is_reported = False
        self._last = _EPOCH

    def at(self, stamp: int, arrived_s: float) -> datetime:
        """As in the protocol."""
        seconds = self._count.of(stamp) / TICKS_S
        if self._begin_s is None or (not self._is_reported and arrived_s - seconds < self._begin_s):
            self._begin_s = arrived_s - seconds
        self._last = max(_time(self._begin_s + seconds), self._last + _MICROSECOND)
        return self._last

    def report(self, stamp: int, server_s: float, arrived_s: float) -> None:
        """As in the protocol."""
        if abs(server_s - arrived_s) < BELIEVED_S:
            self._begin_s = server_s - self._count.of(stamp) / TICKS_S
            self._is_reported = True


class RecordedTime:
    """Milliseconds since `start`, the instant asked for; the pictures that lead to it count below zero."""

    def __init__(self, start: datetime) -> None:
        self._start, self._count = start, _Count()

    def at(self, stamp: int, arrived_s: float) -> datetime:  # noqa: ARG002
        """As in the protocol."""
        try:
            return self._start + timedelta(milliseconds=self._count.of(stamp))
        except OverflowError:
            return self._start

    def report(self, stamp: int, server_s: float, arrived_s: float) -> None:
        """Tells nothing new: the timestamps are times already."""


def _time(seconds: float) -> datetime:
    try:
        return min(_LAST, max(_EPOCH, _EPOCH + timedelta(seconds=seconds)))
    except OverflowError:
        return _EPOCH
