"""The seconds before an alarm, played again and again: the clock that the tiles beside the live ones follow."""

from collections.abc import Callable
from datetime import datetime, timedelta

from smartclient.runtime.clock import Clock
from smartclient.store.playback import Playback

BEFORE = timedelta(seconds=10)
STANDS_S = 1.5
"""How long the moment of the alarm itself is shown before it begins again."""

Later = Callable[[float, Callable[[], None]], Callable[[], object]]
"""Calls a function after some seconds on the loop's thread; the answer takes that back."""


class Before:
    """A playback that runs from ten seconds before a moment up to it, stands there a little, and begins again."""

    def __init__(self, clock: Clock, later: Later) -> None:
        self.playback = Playback(clock)
        self._later = later
        self._moment: datetime | None = None
        self._take_back: Callable[[], object] = _nothing

    def begin(self, moment: datetime) -> None:
        """Plays what led to that moment from now on."""
        self._moment = moment
        self._run()

    def stop(self) -> None:
        """Stands still."""
        self._take_back()
        self._take_back = _nothing
        self._moment = None
        if not self.playback.is_live:
            self.playback.pause()

    def _run(self) -> None:
        self._take_back()
        if self._moment is not None:
            self.playback.run_from(self._moment - BEFORE, 1.0)
            self._take_back = self._later(BEFORE.total_seconds(), self._stand)

    def _stand(self) -> None:
        if self._moment is not None:
            self.playback.run_from(self._moment, 0.0)
            self._take_back = self._later(STANDS_S, self._run)


def _nothing() -> None:
    """Nothing is due."""
