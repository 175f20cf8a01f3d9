"""A new school out of its floors: venue, building, levels, units, openings and a grid, ready to be written."""

import math
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from smartclient.domain.errors import PlanUnreadable
from smartclient.domain.ids import BuildingId, LevelId, OpeningId, UnitId, VenueId
from smartclient.domain.site import (
    Building,
    Fixture,
    GridSpec,
    Level,
    Line,
    LonLat,
    Opening,
    Rings,
    Site,
    Surrounding,
    Unit,
    UnitKind,
    Venue,
)
from smartclient.geometry.frames import Frame, Points
from smartclient.plans.importing.blocks import Block
from smartclient.plans.importing.doors import Door
from smartclient.plans.importing.floor import FloorPlan
from smartclient.plans.importing.lettered import with_letters
from smartclient.plans.importing.outlines import polygons_in, tidied
from smartclient.plans.importing.spaces import NEIGHBOUR, Space
from smartclient.plans.unit_kinds import kind_of

_DECIMALS = 9
_GROUNDS_M, _AROUND_M = 25.0, 5.0
_ON_OUTLINE_M = 0.6
_MOST_CELLS = 702


@dataclass(frozen=True, slots=True)
class GridWish:
    """The grid to lay over the campus: its cell in metres; corner and size come from the campus where they are not said."""

    cell_m: float = 10.0
    origin: LonLat | None = None
    columns: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Names:
    """What a person calls the school; floors by ordinal, others are named by their number."""

    school: str
    building: str = ""
    address: str = ""
    floors: Mapping[int, str] = field(default_factory=dict)


def to_site(blocks: Sequence[Block], frame: Frame, names: Names, grid: GridWish | None) -> Site:
    """One campus with its buildings and the level of its grounds. The blocks are in the metres of `frame`.

    Raises PlanUnreadable when no floor has an area.
    """
    floors = [floor for block in blocks for floor in block.floors.values()]
    whole = shapely.union_all([part for floor in floors for _, part in tidied([floor.outline])])
    if whole.is_empty:
        raise PlanUnreadable("Nothing of the drawing became a room, a wall or an outline. Say which layers are which.")
    made = _Maker(frame, VenueId(_new_id()), names)
    outside = [space for floor in floors for space in floor.grounds if space.category != NEIGHBOUR]
    neighbours = [space for floor in floors for space in floor.grounds if space.category == NEIGHBOUR]
    covered = shapely.union_all([whole.buffer(_GROUNDS_M), *(space.area.buffer(_AROUND_M) for space in outside)])
    campus = shapely.box(*covered.bounds)
    venue = made.venue(campus)
    built = [part for block in blocks if (part := made.block(block)) is not None]
    grounds = made.grounds(campus)
    return Site(
        name=names.school,
        venues=(venue,),
        buildings=tuple(building for part in built for building in part.buildings),
        levels=(*(level for part in built for level in part.levels), grounds),
        units=(
            *(unit for part in built for unit in part.units),
            *made.units(outside, grounds.id, outdoor=True),
        ),
        openings=tuple(opening for part in built for opening in part.openings),
        fixtures=tuple(fixture for part in built for fixture in part.fixtures),
        grids=(grid_over(venue, grid),) if grid else (),
        surroundings=tuple(made.surroundings(neighbours)),
    )


def floor_name(ordinal: int) -> tuple[str, str]:
    """`First floor`, `1F` for 0, as people count in a school: the ground floor is the first; below it `Basement`, `B1`."""
    if ordinal < 0:
        return ("Basement" if ordinal == -1 else f"Basement {-ordinal}", f"B{-ordinal}")
    words = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
    return (f"{words[ordinal]} floor" if ordinal < len(words) else f"Floor {ordinal + 1}", f"{ordinal + 1}F")


