"""What stands in the rooms: desks, benches, tables, shelves, lockers; court lines and stair treads."""

from collections.abc import Iterator

import shapely
from shapely.affinity import rotate, translate
from shapely.geometry.base import BaseGeometry

from maple_grove.archive import Archive, labels
from maple_grove.fields import court_lines
from maple_grove.indoors import PlacedBuilding, Storey
from maple_grove.kinds import STUDENT_RESTROOMS
from maple_grove.walls import INNER_HALF_M

CLEAR_OF_DOOR_M = 1.5
LOCKER_DEPTH_M = 0.35
STALL_M = 1.5
Item = tuple[str, str, shapely.Polygon]

GRIDS = {
    "class": (1.3, 0.5, 0.5, 0.85, "desk", "Desks"),
    "kinder": (1.5, 1.1, 1.1, 1.1, "furniture", "Table"),
    "computer": (1.5, 0.7, 0.3, 1.0, "desk", "Workstations"),
    "science": (2.2, 0.75, 0.9, 1.0, "furniture", "Lab bench"),
    "art": (2.2, 1.2, 1.0, 1.2, "furniture", "Work table"),
    "shop": (2.2, 1.1, 1.6, 1.8, "furniture", "Workbench"),
    "cafeteria": (3.6, 1.5, 1.3, 1.3, "furniture", "Table"),
    "library": (0.6, 4.2, 1.7, 2.2, "furniture", "Shelves"),
    "staff": (1.2, 1.2, 1.6, 1.6, "furniture", "Table"),
    "small": (1.5, 0.8, 1.0, 1.2, "desk", "Table"),
    "fitness": (0.9, 1.9, 1.1, 1.3, "furniture", "Machine"),
    "auditorium": (8.4, 0.75, 1.4, 0.35, "furniture", "Seats"),
    "garage": (2.6, 12.0, 5.4, 4.0, "obstruction", "Bus"),
}
"""How a kind of room is filled: piece width and depth, gaps beside and behind it (metres), IMDF category, name."""


def furnish(archive: Archive, building: PlacedBuilding) -> None:
    """Adds fixtures and floor lines to every room of a building."""
    for storey in building.storeys:
        label = f"{building.design.key}/{storey.label}"
        doors = shapely.union_all([o.line for o in storey.plan.openings if o.has_door])
        keep_free = doors.buffer(CLEAR_OF_DOOR_M)
        for room in storey.plan.floor.rooms:
            pieces = _pieces(room.kind, storey.plan.clear[room.key], keep_free)
            for number, (category, name, shape) in enumerate(pieces):
                properties = dict.fromkeys(("alt_name", "anchor_id", "display_point")) | {
                    "category": category,
                    "name": labels(name),
                    "level_id": storey.level_id,
                }
                archive.add("fixture", f"{label}/{room.key}/{number}", building.place.apply(shape), properties)
        for number, line in enumerate(_floor_lines(storey)):
            archive.add("detail", f"{label}/{number}", building.place.apply(line), {"level_id": storey.level_id})
        for number, shape in enumerate(_lockers(building, storey, doors)):
            properties = dict.fromkeys(("alt_name", "anchor_id", "display_point"))
            properties |= {"category": "furniture", "name": labels("Lockers"), "level_id": storey.level_id}
            archive.add("fixture", f"{label}/lockers {number}", building.place.apply(shape), properties)


def _pieces(kind: str, room: shapely.Polygon, keep_free: BaseGeometry) -> list[Item]:
    x0, y0, x1, y1 = room.bounds
    if kind in GRIDS:
        pieces = list(_grid(kind, x0, y0, x1, y1))
    elif kind in {"office", "health", "reception"}:
        pieces = [("desk", "Desk", shapely.box(x0 + 0.9, y0 + 0.9, min(x0 + 2.5, x1 - 0.7), y0 + 1.65))]
        if kind == "reception":
            pieces.append(("furniture", "Counter", shapely.box(x0 + 2.6, y0 + 1.4, x0 + 3.2, y1 - 1.6)))
    elif kind == "conference":
        inset = 1.6 if min(x1 - x0, y1 - y0) > 4.4 else 1.1
        table = shapely.box(x0 + inset, y0 + inset, x1 - inset, y1 - inset)
        pieces = [("furniture", "Table", table.buffer(-0.2).buffer(0.2, quad_segs=3))]
    elif kind == "gym" and x1 - x0 > 20:
        steps = [0.1 + 0.8 * i for i in range(4)]
        pieces = [("furniture", "Bleachers", shapely.box(x0 + 3, y1 - d - 0.75, x1 - 3, y1 - d)) for d in steps]
    elif kind == "kitchen":
        middle = (y0 + y1) / 2
        pieces = [("furniture", "Range", shapely.box(x0 + 2, middle - 0.5, x1 - 2, middle + 0.5))]
        pieces.append(("furniture", "Counter", shapely.box(x0 + 1, y1 - 0.8, x1 - 1, y1 - 0.1)))
    elif kind == "server":
        pieces = [("obstruction", "Racks", shapely.box(x0 + 0.8, (y0 + y1) / 2 - 0.5, x1 - 1.6, (y0 + y1) / 2 + 0.5))]
    elif kind == "stage":
        pieces = [("stage", "Platform", shapely.box(x0 + 3.0, y0 + 1.0, x1 - 3.0, y1 - 2.6))]
    else:
        pieces = []
    return [p for p in pieces if p[2].area > 0.1 and room.contains(p[2]) and not p[2].intersects(keep_free)]


