"""What stands in the rooms of a school: lockers, tables, desks, shelves, bleachers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from smartclient.demo.video import fixtures
from smartclient.demo.video.doorways import Doorway
from smartclient.demo.video.fixtures import STEEL, WOOD
from smartclient.demo.video.ground import Standing
from smartclient.demo.video.rooms import Room
from smartclient.demo.video.solids import Solid, Solids, box

_LOCKER_COLOURS = ((0.25, 0.36, 0.50), (0.46, 0.20, 0.20), (0.28, 0.42, 0.36), (0.52, 0.50, 0.45))
_LOCKER_DEPTH_M = 0.32
_LOCKER_TOP_M = 1.85
_THIN_M = 0.2
_NEVER_PLANNED = frozenset({"recreation", "lobby"})
_DOOR_CLEARANCE_M = 0.55


def furnish(
    rooms: list[Room],
    doorways: list[Doorway],
    panes: list[shapely.Polygon],
    planned: list[tuple[str, shapely.Polygon]],
) -> tuple[Solids, list[Standing]]:
    """Furniture of all rooms of a level, and the polygons under it that are dark.

    `planned` is the plan's own furniture by name; a plan without any is furnished as schools are, with lockers clear of doors and
    of `panes`, the windows.
    """
    ways = [shapely.LineString([(door.x0, door.y0), (door.x1, door.y1)]).buffer(_DOOR_CLEARANCE_M) for door in doorways]
    pieces = [
        solid for name, polygon in planned for solid in fixtures.build(name, polygon, _LOCKER_COLOURS[len(rooms) % 4])
    ]
    for room in rooms:
        put = _FURNISHERS.get(room.category)
        if planned and room.category not in _NEVER_PLANNED:
            continue
        pieces += _lockers(room, [*ways, *panes]) if room.category == "walkway" else put(room) if put else []
    solids = Solids.of(pieces)
    low, high = solids.vertices[:, 0, 2], solids.vertices[:, 4, 2]
    shade = [
        Standing((solids.vertices[row, :4, :2],), 0.9 if low[row] < 0.3 else 0.55, float(high[row]))
        for row in np.flatnonzero((low < 1.5) & ~_is_thin(solids))
    ]
    return solids, shade


def _is_thin(solids: Solids) -> NDArray[np.bool_]:
    """Legs and panels, which shade nothing to speak of."""
    corners = solids.vertices[:, :4, :2]
    edges = np.roll(corners, -1, axis=1) - corners
    thin: NDArray[np.bool_] = np.hypot(edges[..., 0], edges[..., 1]).min(axis=1) < _THIN_M
    return thin


def _lockers(room: Room, blocked: list[shapely.Geometry]) -> Iterable[Solid]:
    """Banks of lockers along the walls of a hall, clear of doors and windows."""
    if room.width < 2.6:
        return
    tree = shapely.STRtree(blocked)
    ring = np.asarray(shapely.orient_polygons(room.polygon).exterior.coords)[:, :2]
    colour = _LOCKER_COLOURS[sum(room.name.encode()) % len(_LOCKER_COLOURS)]
    for start, end in pairwise(ring):
        wall = shapely.LineString([start, end])
        near = [blocked[place] for place in tree.query(wall.buffer(0.4))]
        free = wall.difference(shapely.union_all(near).buffer(0.3)) if near else wall
        for part in shapely.get_parts(free):
            usable = (part.length - 0.5) // 0.9 * 0.9
            if part.length < 3.4 or usable < 1.8:
                continue
            (ax, ay), (bx, by) = part.coords[0], part.coords[-1]
            ux, uy = (bx - ax) / part.length, (by - ay) / part.length
            middle = ((ax + bx) / 2 - uy * _LOCKER_DEPTH_M / 2, (ay + by) / 2 + ux * _LOCKER_DEPTH_M / 2)
            angle = float(np.arctan2(uy, ux))
            yield box(middle, angle, (usable, _LOCKER_DEPTH_M), 0.0, _LOCKER_TOP_M, colour, "lockers")


def _grid(room: Room, step: tuple[float, float], margin: float) -> Iterable[tuple[float, float]]:
    """Places in the room's axes, `step` apart, at least `margin` from its edges."""
    inner = room.polygon.buffer(-margin)
    columns, rows = (
        max(0, int((size - 2 * margin) / pitch)) for size, pitch in zip((room.length, room.width), step, strict=True)
    )
    for column in range(columns + 1):
        for row in range(rows + 1):
            along, across = (column - columns / 2) * step[0], (row - rows / 2) * step[1]
            if inner.contains(shapely.Point(room.world(along, across))):
                yield along, across


