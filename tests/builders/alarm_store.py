"""A store that is told of alarms at once, and a clock that moves when told: for what needs no window."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from smartclient.domain.alarms import Alarm, AlarmState
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.events import AlarmChanged
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime.clock import ManualClock
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later
from tests.builders.watch import CAMERA, DOOR, SENSOR, START

_KINDS = {DOOR: DeviceKind.DOOR, CAMERA: DeviceKind.CAMERA, SENSOR: DeviceKind.VAPE_SENSOR}


@dataclass
class AlarmStore:
    """After `tell` the observers have heard of everything."""

    store: SiteStore
    clock: ManualClock
    tell: Callable[[], None]

    def raise_alarms(self, *alarms: Alarm) -> None:
        """The server tells of alarms."""
        self.store.apply([AlarmChanged(alarm) for alarm in alarms])
        self.tell()

    def move(self, alarm: Alarm, state: AlarmState) -> None:
        """The server tells that an alarm is in another state."""
        self.raise_alarms(replace(alarm, state=state, changed_at=self.clock.now() + timedelta(seconds=1)))


def new_alarm_store() -> AlarmStore:
    """A live line, a door, a camera and a sensor, nothing open."""
    later = Later()
    store = SiteStore(Site("Test"), Connection(Line.LIVE, START, START), later)
    devices = tuple(Device(key, kind, str(key), Placement((-89.5, 43.1))) for key, kind in _KINDS.items())
    store.take_snapshot(Snapshot(START, "demo", "dispatcher", devices))
    later.run()
    return AlarmStore(store, ManualClock(START), later.run)
