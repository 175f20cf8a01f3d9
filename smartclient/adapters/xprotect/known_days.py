"""What was recorded on days that are over, remembered for a while: a month of many cameras is asked for again and again."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Recordings, Span
from smartclient.runtime.clock import Clock
from smartclient.store.spans import joined, within

SETTLED = timedelta(minutes=5)
"""So long after its end a day may still gain pictures."""
KEPT_S = 600.0
"""Old footage goes as new comes, so that what is known does not hold for ever."""
MOST_DAYS = 5_000
_DAY = timedelta(days=1)

Read = Callable[[DeviceId, Span], Awaitable[Recordings]]


@dataclass(frozen=True, slots=True)
class _Known:
    recordings: Recordings
    until_s: float


class KnownDays:
    """Answers from memory for whole days (UTC) that are over, and reads what is missing in one piece."""

    def __init__(self, read: Read, clock: Clock) -> None:
        self._read, self._clock = read, clock
        self._known: OrderedDict[tuple[DeviceId, datetime], _Known] = OrderedDict()

    async def recordings(self, camera: DeviceId, span: Span) -> Recordings:
        """What is recorded within `span`, of which only what is past counts. Raises what reading raises."""
        now = self._clock.now()
        end = min(span.end, now)
        if span.begin >= end:
            return Recordings(camera, span)
        days = [day for day in _days(Span(span.begin, end)) if day.end <= now - SETTLED]
        missing = [day for day in days if not self._is_known(camera, day)]
        told: list[Recordings] = [self._known[camera, day.begin].recordings for day in days if day not in missing]
        rest_begin = max(span.begin, days[-1].end) if days else span.begin
        if missing or rest_begin < end:
            begin = missing[0].begin if missing else rest_begin
            fresh = await self._read(camera, Span(begin, end if rest_begin < end else missing[-1].end))
            told.append(fresh)
            self._keep(fresh, [day for day in days if day.begin >= begin])
        return await asyncio.to_thread(_merged, camera, span, told)

    def _is_known(self, camera: DeviceId, day: Span) -> bool:
        known = self._known.get((camera, day.begin))
        return known is not None and self._clock.steady_s() < known.until_s

    def _keep(self, fresh: Recordings, days: list[Span]) -> None:
        until_s = self._clock.steady_s() + KEPT_S
        for day in days:
            if fresh.span.begin <= day.begin and day.end <= fresh.span.end:
                of_day = Recordings(fresh.camera, day, within(fresh.recorded, day), within(fresh.motion, day))
                self._known[fresh.camera, day.begin] = _Known(of_day, until_s)
        while len(self._known) > MOST_DAYS:
            self._known.popitem(last=False)


def _merged(camera: DeviceId, span: Span, told: Sequence[Recordings]) -> Recordings:
    """All of it as one; a month of a busy camera holds the loop for longer than a picture lasts."""
    recorded = joined(piece for each in told for piece in each.recorded)
    motion = joined(piece for each in told for piece in each.motion)
    return Recordings(camera, span, within(recorded, span), within(motion, span))


def _days(span: Span) -> list[Span]:
    """The whole days (UTC) that touch `span`, in order."""
    begin = span.begin.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    days: list[Span] = []
    while begin < span.end:
        days.append(Span(begin, begin + _DAY))
        begin += _DAY
    return days
