"""Runs the clock over what none of the watched cameras recorded, and, where the past ends, through to live."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from smartclient.domain.recordings import Span
from smartclient.runtime.clock import Clock
from smartclient.store.playback import Playback

Cancel = Callable[[], None]
Schedule = Callable[[float, Callable[[], None]], Cancel]
Recorded = Callable[[], Sequence[Sequence[Span]]]
"""What each watched camera recorded, pieces in order of time; read anew at every look. Cameras not known yet are left out."""

_LOOK_S = 0.1
_NEAR_NOW_S = 0.2
_BEFORE_END = timedelta(milliseconds=1)


def next_recorded(at: datetime, speed: float, recorded: Iterable[Sequence[Span]]) -> datetime | None:
    """Where a clock at `at` goes on when it skips what no camera recorded: `at` itself where one did, None where none is left.

    Forward that is the next piece's begin; with `speed` below 0 the last instant of the piece before.
    """
    nearest: datetime | None = None
    for spans in recorded:
        for span in spans:
            if span.holds(at):
                return at
            if speed >= 0 and span.begin > at and span.length and (nearest is None or span.begin < nearest):
                nearest = span.begin
            if speed < 0 and span.end <= at and span.length and (nearest is None or span.end - _BEFORE_END > nearest):
                nearest = span.end - _BEFORE_END
    return nearest


class GapSkipping:
    """Watches a running clock ten times a second while it may have to be moved. Belongs to the loop's thread."""

    def __init__(self, playback: Playback, recorded: Recorded, clock: Clock, schedule: Schedule) -> None:
        """`schedule` runs a function after some seconds on the loop."""
        self.is_on = True
        """Whether gaps are skipped; the way through to live is always open."""
        self._playback = playback
        self._recorded = recorded
        self._clock = clock
        self._schedule = schedule
        self._cancel: Cancel | None = None
        self._disconnect = playback.changed.connect(lambda _none: self.look())

    def look(self) -> None:
        """Moves the clock if it has to be moved now, and looks again while the past runs; call it when `recorded` has grown."""
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
        playback = self._playback
        if playback.is_live or playback.speed == 0.0:
            return
        self._cancel = self._schedule(_LOOK_S, self.look)
        at, speed = playback.instant, playback.speed
        if speed > 0 and (self._clock.now() - at).total_seconds() < _NEAR_NOW_S:
            playback.go_live()
        elif self.is_on:
            self._skip(at, speed)

    def _skip(self, at: datetime, speed: float) -> None:
        recorded = [spans for spans in self._recorded() if spans]
        goal = next_recorded(at, speed, recorded)
        if goal is not None and goal != at:
            self._playback.go_to(goal)

    def close(self) -> None:
        """Watches no longer."""
        self._disconnect()
        if self._cancel is not None:
            self._cancel()
