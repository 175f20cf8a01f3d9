"""What the demo's recorders hold: school days as a whole, and nights and weekends where something moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from smartclient.demo.past import spans
from smartclient.demo.past.motion import Motion
from smartclient.demo.past.spans import Span
from smartclient.demo.video.shots import tick_at, tick_ms
from smartclient.demo.world import Times, World

DAY_MS = 24 * 3_600_000
KEPT_MS = 30 * DAY_MS
BEFORE_MS, AFTER_MS = 3_000, 5_000
"""How much is recorded before and after motion."""
_SECOND = 1_000


class Recorded:
    """The recordings of all cameras, from KEPT_MS ago until `now`; times are milliseconds since 1970.

    Recordings begin and end with whole seconds, but for the one that lasts. Motion to come is not foreseen: what was filmed
    just before it becomes a recording when it begins.
    """

    def __init__(self, motion: Motion, world: World, now: Callable[[], int]) -> None:
        self.now = now
        self._usual = motion
        self._world = world

    @property
    def first(self) -> int:
        """From when on recordings are kept."""
        return (self.now() - KEPT_MS) // _SECOND * _SECOND

    def recorded(self, camera: str, begin: int, end: int) -> list[Span]:
        """What is recorded between two times; pieces that reach beyond are cut."""
        begin, end = max(begin, self.first), min(end, self.now() + 1)
        if begin >= end:
            return []
        found = [day.school for day in self._usual.calendar.days(begin, end) if day.school]
        moved = self._moved(camera, begin - AFTER_MS, end + BEFORE_MS)
        found += [(since - BEFORE_MS, until + AFTER_MS) for since, until in moved]
        return spans.clip(spans.without(spans.union(found), self._outages(camera)), begin, end)

    def motion(self, camera: str, begin: int, end: int) -> list[Span]:
        """What moved between two times; pieces that reach beyond are cut."""
        begin, end = max(begin, self.first), min(end, self.now() + 1)
        if begin >= end:
            return []
        return spans.clip(spans.without(self._moved(camera, begin, end), self._outages(camera)), begin, end)

    def sequences(self, camera: str, begin: int, end: int) -> list[Span]:
        """The whole recorded pieces that touch a span."""
        return [
            span for span in self.recorded(camera, begin - DAY_MS, end + DAY_MS) if span[0] < end and begin < span[1]
        ]

    def holds(self, camera: str, at: int) -> bool:
        """Whether a time is recorded."""
        return bool(self.recorded(camera, at, at + 1))

    def following(self, camera: str, at: int) -> int | None:
        """When the first picture at or after a time was taken."""
        while at <= self.now():
            until = self._usual.calendar.day(at).end
            for begin, end in self.recorded(camera, at, until):
                tick = tick_ms(tick_at(begin - 1) + 1)
                if tick < end:
                    return tick
            at = max(until, self.first)
        return None

    def preceding(self, camera: str, at: int) -> int | None:
        """When the last picture before a time was taken."""
        at = min(at, self.now() + 1)
        while at > self.first:
            since = self._usual.calendar.day(at - 1).begin
            for begin, end in reversed(self.recorded(camera, since, at)):
                tick = tick_ms(tick_at(end - 1))
                if tick >= begin:
                    return tick
            at = since
        return None

    def _moved(self, camera: str, begin: int, end: int) -> list[Span]:
        """Motion that has begun, usual and of this run."""
        begun = min(end, self.now() + 1)
        usual = self._usual.spans(camera, begin, begun) if begin < begun else []
        return spans.union([*usual, *spans.clip(self._whole(self._world.motions.get(camera)), begin, begun)])

    def _outages(self, camera: str) -> list[Span]:
        return spans.union(self._whole(self._world.outages.get(camera)))

    def _whole(self, times: Times | None) -> Iterator[Span]:
        """Pieces of time widened to whole seconds; what lasts ends with the present second."""
        for begin, end in times.spans if times else ():
            until = self.now() if end is None else round(end.timestamp() * _SECOND)
            yield int(begin.timestamp()) * _SECOND, (until // _SECOND + 1) * _SECOND
