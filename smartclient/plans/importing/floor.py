"""One floor out of placed layers: rooms with their names, walls, windows, doors, details; all in metres."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from smartclient.geometry.frames import Points
from smartclient.plans.importing.doors import Door, doors_of, gap_lines, gaps, settled
from smartclient.plans.importing.drawing import Form, Layer
from smartclient.plans.importing.faces import faces
from smartclient.plans.importing.naming import named
from smartclient.plans.importing.outlines import around, polygons_in, walls_along
from smartclient.plans.importing.roles import Role
from smartclient.plans.importing.spaces import Space, drawn_spaces

_MOST_LINES = 400_000
_WALL_M = 0.15
_FEW_WALLS = 0.2
_MOST_PIECES = {Role.FURNITURE: 5_000, Role.DETAILS: 20_000}
_BY_ROLE = {Role.CORRIDORS: "walkway", Role.STAIRS: "stairs", Role.ELEVATORS: "elevator", Role.RESTROOMS: "restroom"}
_AREAS = (Role.ROOMS, *_BY_ROLE)
_OPEN_AREAS = "indoor=area"
"""Layers whose outlines are no walls (OpenStreetMap's indoor areas)."""


@dataclass(frozen=True, slots=True)
class FloorPlan:
    """What one floor has; `details` are lines to draw as they are, `furniture` areas that stand in rooms."""

    spaces: tuple[Space, ...]
    doors: tuple[Door, ...]
    details: tuple[Points, ...]
    furniture: tuple[shapely.Polygon, ...]
    outline: BaseGeometry
    grounds: tuple[Space, ...] = ()
    """Parking lots, fields, roads and neighbouring properties, which were drawn with this floor and belong to none."""
    left_out: Counter[str] = field(default_factory=Counter)
    buildings: tuple[Space, ...] = ()
    """Outlines that bear the name of a building."""


def floor_plan(layers: Sequence[Layer], roles: Mapping[str, Role], wall_m: float = _WALL_M) -> FloorPlan:
    """The floor that these layers draw, in metres.

    Rooms that are not drawn as closed outlines are found between walls and doors; where no walls are drawn they stand along
    the rooms' edges, `wall_m` thick (0 for none).
    """
    left_out: Counter[str] = Counter()
    layers = _worth_drawing(layers, roles, left_out)
    by_role: dict[Role, list[Layer]] = {role: [] for role in Role}
    for layer in layers:
        by_role[roles.get(layer.name, Role.NOTHING)].append(layer)
    rooms = [space for role in _AREAS for space in drawn_spaces(by_role[role], _BY_ROLE.get(role, ""), left_out)]
    walls = drawn_spaces(by_role[Role.WALLS], "drywall", left_out)
    glass = drawn_spaces(by_role[Role.WINDOWS], "glass", left_out)
    lines = _lines([*by_role[Role.WALLS], *by_role[Role.WINDOWS]], left_out)
    drawn_doors = doors_of(by_role[Role.DOORS])
    doors = settled(drawn_doors, [*lines, *(space.area for space in (*rooms, *walls))])
    if len(doors) < len(drawn_doors):
        left_out["doors that stand in no wall were"] += len(drawn_doors) - len(doors)
    if lines:
        wide, thin = faces(lines, gap_lines(doors))
        walls += [Space(face, "drywall") for face in thin or (_bodies(lines, wall_m) if rooms else [])]
        rooms += [Space(face, "room") for face in wide] if not rooms else []
    named_rooms = named(rooms, _lettering(by_role))
    rooms, grounds = [r for r in named_rooms if not r.is_outdoors], [r for r in named_rooms if r.is_outdoors]
    outline = _outline(by_role[Role.OUTLINE], [space.area for space in (*rooms, *walls)])
    rooms, walls = _walled(rooms, walls, doors, wall_m)
    return FloorPlan(
        spaces=(*rooms, *walls, *glass),
        doors=tuple(doors),
        details=tuple(_details(by_role, has_walls=bool(walls))),
        furniture=tuple(space.area for space in drawn_spaces(by_role[Role.FURNITURE], "room", left_out)),
        outline=outline,
        grounds=tuple(grounds),
        left_out=left_out,
        buildings=tuple(space for space in drawn_spaces(by_role[Role.OUTLINE], "room", Counter()) if space.name),
    )


def _worth_drawing(layers: Sequence[Layer], roles: Mapping[str, Role], left_out: Counter[str]) -> list[Layer]:
    """The layers with the largest pieces only of what is drawn as it is: a plan that people read has no million lines."""
    kept: list[Layer] = []
    for layer in layers:
        role = roles.get(layer.name, Role.NOTHING)
        most = _MOST_PIECES.get(role, len(layer))
        if len(layer) > most:
            left_out[f"of the smallest pieces of {role.words.lower()} were"] += len(layer) - most
            layer = layer.only(sorted(np.argsort(-layer.extents(), kind="stable")[:most].tolist()))  # noqa: PLW2901
        kept.append(layer)
    return kept


def _walled(
    rooms: list[Space], walls: list[Space], doors: Sequence[Door], wall_m: float
) -> tuple[list[Space], list[Space]]:
    """Walls interrupted at doors; where hardly any are drawn, walls along the rooms' edges, and rooms the clear space between."""
    cut = gaps(doors)
    walls = [
        replace(wall, area=part)
        for wall in walls
        for part in ([wall.area] if not cut.intersects(wall.area) else polygons_in(wall.area.difference(cut)))
    ]
    edged = [room.area for room in rooms if not room.layer.endswith(_OPEN_AREAS)]
    wanted_m2 = wall_m * sum(area.length for area in edged) / 2
    if wall_m <= 0 or sum(wall.area.area for wall in walls) > _FEW_WALLS * wanted_m2:
        return rooms, walls
    made = walls_along(edged, cut, wall_m)
    tree = shapely.STRtree(made)
    clear = [replace(room, area=part) for room in rooms if (part := _clear(room.area, made, tree)) is not None]
    return clear, [*walls, *(Space(wall, "drywall") for wall in made)]


def _bodies(lines: Sequence[shapely.LineString], wall_m: float) -> list[shapely.Polygon]:
    """Walls that are drawn as single lines."""
    return polygons_in(shapely.union_all(shapely.buffer(list(lines), max(wall_m, _WALL_M) / 2, cap_style="flat")))


def _clear(area: shapely.Polygon, walls: Sequence[shapely.Polygon], tree: shapely.STRtree) -> shapely.Polygon | None:
    near = [walls[index] for index in tree.query(area, predicate="intersects")]
    parts = polygons_in(area.difference(shapely.union_all(near))) if near else [area]
    return parts[0] if parts else None


def _lines(layers: Iterable[Layer], left_out: Counter[str]) -> list[shapely.LineString]:
    paths = (layer.path(index) for layer in layers for index in layer.indices(Form.LINE))
    lines: list[shapely.LineString] = [shapely.LineString(path) for path in paths]
    if len(lines) > _MOST_LINES:
        left_out["wall lines beyond the first 400,000 were"] += len(lines) - _MOST_LINES
    return lines[:_MOST_LINES]


def _lettering(by_role: Mapping[Role, list[Layer]]) -> list[tuple[str, tuple[float, float]]]:
    layers = [layer for role in (Role.NAMES, *_AREAS) for layer in by_role[role]]
    return [(text, (x, y)) for layer in layers for text, (x, y) in zip(layer.words, layer.places.tolist(), strict=True)]


def _outline(layers: Iterable[Layer], areas: Sequence[shapely.Polygon]) -> BaseGeometry:
    """The floor from outside: as it is drawn, with the rooms that stand out of that; else around its rooms and walls."""
    drawn = [space.area for space in drawn_spaces(layers, "room", Counter())]
    if not drawn:
        return around(areas)
    whole = shapely.union_all(drawn)
    touching = [area for area in areas if whole.intersects(area)]
    return around([whole, *touching]) if touching or not areas else around(areas)


def _details(by_role: Mapping[Role, list[Layer]], *, has_walls: bool) -> list[Points]:
    roles = [Role.DETAILS, Role.STAIRS, Role.ELEVATORS, *([] if has_walls else [Role.WALLS, Role.WINDOWS])]
    found = [layer.path(index) for role in roles for layer in by_role[role] for index in layer.indices(Form.LINE)]
    outlines = [layer.path(index) for layer in by_role[Role.DETAILS] for index in layer.indices(Form.AREA)]
    return found + [np.vstack((ring, ring[:1])) for ring in outlines]
