"""What responders say of rooms and places, entered into the incident that is worked on, and taken back step by step."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from smartclient.domain.ids import IncidentId, LevelId, UnitId
from smartclient.domain.incident_entries import (
    Body,
    Heat,
    MarkRemoved,
    Post,
    PostPlaced,
    RoomMarked,
    RoomStatus,
    RoomUnmarked,
    RouteDrawn,
    ZoneDrawn,
)
from smartclient.domain.incidents import Incident
from smartclient.domain.site import Line, LonLat, Unit
from smartclient.geometry.frames import Frame
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.routes import Route
from smartclient.store.search_progress import Rooms

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class _Step:
    """What was done together, each with the entry that takes it back."""

    incident: IncidentId
    pairs: Sequence[tuple[Body, Body]]


class IncidentMarking:
    """Every act is one step of undo. `why_not` says why nothing can be marked now, empty when it can; then acts do nothing."""

    def __init__(self, incidents: Incidents) -> None:
        self.team = ""
        """Who says so: it stands in every room mark."""
        self._incidents = incidents
        self._steps: list[_Step] = []

    @property
    def why_not(self) -> str:
        """The reason for a person."""
        incident = self._incidents.current
        if incident is None:
            return "No incident is open."
        if not incident.is_open:
            return "This incident is closed. Open it again to mark something."
        return "" if self._incidents.is_taking_part else "You only look at this incident. Take part to mark something."

    @property
    def can_undo(self) -> bool:
        """Whether there is a step of this incident to take back."""
        current = self._incidents.current
        return bool(self._steps) and current is not None and self._steps[-1].incident == current.id

    def mark_rooms(self, units: Iterable[Unit], status: RoomStatus) -> None:
        """Says that of these rooms."""
        team = " ".join(self.team.split())[:LONGEST_NAME]
        self._do([RoomMarked(unit.id, unit.level_id, status, team) for unit in units])

    def unmark_rooms(self, units: Iterable[Unit]) -> None:
        """Says nothing of these rooms any more."""
        rooms = self._rooms()
        self._do([RoomUnmarked(unit.id) for unit in units if unit.id in rooms])

    def is_marked(self, unit: UnitId, status: RoomStatus) -> bool:
        """Whether just that is said of the room."""
        mark = self._rooms().get(unit)
        return mark is not None and mark.body.status is status

    def draw_zone(self, heat: Heat, level: LevelId | None, corners: Sequence[LonLat]) -> None:
        """A zone with these corners, three or more."""
        if len(corners) >= 3:
            self._do([ZoneDrawn(_key(), heat, level, (*corners, corners[0]))])

    def place_post(self, post: Post, position: LonLat, level: LevelId | None, name: str = "") -> None:
        """A post; of a kind there may be several."""
        self._do([PostPlaced(_key(), post, position, level, name[:LONGEST_NAME])])

    def draw_route(self, points: Sequence[tuple[LonLat, LevelId | None]], name: str = "") -> None:
        """A line of two points or more; where it changes floors it goes on there as another of the same name."""
        lines = _by_level(points)
        self._do([RouteDrawn(_key(), level, line, name[:LONGEST_NAME]) for level, line in lines])

    def draw_walk(self, route: Route, frame: Frame, name: str = "") -> None:
        """The way on foot as a route."""
        places = (frame.point_to_world(*point) for point in route.points)
        self.draw_route(list(zip(places, route.levels, strict=True)), name)

    def remove(self, key: str) -> None:
        """Takes a zone, post or route away."""
        self._do([MarkRemoved(key)])

    def undo(self) -> None:
        """Takes the last step back, by entries that say so: nothing in the file is ever changed.

        What somebody has changed since stays as it is.
        """
        current = self._incidents.current
        if current is None or not self.can_undo or self.why_not:
            return
        for done, back in self._steps.pop().pairs:
            if stands(current, done):
                self._incidents.add(back)

    def _do(self, bodies: Sequence[Body]) -> None:
        incident = self._incidents.current
        if self.why_not or incident is None or not bodies:
            return
        self._steps = [step for step in self._steps if step.incident == incident.id]
        backs = ((body, inverse(incident, body)) for body in bodies)
        self._steps.append(_Step(incident.id, [(body, back) for body, back in backs if back is not None]))
        for body in bodies:
            self._incidents.add(body)

    def _rooms(self) -> Rooms:
        incident = self._incidents.current
        return incident.rooms if incident is not None else {}


def inverse(incident: Incident, body: Body) -> Body | None:
    """The entry that brings back what was before `body` was added to `incident`; None where nothing was changed."""
    match body:
        case RoomMarked(unit) | RoomUnmarked(unit):
            room = incident.rooms.get(unit)
            return room.body if room is not None else RoomUnmarked(unit)
        case ZoneDrawn(key) | PostPlaced(key) | RouteDrawn(key) | MarkRemoved(key):
            for marks in (incident.zones, incident.posts, incident.routes):
                if key in marks:
                    return marks[key].body
            return None if isinstance(body, MarkRemoved) else MarkRemoved(key)
        case _:
            return None


def stands(incident: Incident, body: Body) -> bool:
    """Whether what `body` said is still what the incident says last of that room or drawing."""
    match body:
        case RoomMarked(unit):
            return unit in incident.rooms and incident.rooms[unit].body == body
        case RoomUnmarked(unit):
            return unit not in incident.rooms
        case ZoneDrawn(key) | PostPlaced(key) | RouteDrawn(key):
            drawn = (incident.zones, incident.posts, incident.routes)
            return any(key in marks and marks[key].body == body for marks in drawn)
        case MarkRemoved(key):
            return not any(key in marks for marks in (incident.zones, incident.posts, incident.routes))
        case _:
            return False


def _by_level(points: Sequence[tuple[LonLat, LevelId | None]]) -> list[tuple[LevelId | None, Line]]:
    """The parts of a line floor by floor; a part of one point is none."""
    parts = ((level, tuple(at for at, _level in group)) for level, group in groupby(points, key=lambda each: each[1]))
    return [(level, line) for level, line in parts if len(line) > 1]


def _key() -> str:
    return secrets.token_hex(6)
