"""The world round a camera in metres: its level's walls, doorways, rooms and furniture; outdoors façades, lots and trees."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from smartclient.demo.plan import DemoSite, Device, Fixture, Level, LonLat, Opening, Ring, Unit
from smartclient.demo.video import styles
from smartclient.demo.video.doorways import Doorway, frame
from smartclient.demo.video.furniture import furnish
from smartclient.demo.video.ground import Ground, Standing, raster, rings
from smartclient.demo.video.grounds import plant
from smartclient.demo.video.panels import Panel
from smartclient.demo.video.rooms import Room
from smartclient.demo.video.solids import Solids
from smartclient.demo.video.wall_faces import ends_of, sides

STOREY_M = 4.0
PARAPET_M = 0.7
_OPEN_TOP_M = 99.0


@dataclass(frozen=True, slots=True)
class Scene:
    """All that never moves, and the doorways. `ground.room` indexes `rooms`; `key` is the level's id."""

    key: str
    rooms: tuple[Room, ...]
    panels: tuple[Panel, ...]
    doorways: tuple[Doorway, ...]
    solids: Solids
    ground: Ground
    outdoor: bool
    latitude: float
    longitude: float

    def room_at(self, x: float, y: float) -> Room | None:
        """The room a point is in."""
        index = int(self.ground.rooms_at(np.array([x], np.float32), np.array([y], np.float32))[0])
        return self.rooms[index] if index >= 0 else None


def fraction(*words: str) -> float:
    """A number from 0 to 1 that is always the same for the same words."""
    return zlib.crc32("/".join(words).encode()) / 2**32


