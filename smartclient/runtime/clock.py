"""Time as a thing that is passed in, so that tests own it."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """The time of day and a steady count of seconds."""

    def now(self) -> datetime:
        """Aware, UTC."""
        ...

    def steady_s(self) -> float:
        """Seconds that never jump; only differences mean something."""
        ...


class SystemClock:
    """This machine's clock."""

    def now(self) -> datetime:
        """Aware, UTC."""
        return datetime.now(UTC)

    def steady_s(self) -> float:
        """Seconds that never jump."""
        return time.monotonic()


class ManualClock:
    """A clock that moves only when told."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._steady_s = 0.0

    def now(self) -> datetime:
        """The time it was last moved to."""
        return self._now

    def steady_s(self) -> float:
        """Seconds moved so far."""
        return self._steady_s

    def advance(self, seconds: float) -> None:
        """Moves on by `seconds`."""
        self._now += timedelta(seconds=seconds)
        self._steady_s += seconds
