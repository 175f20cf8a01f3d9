"""Rooms and doors drawn by hand over a plan, in its drawing units; every step can be taken back."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

import numpy as np
import shapely

from smartclient.geometry.frames import Points
from smartclient.plans.importing.drawing import Draft, Facts, Layer, Point
from smartclient.plans.importing.spaces import NEIGHBOUR
from smartclient.runtime.signal import Signal

T = TypeVar("T")

ROOMS, DOORS = "traced rooms", "traced doors"
USUAL_DOOR_M, DOUBLE_DOOR_M = 0.95, 1.85

CATEGORIES = {
    "classroom": "Classroom",
    "walkway": "Corridor",
    "stairs": "Stairs",
    "elevator": "Elevator",
    "restroom": "Restroom",
    "office": "Office",
    "lobby": "Lobby",
    "laboratory": "Laboratory",
    "library": "Library",
    "fitnessroom": "Gym",
    "auditorium": "Auditorium",
    "foodservice": "Cafeteria",
    "kitchen": "Kitchen",
    "storage": "Storage",
    "nonpublic": "Mechanical room",
    "room": "Other room",
    "parking": "Parking lot (outdoors)",
    "fieldofplay": "Athletic field (outdoors)",
    "recreation": "Playground (outdoors)",
    "road": "Road (outdoors)",
    NEIGHBOUR: "Neighbouring property",
}
"""What a traced room can be: IMDF's category, or of what lies around the campus ours, and the word for a person."""


@dataclass(frozen=True, slots=True)
class TracedRoom:
    """A room: its corners, not closed."""

    corners: tuple[Point, ...]
    category: str = "classroom"
    name: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class TracedDoor:
    """A door on the edge of a room."""

    start: Point
    end: Point
    name: str = ""


class Traced(NamedTuple):
    """All that was drawn."""

    rooms: tuple[TracedRoom, ...] = ()
    doors: tuple[TracedDoor, ...] = ()


class Tracing:
    """What is drawn now, what was before each step, and what was taken back. `changed` tells after each of these."""

    def __init__(self) -> None:
        self.traced = Traced()
        self.changed: Signal[None] = Signal()
        self._before: list[Traced] = []
        self._after: list[Traced] = []

    def add_room(self, room: TracedRoom) -> str:
        """Adds a room; the answer is why not, or empty."""
        reason = why_no_room(room.corners)
        if not reason:
            self._step(self.traced._replace(rooms=(*self.traced.rooms, room)))
        return reason

    def change_room(self, index: int, change: Callable[[TracedRoom], TracedRoom]) -> None:
        """Another name, number, category or corner."""
        rooms = list(self.traced.rooms)
        changed = change(rooms[index])
        if changed != rooms[index] and not why_no_room(changed.corners):
            rooms[index] = changed
            self._step(self.traced._replace(rooms=tuple(rooms)))

    def move_corner(self, old: Point, new: Point) -> None:
        """Moves a corner of every room that has it there."""
        rooms = tuple(
            replace(room, corners=tuple(new if corner == old else corner for corner in room.corners))
            for room in self.traced.rooms
        )
        if not any(why_no_room(room.corners) for room in rooms):
            self._step(self.traced._replace(rooms=rooms))

    def remove_room(self, index: int) -> None:
        """Takes a room away."""
        self._step(self.traced._replace(rooms=_without(self.traced.rooms, index)))

    def add_door(self, door: TracedDoor) -> None:
        """Adds a door."""
        self._step(self.traced._replace(doors=(*self.traced.doors, door)))

    def change_door(self, index: int, name: str) -> None:
        """Another name."""
        doors = list(self.traced.doors)
        if doors[index].name != name:
            doors[index] = replace(doors[index], name=name)
            self._step(self.traced._replace(doors=tuple(doors)))

    def remove_door(self, index: int) -> None:
        """Takes a door away."""
        self._step(self.traced._replace(doors=_without(self.traced.doors, index)))

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return bool(self._after)

    def undo(self) -> None:
        """Takes the last step back."""
        if self._before:
            self._after.append(self.traced)
            self.traced = self._before.pop()
            self.changed.emit(None)

    def redo(self) -> None:
        """Takes the last step that was taken back again."""
        if self._after:
            self._before.append(self.traced)
            self.traced = self._after.pop()
            self.changed.emit(None)

    def corners(self) -> Points:
        """All corners, shape (n, 2)."""
        found = [corner for room in self.traced.rooms for corner in room.corners]
        return np.array(found, dtype=np.float64).reshape(-1, 2)

    def edges(self) -> Points:
        """All sides of rooms, shape (n, 4)."""
        sides = [
            (*start, *end)
            for room in self.traced.rooms
            for start, end in zip(room.corners, (*room.corners[1:], room.corners[0]), strict=True)
        ]
        return np.array(sides, dtype=np.float64).reshape(-1, 4)

    def room_at(self, at: Point) -> int | None:
        """The room around a point, the smallest of several."""
        point = shapely.Point(at)
        around = [
            (polygon.area, index)
            for index, room in enumerate(self.traced.rooms)
            if (polygon := shapely.Polygon(room.corners)).intersects(point)
        ]
        return min(around)[1] if around else None

    def door_at(self, at: Point, reach: float) -> int | None:
        """The door within `reach` of a point."""
        point = shapely.Point(at)
        near = [
            (away, index)
            for index, door in enumerate(self.traced.doors)
            if (away := shapely.LineString([door.start, door.end]).distance(point)) <= reach
        ]
        return min(near)[1] if near else None

    def _step(self, traced: Traced) -> None:
        self._before.append(self.traced)
        self._after.clear()
        self.traced = traced
        self.changed.emit(None)


def why_no_room(corners: tuple[Point, ...]) -> str:
    """Why these corners make no room; empty when they do."""
    if len(set(corners)) < 3:
        return "A room needs three corners."
    polygon = shapely.Polygon(corners)
    if not polygon.is_valid:
        return "The walls of this room cross each other."
    return "" if polygon.area > 0 else "This room has no area."


def door_on(edge: tuple[float, float, float, float], at: Point, width: float) -> TracedDoor:
    """A door of that width on an edge, as near to `at` as it has room; a short edge is all door."""
    x0, y0, x1, y1 = edge
    length = math.hypot(x1 - x0, y1 - y0)
    across = min(width, length)
    cos, sin = ((x1 - x0) / length, (y1 - y0) / length) if length else (1.0, 0.0)
    along = (at[0] - x0) * cos + (at[1] - y0) * sin
    middle = min(max(along, across / 2), length - across / 2)
    begin, end = middle - across / 2, middle + across / 2
    return TracedDoor((x0 + begin * cos, y0 + begin * sin), (x0 + end * cos, y0 + end * sin))


def traced_layers(traced: Traced) -> tuple[Layer, ...]:
    """What was drawn as layers of a drawing: rooms as areas with their facts, doors as lines."""
    draft = Draft()
    for room in traced.rooms:
        draft.area(ROOMS, [room.corners], facts=Facts(room.name, room.number, room.category))
    for door in traced.doors:
        draft.line(DOORS, (door.start, door.end), facts=Facts(door.name))
    return draft.layers()


def _without(values: tuple[T, ...], index: int) -> tuple[T, ...]:
    return values[:index] + values[index + 1 :]
