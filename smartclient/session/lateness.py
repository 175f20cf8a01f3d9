"""Whether what arrives is the present: events that come late, and a server that falls silent."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from smartclient.domain.events import Event, Happened

LATE = timedelta(seconds=5)
STAYS_LATE_S = 30.0
"""One late event is remembered so long, unless one that is in time comes first."""
SILENT_S = 12.0
"""Longer than the server's answers to two pings may be apart."""


class Lateness:
    """Judges one unbroken line. Events from before it was up were missed and are replayed; they are not late."""

    def __init__(self, up_at: datetime, steady_s: float) -> None:
        self._up_at = up_at
        self._heard_s = steady_s
        self._late_s = 0.0
        self._late_until_s = steady_s

    def hear(self, events: Iterable[Event], now: datetime, steady_s: float) -> None:
        """The server said something, if only that it is there."""
        self._heard_s = steady_s
        newest = max((e.at for e in events if isinstance(e, Happened) and e.at >= self._up_at), default=None)
        if newest is None:
            return
        is_late = now - newest > LATE
        self._late_s = (now - newest).total_seconds()
        self._late_until_s = steady_s + STAYS_LATE_S if is_late else steady_s

    def sentence(self, steady_s: float) -> str:
        """What is wrong, for a person; empty when the line is live."""
        silent_s = steady_s - self._heard_s
        if silent_s > SILENT_S:
            return f"The server has been silent for {silent_s:.0f} s."
        if steady_s < self._late_until_s:
            return f"Events arrive {self._late_s:.0f} s late, or the server's clock differs from this one."
        return ""
