"""The doors of a building or campus, those that lead outside first."""

import re
from collections.abc import Iterable

from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.ids import BuildingId, DeviceId, OpeningId, VenueId
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore

_DIGITS = re.compile(r"(\d+)")


class SiteDoors:
    """Which doors there are, asked anew each time: plans and servers change."""

    def __init__(self, store: SiteStore, places: Places) -> None:
        self._store, self._places = store, places

    def of_building(self, building: BuildingId) -> list[Device]:
        """The doors on a building's floors."""
        levels = {level.id for level in self._places.floors.get(building, ())}
        return self._ordered(door for door in self._doors() if door.placement and door.placement.level_id in levels)

    def of_campus(self, venue: VenueId) -> list[Device]:
        """The doors and gates of all its buildings and grounds."""
        levels = {level.id for level in self._places.site.levels if level.venue_id == venue}
        return self._ordered(door for door in self._doors() if door.placement and door.placement.level_id in levels)

    def of(self, doors: Iterable[DeviceId]) -> list[Device]:
        """Those among them that are doors."""
        known = (self._store.devices.get(door) for door in doors)
        return self._ordered(door for door in known if door is not None and door.kind is DeviceKind.DOOR)

    def is_exterior(self, door: Device) -> bool:
        """Whether it leads outside, as far as the plan knows."""
        opening = door.placement.opening_id if door.placement is not None else None
        return opening is not None and opening in self._exterior()

    def _doors(self) -> Iterable[Device]:
        return (device for device in self._store.devices.values() if device.kind is DeviceKind.DOOR)

    def _exterior(self) -> set[OpeningId]:
        return {opening.id for opening in self._places.site.openings if opening.is_exterior}

    def _ordered(self, doors: Iterable[Device]) -> list[Device]:
        outside = self._exterior()

        def key(door: Device) -> tuple[bool, list[str | int]]:
            opening = door.placement.opening_id if door.placement is not None else None
            return opening not in outside, natural(door.name)

        return sorted(doors, key=key)


def natural(name: str) -> list[str | int]:
    """A sort key by which Door 2 comes before Door 10; texts and numbers take turns, beginning with a text."""
    return [int(part) if part.isdigit() else part.casefold() for part in _DIGITS.split(name)]
