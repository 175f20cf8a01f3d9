"""When this console is locked, and how fast passwords may be tried; knows nothing of windows."""

from collections.abc import Callable
from datetime import datetime

from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal

WORDS = "The console is locked."
_FREE_TRIES, _FIRST_WAIT_S, _LONGEST_WAIT_S = 3, 5.0, 60.0


class ConsoleLock:
    """`touch` at every key and move, `tick` every second. While somebody works on an incident it does not lock by itself."""

    def __init__(self, clock: Clock, after_s: float, is_suspended: Callable[[], bool]) -> None:
        """`after_s` without a touch it locks; 0: only by hand."""
        self.changed: Signal[bool] = Signal()
        """Tells whether it is locked from now on."""
        self.after_s = after_s
        self.since: datetime | None = None
        """When it was locked; None while it is not."""
        self.is_by_hand = False
        self.failures = 0
        """Passwords refused in a row."""
        self._clock, self._is_suspended = clock, is_suspended
        self._touched_s, self._touched_at = clock.steady_s(), clock.now()
        self._may_try_s = clock.steady_s()

    @property
    def is_locked(self) -> bool:
        """Whether it is."""
        return self.since is not None

    def why_not(self) -> str:
        """Why nothing can be done here now; empty when something can."""
        return WORDS if self.is_locked else ""

    def touch(self) -> None:
        """Somebody is there."""
        self._touched_s, self._touched_at = self._clock.steady_s(), self._clock.now()

    def tick(self) -> None:
        """Locks when nobody was there for so long, by either clock: one of them stands still while the machine sleeps."""
        if self._is_suspended():
            self.touch()
        away_s = max(self._clock.steady_s() - self._touched_s, (self._clock.now() - self._touched_at).total_seconds())
        if self.after_s and not self.is_locked and away_s >= self.after_s:
            self._lock(by_hand=False)

    def lock(self) -> None:
        """By hand, at once, also while an incident is open."""
        if not self.is_locked:
            self._lock(by_hand=True)

    def unlock(self) -> None:
        """The person was recognised."""
        if self.is_locked:
            self.since, self.failures = None, 0
            self.touch()
            self.changed.emit(False)

    @property
    def wait_s(self) -> float:
        """How long until the next password may be tried."""
        return max(0.0, self._may_try_s - self._clock.steady_s())

    def refused(self) -> None:
        """A password was wrong; after a few each takes longer. Servers lock accounts after too many."""
        self.failures += 1
        if (extra := self.failures - _FREE_TRIES) >= 0:
            wait_s = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2.0 ** min(extra, 10))
            self._may_try_s = self._clock.steady_s() + wait_s

    def _lock(self, *, by_hand: bool) -> None:
        self.since, self.is_by_hand = self._clock.now(), by_hand
        self.changed.emit(True)
