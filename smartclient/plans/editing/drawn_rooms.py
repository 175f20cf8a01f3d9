"""A room drawn into a floor: it is cut out of the rooms it lies in, and walls are put where none stand yet."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from smartclient.domain.edits import Edit, Thing
from smartclient.domain.errors import PlanError
from smartclient.domain.ids import LevelId, UnitId
from smartclient.domain.site import Level, LonLat, Rings, Site, Unit, UnitKind
from smartclient.geometry.frames import Frame
from smartclient.plans.editing.corner_move import label_in
from smartclient.plans.editing.devices import rounded
from smartclient.plans.importing.outlines import tidied, walls_along
from smartclient.plans.unit_kinds import kind_of

WALL_M = 0.15
_DOOR_M = 0.45
"""Half the thickest wall that a doorway is left open in."""
_LEAST_M2 = 0.5
_SLIVER_M2 = 0.02
_STANDING = frozenset({UnitKind.WALL, UnitKind.WINDOW})
_PART = "/part"


class NoRoom(PlanError):
    """What was drawn makes no room; the text says why."""


def draw_room(site: Site, level: Level, corners: Sequence[LonLat], category: str) -> Edit:
    """The edit that draws it, the new room first. Raises NoRoom."""
    if len(corners) < 3:
        raise NoRoom("A room needs three corners.")
    frame = Frame(*corners[0])
    shape = shapely.Polygon(frame.to_local(np.array(corners)))
    if not shape.is_valid:
        raise NoRoom("The walls of this room cross each other.")
    if shape.area < _LEAST_M2:
        raise NoRoom("This room is smaller than half a square metre.")
    near = [unit for unit in site.units if unit.level_id == level.id and _is_near(frame, unit, shape)]
    standing = [_shape(frame, unit) for unit in near if unit.kind in _STANDING]
    walls = [] if level.outdoor else list(_new_walls(site, level.id, frame, shape, standing))
    solid = shapely.union_all([*standing, *walls])
    clear = _pieces(shape.difference(solid))
    if not clear or clear[0].area < _LEAST_M2:
        raise NoRoom("There is nothing but wall inside this room.")
    kind = kind_of(category, outdoor=level.outdoor) or UnitKind.ROOM
    drawn = _unit(frame, clear[0], level.id, kind, category)
    put: list[Thing] = [drawn, *(_unit(frame, wall, level.id, UnitKind.WALL, "drywall") for wall in walls)]
    for unit in near:
        if unit.kind not in _STANDING:
            put += _cut(frame, unit, shape, shapely.union_all(walls))
    return Edit(f"Draw a {category}", tuple(put))


def _new_walls(
    site: Site, level: LevelId, frame: Frame, shape: shapely.Polygon, standing: Sequence[BaseGeometry]
) -> Iterator[shapely.Polygon]:
    """Walls along the outline, left open at doorways, where none stand."""
    doors = [
        shapely.LineString(frame.to_local(np.array(opening.line))).buffer(_DOOR_M, cap_style="flat")
        for opening in site.openings
        if opening.level_id == level
    ]
    gaps = shapely.union_all([door for door in doors if door.intersects(shape)])
    there = shapely.union_all(list(standing))
    for wall in walls_along([shape], gaps, WALL_M):
        yield from _pieces(wall.difference(there))


def _cut(frame: Frame, unit: Unit, shape: shapely.Polygon, walls: BaseGeometry) -> Iterator[Unit]:
    """What is left of a room: its largest piece is that room, further ones are rooms without a number."""
    before, taken = _shape(frame, unit), shapely.union(shape, walls)
    if before.intersection(taken).area <= _SLIVER_M2:
        return
    left = _pieces(before.difference(taken))
    name = unit.number or unit.name or unit.category
    if not left or left[0].area < _LEAST_M2:
        raise NoRoom(f"It covers {name} wholly. Remove that one first, or draw beside it.")
    if _PART in unit.id:
        raise NoRoom(f"{name} has several parts and cannot be changed here.")
    area = _rings(frame, left[0])
    yield replace(unit, area=area, display_point=label_in(unit.display_point, area))
    yield from (_unit(frame, part, unit.level_id, unit.kind, unit.category) for part in left[1:])


def _pieces(shape: BaseGeometry) -> list[shapely.Polygon]:
    """Its polygons, largest first, valid also when they are written as degrees; slivers go."""
    return sorted((part for _, part in tidied([shape]) if part.area > _SLIVER_M2), key=lambda part: -part.area)


def _unit(frame: Frame, shape: shapely.Polygon, level: LevelId, kind: UnitKind, category: str) -> Unit:
    inside = rounded(frame.point_to_world(*shape.representative_point().coords[0]))
    return Unit(UnitId(str(uuid.uuid4())), level, kind, category, "", "", _rings(frame, shape), inside)


def _is_near(frame: Frame, unit: Unit, drawn: shapely.Polygon) -> bool:
    """Whether its box meets that of what is drawn with walls around it."""
    own, (west, south, east, north) = frame.to_local(np.array(unit.area[0])), drawn.buffer(WALL_M).bounds
    return bool((own.min(axis=0) <= (east, north)).all() and (own.max(axis=0) >= (west, south)).all())


def _shape(frame: Frame, unit: Unit) -> BaseGeometry:
    rings = [frame.to_local(np.array(ring)) for ring in unit.area]
    return shapely.make_valid(shapely.Polygon(rings[0], rings[1:]))


def _rings(frame: Frame, shape: shapely.Polygon) -> Rings:
    lines = [shape.exterior, *shape.interiors]
    world = [frame.to_world(shapely.get_coordinates(line)).tolist() for line in lines]
    return tuple(tuple((round(lon, 9), round(lat, 9)) for lon, lat in line) for line in world)
