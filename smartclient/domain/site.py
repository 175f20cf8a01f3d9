"""The plan of a site as a person would describe it: venues, buildings, levels, units, openings. WGS 84, longitude first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from smartclient.domain.devices import Device
from smartclient.domain.ids import BuildingId, LevelId, OpeningId, ServerKey, UnitId, VenueId, server_of

LonLat = tuple[float, float]
"""Degrees, WGS 84, longitude first."""
Line = tuple[LonLat, ...]
Rings = tuple[Line, ...]
"""A polygon: the outer ring, then holes; each ring closed (last point equals the first)."""


@dataclass(frozen=True, slots=True)
class Venue:
    """A campus."""

    id: VenueId
    name: str
    category: str
    area: Rings
    display_point: LonLat
    address: str = ""


@dataclass(frozen=True, slots=True)
class Building:
    """A building; its footprints are its shape from above."""

    id: BuildingId
    venue_id: VenueId
    name: str
    footprints: tuple[Rings, ...]
    display_point: LonLat
    address: str = ""
    """Its own; empty where it has that of its campus."""


@dataclass(frozen=True, slots=True)
class Level:
    """A floor of a building, or the grounds (`outdoor`)."""

    id: LevelId
    venue_id: VenueId
    building_ids: tuple[BuildingId, ...]
    name: str
    short_name: str
    ordinal: int
    outdoor: bool
    area: Rings


class UnitKind(StrEnum):
    """How a unit is drawn and used; many IMDF categories fall into one kind."""

    ROOM = "room"
    CORRIDOR = "corridor"
    RESTROOM = "restroom"
    STAIRS = "stairs"
    LIFT = "lift"
    WALL = "wall"
    WINDOW = "window"
    SERVICE = "service"
    GROUNDS = "grounds"


@dataclass(frozen=True, slots=True)
class Unit:
    """A room, corridor, wall, lot or field. `name` is what it is, `number` what stands on the door; either may be empty."""

    id: UnitId
    level_id: LevelId
    kind: UnitKind
    category: str
    name: str
    number: str
    area: Rings
    display_point: LonLat


@dataclass(frozen=True, slots=True)
class Opening:
    """A doorway: the line across the gap in the wall."""

    id: OpeningId
    level_id: LevelId
    category: str
    name: str
    line: Line
    is_exterior: bool
    door_type: str = ""
    """IMDF's kind of door (`swinging`, `sliding`, `open`, `turnstile` …); empty where the plan names no door."""
    door_material: str = ""
    """IMDF's: `wood`, `metal`, `glass`, `gate`; empty where unknown."""


@dataclass(frozen=True, slots=True)
class Amenity:
    """A point worth knowing: defibrillator, pull station, assembly point, lift, stairs …"""

    id: str
    level_id: LevelId | None
    category: str
    name: str
    position: LonLat


@dataclass(frozen=True, slots=True)
class Fixture:
    """Furniture and markings: a polygon (bleachers, shelves) or a bare line (lot stripes, court lines)."""

    id: str
    level_id: LevelId
    category: str
    shape: Rings
    is_line: bool


@dataclass(frozen=True, slots=True)
class GridSpec:
    """The campus grid: letters across, numbers down from the north-west corner."""

    venue_id: VenueId
    origin: LonLat
    cell_m: float
    columns: int
    rows: int
    bearing_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Surrounding:
    """A road, wood, lake or park between the campuses; a polygon, or a line with a width."""

    category: str
    name: str
    shape: Rings
    is_line: bool
    width_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Site:
    """All plans of one district, or of several, joined. Tuples keep file order; ids are unique across the site."""

    name: str
    venues: tuple[Venue, ...] = ()
    buildings: tuple[Building, ...] = ()
    levels: tuple[Level, ...] = ()
    units: tuple[Unit, ...] = ()
    openings: tuple[Opening, ...] = ()
    amenities: tuple[Amenity, ...] = ()
    fixtures: tuple[Fixture, ...] = ()
    grids: tuple[GridSpec, ...] = ()
    surroundings: tuple[Surrounding, ...] = ()
    devices: tuple[Device, ...] = field(default=())
    districts: Mapping[ServerKey, str] = field(default_factory=dict)
    """What people call the districts of several servers; empty for the plan of one."""

    def district_of(self, thing: str) -> str:
        """The district of a campus, building or other thing of the plan; empty where there is one."""
        return self.districts.get(server_of(thing), "") if self.districts else ""
