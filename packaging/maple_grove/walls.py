"""From a designer's cells to an architect's plan: clear rooms, walls with thickness, windows and door openings."""

from dataclasses import dataclass, field

import shapely
from shapely.geometry.base import BaseGeometry

from maple_grove.edges import Edge, outer_edges, shared_edges
from maple_grove.floor import Exit, Floor, Room
from maple_grove.kinds import CIRCULATION, DOUBLE_M, Windows

INNER_HALF_M = 0.1
"""Half an inner wall; an outer wall reaches as far inside its centre line."""

OUTER_M = 0.25
"""How far an outer wall (0.35 m) reaches outside the cells."""

GLASS_M = 0.12
DOOR_MARGIN_M = 0.45
OUTER_CENTRE_M = (OUTER_M - INNER_HALF_M) / 2


@dataclass(frozen=True, slots=True)
class Opening:
    """A way through a wall; `line` lies across it at the wall's centre. `other` is empty where it leads outdoors."""

    room: str
    other: str
    line: shapely.LineString
    has_door: bool = True
    normal: tuple[int, int] = (0, 0)
    principal: bool = False
    category: str = "pedestrian"

    @property
    def is_exterior(self) -> bool:
        return not self.other

    @property
    def centre(self) -> shapely.Point:
        return self.line.interpolate(0.5, normalized=True)


@dataclass(slots=True)
class FloorPlan:
    """A floor with real walls, in the building's metres; `clear` holds every room's polygon by its key."""

    floor: Floor
    outline: shapely.Polygon
    clear: dict[str, shapely.Polygon]
    walls: list[tuple[str, shapely.Polygon]] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)

    @property
    def rooms(self) -> dict[str, Room]:
        return {room.key: room for room in self.floor.rooms}


def build(floor: Floor) -> FloorPlan:
    """Draws the walls of a floor. Raises ValueError where a room finds no door or rooms overlap."""
    whole = shapely.union_all([room.cell for room in floor.rooms])
    if abs(whole.area - sum(room.cell.area for room in floor.rooms)) > 0.01 or not isinstance(whole, shapely.Polygon):
        raise ValueError(f"floor {floor.label}: rooms overlap or leave the floor in pieces: {_overlaps(floor)}")
    plan = FloorPlan(floor, whole.buffer(OUTER_M, join_style="mitre"), _clear_rooms(floor))
    plan.openings = [*_room_doors(floor), *_passages(floor), *_extra_doors(floor), *_exits(floor, whole)]
    _raise_walls(plan, whole)
    return plan


def _overlaps(floor: Floor) -> list[str]:
    rooms = floor.rooms
    return [
        f"{a.key} × {b.key}"
        for i, a in enumerate(rooms)
        for b in rooms[i + 1 :]
        if a.cell.intersection(b.cell).area > 1e-6
    ]


def _clear_rooms(floor: Floor) -> dict[str, shapely.Polygon]:
    """The space between the walls; halls and lobbies that touch run into each other without a wall."""
    open_plan = [room.cell for room in floor.rooms if room.kind in CIRCULATION]
    flowing = shapely.union_all(open_plan).buffer(-INNER_HALF_M, join_style="mitre")
    clear: dict[str, shapely.Polygon] = {}
    for room in floor.rooms:
        is_open = room.kind in CIRCULATION
        space = flowing.intersection(room.cell) if is_open else room.cell.buffer(-INNER_HALF_M, join_style="mitre")
        if not isinstance(space, shapely.Polygon) or room.key in clear:
            raise ValueError(f"floor {floor.label}: {room.key} is {space.geom_type} or there twice")
        clear[room.key] = space
    return clear


def _room_doors(floor: Floor) -> list[Opening]:
    """The door or doors that every room has, onto the neighbour that leads furthest out."""
    doors = []
    for index, room in enumerate(floor.rooms):
        if room.kind in CIRCULATION or room.kind == "void":
            continue
        way = _way_out(floor, room)
        if way is None:
            continue
        neighbour, edge = way
        width = room.traits.door_m
        if width == DOUBLE_M and edge.length > 16:
            places = [edge.length * 0.25, edge.length * 0.75]
        elif width == DOUBLE_M or edge.length < 3.4:
            places = [edge.length / 2]
        else:
            near = DOOR_MARGIN_M + width / 2
            places = [near if index % 2 else edge.length - near]
        doors += [Opening(room.key, neighbour, edge.line(at - width / 2, at + width / 2)) for at in places]
    return doors


def _way_out(floor: Floor, room: Room) -> tuple[str, Edge] | None:
    """The neighbour and the wall for a room's own door; none for a room that only has doors outdoors."""
    wanted = floor.door_to.get(room.key)
    ways = []
    for other in floor.rooms:
        if other is room or (wanted and other.key != wanted) or (not wanted and other.traits.rank >= 9):
            continue
        edges = [e for e in shared_edges(room.cell, other.cell) if e.length >= room.traits.door_m + 0.4]
        ways += [(other.traits.rank, -edge.length, other.key, edge) for edge in edges]
    if not ways and any(way.room == room.key for way in floor.exits):
        return None
    if not ways:
        raise ValueError(f"floor {floor.label}: {room.kind} {room.key} {room.name} finds no door")
    _, _, key, edge = min(ways, key=lambda way: way[:3])
    return key, edge


