"""What a way on foot is: where it starts and ends, its points, how long it is and how long it takes."""

import math
from dataclasses import dataclass

from smartclient.domain.ids import LevelId, OpeningId

WALKING_M_S = 1.4
"""A grown person in no hurry, on the level."""
RUNNING_M_S = 3.5
"""A responder in boots, with equipment."""
STOREY_M = 4.0
"""From floor to floor: plans do not say; schools are built with 3.7 to 4.3 m."""
STAIR_M = STOREY_M / math.sin(math.radians(32))
"""The way up one storey along the usual pitch of stairs."""
STAIR_SLOWNESS = 2.0
"""How much slower people are on stairs than on the level."""
LIFT_WAIT_S, LIFT_STOREY_S = 30.0, 4.0


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A place to stand: metres in the frame of `Places`, and the level; None is outdoors."""

    x: float
    y: float
    level: LevelId | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A walk. `points` are in local metres, `levels` the level of each; None stands for grounds without a level of their own.

    `length_m` is all of it, stairs along their slope; `stairs_m` the part on stairs, where people are half as fast; `lift_s`
    the time in lifts with waiting, which no runner shortens.
    """

    points: tuple[tuple[float, float], ...]
    levels: tuple[LevelId | None, ...]
    length_m: float
    stairs_m: float = 0.0
    lift_s: float = 0.0
    doors: tuple[OpeningId, ...] = ()
    shafts: tuple[str, ...] = ()
    """The names of the stairs and lifts taken, in order."""

    def seconds(self, pace_m_s: float = WALKING_M_S) -> float:
        """How long it takes at a pace on the level."""
        return (self.length_m + self.stairs_m * (STAIR_SLOWNESS - 1)) / pace_m_s + self.lift_s
