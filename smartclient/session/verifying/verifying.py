"""Which alarm is being verified: the worst new one by itself, but never in place of one that is not finished."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from smartclient.domain.alarms import Alarm, AlarmState
from smartclient.domain.ids import AlarmId
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore

FRESH = timedelta(minutes=10)
"""An alarm older than this waits in the list: somebody has let it lie, or this watch has only begun."""
MOST_SEEN = 50_000
MOST_WAITING = 50
"""In a flood the list counts; the card only has to know what comes next."""


class Verifying:
    """`changed` tells that another alarm is on the card, or that others wait. Belongs to the loop's thread."""

    def __init__(self, store: SiteStore, clock: Clock, is_silent: Callable[[Alarm], bool]) -> None:
        """`is_silent` says of which alarms this console must not show anything by itself."""
        self.changed: Signal[None] = Signal()
        self._store, self._clock, self._is_silent = store, clock, is_silent
        self._seen: dict[AlarmId, None] = {}
        self._waiting: dict[AlarmId, None] = {}
        self._alarm: AlarmId | None = None
        self.opens_by_itself = True
        store.changed.connect(self._take)

    @property
    def alarm(self) -> Alarm | None:
        """The one on the card, as it is now."""
        return self._store.alarms.get(self._alarm) if self._alarm is not None else None

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to be decided: somebody judged it, or it is closed."""
        alarm = self.alarm
        return alarm is None or alarm.judgement is not None or not alarm.is_open

    @property
    def waiting(self) -> tuple[Alarm, ...]:
        """The new alarms that came while the card was busy and that nobody took yet, worst first."""
        known = (self._store.alarms.get(alarm) for alarm in self._waiting)
        return tuple(sorted((a for a in known if a is not None and _is_untouched(a)), key=lambda a: a.urgency))

    @property
    def worse(self) -> Alarm | None:
        """One of those, worse than the one on the card."""
        first, alarm = next(iter(self.waiting), None), self.alarm
        return first if first is not None and alarm is not None and first.priority < alarm.priority else None

    def open(self, alarm: AlarmId) -> None:
        """Puts that alarm on the card, whatever is on it."""
        left = self._alarm
        if alarm == left or alarm not in self._store.alarms:
            return
        was_finished = self.is_finished
        self._waiting.pop(alarm, None)
        if left is not None and not was_finished:
            self._waiting[left] = None
        self._see([alarm])
        self._alarm = alarm
        self.changed.emit(None)

    def open_next(self) -> None:
        """Puts the worst of those that wait on the card."""
        if waiting := self.waiting:
            self.open(waiting[0].id)

    def close(self) -> None:
        """The card goes; what waited is in the list."""
        if self._alarm is not None:
            self._alarm = None
            self._waiting.clear()
            self.changed.emit(None)

    def _take(self, changes: Changes) -> None:
        ids = frozenset(self._store.alarms) if changes.everything else changes.alarms
        fresh = [self._store.alarms[alarm] for alarm in ids if alarm not in self._seen and alarm in self._store.alarms]
        self._see(alarm.id for alarm in fresh)
        called = sorted((alarm for alarm in fresh if self._calls(alarm)), key=lambda alarm: alarm.urgency)
        opened = called[0].id if called and self.is_finished and self.opens_by_itself else None
        if opened is not None or self._alarm is not None:
            self._waiting |= dict.fromkeys(alarm.id for alarm in called[:MOST_WAITING] if alarm.id != opened)
            self._waiting = {alarm.id: None for alarm in self.waiting[:MOST_WAITING]}
        if opened is not None:
            self.open(opened)
        elif called or self._alarm in ids:
            self.changed.emit(None)

    def _calls(self, alarm: Alarm) -> bool:
        is_fresh = self._clock.now() - alarm.at <= FRESH
        return _is_untouched(alarm) and is_fresh and not self._is_silent(alarm)

    def _see(self, alarms: Iterable[AlarmId]) -> None:
        self._seen |= dict.fromkeys(alarms)
        while len(self._seen) > MOST_SEEN:
            del self._seen[next(iter(self._seen))]


def _is_untouched(alarm: Alarm) -> bool:
    return alarm.state is AlarmState.NEW and alarm.judgement is None
