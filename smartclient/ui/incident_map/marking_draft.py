"""What the marking tool holds before it is entered: what is marked with, corners set so far, and rooms taken together."""

from dataclasses import dataclass, field
from enum import StrEnum

from smartclient.domain.ids import UnitId
from smartclient.domain.incident_entries import Heat, Post, RoomStatus
from smartclient.runtime.signal import Signal
from smartclient.store.routes import Standpoint
from smartclient.ui.map.tools.tool import MapPoint


class RouteKind(StrEnum):
    """How a route is drawn."""

    LINE = "route, point by point"
    WALK = "way on foot between two points"


class Rubber(StrEnum):
    """What takes marks away."""

    UNMARK = "take marks away"


Stroke = RoomStatus | Heat | Post | RouteKind | Rubber
"""What a click on the map does."""


@dataclass
class Draft:
    """`changed` tells after everything."""

    stroke: Stroke = RoomStatus.CLEARED
    points: tuple[Standpoint, ...] = ()
    together: frozenset[UnitId] = frozenset()
    """Rooms that are marked with the next status together."""
    pointed: MapPoint | None = None
    is_looking: bool = False
    """Whether a way is being looked for."""
    changed: Signal[None] = field(default_factory=Signal)
    moved: Signal[None] = field(default_factory=Signal)
    """Tells that the pointer is elsewhere."""

    @property
    def least_points(self) -> int:
        """How many points make it whole; 0 where a click is all."""
        if isinstance(self.stroke, Heat):
            return 3
        return 2 if isinstance(self.stroke, RouteKind) else 0

    @property
    def hint(self) -> str:
        """What to do next."""
        have, stroke = len(self.points), self.stroke
        if self.is_looking:
            return "Looking for the way …"
        if isinstance(stroke, Heat):
            return f"{have} corners. Enter draws the zone, Backspace takes one back." if have else "Click its corners."
        if stroke is RouteKind.LINE:
            return (
                f"{have} points. Enter draws the route, Backspace takes one back." if have else "Click where it leads."
            )
        if stroke is RouteKind.WALK:
            return "Click where it ends." if have else "Click where it begins."
        if isinstance(stroke, Post):
            return "Click where it stands."
        if self.together:
            count = len(self.together)
            return f"{count} room{'s' if count > 1 else ''} taken together: C, S, D or V marks them."
        if stroke is Rubber.UNMARK:
            return "Click a marked room, zone, post or route."
        return "Click rooms, or Space for the one in the middle; the same again takes the mark away. With Shift rooms are taken together."

    def take(self, stroke: Stroke) -> None:
        """The next click does that."""
        self.stroke, self.points = stroke, ()
        self.changed.emit(None)

    def add(self, point: Standpoint) -> None:
        """One more corner; the same again is none."""
        if not self.points or self.points[-1] != point:
            self.points = (*self.points, point)
            self.changed.emit(None)

    def drop(self, *, all_of_them: bool = False) -> bool:
        """Takes the last corner back, or all with the rooms taken together; false where there was nothing."""
        had = bool(self.points or (all_of_them and self.together))
        self.points = () if all_of_them else self.points[:-1]
        self.together = frozenset() if all_of_them else self.together
        self.changed.emit(None)
        return had

    def gather(self, unit: UnitId) -> None:
        """Takes a room to the others, or out again."""
        self.together = self.together ^ {unit}
        self.changed.emit(None)
