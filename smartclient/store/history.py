"""Events and alarms of before this watch, as the journal has them, by the time asked for."""

from collections.abc import Iterable

from smartclient.domain.alarms import Alarm
from smartclient.domain.events import AlarmChanged, Event, Happened
from smartclient.domain.ids import AlarmId, EventId
from smartclient.domain.recordings import Span
from smartclient.runtime.signal import Signal
from smartclient.store.spans import Spans, joined, without

MOST_KEPT = 100_000
"""Beyond it, what was asked for earlier is forgotten and read again when it is looked at."""


class KnownHistory:
    """What happened, and each alarm as it was last told; `changed` tells when there is more."""

    def __init__(self) -> None:
        self.changed: Signal[None] = Signal()
        self.events: dict[EventId, Happened] = {}
        self.alarms: dict[AlarmId, Alarm] = {}
        self._known: Spans = ()

    def unknown(self, window: Span) -> Spans:
        """Of which time in `window` the journal was never asked."""
        return without(window, self._known)

    def take(self, window: Span, told: Iterable[Event]) -> None:
        """These are all that the journal has of `window`."""
        if len(self.events) + len(self.alarms) > MOST_KEPT:
            self.events, self.alarms, self._known = {}, {}, ()
        before = len(self.events) + len(self.alarms)
        for event in told:
            if isinstance(event, Happened):
                self.events[event.id] = event
            elif isinstance(event, AlarmChanged):
                self._take_alarm(event.alarm)
        self._known = joined((*self._known, window))
        if len(self.events) + len(self.alarms) != before:
            self.changed.emit(None)

    def _take_alarm(self, alarm: Alarm) -> None:
        known = self.alarms.get(alarm.id)
        if known is None or known.changed_at <= alarm.changed_at:
            self.alarms[alarm.id] = alarm
