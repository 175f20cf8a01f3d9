"""What a store tells its observers, and the short wait that turns a flood of events into one telling."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from smartclient.domain.ids import AlarmId, BuildingId, DeviceId
from smartclient.runtime.signal import Signal

TELL_AFTER_S = 0.03
"""20,000 events told one by one are 20,000 redraws; told after 30 ms they are two."""
SHARE = 3.0
"""After a telling that took long, the next waits so much longer than that: the hand goes first in a flood."""
MOST_S = 0.25

Later = Callable[[float, Callable[[], None]], object]
"""Calls a function after some seconds on the loop's thread (`loop.call_later` has this shape)."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different since the last telling."""

    devices: frozenset[DeviceId] = frozenset()
    alarms: frozenset[AlarmId] = frozenset()
    responses: frozenset[BuildingId] = frozenset()
    """Buildings that are under another action, or have another command on its way."""
    grants: bool = False
    """Grants, who watches by them, or commands about them on their way."""
    events: int = 0
    """How many events were added to the list of recent ones."""
    connection: bool = False
    everything: bool = False
    """The site itself or the whole present was replaced."""


class Teller:
    """Collects changes and tells them together."""

    def __init__(self, later: Later) -> None:
        self.changed: Signal[Changes] = Signal()
        self._later = later
        self._devices: set[DeviceId] = set()
        self._alarms: set[AlarmId] = set()
        self._responses: set[BuildingId] = set()
        self._grants = False
        self._events = 0
        self._connection = False
        self._everything = False
        self._waiting = False
        self._after_s = TELL_AFTER_S
        self._is_over = False

    def device(self, device: DeviceId) -> None:
        """That device has another state or pending mark."""
        self._devices.add(device)
        self._wake()

    def alarm(self, alarm: AlarmId) -> None:
        """That alarm is new or different."""
        self._alarms.add(alarm)
        self._wake()

    def response(self, building: BuildingId) -> None:
        """That building is under another action, or has another pending mark."""
        self._responses.add(building)
        self._wake()

    def grants(self) -> None:
        """A grant, who watches, or a command about a grant is different."""
        self._grants = True
        self._wake()

    def event(self, count: int = 1) -> None:
        """There are `count` more events."""
        self._events += count
        self._wake()

    def connection(self) -> None:
        """The line is in another state."""
        self._connection = True
        self._wake()

    def everything(self) -> None:
        """Look at all of it again."""
        self._everything = True
        self._wake()

    def stop(self) -> None:
        """Tells nothing from now on: those who would hear come to their end."""
        self._is_over = True

    def _wake(self) -> None:
        if not self._waiting:
            self._waiting = True
            self._later(self._after_s, self.tell)

    def tell(self) -> None:
        """Tells now what was collected."""
        self._waiting = False
        changes = Changes(
            frozenset(self._devices),
            frozenset(self._alarms),
            frozenset(self._responses),
            self._grants,
            self._events,
            self._connection,
            self._everything,
        )
        self._devices.clear()
        self._alarms.clear()
        self._responses.clear()
        self._grants, self._events, self._connection, self._everything = False, 0, False, False
        if changes != Changes() and not self._is_over:
            started_s = time.perf_counter()
            self.changed.emit(changes)
            self._after_s = min(MOST_S, max(TELL_AFTER_S, SHARE * (time.perf_counter() - started_s)))
