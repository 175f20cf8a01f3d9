"""Hybrid logical time: close to the clock, and what answers comes after what it answers, however wrong the clocks are."""

from datetime import datetime

_COUNTS = 1 << 16
_MOST_AHEAD_MS = 24 * 3600 * 1000


class LogicalTime:
    """Gives stamps: milliseconds since 1970 times 65,536, plus a count (Kulkarni and others 2014, in one whole number)."""

    def __init__(self, latest: int = 0) -> None:
        """`latest` is the latest stamp seen before."""
        self._latest = latest

    def stamp(self, now: datetime) -> int:
        """A stamp after all that were given or seen."""
        self._latest = max(self._latest + 1, _at(now))
        return self._latest

    def see(self, stamp: int) -> None:
        """Another console gave that stamp."""
        self._latest = max(self._latest, stamp)


def is_believable(stamp: int, now: datetime) -> bool:
    """Whether a console may have given that stamp: a clock that is a day ahead would hold the last word for a day."""
    return 0 < stamp <= _at(now) + _MOST_AHEAD_MS * _COUNTS


def _at(now: datetime) -> int:
    return round(now.timestamp() * 1000) * _COUNTS
