"""Where cameras hang, what they are called, and the proof that none looks at a wall or into a private room."""

from dataclasses import dataclass
from math import atan2, cos, degrees, radians, sin

import shapely
from shapely.geometry.base import BaseGeometry

from maple_grove.edges import outer_edges
from maple_grove.floor import Room
from maple_grove.frame import Placement
from maple_grove.indoors import PlacedBuilding, Storey
from maple_grove.kinds import PRIVATE
from maple_grove.walls import OUTER_M

FREE_VIEW_M = 2.0
OFF_WALL_M = 0.3
CORNERS = {"southwest": (-1, -1), "northeast": (1, 1), "southeast": (1, -1), "northwest": (-1, 1)}
WATCHED_ROOMS = {
    "cafeteria": (4, True), "gym": (4, True), "library": (2, True), "auditorium": (2, True), "lobby": (2, False),
    "fitness": (2, False), "garage": (2, False), "reception": (1, False), "vestibule": (1, False), "receiving": (1, False),
    "kitchen": (1, False), "serving": (1, False), "stage": (1, False), "stair": (1, False), "shop": (1, False),
    "server": (1, False), "mechanical": (1, False), "computer": (1, False), "music": (1, False),
}  # fmt: skip
SCREENS = (((0.4, 0.46), (0.6, 0.46), (0.62, 0.66), (0.38, 0.66)),)
"""The screens on the reception's desk: files of pupils, which no picture may show."""
LATER = frozenset({"kitchen", "serving", "stage", "shop", "server", "mechanical", "computer", "music"})