class _Maker:
    """Makes the site's things, in WGS 84, with new ids."""

    def __init__(self, frame: Frame, venue: VenueId, names: Names) -> None:
        self._frame, self._venue, self._names = frame, venue, names

    def block(self, block: Block) -> Site | None:
        """A building with its floors; None where nothing of it has an area."""
        outlines = {ordinal: [part for _, part in tidied([floor.outline])] for ordinal, floor in block.floors.items()}
        whole = shapely.union_all([part for parts in outlines.values() for part in parts])
        if whole.is_empty:
            return None
        building = self.building(block.name, whole)
        levels = {o: self.level(o, parts, building.id) for o, parts in sorted(outlines.items()) if parts}
        units: list[Unit] = []
        openings: list[Opening] = []
        fixtures: list[Fixture] = []
        floors = with_letters(block.floors)
        for ordinal, level in levels.items():
            units += self.units(floors[ordinal].spaces, level.id)
            openings += self.openings(floors[ordinal], level.id)
            fixtures += self.fixtures(floors[ordinal], level.id)
        return Site(
            name=building.name,
            buildings=(building,),
            levels=tuple(levels.values()),
            units=tuple(units),
            openings=tuple(openings),
            fixtures=tuple(fixtures),
        )

    def venue(self, campus: BaseGeometry) -> Venue:
        names = self._names
        area = self._rings(polygons_in(campus)[0])
        return Venue(self._venue, names.school, "university", area, self._inside(campus), names.address)

    def building(self, name: str, whole: BaseGeometry) -> Building:
        parts, own = polygons_in(whole), BuildingId(_new_id())
        footprints = tuple(map(self._rings, parts))
        return Building(own, self._venue, name or "Main building", footprints, self._inside(parts[0]))

    def level(self, ordinal: int, parts: Sequence[shapely.Polygon], building: BuildingId) -> Level:
        usual, short = floor_name(ordinal)
        name = self._names.floors.get(ordinal) or usual
        area = parts[0] if len(parts) == 1 else polygons_in(shapely.union_all(parts).convex_hull)[0]
        own = LevelId(_new_id())
        return Level(own, self._venue, (building,), name, short, ordinal, outdoor=False, area=self._rings(area))

    def grounds(self, campus: BaseGeometry) -> Level:
        area = self._rings(polygons_in(campus)[0])
        return Level(LevelId(_new_id()), self._venue, (), "Grounds", "G", 0, outdoor=True, area=area)

    def units(self, spaces: Sequence[Space], level: LevelId, *, outdoor: bool = False) -> Iterator[Unit]:
        parts = tidied([space.area for space in spaces])
        areas = [part for _, part in parts]
        for (owner, _), area, point in zip(parts, self._areas(areas), self._insides(areas), strict=True):
            space = spaces[owner]
            kind = kind_of(space.category, outdoor=outdoor) or UnitKind.ROOM
            yield Unit(UnitId(_new_id()), level, kind, space.category, space.name, space.number, area, point)

    def surroundings(self, spaces: Sequence[Space]) -> Iterator[Surrounding]:
        """What lies around the campus; on a property without a name its number stands."""
        for owner, area in tidied([space.area for space in spaces]):
            space = spaces[owner]
            yield Surrounding(space.category, space.name or space.number, self._rings(area), is_line=False)

    def openings(self, floor: FloorPlan, level: LevelId) -> Iterator[Opening]:
        """Exterior doors are numbered clockwise from the north-west where the drawing gives them no name."""
        edge = floor.outline.boundary
        outside = [door for door in floor.doors if door.is_entrance or door.line.distance(edge) <= _ON_OUTLINE_M]
        numbers = _clockwise_numbers([door for door in outside if not door.name], floor.outline)
        for door in floor.doors:
            is_exterior = door in outside
            name = door.name or (f"Door {numbers[door]}" if is_exterior else "")
            category = "pedestrian.principal" if is_exterior else "pedestrian"
            yield Opening(OpeningId(_new_id()), level, category, name, self._line(door.line), is_exterior)

    def fixtures(self, floor: FloorPlan, level: LevelId) -> Iterator[Fixture]:
        for area in self._areas([part for _, part in tidied(floor.furniture)]):
            yield Fixture(_new_id(), level, "furniture", area, is_line=False)
        for line in floor.details:
            yield Fixture(_new_id(), level, "detail", (self._world(line),), is_line=True)

    def _rings(self, area: shapely.Polygon) -> Rings:
        return self._areas([area])[0]

    def _areas(self, areas: Sequence[shapely.Polygon]) -> list[Rings]:
        """All of them in one projection."""
        if not areas:
            return []
        lines, owners = shapely.get_rings(np.array(list(areas), dtype=object), return_index=True)
        points, line_of = shapely.get_coordinates(lines, return_index=True)
        world = self._world(points)
        ends = np.searchsorted(line_of, np.arange(len(lines) + 1))
        found: list[list[Line]] = [[] for _ in areas]
        for number, owner in enumerate(owners.tolist()):
            found[owner].append(world[ends[number] : ends[number + 1]])
        return [tuple(rings) for rings in found]

    def _line(self, line: shapely.LineString) -> Line:
        return self._world(shapely.get_coordinates(line))

    def _inside(self, area: BaseGeometry) -> LonLat:
        return self._insides([area])[0]

    def _insides(self, areas: Sequence[BaseGeometry]) -> Line:
        return self._world(shapely.get_coordinates(shapely.point_on_surface(np.array(list(areas), dtype=object))))

    def _world(self, metres: Points) -> Line:
        return tuple((lon, lat) for lon, lat in np.round(self._frame.to_world(metres), _DECIMALS).tolist())


def _clockwise_numbers(doors: Sequence[Door], outline: BaseGeometry) -> dict[Door, int]:
    middle = outline.centroid

    def bearing(door: Door) -> float:
        at = door.middle
        return (math.degrees(math.atan2(at.x - middle.x, at.y - middle.y)) + 45.0) % 360

    return {door: number for number, door in enumerate(sorted(doors, key=bearing), 1)}


def grid_over(venue: Venue, wish: GridWish) -> GridSpec:
    """The grid that was wished for; its north-west corner is that of the campus, its size covers the campus, where nothing is said."""
    lons, lats = zip(*venue.area[0], strict=True)
    frame = Frame(*venue.display_point)
    origin = wish.origin or (min(lons), max(lats))
    (west, north), (east, south) = frame.point_to_local(*origin), frame.point_to_local(max(lons), min(lats))
    return GridSpec(
        venue.id,
        (round(origin[0], 7), round(origin[1], 7)),
        wish.cell_m,
        wish.columns or _cells(east - west, wish.cell_m),
        wish.rows or _cells(north - south, wish.cell_m),
    )


def _cells(length_m: float, cell_m: float) -> int:
    return min(max(math.ceil(length_m / cell_m - 1e-6), 1), _MOST_CELLS)


def _new_id() -> str:
    return str(uuid.uuid4())


def counted(floors: Mapping[int, FloorPlan]) -> Counter[str]:
    """What was left out on all floors."""
    return sum((floor.left_out for floor in floors.values()), Counter[str]())
