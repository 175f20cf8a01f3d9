"""Calls at intercoms: which ring, which one is answered here, and which ended how."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from smartclient.domain.devices import Activity, DeviceKind
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.store.changes import Changes, Later
from smartclient.store.site_store import SiteStore

PRESS = timedelta(seconds=3)
"""A contact that is released sooner was only pressed: the visitor goes on waiting."""
WAITS_S = 30.0
"""So long a visitor who only pressed is taken to wait."""
LONGEST_RING = timedelta(minutes=2)
KEPT = 200


class Outcome(StrEnum):
    """How a call ended."""

    MISSED = "missed"
    DECLINED = "declined"
    ANSWERED = "answered"
    ELSEWHERE = "answered elsewhere"


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody rings, since `at` by the server's clock; `answered_at` is set once this operator has answered."""

    intercom: DeviceId
    at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EndedCall:
    """A call that is over: `rang` until somebody answered, declined or nobody waited any more; `by` is who, where anybody tells."""

    intercom: DeviceId
    at: datetime
    rang: timedelta
    outcome: Outcome
    by: str = ""


class Calls:
    """Folds the server's events into calls; belongs to the loop's thread.

    `changed` tells that calls began, ended or are others; `ended` tells of each that ended. `has_asked` says whether this console has
    asked to take a call, which is what tells its answer from another console's.
    """

    def __init__(self, store: SiteStore, clock: Clock, later: Later) -> None:
        self.changed: Signal[None] = Signal()
        self.ended: Signal[EndedCall] = Signal()
        self.has_asked: Callable[[DeviceId], bool] = lambda _intercom: False
        self.past: deque[EndedCall] = deque(maxlen=KEPT)
        """The last ones that ended, newest last."""
        self._store, self._clock, self._later = store, clock, later
        self._open: dict[DeviceId, Call] = {}
        self._chosen: DeviceId | None = None
        self._last: Happened | None = store.recent[-1] if store.recent else None
        store.changed.connect(self._on_store)

    @property
    def waiting(self) -> tuple[Call, ...]:
        """Those that ring, longest first."""
        return tuple(sorted((c for c in self._open.values() if c.answered_at is None), key=lambda call: call.at))

    @property
    def current(self) -> Call | None:
        """The chosen one, else the one that is answered, else the one that rings longest."""
        if self._chosen in self._open:
            return self._open[self._chosen]
        answered = next((call for call in self._open.values() if call.answered_at is not None), None)
        return answered or next(iter(self.waiting), None)

    def of(self, intercom: DeviceId) -> Call | None:
        """The call at that intercom."""
        return self._open.get(intercom)

    def remember(self, earlier: Iterable[EndedCall]) -> None:
        """Puts calls that ended before this watch, oldest first, before those of this one."""
        known = {(call.intercom, call.at) for call in self.past}
        fresh = (call for call in earlier if (call.intercom, call.at) not in known)
        self.past = deque([*fresh, *self.past], maxlen=KEPT)
        self.changed.emit(None)

    def choose(self, intercom: DeviceId | None) -> None:
        """That one is the current one."""
        if intercom != self._chosen:
            self._chosen = intercom
            self.changed.emit(None)

    def choose_next(self) -> None:
        """The next one of all, the first again after the last."""
        calls = sorted(self._open.values(), key=lambda call: call.at)
        now = self.current
        if now is not None and calls:
            self.choose(calls[(calls.index(now) + 1) % len(calls)].intercom)

    def answer(self, intercom: DeviceId) -> None:
        """It is answered here."""
        call = self._open.get(intercom)
        if call is not None and call.answered_at is None:
            self._open[intercom] = replace(call, answered_at=self._clock.now())
            self._chosen = intercom
            self.changed.emit(None)

    def end(self, intercom: DeviceId, outcome: Outcome, by: str = "") -> None:
        """It is over."""
        call = self._open.get(intercom)
        if call is not None:
            self._end(call, self._clock.now(), outcome, by)
            self.changed.emit(None)

    def _on_store(self, changes: Changes) -> None:
        before = dict(self._open)
        for event in self._news(changes):
            if self._is_intercom(event.device):
                self._take(event)
        if changes.everything:
            self._look_at_states()
        if self._open != before:
            self.changed.emit(None)

    def _news(self, changes: Changes) -> Iterable[Happened]:
        """What was told since the last time, oldest first."""
        recent = self._store.recent
        found: list[Happened] = []
        if changes.events:
            for event in reversed(recent):
                if event is self._last:
                    break
                found.append(event)
        self._last = recent[-1] if recent else None
        return reversed(found)

    def _take(self, event: Happened) -> None:
        assert event.device is not None  # noqa: S101  only intercoms come here
        call = self._open.get(event.device)
        match event.kind:
            case EventKind.SENSOR_ACTIVATED if call is None:
                self._begin(Call(event.device, event.at))
            case EventKind.SENSOR_CLEARED if call is not None:
                self._released(call, event.at)
            case EventKind.CALL_ANSWERED if call is not None and call.answered_at is None:
                if self.has_asked(call.intercom) and event.person in ("", self._store.user_of(call.intercom)):
                    self.answer(call.intercom)
                else:
                    self._end(call, event.at, Outcome.ELSEWHERE, event.person)
            case EventKind.CALL_DECLINED if call is not None and call.answered_at is None:
                self._end(call, event.at, Outcome.DECLINED, event.person)
            case _:
                pass

    def _look_at_states(self) -> None:
        """After a new picture of the present: what rings rings, what does not does not."""
        for device in self._store.devices.values():
            activity = self._store.state(device.id).activity
            if device.kind is not DeviceKind.INTERCOM or activity is None:
                continue
            call = self._open.get(device.id)
            is_fresh = self._clock.now() - activity.at < LONGEST_RING
            if (
                activity.value is Activity.ACTIVE
                and call is None
                and is_fresh
                and not self._is_past(device.id, activity.at)
            ):
                self._begin(Call(device.id, activity.at))
            elif activity.value is Activity.QUIET and call is not None and activity.at > call.at:
                self._released(call, activity.at)

    def _begin(self, call: Call) -> None:
        self._open[call.intercom] = call
        left = LONGEST_RING - (self._clock.now() - call.at)
        self._later(max(0.0, left.total_seconds()), lambda: self._give_up(call))

    def _released(self, call: Call, at: datetime) -> None:
        """Who is spoken with may let go of the button; who only pressed it waits on."""
        if call.answered_at is not None:
            return
        if at - call.at < PRESS:
            self._later(WAITS_S, lambda: self._give_up(call))
        else:
            self._end(call, at, Outcome.MISSED)

    def _give_up(self, call: Call) -> None:
        if self._open.get(call.intercom) == call:
            self._end(call, self._clock.now(), Outcome.MISSED)
            self.changed.emit(None)

    def _end(self, call: Call, at: datetime, outcome: Outcome, by: str = "") -> None:
        del self._open[call.intercom]
        if self._chosen == call.intercom:
            self._chosen = None
        until = call.answered_at or at
        ended = EndedCall(call.intercom, call.at, max(timedelta(0), until - call.at), outcome, by)
        self.past.append(ended)
        self.ended.emit(ended)

    def _is_past(self, intercom: DeviceId, at: datetime) -> bool:
        return any(call.intercom == intercom and call.at == at for call in self.past)

    def _is_intercom(self, device: DeviceId | None) -> bool:
        known = self._store.devices.get(device) if device is not None else None
        return known is not None and known.kind is DeviceKind.INTERCOM
