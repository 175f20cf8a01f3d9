"""What the find box answers with."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from smartclient.domain.ids import BuildingId, DeviceId, LevelId, UnitId
from smartclient.domain.site import LonLat

Bounds = tuple[float, float, float, float]
"""West, south, east, north; degrees."""

_AROUND_POINT_M = 15.0


class Kind(StrEnum):
    """What was found; the order in which equally good answers stand."""

    CAMPUS = "campus"
    BUILDING = "building"
    ROOM = "room"
    DOOR = "door"
    CAMERA = "camera"
    STAIRS = "stairs"
    SAFETY = "safety"
    DEVICE = "device"
    CELL = "grid cell"
    POSITION = "position"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Match:
    """One answer: `name`, `words` saying where it is, `bounds` in degrees to fly to, and what to choose there; `score` 0…1.

    An action is not flown to but done: `action` is its row, `keys` how it is pressed, `why_not` why it cannot be done now.
    """

    kind: Kind
    name: str
    words: str
    bounds: Bounds
    device: DeviceId | None = None
    level: LevelId | None = None
    building: BuildingId | None = None
    unit: UnitId | None = None
    outline: tuple[LonLat, ...] = ()
    """A cell's corners as a closed ring, the upper left one first."""
    score: float = 0.0
    action: str = ""
    keys: str = ""
    why_not: str = ""


def bounds_of(points: Iterable[Iterable[float]]) -> Bounds:
    """The box around some points."""
    x, y = zip(*((lon, lat) for lon, lat in points), strict=True)
    return (min(x), min(y), max(x), max(y))


def around(position: LonLat, metres: float = _AROUND_POINT_M) -> Bounds:
    """What to show when somebody goes to a point: some metres on every side."""
    up = metres / 111_320
    across = up / max(math.cos(math.radians(position[1])), 0.01)
    lon, lat = position
    return (lon - across, lat - up, lon + across, lat + up)
