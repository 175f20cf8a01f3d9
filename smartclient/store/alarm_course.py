"""How many alarms each hour has, newest first: by it a list of a million knows its length and finds any row without reading the others."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from smartclient.domain.alarms import Alarm
from smartclient.store.alarm_filter import AlarmFilter

HOUR_US = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """`most` alarms that a filter keeps, newest first: those before an hour's end (None: all), `skip` of them left out."""

    kept: AlarmFilter
    before: int | None = None
    """Microseconds since 1970."""
    skip: int = 0
    most: int = -1
    """All, where it is negative."""


class Course:
    """`hours` are pairs of an hour, counted since 1970, and how many alarms it has; newest first, none of them empty."""

    def __init__(self, hours: Sequence[tuple[int, int]] = ()) -> None:
        self.hours = tuple(hours)
        self._ends = list(accumulate(count for _hour, count in self.hours))
        self.count = self._ends[-1] if self._ends else 0

    @classmethod
    def of(cls, alarms: Sequence[Alarm]) -> "Course":
        """That of alarms at hand."""
        counts = Counter(int(alarm.at.timestamp() * 1_000_000) // HOUR_US for alarm in alarms)
        return cls(sorted(counts.items(), reverse=True))

    def piece(self, kept: AlarmFilter, first: int, most: int) -> Piece:
        """The rows from `first` on, which must be less than `count`."""
        number = bisect_right(self._ends, first)
        begins = self._ends[number - 1] if number else 0
        return Piece(kept, (self.hours[number][0] + 1) * HOUR_US, first - begins, most)

    def is_newer_part_of(self, other: "Course") -> bool:
        """Whether `other` goes on where this one ends, and is the same before."""
        last = len(self.hours) - 1
        if last < 0 or last >= len(other.hours):
            return last < 0
        (hour, count), (same, more) = self.hours[last], other.hours[last]
        return self.hours[:last] == other.hours[:last] and hour == same and count <= more

    def is_older_part_of(self, other: "Course") -> bool:
        """Whether `other` has more on top, and is the same below."""
        if not self.hours:
            return True
        older = self.hours[1:]
        at = len(other.hours) - len(self.hours)
        if at < 0:
            return False
        (hour, count), (same, more) = self.hours[0], other.hours[at]
        return other.hours[at + 1 :] == older and hour == same and count <= more
