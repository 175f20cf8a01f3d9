"""Which devices an incident is about: those of its building, else of its campus, else all."""

from smartclient.domain.ids import BuildingId, DeviceId, VenueId
from smartclient.domain.incident_entries import Opened
from smartclient.store.places import Place, Places
from smartclient.store.site_store import SiteStore


class Scope:
    """Remembers where devices are, until the plan or the server's list of devices changes."""

    def __init__(self, store: SiteStore, places: Places) -> None:
        self._store, self._places = store, places
        self._known: dict[DeviceId, Place] = {}
        store.changed.connect(lambda changes: self._known.clear() if changes.everything else None)

    def has(self, opened: Opened, device: DeviceId | None) -> bool:
        """Whether what happens at that device belongs to an incident that was opened so."""
        if opened.building is None and opened.venue is None:
            return True
        place = self.place(device)
        if opened.building is not None and place.building is not None:
            return place.building.id == opened.building
        return place.venue is not None and place.venue.id == opened.venue

    def has_building(self, opened: Opened, building: BuildingId) -> bool:
        """The same of a whole building."""
        if opened.building is not None:
            return building == opened.building
        known = self._places.buildings.get(building)
        return opened.venue is None or (known is not None and known.venue_id == opened.venue)

    def has_venue(self, opened: Opened, venue: VenueId) -> bool:
        """The same of a whole campus: also where the incident is about one of its buildings."""
        building = self._places.buildings.get(opened.building) if opened.building is not None else None
        meant = building.venue_id if building is not None else opened.venue
        return meant is None or meant == venue

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
