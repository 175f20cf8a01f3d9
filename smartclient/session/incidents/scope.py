"""Which devices an incident is about: those of its building, else of its campus, else all of its server."""

from smartclient.domain.ids import BuildingId, DeviceId, VenueId, server_of
from smartclient.domain.incidents import Incident
from smartclient.store.places import Place, Places
from smartclient.store.site_store import SiteStore


class Scope:
    """Remembers where devices are, until the plan or the server's list of devices changes."""

    def __init__(self, store: SiteStore, places: Places) -> None:
        self._store, self._places = store, places
        self._known: dict[DeviceId, Place] = {}
        store.changed.connect(lambda changes: self._known.clear() if changes.everything else None)

    def has(self, incident: Incident, device: DeviceId | None) -> bool:
        """Whether what happens at that device belongs to the incident."""
        opened = incident.opened
        if server_of(device or "") != server_of(incident.id):
            return False
        if opened.building is None and opened.venue is None:
            return True
        place = self.place(device)
        if opened.building is not None and place.building is not None:
            return place.building.id == opened.building
        return place.venue is not None and place.venue.id == opened.venue

    def has_building(self, incident: Incident, building: BuildingId) -> bool:
        """The same of a whole building."""
        opened = incident.opened
        if opened.building is not None:
            return building == opened.building
        known = self._places.buildings.get(building)
        if opened.venue is None:
            return server_of(building) == server_of(incident.id)
        return known is not None and known.venue_id == opened.venue

    def has_venue(self, incident: Incident, venue: VenueId) -> bool:
        """The same of a whole campus: also where the incident is about one of its buildings."""
        opened = incident.opened
        building = self._places.buildings.get(opened.building) if opened.building is not None else None
        meant = building.venue_id if building is not None else opened.venue
        return meant == venue if meant is not None else server_of(venue) == server_of(incident.id)

    def place(self, device: DeviceId | None) -> Place:
        """Where that device is."""
        if device is None:
            return Place()
        if device not in self._known:
            known = self._store.devices.get(device)
            self._known[device] = self._places.of_device(known) if known is not None else Place()
        return self._known[device]

    def name(self, device: DeviceId | None) -> str:
        """What that device is called."""
        known = self._store.devices.get(device) if device is not None else None
        return known.name if known is not None else str(device or "")