def _passages(floor: Floor) -> list[Opening]:
    """Where halls run into each other: an opening with no door."""
    halls = [room for room in floor.rooms if room.kind in CIRCULATION]
    found = []
    for i, room in enumerate(halls):
        for other in halls[i + 1 :]:
            for edge in shared_edges(room.cell, other.cell):
                if edge.length > 1:
                    line = edge.line(INNER_HALF_M, edge.length - INNER_HALF_M)
                    found.append(Opening(room.key, other.key, line, has_door=False))
    return found


def _extra_doors(floor: Floor) -> list[Opening]:
    rooms = {room.key: room for room in floor.rooms}
    doors = []
    for key, other, width, at in floor.links:
        edge = next(iter(shared_edges(rooms[key].cell, rooms[other].cell)), None)
        if edge is None or edge.length < width + 0.3:
            raise ValueError(f"floor {floor.label}: no wall for a door between {key} and {other}")
        middle = min(max(edge.length * at, width / 2 + 0.2), edge.length - width / 2 - 0.2)
        doors.append(Opening(key, other, edge.line(middle - width / 2, middle + width / 2)))
    return doors


def _exits(floor: Floor, whole: shapely.Polygon) -> list[Opening]:
    """Exterior doors of the ground floor: those the designer asked for, and one at every end of a hall."""
    if floor.ordinal != 0:
        return []
    rooms = {room.key: room for room in floor.rooms}
    wanted = list(floor.exits)
    for room in floor.rooms:
        for edge in outer_edges(room.cell, whole):
            is_end = room.kind == "hall" and DOUBLE_M + 0.4 < edge.length <= 5
            if is_end and not any(e.room == room.key and e.side == edge.side for e in wanted):
                wanted.append(Exit(room.key, edge.side))
    doors = []
    for way in wanted:
        edges = [e for e in outer_edges(rooms[way.room].cell, whole) if e.side == way.side]
        if not edges:
            raise ValueError(f"floor {floor.label}: {way.room} has no outer wall to the {way.side}")
        edge = max(edges, key=lambda e: e.length)
        middle = min(max(edge.length * way.at, way.width_m / 2 + 0.4), edge.length - way.width_m / 2 - 0.4)
        line = edge.line(middle - way.width_m / 2, middle + way.width_m / 2, OUTER_CENTRE_M)
        category = "pedestrian.principal" if way.principal else way.category
        doors.append(Opening(way.room, "", line, True, edge.normal, way.principal, category))
    return doors


def _raise_walls(plan: FloorPlan, whole: shapely.Polygon) -> None:
    gaps = [
        o.line.buffer(OUTER_M + 0.05 if o.is_exterior else INNER_HALF_M + 0.05, cap_style="flat") for o in plan.openings
    ]
    inner = whole.buffer(-INNER_HALF_M, join_style="mitre")
    drywall = inner.difference(shapely.union_all([*plan.clear.values(), *gaps]))
    panes = [pane for room in plan.floor.rooms for pane in _windows(room, whole, plan.openings)]
    cuts = [edge.strip(start, end, INNER_HALF_M + 0.01, OUTER_M + 0.01) for edge, start, end in panes]
    brick = plan.outline.difference(shapely.union_all([inner, *gaps, *cuts]))
    half = GLASS_M / 2
    glass = [edge.strip(start, end, half - OUTER_CENTRE_M, half + OUTER_CENTRE_M) for edge, start, end in panes]
    plan.walls += [("brick", part) for part in _runs(brick, _outer_lines(whole), OUTER_M + 0.01)]
    plan.walls += [("drywall", part) for part in _runs(drywall, _inner_lines(plan.floor), INNER_HALF_M + 0.01)]
    plan.walls += [("glass", part) for part in glass]


def _windows(room: Room, whole: shapely.Polygon, openings: list[Opening]) -> list[tuple[Edge, float, float]]:
    """The panes in a room's outer walls, evenly spaced, none where a door is."""
    style = room.traits.windows
    if style is Windows.NONE:
        return []
    pane, pier = style.value
    doors = shapely.union_all([o.line.buffer(0.3, cap_style="square") for o in openings if o.is_exterior])
    found = []
    for edge in outer_edges(room.cell, whole):
        count = int((edge.length - 1.0 + pier) / (pane + pier))
        if style is Windows.SLIT:
            count = min(count, 3)
        start = (edge.length - count * pane - (count - 1) * pier) / 2
        for i in range(count):
            at = start + i * (pane + pier)
            if not edge.line(at, at + pane, OUTER_CENTRE_M).intersects(doors):
                found.append((edge, at, at + pane))
    return found


def _outer_lines(whole: shapely.Polygon) -> list[Edge]:
    return outer_edges(whole, whole)


def _inner_lines(floor: Floor) -> list[Edge]:
    lines = []
    for i, room in enumerate(floor.rooms):
        for other in floor.rooms[i + 1 :]:
            lines += shared_edges(room.cell, other.cell)
    return lines


def _runs(walls: BaseGeometry, lines: list[Edge], half_m: float) -> list[shapely.Polygon]:
    """Cuts a net of walls into straight pieces without holes: first those from west to east, then the rest."""
    level = shapely.union_all([e.strip(-half_m, e.length + half_m, half_m, half_m) for e in lines if e.is_horizontal])
    net = shapely.set_precision(walls, 0.001)
    cut = [shapely.set_precision(part, 0.001) for part in (net.intersection(level), net.difference(level))]
    pieces = [p for p in shapely.get_parts(cut) if p.geom_type == "Polygon" and p.area > 0.003]
    return sorted(pieces, key=lambda p: p.bounds)
