"""When something moves before a camera: while halls are full, and now and then when somebody comes by; the same for the same seed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import lru_cache
from random import Random

from smartclient.demo.past import spans
from smartclient.demo.past.calendar import Calendar, Day
from smartclient.demo.past.spans import Span

_SLOT_MS = 300_000
_AT_NIGHT, _PER_CROWD, _MOST = 0.03, 3.2, 0.6
_SHORTEST_S, _LONGEST_S = 8, 50
_EARLIER_S = 25


class Motion:
    """Motion of all cameras as the calendar has it, in whole seconds; times are milliseconds since 1970.

    What happens in a run of the server beyond that is not known here.
    """

    def __init__(self, calendar: Calendar, seed: int) -> None:
        self.calendar = calendar
        self._seed = seed
        self._visits = lru_cache(maxsize=32_768)(self._visits_of_day)

    def spans(self, camera: str, begin: int, end: int) -> list[Span]:
        """Motion between two times."""
        found: list[Span] = []
        for day in self.calendar.days(begin, end):
            earlier, later = _habit(camera)
            found += [(since - earlier, until + later) for since, until in day.busy]
            found += self._visits(camera, day)
        return spans.clip(spans.union(found), begin, end)

    def visits(self, cameras: Iterable[str], at: int) -> dict[str, int]:
        """The cameras of these before which somebody comes by alone at a time, and since when."""
        day = self.calendar.day(at)
        held = ((camera, spans.holding(self._visits(camera, day), at)) for camera in cameras)
        return {camera: span[0] for camera, span in held if span is not None}

    def _visits_of_day(self, camera: str, day: Day) -> list[Span]:
        random = Random(zlib.crc32(f"{self._seed}/{camera}/{day.begin}".encode()))
        found: list[Span] = []
        for slot, chance in _chances(day):
            if random.random() < chance:
                begin = slot + random.randrange(_SLOT_MS // 1000) * 1000
                found.append((begin, begin + random.randrange(_SHORTEST_S, _LONGEST_S) * 1000))
        return spans.clip(spans.union(found), day.begin, day.end)


def _habit(camera: str) -> Span:
    """By how much motion at a camera begins earlier and ends later than halls are full."""
    earlier, later = divmod(zlib.crc32(camera.encode()) % _EARLIER_S**2, _EARLIER_S)
    return earlier * 1000, later * 1000


@lru_cache(maxsize=64)
def _chances(day: Day) -> list[tuple[int, float]]:
    """How likely somebody comes by in each slot of a day."""
    slots = range(day.begin, day.end, _SLOT_MS)
    return [(slot, min(_MOST, _AT_NIGHT + _PER_CROWD * day.crowd(slot + _SLOT_MS // 2))) for slot in slots]
