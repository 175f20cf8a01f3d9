"""Where things are, in the words of a person: campus, building, floor, grid cell, room, nearest door."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from smartclient.domain.alarms import Alarm, Priority
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.ids import BuildingId, DeviceId, LevelId, VenueId
from smartclient.domain.site import Building, Level, LonLat, Opening, Rings, Site, Unit, UnitKind, Venue
from smartclient.geometry.frame_memory import FrameMemory
from smartclient.geometry.frames import Frame
from smartclient.geometry.grid import Grid
from smartclient.geometry.picking import PolygonIndex

if TYPE_CHECKING:
    from smartclient.store.finding.finder import Finder
    from smartclient.store.finding.match import Match

NEAR_DOOR_M = 8.0
"""A door farther than this is no help in finding the place."""

K = TypeVar("K", LevelId, BuildingId, VenueId)
M = TypeVar("M", bool, Priority)

_BUILDING = re.compile(r"\s+(building|wing)$", re.IGNORECASE)
_SAME_DISTRICT_M = 50_000.0
"""So far from the middle of its frame a metre on the map is 0.03 mm more than one on the ground."""
_NOT_A_PLACE = frozenset({UnitKind.WALL, UnitKind.WINDOW})
_WORKED_OUT = {
    "venues": ("_venue_index",),
    "levels": ("floors",),
    "units": ("_by_level",),
    "openings": ("_openings",),
    "grids": ("grids",),
}
"""What places keep of each part of a plan."""


@dataclass(frozen=True, slots=True)
class Place:
    """A spot and what is around it, as far as the plan knows; `cell` is the grid cell's label, `words` all of it in one line."""

    venue: Venue | None = None
    building: Building | None = None
    level: Level | None = None
    unit: Unit | None = None
    door: Opening | None = None
    cell: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many devices there are, how many of them cameras, how many open alarms of each priority, and how many open drills besides."""

    devices: int = 0
    cameras: int = 0
    alarms: Mapping[Priority, int] = field(default_factory=dict)
    drills: int = 0

    @property
    def worst(self) -> Priority | None:
        """The most urgent priority among the alarms."""
        return min(self.alarms, default=None)

    @property
    def alarm_count(self) -> int:
        """All alarms."""
        return sum(self.alarms.values())


@dataclass(frozen=True, slots=True)
class RollUp:
    """Tallies by level, building and venue; what has neither device nor alarm is absent."""

    levels: Mapping[LevelId, Tally]
    buildings: Mapping[BuildingId, Tally]
    venues: Mapping[VenueId, Tally]


class Places:
    """The plan's answers to *where*, for the loop's thread; what another thread reads is a `copy` of it."""

    def __init__(self, site: Site, memory: FrameMemory | None = None) -> None:
        """`memory` is what an earlier frame of the same plan worked out."""
        self.site, self._memory = site, memory
        self.venues = {venue.id: venue for venue in site.venues}
        self.buildings = {building.id: building for building in site.buildings}
        self.levels = {level.id: level for level in site.levels}
        self._names = Counter(building.name for building in site.buildings)
        self._units_known: dict[LevelId, _LevelUnits] = {}
        self._level_words: dict[LevelId, str] = {}
        self._counted: tuple[Mapping[DeviceId, Device], RollUp] | None = None

    def adopt(self, site: Site) -> None:
        """The plan is another now. Local metres stay as they are while it lies where it did, also when a campus comes or grows: what
        looks at the map holds them. What was worked out of parts of the plan that are the same is kept.
        """
        before, fresh = self.site, Places(site)
        middle = (fresh.frame.lon, fresh.frame.lat)
        if site.venues and before.venues and math.dist(self.frame.point_to_local(*middle), (0, 0)) < _SAME_DISTRICT_M:
            fresh.__dict__["frame"] = self.frame
            for part, names in _WORKED_OUT.items():
                if getattr(site, part) is getattr(before, part):
                    fresh.__dict__ |= {name: self.__dict__[name] for name in names if name in self.__dict__}
            fresh._units_known = {
                level: known
                for level, known in self._units_known.items()
                if self.units_on(level) == fresh.units_on(level) and self.openings_on(level) == fresh.openings_on(level)
            }
        self.__dict__ = fresh.__dict__

    @cached_property
    def frame(self) -> Frame:
        """Local metres around the middle of the district."""
        points = [p for venue in self.site.venues for p in venue.area[0]] or [
            p for level in self.site.levels for p in level.area[0]
        ]
        if not points:
            points = [d.placement.position for d in self.site.devices if d.placement] or [(0.0, 0.0)]
        low, high = np.min(points, axis=0), np.max(points, axis=0)
        return Frame(float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2, self._memory)

    @cached_property
    def grids(self) -> dict[VenueId, Grid]:
        """Each campus's grid in local metres."""
        return {
            spec.venue_id: Grid(
                *self.frame.point_to_local(*spec.origin), spec.cell_m, spec.columns, spec.rows, spec.bearing_deg
            )
            for spec in self.site.grids
        }

    @cached_property
    def floors(self) -> dict[BuildingId, tuple[Level, ...]]:
        """The indoor levels of each building, lowest first."""
        found: defaultdict[BuildingId, list[Level]] = defaultdict(list)
        for level in self.site.levels:
            if not level.outdoor:
                for building in level.building_ids:
                    found[building].append(level)
        return {building: tuple(sorted(levels, key=lambda level: level.ordinal)) for building, levels in found.items()}

    def ground_floor(self, building: BuildingId) -> Level | None:
        """The level at the ground, else the one nearest to it."""
        return min(self.floors.get(building, ()), key=lambda level: (abs(level.ordinal), -level.ordinal), default=None)

    def building_of(self, level: LevelId | None) -> Building | None:
        """The building a level belongs to; None for the grounds."""
        known = self.levels.get(level) if level else None
        return self.buildings.get(known.building_ids[0]) if known and known.building_ids else None

    def of_device(self, device: Device) -> Place:
        """Where a device is; an empty place for an unplaced one."""
        placement = device.placement
        if placement is None:
            return Place(words="Not placed on the plan")
        return self.at(placement.position, placement.level_id)

    def units_on(self, level: LevelId) -> Sequence[Unit]:
        """The units of a level, walls among them."""
        return self._by_level.get(level, [])

    def openings_on(self, level: LevelId) -> Sequence[Opening]:
        """The openings of a level."""
        return self._openings.get(level, [])

    def at(self, position: LonLat, level: LevelId | None = None) -> Place:
        """What is around a WGS 84 position on a level (None: anywhere outdoors)."""
        return self.at_local(*self.frame.point_to_local(*position), level)

    def at_local(self, x: float, y: float, level_id: LevelId | None = None) -> Place:
        """`at` for local metres."""
        level = self.levels.get(level_id) if level_id else None
        venue = self.venues.get(level.venue_id) if level else self._venue_around(x, y)
        grid = self.grids.get(venue.id) if venue else None
        units = self._units_of(level) if level else None
        unit = units.around(x, y) if units else None
        door = units.door_near(x, y) if units else None
        building = self.building_of(level.id) if level and not level.outdoor else None
        cell = grid.label_at(x, y) if grid else ""
        return Place(venue, building, level, unit, door, cell, self._words(venue, building, level, unit, cell))

    def title_of(self, building: Building) -> str:
        """The building's name, with its campus where another building has the same one."""
        venue = self.venues.get(building.venue_id)
        return f"{venue.name} · {building.name}" if venue and self._names[building.name] > 1 else building.name

    def roll_up(self, devices: Mapping[DeviceId, Device], alarms: Iterable[Alarm]) -> RollUp:
        """Devices and open alarms counted by level, building and venue; devices anew only when `devices` is another mapping."""
        if self._counted is None or self._counted[0] is not devices:
            self._counted = (devices, self._count(devices.values()))
        counts = self._counted[1]
        levels: defaultdict[LevelId, Counter[Priority]] = defaultdict(Counter)
        drills: defaultdict[LevelId, Counter[bool]] = defaultdict(Counter)
        alike = Counter((alarm.device, alarm.priority, alarm.is_drill) for alarm in alarms if alarm.is_open)
        for (device, priority, is_drill), count in alike.items():
            source = devices.get(device) if device else None
            level = source.placement.level_id if source and source.placement else None
            if level and is_drill:
                drills[level][True] += count
            elif level:
                levels[level][priority] += count
        buildings, venues = self._upwards(levels)
        drilling_buildings, drilling_venues = self._upwards(drills)
        return RollUp(
            _with_alarms(counts.levels, levels, drills),
            _with_alarms(counts.buildings, buildings, drilling_buildings),
            _with_alarms(counts.venues, venues, drilling_venues),
        )

    def _count(self, devices: Iterable[Device]) -> RollUp:
        levels: defaultdict[LevelId, Counter[bool]] = defaultdict(Counter)
        for device in devices:
            if device.placement and device.placement.level_id:
                levels[device.placement.level_id][device.kind is DeviceKind.CAMERA] += 1
        return RollUp(*(_tallies(counted) for counted in (levels, *self._upwards(levels))))

    def _upwards(
        self, levels: Mapping[LevelId, Counter[M]]
    ) -> tuple[dict[BuildingId, Counter[M]], dict[VenueId, Counter[M]]]:
        """What is counted by level, by building and by venue."""
        buildings: defaultdict[BuildingId, Counter[M]] = defaultdict(Counter)
        venues: defaultdict[VenueId, Counter[M]] = defaultdict(Counter)
        for level_id, counted in levels.items():
            level = self.levels.get(level_id)
            if level:
                venues[level.venue_id].update(counted)
                for building in level.building_ids:
                    buildings[building].update(counted)
        return buildings, venues

    def find(self, text: str, limit: int = 12) -> "list[Match]":
        """Rooms, doors, cameras, buildings, campuses and grid cells somebody may mean by `text`, best first; typing errors are forgiven."""
        return self._finder.find(text, limit)

    def know(self, finder: "Finder") -> None:
        """Takes an index of this plan that was made in a thread."""
        self.__dict__["_finder"] = finder

    @cached_property
    def _finder(self) -> "Finder":
        from smartclient.store.finding.finder import Finder

        return Finder(copy(self))

    def words_of_level(self, level: LevelId) -> str:
        """`HS Main, first floor`; known once asked."""
        words = self._level_words.get(level)
        if words is None:
            words = self._level_words[level] = self._spot(self.levels.get(level))
        return words

    def _spot(self, level: Level | None) -> str:
        building = self.building_of(level.id) if level else None
        venue = self.venues.get(level.venue_id) if level else None
        return self._words(venue, building, level, None, "")

    def _words(
        self, venue: Venue | None, building: Building | None, level: Level | None, unit: Unit | None, cell: str
    ) -> str:
        head = self.title_of(building) if building else venue.name if venue else ""
        parts = [
            self.site.district_of(venue.id) if venue else "",
            head,
            floor_words(level) if level and building else "",
            f"grid {cell}" if cell else "",
            unit_words(unit),
        ]
        return ", ".join(part for part in parts if part)

    def _venue_around(self, x: float, y: float) -> Venue | None:
        found = self._venue_index.at(x, y)
        return self.site.venues[found[0]] if found else None

    @cached_property
    def _venue_index(self) -> PolygonIndex:
        return PolygonIndex(_as_rings(to_local_rings(self.frame, [venue.area for venue in self.site.venues])))

    def _units_of(self, level: Level) -> "_LevelUnits":
        known = self._units_known.get(level.id)
        if known is None:
            units = [unit for unit in self._by_level.get(level.id, ()) if unit.kind not in _NOT_A_PLACE]
            doors = [opening for opening in self._openings.get(level.id, ()) if opening.name]
            known = self._units_known[level.id] = _LevelUnits(self.frame, units, doors)
        return known

    @cached_property
    def _by_level(self) -> dict[LevelId, list[Unit]]:
        found: defaultdict[LevelId, list[Unit]] = defaultdict(list)
        for unit in self.site.units:
            found[unit.level_id].append(unit)
        return found

    @cached_property
    def _openings(self) -> dict[LevelId, list[Opening]]:
        found: defaultdict[LevelId, list[Opening]] = defaultdict(list)
        for opening in self.site.openings:
            found[opening.level_id].append(opening)
        return found


