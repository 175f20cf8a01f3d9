"""A site as it was: a store that stands at an instant of the past and can be moved to any other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from smartclient.domain.alarms import Alarm
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceState
from smartclient.domain.ids import AlarmId, BuildingId, DeviceId
from smartclient.domain.response import ResponseStatus
from smartclient.domain.site import Site
from smartclient.store.alarm_queue import AlarmQueue
from smartclient.store.changes import Later
from smartclient.store.site_store import SiteStore

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Standing:
    """What was so at an instant; whatever is not in here was unknown then."""

    states: Mapping[DeviceId, DeviceState] = field(default_factory=dict)
    alarms: Mapping[AlarmId, Alarm] = field(default_factory=dict)
    responses: Mapping[BuildingId, ResponseStatus] = field(default_factory=dict)


class PastSite(SiteStore):
    """Plan and devices are those of today, which no journal has otherwise; states, alarms and responses those of the instant."""

    def __init__(self, site: Site, devices: Mapping[DeviceId, Device], at: datetime, later: Later) -> None:
        super().__init__(site, Connection(Line.LIVE, at, at), later)
        self.devices |= devices
        self._shown = Standing()

    def stand_at(self, standing: Standing, at: datetime) -> None:
        """The instant is `at` now; observers hear of what is different."""
        self.connection = Connection(Line.LIVE, at, at)
        before, self._shown = self._shown, standing
        if standing is before:
            return
        self.states = dict(standing.states)
        for device in _different(before.states, standing.states):
            self._tell_device(device)
        if alarms := _different(before.alarms, standing.alarms):
            self.queue = AlarmQueue()
            for alarm in standing.alarms.values():
                self.queue.put(alarm)
            self.alarms = self.queue.by_id
            for changed in alarms:
                self._teller.alarm(changed)
        self.responses = standing.responses
        for building in _different(before.responses, standing.responses):
            self._teller.response(building)


def _different(before: Mapping[K, V], after: Mapping[K, V]) -> list[K]:
    """The keys whose values are others."""
    return [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