def _tables(room: Room) -> Iterable[Solid]:
    for along, across in _grid(room, (4.6, 2.5), 2.4):
        middle = room.world(along, across)
        yield box(middle, room.angle, (3.4, 0.75), 0.71, 0.75, (0.70, 0.69, 0.66))
        yield box(middle, room.angle, (0.5, 0.08), 0.0, 0.71, STEEL)
        for side in (-0.68, 0.68):
            yield box(room.world(along, across + side), room.angle, (3.2, 0.28), 0.41, 0.45, (0.22, 0.34, 0.52))
            yield box(room.world(along, across + side), room.angle, (2.6, 0.06), 0.0, 0.41, STEEL)


def _desks(room: Room) -> Iterable[Solid]:
    for along, across in _grid(room, (1.6, 1.5), 1.4):
        middle = room.world(along, across)
        yield box(middle, room.angle, (0.5, 0.7), 0.70, 0.74, WOOD)
        yield box(middle, room.angle, (0.06, 0.6), 0.0, 0.70, STEEL)
        yield box(room.world(along - 0.5, across), room.angle, (0.42, 0.42), 0.42, 0.46, (0.20, 0.30, 0.44))
        yield box(room.world(along - 0.7, across), room.angle, (0.04, 0.40), 0.46, 0.85, (0.20, 0.30, 0.44))


def _shelves(room: Room) -> Iterable[Solid]:
    for along, across in _grid(room, (4.4, 2.6), 2.2):
        if across > 0:
            yield box(room.world(along, across), room.angle, (3.2, 0.55), 0.0, 1.5, WOOD, "books")
        else:
            yield box(room.world(along, across), room.angle, (2.0, 1.0), 0.70, 0.75, WOOD)
            yield box(room.world(along, across), room.angle, (0.5, 0.5), 0.0, 0.70, STEEL)


def _gym(room: Room) -> Iterable[Solid]:
    reach = room.length * 0.7
    for step in range(5):
        across = room.width / 2 - 0.3 - 0.62 * (4 - step)
        yield box(
            room.world(0, across + 0.31),
            room.angle,
            (reach, 0.62),
            0.0,
            0.42 * (step + 1),
            (0.62, 0.46, 0.28),
            "bleachers",
        )
    for end in (-1, 1):
        along = end * (room.length / 2 - 1.3)
        yield box(room.world(along, 0), room.angle, (0.05, 1.8), 2.9, 3.97, (0.86, 0.87, 0.88), "backboard")
        yield box(room.world(along + end * 0.5, 0), room.angle, (1.0, 0.08), 3.3, 3.4, STEEL)
        yield box(room.world(along - end * 0.28, 0), room.angle, (0.45, 0.45), 3.03, 3.06, (0.75, 0.28, 0.10))


def _office(room: Room) -> Iterable[Solid]:
    middle = room.world(0, 0)
    yield box(middle, room.angle, (1.6, 0.75), 0.70, 0.74, WOOD)
    yield box(middle, room.angle, (1.4, 0.05), 0.05, 0.70, (0.50, 0.40, 0.28))
    yield box(room.world(0.1, 0.1), room.angle, (0.55, 0.05), 0.80, 1.15, (0.08, 0.08, 0.09))


def _lobby(room: Room) -> Iterable[Solid]:
    if min(room.length, room.width) < 4:
        return
    for along in (-room.length / 4, room.length / 4):
        yield box(room.world(along, -room.width / 2 + 0.5), room.angle, (1.8, 0.45), 0.36, 0.44, WOOD)
        yield box(room.world(along, -room.width / 2 + 0.5), room.angle, (1.5, 0.08), 0.0, 0.36, STEEL)


_FURNISHERS: dict[str, Callable[[Room], Iterable[Solid]]] = {
    "foodservice": _tables,
    "classroom": _desks,
    "laboratory": _desks,
    "library": _shelves,
    "recreation": _gym,
    "office": _office,
    "conferenceroom": _office,
    "lobby": _lobby,
}