class _LevelUnits:
    """The rooms and named doors of one level, found by point."""

    def __init__(self, frame: Frame, units: Sequence[Unit], doors: Sequence[Opening]) -> None:
        self._units = units
        self._doors = doors
        self._index = PolygonIndex(_as_rings(to_local_rings(frame, [unit.area for unit in units])))
        self._middles = frame.to_local(np.array([np.mean(door.line, axis=0) for door in doors]).reshape(-1, 2))

    def around(self, x: float, y: float) -> Unit | None:
        found = self._index.at(x, y)
        return self._units[found[0]] if found else None

    def door_near(self, x: float, y: float) -> Opening | None:
        if not self._doors:
            return None
        distances = np.hypot(*(self._middles - (x, y)).T)
        best = int(np.argmin(distances))
        return self._doors[best] if distances[best] <= NEAR_DOOR_M else None


def building_titles(site: Site) -> dict[str, BuildingId]:
    """Buildings by the names people call them, each of its own."""
    places = Places(site)
    return {places.title_of(building): building.id for building in site.buildings}


def campus_names(site: Site) -> dict[str, VenueId]:
    """Campuses by their names."""
    return {venue.name: venue.id for venue in site.venues}


def building_words(building: Building) -> str:
    """`Main` for the Main Building."""
    return _BUILDING.sub("", building.name)


