"""Where alarms are, from the campus down; what is on no map is a place too."""

from collections.abc import Mapping
from copy import copy

from smartclient.domain.alarms import Alarm
from smartclient.domain.devices import Device
from smartclient.domain.ids import DeviceId, LevelId
from smartclient.domain.site import Venue
from smartclient.store.alarm_groups import Path, Step
from smartclient.store.places import Places, floor_words
from smartclient.store.servers import short_district
from smartclient.store.site_store import SiteStore

NO_MAP = ""
"""The id of the place that is no place."""
ON_NO_MAP: Path = ((NO_MAP, "On no map"),)


class AlarmPlaces:
    """Belongs to the thread it is made for; look at `frozen` for another one's."""

    def __init__(self, devices: Mapping[DeviceId, Device], places: Places) -> None:
        self._devices, self._places = devices, places
        self._paths: dict[LevelId, Path] = {}
        self._words: dict[DeviceId | None, str] = {}

    @classmethod
    def frozen(cls, store: SiteStore, places: Places) -> "AlarmPlaces":
        """The places of this moment, for a thread."""
        return cls(dict(store.devices), copy(places))

    def path(self, alarm: Alarm) -> Path:
        """Campus, building and floor; campus and grounds; or ON_NO_MAP."""
        return self.path_of_device(alarm.device)

    def path_of_device(self, device_id: DeviceId | None) -> Path:
        """`path` of a device."""
        device = self._devices.get(device_id) if device_id is not None else None
        placement = device.placement if device is not None else None
        if placement is None:
            return ON_NO_MAP
        if placement.level_id is None:
            venue = self._places.at(placement.position).venue
            return (self._campus_step(venue),) if venue is not None else ON_NO_MAP
        path = self._paths.get(placement.level_id)
        if path is None:
            path = self._paths[placement.level_id] = self._path_of_level(placement.level_id)
        return path

    def campus(self, alarm: Alarm) -> str:
        """The id of its campus, or NO_MAP."""
        return self.path(alarm)[0][0]

    def words(self, alarm: Alarm) -> str:
        """Campus, place and device by their names, to be found by."""
        words = self._words.get(alarm.device)
        if words is None:
            words = self._words[alarm.device] = self._words_of(alarm)
        return words

    def _words_of(self, alarm: Alarm) -> str:
        device = self._devices.get(alarm.device) if alarm.device is not None else None
        if device is None or device.placement is None:
            return f"{ON_NO_MAP[0][1]} {device.name if device is not None else ''}"
        return f"{self.path(alarm)[0][1]} {self._places.of_device(device).words} {device.name}"

    def _campus_step(self, venue: Venue) -> Step:
        """With its district where there are several, unless the campus bears its name."""
        district = short_district(self._places.site.district_of(venue.id))
        return (venue.id, venue.name if venue.name.startswith(district) else f"{district} · {venue.name}")

    def _path_of_level(self, level_id: LevelId) -> Path:
        level = self._places.levels.get(level_id)
        venue = self._places.venues.get(level.venue_id) if level is not None else None
        if level is None or venue is None:
            return ON_NO_MAP
        campus = self._campus_step(venue)
        building = self._places.building_of(level_id)
        if building is None or level.outdoor:
            return (campus, (level_id, f"{venue.name}, {level.name[:1].lower()}{level.name[1:]}"))
        floor = floor_words(level)
        return (campus, (building.id, self._places.title_of(building)), (level_id, floor[:1].upper() + floor[1:]))
