"""Everything on the plan that has a name, as answers with the words they are found by."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.ids import BuildingId, LevelId, UnitId
from smartclient.domain.site import Opening, UnitKind
from smartclient.store.finding.lexicon import words_of
from smartclient.store.finding.match import Bounds, Kind, Match, around, bounds_of
from smartclient.store.finding.names import AMENITY_WORDS, DEVICE_WORDS, UNIT_WORDS
from smartclient.store.places import Places
from smartclient.store.servers import short_district

Thing = tuple[Match, Mapping[str, float]]
"""An answer, and the words besides its name that it is found by, with what they count."""

_ELSEWHERE = 0.5
"""A word that only says where the thing is counts half."""
_ITS_CAMPUS, _ITS_KIND = 0.4, 0.6
_ROOMS = frozenset({UnitKind.ROOM, UnitKind.RESTROOM, UnitKind.CORRIDOR, UnitKind.SERVICE, UnitKind.GROUNDS})
_SHAFTS = frozenset({UnitKind.STAIRS, UnitKind.LIFT})
_KINDS = {DeviceKind.CAMERA: Kind.CAMERA, DeviceKind.DOOR: Kind.DOOR}
_ALSO_UNITS = frozenset({"stairs", "elevator", "escalator"})
"""Amenities that stand for a unit, which is found itself."""
_NOWHERE: Bounds = (0.0, 0.0, 0.0, 0.0)


class Things:
    """The plan's things one after the other."""

    def __init__(self, places: Places, devices: Iterable[Device]) -> None:
        self._places, self._devices = places, tuple(devices)
        self._owner = {level.id: level.building_ids for level in places.site.levels}

    def __iter__(self) -> Iterator[Thing]:
        yield from self._campuses()
        yield from self._units()
        yield from self._openings()
        yield from self._amenities()
        yield from self._device_things()

    def _campuses(self) -> Iterator[Thing]:
        site = self._places.site
        for venue in site.venues:
            where = self._told(venue.id, venue.address)
            yield Match(Kind.CAMPUS, venue.name, where, bounds_of(venue.area[0])), _weighed(where, "", "")
        for building in site.buildings:
            if points := [point for footprint in building.footprints for point in footprint[0]]:
                campus = self._places.venues.get(building.venue_id)
                parts = (campus.name if campus else "", building.address)
                where = self._told(building.id, " · ".join(part for part in parts if part))
                match = Match(Kind.BUILDING, building.name, where, bounds_of(points), building=building.id)
                yield match, _weighed(where, "", "")

    def _units(self) -> Iterator[Thing]:
        for unit in self._places.site.units:
            is_shaft = unit.kind in _SHAFTS
            if (unit.kind in _ROOMS or is_shaft) and (unit.name or unit.number):
                name = " · ".join(part for part in (unit.number, unit.name) if part)
                kind = Kind.STAIRS if is_shaft else Kind.ROOM
                own = _unit_words(unit.category, is_indoors=not is_shaft and unit.kind is not UnitKind.GROUNDS)
                yield self._placed(kind, name, bounds_of(unit.area[0]), unit.level_id, own, unit.id)

    def _openings(self) -> Iterator[Thing]:
        """Named doors that no device stands for."""
        bound = {device.placement.opening_id for device in self._devices if device.placement}
        for opening in self._places.site.openings:
            if opening.name and opening.id not in bound:
                yield self._placed(Kind.DOOR, opening.name, around(_middle(opening)), opening.level_id, "door")

    def _amenities(self) -> Iterator[Thing]:
        for amenity in self._places.site.amenities:
            if amenity.category not in _ALSO_UNITS:
                own = AMENITY_WORDS.get(amenity.category, amenity.category.replace(".", " "))
                yield self._placed(Kind.SAFETY, amenity.name or own, around(amenity.position), amenity.level_id, own)

    def _device_things(self) -> Iterator[Thing]:
        for device in self._devices:
            placement = device.placement
            own = DEVICE_WORDS.get(device.kind, "device")
            level = placement.level_id if placement else None
            where = self._spot(level) if placement else self._told(device.id, "not on the map")
            match = Match(
                _KINDS.get(device.kind, Kind.DEVICE),
                device.name,
                where,
                around(placement.position) if placement else _NOWHERE,
                device=device.id,
                level=level,
                building=self._building(level),
            )
            yield match, _weighed(where, own, self._campus(level))

    def _placed(
        self, kind: Kind, name: str, bounds: Bounds, level: LevelId | None, own: str, unit: UnitId | None = None
    ) -> Thing:
        where = self._spot(level)
        match = Match(kind, name, where, bounds, level=level, building=self._building(level), unit=unit)
        return match, _weighed(where, own, self._campus(level))

    def _spot(self, level: LevelId | None) -> str:
        return self._told(level, self._places.words_of_level(level)) if level else ""

    def _told(self, thing: str, where: str) -> str:
        """With the district where there are several: things of two may be called alike."""
        district = short_district(self._places.site.district_of(thing))
        return " · ".join(part for part in (district, where) if part)

    def _campus(self, level: LevelId | None) -> str:
        known = self._places.levels.get(level) if level else None
        venue = self._places.venues.get(known.venue_id) if known else None
        return venue.name if venue else ""

    def _building(self, level: LevelId | None) -> BuildingId | None:
        return next(iter(self._owner.get(level, ())), None) if level else None


@lru_cache(maxsize=8192)
def _weighed(where: str, own: str, campus: str) -> Mapping[str, float]:
    """Shared by all things of one kind on one floor."""
    words = dict.fromkeys(words_of(campus), _ITS_CAMPUS) | dict.fromkeys(words_of(where), _ELSEWHERE)
    return words | dict.fromkeys(words_of(own), _ITS_KIND)


@lru_cache(maxsize=256)
def _unit_words(category: str, *, is_indoors: bool) -> str:
    word = category.partition(".")[0]
    return f"{UNIT_WORDS.get(word, word)} room rm" if is_indoors else UNIT_WORDS.get(word, word)


def _middle(opening: Opening) -> tuple[float, float]:
    first, last = opening.line[0], opening.line[-1]
    return ((first[0] + last[0]) / 2, (first[1] + last[1]) / 2)
