"""The alarms that are drills and stand open, kept by the changes, as every frame of the map asks; and what footage is of one."""

from collections.abc import Collection, Iterable

from smartclient.domain.alarms import Alarm
from smartclient.domain.ids import AlarmId, DeviceId, VenueId
from smartclient.domain.recordings import Span
from smartclient.runtime.signal import Signal
from smartclient.store.changes import Changes
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore

_MOST_NOTED = 200


class Drills:
    """`changed` tells that there are others. Belongs to the loop's thread."""

    def __init__(self, store: SiteStore) -> None:
        self.changed: Signal[None] = Signal()
        self._store = store
        self._open: dict[AlarmId, Alarm] = {}
        self._cameras: dict[AlarmId, frozenset[DeviceId]] = {}
        store.changed.connect(self._take)
        self._look(store.alarms)

    @property
    def open(self) -> tuple[Alarm, ...]:
        """The open drills."""
        return tuple(self._open.values())

    def note_cameras(self, alarm: AlarmId, cameras: Iterable[DeviceId]) -> None:
        """These were opened for an alarm; they belong to the drill when it is one."""
        self._cameras[alarm] = frozenset(cameras)
        while len(self._cameras) > _MOST_NOTED:
            del self._cameras[next(iter(self._cameras))]
        if alarm in self._open:
            self.changed.emit(None)

    @property
    def cameras(self) -> frozenset[DeviceId]:
        """The cameras of all open drills: their own, those the server names, those opened for them."""
        own = (frozenset((alarm.device, *alarm.related)) for alarm in self._open.values())
        opened = (self._cameras.get(alarm, frozenset()) for alarm in self._open)
        return frozenset(device for devices in (*own, *opened) for device in devices if device is not None)

    def _take(self, changes: Changes) -> None:
        before = dict(self._open)
        if changes.everything:
            self._open = {alarm: kept for alarm, kept in self._open.items() if alarm in self._store.alarms}
        self._look(self._store.alarms if changes.everything else changes.alarms)
        if self._open != before:
            self.changed.emit(None)

    def _look(self, alarms: Iterable[AlarmId]) -> None:
        for key in alarms:
            alarm = self._store.alarms.get(key)
            if alarm is not None and alarm.is_drill and alarm.is_open:
                self._open[key] = alarm
            else:
                self._open.pop(key, None)


def drilling_campuses(store: SiteStore, places: Places) -> frozenset[VenueId]:
    """Where an exercise is going on: an open alarm judged so, or a building under an action that is one."""
    devices = (store.devices.get(alarm.device) for alarm in store.open_alarms() if alarm.is_drill and alarm.device)
    venues = {place.venue.id for device in devices if device and (place := places.of_device(device)).venue is not None}
    under = (places.buildings.get(each.building) for each in store.responses.values() if each.is_drill and each.action)
    return frozenset(venues | {building.venue_id for building in under if building is not None})


def is_of_drill(store: SiteStore, meant: Alarm | None, cameras: Collection[DeviceId], span: Span) -> bool:
    """Whether footage is of an exercise: wanted for one, or of its cameras at its moment."""
    if meant is not None and meant.is_drill:
        return True
    drills = (alarm for alarm in store.alarms.values() if alarm.is_drill and span.holds(alarm.at))
    return any(device in cameras for alarm in drills for device in (alarm.device, *alarm.related))
