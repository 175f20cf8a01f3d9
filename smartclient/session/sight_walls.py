"""What stops sight on a level: its walls, the leaves of its doors where they are shut, and outdoors the buildings."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from smartclient.domain.devices import View
from smartclient.domain.ids import LevelId, OpeningId
from smartclient.domain.site import Level, Opening, Unit, UnitKind
from smartclient.geometry.visibility import Segments, is_all_round, noded, sides
from smartclient.store.places import Places, to_local_rings

_CRACK_M = 0.03
"""Plans are written to the centimetre: walls that nearly touch have no crack between them up to twice this."""
_JAMB_M = 0.06
"""A leaf reaches so far beyond its line, into the walls beside it."""
_WALL_DEPTH_M = 0.45
"""Without wall units rooms end on their side of the wall: so far from an opening's line their outlines are cut."""
_OUT_OF_WALL_M = 0.02
_DEEPEST_M = 3.0
"""A camera this far inside a wall or a building is put before it, to where it looks."""
_OPEN_TO_EACH_OTHER = frozenset({UnitKind.CORRIDOR})
_NO_WALLS = frozenset({UnitKind.WALL, UnitKind.WINDOW, UnitKind.GROUNDS})


@dataclass(frozen=True)
class SightWalls:
    """One level: the `solid` walls, and the leaf of each opening, lines in local metres. Read from any thread."""

    solid: BaseGeometry
    bounds: BaseGeometry
    """Where sight ends without a wall: the floor's own edge indoors."""
    leaves: dict[OpeningId, BaseGeometry]

    @cached_property
    def fixed(self) -> Segments:
        """The walls without any door."""
        return noded(np.vstack((_segments(self.solid), _segments(self.bounds))))

    @cached_property
    def leaf_segments(self) -> dict[OpeningId, Segments]:
        """Each leaf as it closes its doorway."""
        return {opening: _segments(leaf) for opening, leaf in self.leaves.items()}

    def segments(self, shut: Iterable[OpeningId]) -> Segments:
        """All that stops sight while these openings are shut; the same walls for the same doors."""
        parts = [self.leaf_segments[opening] for opening in shut if opening in self.leaf_segments]
        return np.vstack((self.fixed, *parts))

    def openings_near(self, x: float, y: float, reach: float) -> frozenset[OpeningId]:
        """The openings of which some part lies within `reach`."""
        found = self._tree.query(shapely.Point(x, y), predicate="dwithin", distance=reach)
        return frozenset(self._keys[index] for index in found)

    def before_the_wall(self, x: float, y: float, view: View) -> tuple[float, float]:
        """Where a camera's lens is: cameras are drawn on their walls and in them, and see from the wall's face."""
        spot = shapely.Point(x, y)
        if not self.solid.dwithin(spot, _OUT_OF_WALL_M):
            return x, y
        bearing = np.radians(view.bearing_deg)
        ahead = shapely.LineString([(x, y), (x + _DEEPEST_M * np.sin(bearing), y + _DEEPEST_M * np.cos(bearing))])
        free = ahead.difference(self._thick) if not is_all_round(view) else shapely.LineString()
        if free.is_empty:
            free = spot.buffer(_DEEPEST_M).difference(self._thick)
        if free.is_empty:
            return x, y
        near = shapely.get_coordinates(shapely.shortest_line(free, spot))[0]
        return float(near[0]), float(near[1])

    @cached_property
    def _thick(self) -> BaseGeometry:
        return self.solid.buffer(_OUT_OF_WALL_M)

    @cached_property
    def _keys(self) -> list[OpeningId]:
        return list(self.leaves)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(list(self.leaves.values()))


def sight_walls(places: Places, level: Level) -> SightWalls:
    """The level as its plan has it. May take some ten milliseconds; runs in any thread.

    Windows let sight through. A camera indoors is answered for its floor: what it may see of the grounds through a window, against
    the light and past reflections, is not counted on. Outdoors, buildings stop sight and what is inside them is not seen.
    """
    units = places.units_on(level.id)
    walls = _polygons(places, [unit for unit in units if unit.kind is UnitKind.WALL])
    openings = places.openings_on(level.id)
    lines = [shapely.LineString(line) for line in _lines(places, openings)]
    if level.outdoor:
        walls += _shapes(
            places, [f for b in places.site.buildings if b.venue_id == level.venue_id for f in b.footprints]
        )
    solid = _closed(walls)
    bounds: BaseGeometry = shapely.MultiLineString()
    if not level.outdoor:
        bounds = shapely.union_all([polygon.boundary for polygon in _shapes(places, [level.area])])
        if not walls:
            bounds = shapely.union_all([bounds, _outlines(places, units, lines)])
    leaves = {o.id: _leaf(line, solid) for o, line in zip(openings, lines, strict=True) if line.length > 0}
    return SightWalls(solid, bounds, leaves)


def _closed(walls: Sequence[BaseGeometry]) -> BaseGeometry:
    """The walls as one shape, without cracks."""
    grown = shapely.buffer(shapely.union_all(walls), _CRACK_M, join_style="mitre", mitre_limit=2.0)
    closed: BaseGeometry = shapely.buffer(grown, -_CRACK_M, join_style="mitre", mitre_limit=2.0)
    return closed


def _outlines(places: Places, units: Sequence[Unit], openings: Sequence[BaseGeometry]) -> BaseGeometry:
    """For plans without walls: the outlines of rooms, cut where an opening is; corridors are open to each other."""
    rooms = _polygons(places, [u for u in units if u.kind not in _NO_WALLS and u.kind not in _OPEN_TO_EACH_OTHER])
    ways = _closed(_polygons(places, [u for u in units if u.kind in _OPEN_TO_EACH_OTHER]))
    gaps = shapely.union_all([line.buffer(_WALL_DEPTH_M, cap_style="flat") for line in openings])
    lines: BaseGeometry = shapely.union_all([room.boundary for room in (*rooms, ways)]).difference(gaps)
    return lines


def _leaf(line: BaseGeometry, solid: BaseGeometry) -> BaseGeometry:
    """The line across a doorway, drawn out into the walls beside it and cut off at their faces."""
    points = shapely.get_coordinates(line)
    for end, next_to in ((0, 1), (-1, -2)):
        along = points[end] - points[next_to]
        points[end] = points[end] + along * (_JAMB_M / max(float(np.hypot(*along)), _JAMB_M))
    leaf: BaseGeometry = shapely.LineString(points).difference(solid)
    return leaf


def _lines(places: Places, openings: Collection[Opening]) -> list[list[list[float]]]:
    return [area[0].tolist() for area in to_local_rings(places.frame, [(opening.line,) for opening in openings])]


def _polygons(places: Places, units: Sequence[Unit]) -> list[BaseGeometry]:
    return _shapes(places, [unit.area for unit in units])


def _shapes(places: Places, areas: Sequence[tuple[tuple[tuple[float, float], ...], ...]]) -> list[BaseGeometry]:
    rings = to_local_rings(places.frame, areas)
    return [shapely.make_valid(shapely.Polygon(area[0], area[1:])) for area in rings]


def _segments(geometry: BaseGeometry) -> Segments:
    """The sides of all lines and outlines in it."""
    parts = shapely.get_parts(geometry)
    areas = [part.boundary for part in parts if part.geom_type == "Polygon"]
    lines = [part for part in parts if part.geom_type in ("LineString", "LinearRing")]
    return sides(shapely.get_coordinates(line) for line in shapely.get_parts([*areas, *lines]))


def level_of(places: Places, level: LevelId | None) -> Level | None:
    """The level where there is one."""
    return places.levels.get(level) if level else None