class Surveyor:
    """Turns the plan of one campus into scenes. Its metres are an azimuthal equidistant projection about the first point."""

    def __init__(self, site: DemoSite, campus: str) -> None:
        self._site = site
        self._campus = campus
        places = [
            site_campus.outline for site_campus in site.campuses if site_campus.key == campus and site_campus.outline
        ]
        placed = [device.position for device in site.devices if device.campus == campus and device.position]
        self.longitude, self.latitude = places[0][0] if places else placed[0] if placed else (0.0, 0.0)
        self._project = pyproj.Proj(proj="aeqd", lat_0=self.latitude, lon_0=self.longitude, ellps="WGS84")
        self._levels = [level for level in site.levels if level.campus == campus]
        here = {level.id for level in self._levels}
        self._units_on = _by_level(unit for unit in site.units if unit.level_id in here)
        self._openings_on = _by_level(opening for opening in site.openings if opening.level_id in here)
        self._fixtures_on = _by_level(fixture for fixture in site.fixtures if fixture.level_id in here)

    def metres(self, ring: Ring) -> list[tuple[float, float]]:
        """East and north of points in degrees."""
        return [(float(x), float(y)) for x, y in self._metres(ring)]

    def _metres(self, points: Sequence[LonLat]) -> NDArray[np.float64]:
        degrees = np.array(points, float).reshape(-1, 2)
        return np.stack(self._project(degrees[:, 0], degrees[:, 1]), axis=1)

    def place(self, device: Device) -> tuple[float, float]:
        """Where a device stands; the frame's origin when it has no position."""
        return self.metres((device.position,))[0] if device.position else (0.0, 0.0)

    def scene(self, level: Level) -> Scene:
        """The scene of a level; outdoors the façades of all buildings of the campus stand in it."""
        return self._outdoors(level) if level.outdoor else self._indoors(level)

    def _units(self, level: Level) -> list[tuple[Unit, shapely.Polygon]]:
        """The units of a level with their outlines in metres; those without an area are left out."""
        units = [
            each
            for each in self._units_on.get(level.id, ())
            if each.rings and all(len(ring) >= 4 for ring in each.rings)
        ]
        polygons = shapely.orient_polygons(np.array(self._polygons([unit.rings for unit in units]), object))
        valid, area = shapely.is_valid(polygons), shapely.area(polygons)
        mended = [
            (unit, polygon if is_valid else _largest(shapely.make_valid(polygon)))
            for unit, polygon, is_valid in zip(units, polygons, valid, strict=True)
        ]
        return [pair for pair, size in zip(mended, area, strict=True) if size > 0 and pair[1].area > 0]

    def _polygons(self, shapes: Sequence[Sequence[Ring]]) -> list[shapely.Polygon]:
        """Polygons of rings in degrees; all their points are projected at once, which is much quicker."""
        lengths = [len(ring) for shape in shapes for ring in shape]
        points = self._metres([point for shape in shapes for ring in shape for point in ring])
        parts = iter(np.split(points, np.cumsum(lengths)[:-1]) if lengths else ())
        return [shapely.Polygon(outer, holes) for outer, *holes in ([next(parts) for _ in shape] for shape in shapes)]

    def _indoors(self, level: Level) -> Scene:
        units = self._units(level)
        rooms = [
            Room.of(unit, polygon, styles.indoors(unit.category))
            for unit, polygon in units
            if unit.category not in styles.WALLS
        ]
        rooms.sort(key=lambda room: -room.polygon.area)
        walls = [(unit.category, polygon) for unit, polygon in units if unit.category in styles.WALLS]
        if not walls:
            walls = [
                ("drywall", shapely.orient_polygons(room.polygon.exterior.buffer(0.05, cap_style="flat")))
                for room in rooms
            ]
        doorways = [
            self._doorway(opening, rooms) for opening in self._openings_on.get(level.id, ()) if len(opening.line) >= 2
        ]
        jambs = ends_of(doorways)
        panels = [panel for category, polygon in walls for panel in sides(category, polygon, (0.0, _OPEN_TOP_M), jambs)]
        panels += [panel for door in doorways for panel in frame(door)]
        panes = [polygon for category, polygon in walls if category == "glass"]
        fixtures = [each for each in self._fixtures_on.get(level.id, ()) if each.rings and len(each.rings[0]) >= 4]
        outlines = self._polygons([fixture.rings[:1] for fixture in fixtures])
        planned = [(fixture.name, outline) for fixture, outline in zip(fixtures, outlines, strict=True)]
        solids, shade = furnish(rooms, doorways, panes, planned)
        ground = raster([room.polygon for room in rooms], shade, 0.1, 0.5, walled=True)
        return Scene(
            level.id,
            tuple(rooms),
            tuple(panels),
            tuple(doorways),
            solids,
            ground,
            False,
            self.latitude,
            self.longitude,
        )

    def _outdoors(self, level: Level) -> Scene:
        rooms = [Room.of(unit, polygon, styles.outdoors(unit.category)) for unit, polygon in self._units(level)]
        rooms.sort(key=lambda room: -room.polygon.area)
        panels, doorways, buildings, hulls = [], [], [], []
        for storey in (each for each in self._levels if not each.outdoor and each.ordinal >= 0):
            units = self._units(storey)
            walls = [(unit, polygon) for unit, polygon in units if unit.category in {"brick", "glass"}]
            floor = storey.ordinal * STOREY_M
            top = floor + STOREY_M + (0.0 if self._has_storey_above(storey) else PARAPET_M)
            panels += [panel for unit, wall in walls for panel in sides(f"façade {unit.category}", wall, (floor, top))]
            hull = shapely.union_all([polygon for _, polygon in units]).buffer(0.3, join_style="mitre")
            hull = hull.buffer(-0.3, join_style="mitre")
            hulls.append(hull)
            buildings += [Standing(rings(part), 1.0, top) for part in _parts(hull)]
            doorways += [
                self._entrance(opening, floor, top, hull)
                for opening in self._openings_on.get(storey.id, ())
                if self._is_outer(opening, hull)
            ]
        panels += [panel for door in doorways for panel in frame(door)]
        solids, shade = plant(
            rooms, [part for hull in hulls for part in _parts(hull)], self._cameras(level), self._campus
        )
        ground = raster([room.polygon for room in rooms], [*buildings, *shade], 0.25, 2.5, walled=False)
        return Scene(
            level.id,
            tuple(rooms),
            tuple(panels),
            tuple(doorways),
            solids,
            ground,
            True,
            self.latitude,
            self.longitude,
        )

    def _cameras(self, level: Level) -> list[tuple[float, float]]:
        return [self.place(device) for device in self._site.cameras if device.level_id == level.id and device.position]

    def _has_storey_above(self, level: Level) -> bool:
        return any(
            other.ordinal == level.ordinal + 1 and set(other.building_ids) & set(level.building_ids)
            for other in self._levels
        )

    def _is_outer(self, opening: Opening, hull: shapely.Geometry) -> bool:
        middle = shapely.LineString(self.metres(opening.line)).centroid if len(opening.line) >= 2 else shapely.Point()
        return any(part.boundary.distance(middle) < 0.6 for part in _parts(hull))

    def _doorway(self, opening: Opening, rooms: list[Room]) -> Doorway:
        (x0, y0), (x1, y1) = (self.metres(opening.line)[place] for place in (0, -1))
        left, right = (_beside(rooms, (x0, y0), (x1, y1), side) for side in (0.6, -0.6))
        if left is None or (right is not None and right.is_circulation < left.is_circulation):
            (x0, y0), (x1, y1), left, right = (x1, y1), (x0, y0), right, left
        guid = self._site.door_by_opening.get(opening.id, "")
        is_exit = right is None or left is None
        wide = np.hypot(x1 - x0, y1 - y0) > 1.5
        leaf = (
            ""
            if not opening.door_type
            else "glass door"
            if is_exit and wide
            else "steel door"
            if left and left.is_service
            else "wood door"
        )
        rest = 0.0 if guid or is_exit or fraction(opening.id) > 0.2 else 1.0
        named = left is not None and left.style.height > styles.PLAIN.height and not is_exit
        return Doorway(
            x0,
            y0,
            x1,
            y1,
            guid,
            leaf,
            rest,
            left.name.upper() if left and named and wide else "",
            left.number if left and right and not wide and leaf else "",
            is_exit=is_exit and bool(leaf),
        )

    def _entrance(self, opening: Opening, floor: float, top: float, hull: shapely.Geometry) -> Doorway:
        (x0, y0), (x1, y1) = (self.metres(opening.line)[place] for place in (0, -1))
        inside = shapely.Point((x0 + x1) / 2 - (y1 - y0) * 0.5, (y0 + y1) / 2 + (x1 - x0) * 0.5)
        if not any(part.contains(inside) for part in _parts(hull)):
            (x0, y0), (x1, y1) = (x1, y1), (x0, y0)
        wide = np.hypot(x1 - x0, y1 - y0) > 1.5
        leaf = "glass door" if wide and opening.category != "service" else "steel door"
        name = opening.name.upper()
        return Doorway(
            x0,
            y0,
            x1,
            y1,
            self._site.door_by_opening.get(opening.id, ""),
            leaf,
            0.0,
            name,
            thickness=0.36,
            floor=floor,
            top=top,
        )


_Placed = TypeVar("_Placed", Unit, Opening, Fixture)


def _by_level(placed: Iterable[_Placed]) -> dict[str, list[_Placed]]:
    found: dict[str, list[_Placed]] = {}
    for each in placed:
        found.setdefault(each.level_id, []).append(each)
    return found


def _beside(rooms: list[Room], start: tuple[float, float], end: tuple[float, float], aside: float) -> Room | None:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = max(float(np.hypot(dx, dy)), 1e-6)
    point = shapely.Point((start[0] + end[0]) / 2 - dy / length * aside, (start[1] + end[1]) / 2 + dx / length * aside)
    return next((room for room in rooms if room.polygon.contains(point)), None)


def _parts(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]


def _largest(geometry: shapely.Geometry) -> shapely.Polygon:
    polygons = _parts(geometry)
    return shapely.orient_polygons(max(polygons, key=lambda part: part.area)) if polygons else shapely.Polygon()