@dataclass(frozen=True, slots=True)
class View:
    """A camera: place and bearing in the district (degrees clockwise from true north), and what it sees."""

    rank: int
    name: str
    level_id: str
    unit_id: str | None
    spot: shapely.Point
    bearing: float
    field_of_view: float
    range_m: float
    tilt: float
    height_m: float
    form: str
    masks: tuple[tuple[tuple[float, float], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Corner:
    """A place and a direction in the building's own metres; the direction is clockwise from the building's north."""

    x: float
    y: float
    bearing: float


def placed(place: Placement, corner: _Corner) -> tuple[shapely.Point, float]:
    return place.apply(shapely.Point(corner.x, corner.y)), round((corner.bearing - place.turn_deg) % 360, 1)


def building_views(building: PlacedBuilding) -> list[View]:
    """Every camera a building could have, the most needed first (`rank`)."""
    good = []
    for storey in building.storeys:
        views = []
        for room in storey.plan.floor.rooms:
            if room.kind == "hall":
                views += _hall_views(building, storey, room)
            elif room.kind in WATCHED_ROOMS:
                views += _room_views(building, storey, room)
        if storey.plan.floor.ordinal == 0:
            views += _door_views(building, storey) + _facade_views(building, storey)
        closed = _closed_to_view(building, storey)
        good += [view for view in views if view.form == "fisheye" or not closed.intersects(_axis(view))]
    return good


def _hall_views(building: PlacedBuilding, storey: Storey, room: Room) -> list[View]:
    x0, y0, x1, y1 = storey.plan.clear[room.key].bounds
    is_long_x = x1 - x0 > y1 - y0
    length, half = (x1 - x0, (y1 - y0) / 2) if is_long_x else (y1 - y0, (x1 - x0) / 2)
    lateral = half - OFF_WALL_M
    ends = ("west", "east", 90.0, 270.0) if is_long_x else ("south", "north", 0.0, 180.0)
    slant = 3.0

    def at(along: float, side: float, bearing: float) -> _Corner:
        if is_long_x:
            return _Corner(x0 + along, y0 + half + side, bearing)
        return _Corner(x0 + half + side, y0 + along, bearing)

    sign = 1 if is_long_x else -1
    found = [
        (1, ends[0], at(0.3, lateral, ends[2] + slant * sign)),
        (1, ends[1], at(length - 0.3, -lateral, ends[3] + slant * sign)),
    ]
    if length < 12:
        found = found[:1] if storey.plan.floor.ordinal else [found[0]]
    if length > 34:
        found.append((5, "centre", at(length / 2, lateral, ends[2] + slant * sign)))
        found.append((6, "centre back", at(length / 2, -lateral, ends[3] + slant * sign)))
    base = f"{building.design.short} · {storey.label} · {room.name}"
    return [
        _view(building, storey, room, rank, f"{base} · {word}", corner, (78, 24 if length > 20 else 14, 18, "dome"))
        for rank, word, corner in found
    ]


def _room_views(building: PlacedBuilding, storey: Storey, room: Room) -> list[View]:
    x0, y0, x1, y1 = storey.plan.clear[room.key].bounds
    count, fisheye = WATCHED_ROOMS[room.kind]
    word = f"{room.number} {room.name}" if room.kind in LATER else room.name
    base = f"{building.design.short} · {storey.label} · {word}"
    rank = 7 if room.kind in LATER else 2 if room.kind != "stair" else 3
    reach = max(12.0, min(25.0, ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 * 0.75))
    views = []
    for word, (sx, sy) in list(CORNERS.items())[:count]:
        x, y = (x0 + OFF_WALL_M if sx < 0 else x1 - OFF_WALL_M), (y0 + OFF_WALL_M if sy < 0 else y1 - OFF_WALL_M)
        bearing = degrees(atan2((x0 + x1) / 2 - x, (y0 + y1) / 2 - y))
        name = f"{base} · {word}" if count > 1 else base
        views.append(
            _view(building, storey, room, rank, name, _Corner(x, y, bearing), (92, round(reach, 1), 22, "dome"))
        )
    if fisheye:
        middle = _Corner((x0 + x1) / 2, (y0 + y1) / 2, 0.0)
        views.append(_view(building, storey, room, 2, f"{base} · ceiling", middle, (360, 14, 90, "fisheye")))
    return views


def _view(
    building: PlacedBuilding,
    storey: Storey,
    room: Room,
    rank: int,
    name: str,
    corner: _Corner,
    optics: tuple[float, float, float, str],
) -> View:
    spot, bearing = placed(building.place, corner)
    field_of_view, reach, tilt, form = optics
    height = {"gym": 6.5, "cafeteria": 3.6, "auditorium": 5.0, "garage": 4.5}.get(room.kind, 2.8)
    unit = storey.unit_ids[room.key]
    masks = SCREENS if room.kind == "reception" else ()
    return View(rank, name, storey.level_id, unit, spot, bearing, field_of_view, reach, tilt, height, form, masks)


def _door_views(building: PlacedBuilding, storey: Storey) -> list[View]:
    """Outside each exterior door a camera beside it that looks across the people who come."""
    views = []
    for index, name in storey.doors.items():
        opening = storey.plan.openings[index]
        nx, ny = opening.normal
        side = opening.line.length / 2 + 0.9
        x = opening.centre.x + nx * (OUTER_M / 2 + 0.2) + ny * side
        y = opening.centre.y + ny * (OUTER_M / 2 + 0.2) - nx * side
        facing = degrees(atan2(nx, ny))
        spot, bearing = placed(building.place, _Corner(x, y, facing - 24))
        label = f"{building.design.short} · {name} · outside"
        rank = 0 if opening.principal else 4
        views.append(View(rank, label, "", None, spot, bearing, 86, 30, 18, 3.4, "bullet"))
    return views


def _facade_views(building: PlacedBuilding, storey: Storey) -> list[View]:
    """At the outer corners a camera along the wall, slightly outwards."""
    outline = storey.plan.outline
    views: list[View] = []
    for edge in outer_edges(outline, outline):
        nx, ny = edge.normal
        if edge.length < 14:
            continue
        along = (1.0, 0.0) if edge.is_horizontal else (0.0, 1.0)
        x, y = edge.point(0.6, OFF_WALL_M)
        bearing = degrees(atan2(along[0] + 0.28 * nx, along[1] + 0.28 * ny))
        spot, turned = placed(building.place, _Corner(x, y, bearing))
        word = {"N": "north", "E": "east", "S": "south", "W": "west"}[edge.side]
        taken = sum(f"façade {word}" in v.name for v in views)
        name = f"{building.design.short} · façade {word}" + (f" {taken + 1}" if taken else "")
        views.append(View(5, name, "", None, spot, turned, 70, 55, 12, 4.6, "bullet"))
    return views


def _closed_to_view(building: PlacedBuilding, storey: Storey) -> BaseGeometry:
    """The walls of a floor and the rooms that no camera may hang in or look into at close range, in district metres."""
    private = [storey.plan.clear[room.key] for room in storey.plan.floor.rooms if room.kind in PRIVATE]
    closed = building.place.apply(shapely.union_all([*(shape for _, shape in storey.plan.walls), *private]))
    shapely.prepare(closed)
    return closed


def _axis(view: View) -> shapely.LineString:
    """The first two metres of the middle of a view."""
    a = radians(view.bearing)
    x, y = view.spot.x, view.spot.y
    return shapely.LineString([(x, y), (x + sin(a) * FREE_VIEW_M, y + cos(a) * FREE_VIEW_M)])
