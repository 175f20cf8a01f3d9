"""The plans in local metres, made once from the site; floors only when they are first drawn."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from smartclient.domain.ids import BuildingId, LevelId, VenueId
from smartclient.domain.site import (
    Amenity,
    Fixture,
    Level,
    LonLat,
    Opening,
    Unit,
    UnitKind,
)
from smartclient.geometry.viewport import Bounds
from smartclient.store.places import Places, to_local_rings
from smartclient.ui.map.shapes import Patches, Ring, bounds_of, boxes_of, grouped

_Item = Unit | Opening | Fixture | Amenity
_WORKED_OUT = {
    "venues": ("bounds", "venue_areas", "venues"),
    "buildings": ("footprints", "buildings", "_building_boxes"),
    "levels": ("level_rings", "level_bounds", "_level_ids", "_level_boxes", "_open_air", "_ground_floors"),
    "surroundings": ("wilds", "wild_spots", "roads"),
}
"""What a chart keeps of each part of a plan."""
_ON_FLOORS = ("units", "openings", "fixtures", "amenities")


@dataclass(frozen=True, slots=True)
class Spot:
    """A named place: `x`, `y` where its name belongs, the `bounds` around it, metres."""

    name: str
    x: float
    y: float
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class RoomText:
    """What is written in a room: `number` over `name`, around (`x`, `y`), in a box `width_m` × `height_m`."""

    number: str
    name: str
    x: float
    y: float
    width_m: float
    height_m: float
    category: str


@dataclass(frozen=True, slots=True)
class Doorway:
    """An opening: its two ends in metres."""

    ends: Ring
    name: str
    is_exterior: bool
    category: str


@dataclass(frozen=True, slots=True)
class Mark:
    """An amenity at a point."""

    category: str
    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class FloorChart:
    """One level: shapes by unit kind (grounds by category), and what is written and marked on it."""

    bounds: Bounds
    outline: Patches
    units: Mapping[UnitKind, Patches]
    grounds: Mapping[str, Patches]
    fixtures: Mapping[str, Patches]
    lines: Patches
    doorways: tuple[Doorway, ...]
    rooms: tuple[RoomText, ...]
    marks: tuple[Mark, ...]
    has_walls: bool


@dataclass(frozen=True, slots=True)
class Road:
    """A line of the surroundings, or with `is_line` false an area."""

    category: str
    name: str
    points: Ring
    width_m: float


class Chart:
    """The whole district. Safe to read from a drawing thread: what it keeps is made whole and then only read."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.frame = places.frame
        self._floors: dict[LevelId, FloorChart] = {}

    def of(self, places: Places) -> "Chart":
        """The chart of a changed plan: itself where it looks the same; else with all that is worked out of unchanged parts."""
        old, new = self.places.site, places.site
        same = {part for part in (*_WORKED_OUT, *_ON_FLOORS, "grids") if getattr(old, part) is getattr(new, part)}
        if places.frame != self.frame:
            return Chart(places)
        if len(same) == len(_WORKED_OUT) + len(_ON_FLOORS) + 1:
            self.places = places  # the same to look at, without devices that this user may no longer see
            return self
        chart = Chart(places)
        for part, names in _WORKED_OUT.items():
            if part in same:
                chart.__dict__ |= {name: self.__dict__[name] for name in names if name in self.__dict__}
        if "levels" in same:
            content, known = self._content, dict(self._floors)
            chart._floors = {
                level: floor for level, floor in known.items() if chart._content.get(level) == content.get(level)
            }
        return chart

    @cached_property
    def bounds(self) -> Bounds:
        """All campuses, or all levels where there are none."""
        areas = [venue.area for venue in self.places.site.venues] or [level.area for level in self.places.site.levels]
        rings = [ring for area in to_local_rings(self.frame, areas) for ring in area]
        return bounds_of(rings) if rings else (-100.0, -100.0, 100.0, 100.0)

    @cached_property
    def venue_areas(self) -> Patches:
        """Campus outlines, in the site's order."""
        return Patches(to_local_rings(self.frame, [venue.area for venue in self.places.site.venues]))

    @cached_property
    def venues(self) -> dict[VenueId, Spot]:
        """Campuses by id."""
        venues = self.places.site.venues
        middles = self.to_local([venue.display_point for venue in venues]).tolist()
        return {
            venue.id: Spot(venue.name, x, y, tuple(box))
            for venue, (x, y), box in zip(venues, middles, self.venue_areas.boxes.tolist(), strict=True)
        }

    @cached_property
    def footprints(self) -> Patches:
        """All footprints of all buildings."""
        shapes = [footprint for building in self.places.site.buildings for footprint in building.footprints]
        return Patches(to_local_rings(self.frame, shapes))

    @cached_property
    def buildings(self) -> dict[BuildingId, Spot]:
        """Buildings by id."""
        found: dict[BuildingId, Spot] = {}
        start = 0
        for building in self.places.site.buildings:
            own = self.footprints.boxes[start : start + len(building.footprints)]
            start += len(building.footprints)
            x, y = self.frame.point_to_local(*building.display_point)
            low, high = (own[:, :2].min(axis=0), own[:, 2:].max(axis=0)) if len(own) else ((x, y), (x, y))
            bounds = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
            found[building.id] = Spot(building.name, x, y, bounds)
        return found

    @cached_property
    def level_rings(self) -> dict[LevelId, list[Ring]]:
        """The outline of each level."""
        levels = self.places.site.levels
        rings = to_local_rings(self.frame, [level.area for level in levels])
        return {level.id: area for level, area in zip(levels, rings, strict=True)}

    @cached_property
    def level_bounds(self) -> dict[LevelId, Bounds]:
        """The box around each level."""
        boxes = boxes_of([rings[0] for rings in self.level_rings.values()])
        return {level: tuple(box) for level, box in zip(self.level_rings, boxes.tolist(), strict=True)}

    @cached_property
    def wilds(self) -> dict[str, Patches]:
        """Woods, water, parks and settled ground between the campuses, by category."""
        areas = [s for s in self.places.site.surroundings if not s.is_line]
        return grouped(to_local_rings(self.frame, [s.shape for s in areas]), [s.category for s in areas])

    @cached_property
    def wild_spots(self) -> tuple[tuple[str, Spot], ...]:
        """Named areas of the surroundings with their category."""
        named = [s for s in self.places.site.surroundings if not s.is_line and s.name]
        rings = to_local_rings(self.frame, [s.shape for s in named])
        return tuple((s.category, _middle(s.name, area[0])) for s, area in zip(named, rings, strict=True))

    @cached_property
    def roads(self) -> tuple[Road, ...]:
        """Roads, paths and rails, small ones first."""
        lines = [s for s in self.places.site.surroundings if s.is_line]
        rings = to_local_rings(self.frame, [s.shape for s in lines])
        made = [Road(s.category, s.name, area[0], s.width_m) for s, area in zip(lines, rings, strict=True)]
        return tuple(sorted(made, key=lambda road: road.width_m))

    def chosen(self, levels: Mapping[BuildingId, LevelId]) -> frozenset[LevelId]:
        """The levels to draw: of each building the chosen one, else the ground floor; and all grounds."""
        floors = self.places.floors
        known = {b: level for b, level in levels.items() if any(floor.id == level for floor in floors.get(b, ()))}
        return self._open_air.union({**self._ground_floors, **known}.values())

    @cached_property
    def _open_air(self) -> frozenset[LevelId]:
        return frozenset(level.id for level in self.places.site.levels if level.outdoor or not level.building_ids)

    @cached_property
    def _ground_floors(self) -> dict[BuildingId, LevelId]:
        grounds = ((building.id, self.places.ground_floor(building.id)) for building in self.places.site.buildings)
        return {building: ground.id for building, ground in grounds if ground is not None}

    def levels_within(self, bounds: Bounds, levels: frozenset[LevelId]) -> list[LevelId]:
        """Those of `levels` that may be seen within `bounds`, in the order of their ids."""
        west, south, east, north = bounds
        left, low, right, high = self._level_boxes.T
        seen = (left <= east) & (right >= west) & (low <= north) & (high >= south)
        ids = self._level_ids
        return sorted(level for level in (ids[index] for index in np.flatnonzero(seen).tolist()) if level in levels)

    @cached_property
    def _level_ids(self) -> tuple[LevelId, ...]:
        return tuple(self.level_bounds)

    @cached_property
    def _level_boxes(self) -> Ring:
        return np.array(list(self.level_bounds.values())).reshape(-1, 4)

    def building_near(self, x: float, y: float, within_m: float) -> BuildingId | None:
        """The building around a point, else the nearest by its box, nearer than `within_m`."""
        if not self.buildings:
            return None
        away = np.max(self._building_boxes - (x, y, -x, -y), axis=1)
        best = int(np.argmin(away))
        return self._building_ids[best] if away[best] < within_m else None

    @cached_property
    def _building_boxes(self) -> Ring:
        """West, south, and east, north turned round: less (x, y, -x, -y) each tells how far out a point is on that side."""
        return np.array([spot.bounds for spot in self.buildings.values()]) * (1, 1, -1, -1)

    @cached_property
    def _building_ids(self) -> tuple[BuildingId, ...]:
        return tuple(self.buildings)

    def floor(self, level: LevelId) -> FloorChart:
        """One level."""
        made = self._floors.get(level)
        if made is None:
            made = self._floors[level] = self._make_floor(self.places.levels[level])
        return made

    def to_local(self, points: Sequence[LonLat]) -> Ring:
        """Points in metres."""
        return self.frame.to_local(np.fromiter(chain.from_iterable(points), dtype=np.float64).reshape(-1, 2))

    def to_local_bounds(self, bounds: Bounds) -> Bounds:
        """Degrees west, south, east, north as metres."""
        west, south, east, north = bounds
        return bounds_of([self.to_local([(west, south), (east, south), (east, north), (west, north)])])

    @cached_property
    def _content(self) -> dict[LevelId, list[_Item]]:
        found: defaultdict[LevelId, list[_Item]] = defaultdict(list)
        site = self.places.site
        everything: tuple[_Item, ...] = (*site.units, *site.openings, *site.fixtures, *site.amenities)
        for item in everything:
            if item.level_id is not None:
                found[item.level_id].append(item)
        return found

    def _make_floor(self, level: Level) -> FloorChart:
        content = self._content.get(level.id, [])
        units = [item for item in content if isinstance(item, Unit)]
        fixtures = [item for item in content if isinstance(item, Fixture)]
        areas = to_local_rings(self.frame, [unit.area for unit in units])
        shapes = to_local_rings(self.frame, [fixture.shape for fixture in fixtures])
        solid = [i for i, unit in enumerate(units) if unit.kind is not UnitKind.GROUNDS]
        open_air = [i for i, unit in enumerate(units) if unit.kind is UnitKind.GROUNDS]
        filled = [i for i, fixture in enumerate(fixtures) if not fixture.is_line]
        by_kind = grouped([areas[i] for i in solid], [units[i].kind for i in solid])
        return FloorChart(
            bounds=self.level_bounds[level.id],
            outline=Patches([self.level_rings[level.id]]),
            units={UnitKind(kind): patches for kind, patches in by_kind.items()},
            grounds=grouped([areas[i] for i in open_air], [units[i].category for i in open_air]),
            fixtures=grouped([shapes[i] for i in filled], [fixtures[i].category for i in filled]),
            lines=Patches([shapes[i] for i, fixture in enumerate(fixtures) if fixture.is_line]),
            doorways=self._doorways([item for item in content if isinstance(item, Opening)]),
            rooms=tuple(self._room_texts(units, areas)),
            marks=self._marks([item for item in content if isinstance(item, Amenity)]),
            has_walls=UnitKind.WALL in by_kind,
        )

    def _doorways(self, openings: Sequence[Opening]) -> tuple[Doorway, ...]:
        rings = to_local_rings(self.frame, [(opening.line,) for opening in openings])
        return tuple(
            Doorway(ends[0][[0, -1]], opening.name, opening.is_exterior, opening.category)
            for opening, ends in zip(openings, rings, strict=True)
        )

    def _room_texts(self, units: Sequence[Unit], areas: Sequence[Sequence[Ring]]) -> Iterable[RoomText]:
        spots = self.to_local([unit.display_point for unit in units])
        boxes = boxes_of([area[0] for area in areas])
        for unit, (west, south, east, north), (x, y) in zip(units, boxes.tolist(), spots.tolist(), strict=True):
            if unit.kind not in (UnitKind.WALL, UnitKind.WINDOW) and (unit.name or unit.number):
                yield RoomText(unit.number, unit.name, x, y, east - west, north - south, unit.category)

    def _marks(self, amenities: Sequence[Amenity]) -> tuple[Mark, ...]:
        spots = self.to_local([amenity.position for amenity in amenities]).tolist()
        return tuple(Mark(a.category, a.name, x, y) for a, (x, y) in zip(amenities, spots, strict=True))


def _middle(name: str, ring: Ring) -> Spot:
    bounds = bounds_of([ring])
    return Spot(name, (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2, bounds)