def _grid(kind: str, x0: float, y0: float, x1: float, y1: float) -> Iterator[Item]:
    """Rows of equal pieces, centred; classrooms keep a front with the teacher's desk on their longer axis."""
    width, depth, beside, behind, category, name = GRIDS[kind]
    front = 2.0 if kind in {"class", "computer", "science"} else 0.0
    margin = 0.8 if kind != "auditorium" else 1.2
    across, down = x1 - x0 - 2 * margin, y1 - y0 - 2 * margin - front
    columns, rows = int((across + beside) / (width + beside)), int((down + behind) / (depth + behind))
    left = x0 + (x1 - x0 - columns * (width + beside) + beside) / 2
    low = y0 + margin + (down - rows * (depth + behind) + behind) / 2
    for row in range(rows):
        for column in range(columns):
            x, y = left + column * (width + beside), low + row * (depth + behind)
            yield category, name, shapely.box(x, y, x + width, y + depth)
    if front:
        yield "desk", "Teacher", shapely.box(x0 + 1.0, y1 - 1.7, x0 + 2.6, y1 - 1.0)


def _floor_lines(storey: Storey) -> Iterator[shapely.LineString]:
    for room in storey.plan.floor.rooms:
        x0, y0, x1, y1 = storey.plan.clear[room.key].bounds
        if room.kind == "gym" and x1 - x0 > 16:
            yield from _court(x0, y0, x1, y1)
        elif room.kind == "stair":
            yield from _treads(x0, y0, x1, y1)
        elif room.kind in STUDENT_RESTROOMS:
            yield from _stalls(storey, room.key)
        elif room.kind == "lift":
            yield shapely.LineString([(x0, y0), (x1, y1)])
            yield shapely.LineString([(x0, y1), (x1, y0)])


def _court(x0: float, y0: float, x1: float, y1: float) -> Iterator[shapely.LineString]:
    """A basketball court along the longer side of a gym, moved a little away from the bleachers."""
    is_tall = y1 - y0 > x1 - x0
    long, short = (y1 - y0, x1 - x0) if is_tall else (x1 - x0, y1 - y0)
    length, width = min(long - 5, 28.65), min(short - 5, 15.24)
    for line in court_lines(-length / 2, -width / 2, length, width):
        upright = rotate(line, 90, origin=(0, 0)) if is_tall else line
        yield translate(upright, (x0 + x1) / 2, (y0 + y1) / 2 - 1.2)


def _stalls(storey: Storey, key: str) -> Iterator[shapely.LineString]:
    """Partitions along the wall farthest from the door."""
    x0, y0, x1, y1 = storey.plan.clear[key].bounds
    door = next(o.centre for o in storey.plan.openings if key == o.room)
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    is_side_door = abs(door.x - middle_x) / (x1 - x0) > abs(door.y - middle_y) / (y1 - y0)
    start, end = (y0, y1) if is_side_door else (x0, x1)
    count = int((end - start) / 0.95)
    for i in range(1, count):
        at = start + (end - start) * i / count
        if is_side_door:
            wall, inward = (x1, -STALL_M) if door.x < middle_x else (x0, STALL_M)
            yield shapely.LineString([(wall, at), (wall + inward, at)])
        else:
            wall, inward = (y1, -STALL_M) if door.y < middle_y else (y0, STALL_M)
            yield shapely.LineString([(at, wall), (at, wall + inward)])


def _treads(x0: float, y0: float, x1: float, y1: float) -> Iterator[shapely.LineString]:
    """Two flights with a landing at either end, along the longer side."""
    is_tall = y1 - y0 > x1 - x0
    start, end = (y0 + 1.9, y1 - 1.9) if is_tall else (x0 + 1.9, x1 - 1.9)
    middle = (x0 + x1) / 2 if is_tall else (y0 + y1) / 2
    steps = int((end - start) / 0.3)
    for i in range(steps + 1):
        at = start + i * 0.3
        yield shapely.LineString([(x0, at), (x1, at)] if is_tall else [(at, y0), (at, y1)])
    yield shapely.LineString([(middle, start), (middle, end)] if is_tall else [(start, middle), (end, middle)])


def _lockers(building: PlacedBuilding, storey: Storey, doors: BaseGeometry) -> Iterator[shapely.Polygon]:
    """Rows of lockers on the walls between classrooms and halls, clear of every door; secondary schools only."""
    if not building.design.short.startswith(("HS Main", "MS")):
        return
    rooms = storey.plan.floor.rooms
    inner = shapely.union_all([shape for material, shape in storey.plan.walls if material == "drywall"])
    lining = inner.buffer(LOCKER_DEPTH_M, cap_style="flat", join_style="mitre")
    for hall in (room for room in rooms if room.kind == "hall" and room.name not in {"Hall C west", "Hall D"}):
        space = storey.plan.clear[hall.key]
        x0, y0, x1, y1 = space.bounds
        depth = LOCKER_DEPTH_M
        sides = (
            [shapely.box(x0, y0, x1, y0 + depth), shapely.box(x0, y1 - depth, x1, y1)]
            if x1 - x0 > y1 - y0
            else [shapely.box(x0, y0, x0 + depth, y1), shapely.box(x1 - depth, y0, x1, y1)]
        )
        backed = [
            side.intersection(lining).difference(doors.buffer(0.45 + INNER_HALF_M, cap_style="square"))
            for side in sides
        ]
        for run in (part for side in backed for part in shapely.get_parts(side)):
            west, south, east, north = run.bounds
            if (
                run.geom_type == "Polygon"
                and abs(run.area - (east - west) * (north - south)) < 0.01
                and max(east - west, north - south) > 1.5
            ):
                yield shapely.box(west, south, east, north)
