"""Groups of pictures read lately: playing backward, stepping and thumbnails ask for the same ones again."""

from bisect import bisect_right
from datetime import datetime, timedelta

from smartclient.domain.footage import Gop

MOST_GROUPS, MOST_BYTES = 40, 48 * 1024 * 1024


class KeptGroups:
    """In order of time; those farthest from the one read last go first."""

    def __init__(self) -> None:
        self._groups: list[Gop] = []

    def at(self, at: datetime) -> Gop | None:
        """The one whose time holds `at`."""
        index = bisect_right(self._groups, at, key=_begin) - 1
        return self._groups[index] if index >= 0 and at < self._groups[index].end else None

    def has_within(self, at: datetime, span: timedelta) -> bool:
        """Whether one begins after `at`, but not later than `span`."""
        index = bisect_right(self._groups, at, key=_begin)
        return index < len(self._groups) and self._groups[index].begin <= at + span

    def keep(self, group: Gop) -> None:
        """Adds one, in place of the same one read before."""
        self._groups = [each for each in self._groups if each.begin != group.begin]
        self._groups.insert(bisect_right(self._groups, group.begin, key=_begin), group)
        while len(self._groups) > 1 and (len(self._groups) > MOST_GROUPS or sum(map(_size, self._groups)) > MOST_BYTES):
            first, last = self._groups[0], self._groups[-1]
            self._groups.pop(0 if group.begin - first.begin > last.begin - group.begin else -1)


def _begin(group: Gop) -> datetime:
    return group.begin


def _size(group: Gop) -> int:
    return sum(len(packet.data) for packet in group.packets)
