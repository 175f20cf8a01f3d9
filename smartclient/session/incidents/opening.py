"""Opening a file: from an alarm, or by hand for what is in the middle of the map; it asks for nothing it can know."""

from smartclient.domain.alarms import Alarm
from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import ALONE, AlarmId, IncidentId, ServerKey, server_of
from smartclient.domain.incident_entries import IncidentPriority, IncidentType, Opened, OwnerSet, PrioritySet, TypeSet
from smartclient.domain.incidents import Incident
from smartclient.session.incidents.scope import Scope
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.places import Place
from smartclient.store.site_store import SiteStore

_TYPES = {
    DeviceKind.WEAPON_SENSOR: IncidentType.WEAPON,
    DeviceKind.VAPE_SENSOR: IncidentType.DRUGS,
    DeviceKind.FIRE_PANEL: IncidentType.FIRE,
}


class Opening:
    """Begins files in `incidents`."""

    def __init__(self, incidents: Incidents, store: SiteStore, scope: Scope) -> None:
        self._incidents, self._store, self._scope = incidents, store, scope

    def with_alarm(self, alarm: AlarmId) -> IncidentId | None:
        """The open file that was opened from that alarm, by whomever."""
        found = (file.id for file in self._incidents.files if file.is_open and file.opened.alarm == alarm)
        return next(found, None)

    def from_alarm(self, alarm: Alarm) -> Incident:
        """Opens a file for the campus of that alarm."""
        place = self._scope.place(alarm.device)
        where = place.building.name if place.building else place.venue.name if place.venue else ""
        name = f"{alarm.name} · {where}" if where else alarm.name
        venue = place.venue.id if place.venue else None
        opened = Opened(name[:200], venue, None, alarm.id, alarm.is_drill, self._words(place))
        self._incidents.begin(opened, server_of(alarm.id))
        self._own(IncidentPriority(int(alarm.priority)))
        device = self._store.devices.get(alarm.device) if alarm.device is not None else None
        kind = _TYPES.get(device.kind) if device is not None else None
        if kind is not None:
            self._incidents.add(TypeSet(kind))
        return self._current

    def by_hand(self, place: Place, server: ServerKey = ALONE) -> Incident:
        """Opens a file for the campus of a place; where that is on none, for the whole district: of several, that server's."""
        district = self._store.site.districts.get(server, self._store.site.name)
        where = place.building.name if place.building else place.venue.name if place.venue else district
        venue = place.venue.id if place.venue else None
        opened = Opened(f"Incident · {where}"[:200], venue, place=self._words(place, district))
        self._incidents.begin(opened, server_of(venue) if venue is not None else server)
        self._own(IncidentPriority.MEDIUM)
        return self._current

    def _words(self, place: Place, district: str = "") -> str:
        """What the place is searched by later, whatever becomes of the plan."""
        parts = (
            place.venue.name if place.venue else district or self._store.site.name,
            place.building.name if place.building else "",
        )
        return ", ".join(part for part in parts if part)

    def _own(self, priority: IncidentPriority) -> None:
        self._incidents.add(OwnerSet(self._store.user_of(self._current.id)))
        self._incidents.add(PrioritySet(priority))

    @property
    def _current(self) -> Incident:
        current = self._incidents.current
        if current is None:
            raise RuntimeError("a file that was begun is not there")
        return current