def floor_words(level: Level) -> str:
    """`first floor`; a name that is no sentence-case word, such as `2F`, stays as it is."""
    return level.name[:1].lower() + level.name[1:] if level.name[1:].islower() else level.name or level.short_name


def unit_words(unit: Unit | None) -> str:
    """`room 214`, else the room's name."""
    if unit is None:
        return ""
    return f"room {unit.number}" if unit.number else unit.name


def to_local_rings(frame: Frame, areas: Sequence[Rings]) -> list[list[NDArray[np.float64]]]:
    """Each polygon's rings in local metres, arrays of shape (n, 2); one projection call for all."""
    rings = [ring for area in areas for ring in area]
    if not rings:
        return [[] for _ in areas]
    numbers = chain.from_iterable(chain.from_iterable(rings))
    points = frame.to_local(np.fromiter(numbers, dtype=np.float64).reshape(-1, 2))
    parts = iter(np.split(points, np.cumsum([len(ring) for ring in rings])[:-1]))
    return [[next(parts) for _ in area] for area in areas]


def _as_rings(areas: list[list[NDArray[np.float64]]]) -> list[Rings]:
    return [tuple(tuple((float(x), float(y)) for x, y in ring) for ring in area) for area in areas]


def _tallies(counted: Mapping[K, Counter[bool]]) -> dict[K, Tally]:
    return {key: Tally(is_camera.total(), is_camera[True]) for key, is_camera in counted.items()}


def _with_alarms(
    tallies: Mapping[K, Tally], alarms: Mapping[K, Counter[Priority]], drills: Mapping[K, Counter[bool]]
) -> dict[K, Tally]:
    nothing: Counter[Priority] = Counter()
    told = {
        key: replace(
            tallies.get(key, Tally()),
            alarms=dict(alarms.get(key, nothing)),
            drills=drills[key].total() if key in drills else 0,
        )
        for key in {**alarms, **drills}
    }
    return {**tallies, **told}
