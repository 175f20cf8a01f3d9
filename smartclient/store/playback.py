"""The clock of what is watched: now, or an instant of the past that runs, stands or runs backward. Tiles and timeline follow it."""

from datetime import datetime, timedelta

from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal

SPEEDS = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)


class Playback:
    """Live, or an instant and a speed: 1 is as fast as life, 0 stands still, below 0 runs backward.

    `changed` tells whenever the instant can no longer be told from what was known before: after a jump, another speed, live.
    `instant` and `speed` may be read from any thread; the verbs belong to the loop's.
    """

    def __init__(self, clock: Clock) -> None:
        self.changed: Signal[None] = Signal()
        self._clock = clock
        self._course: tuple[datetime, float, float] | None = None

    @property
    def is_live(self) -> bool:
        """Whether now is watched."""
        return self._course is None

    @property
    def speed(self) -> float:
        """How fast the instant runs; 1 when live."""
        course = self._course
        return course[2] if course is not None else 1.0

    @property
    def instant(self) -> datetime:
        """What is watched at this moment, aware UTC; never later than now."""
        course, now = self._course, self._clock.now()
        if course is None:
            return now
        begun, begun_s, speed = course
        return min(now, begun + timedelta(seconds=(self._clock.steady_s() - begun_s) * speed))

    def go_to(self, at: datetime) -> None:
        """Jumps there; keeps the speed, and stands still when live was watched."""
        self.run_from(at, 0.0 if self.is_live else self.speed)

    def play(self, speed: float) -> None:
        """Runs at that speed from the instant on, also from live."""
        self.run_from(self.instant, speed)

    def pause(self) -> None:
        """Stands still at the instant."""
        self.play(0.0)

    def go_live(self) -> None:
        """Watches now."""
        if not self.is_live:
            self._course = None
            self.changed.emit(None)

    def run_from(self, at: datetime, speed: float) -> None:
        """Jumps there and goes on at that speed, told as one change."""
        self._course = (min(at, self._clock.now()), self._clock.steady_s(), speed)
        self.changed.emit(None)
