"""The world as pictures show it: how far doors stand open and how full the halls are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from smartclient.demo.plan import DemoSite

_SWING_STEPS = 5


class World(Protocol):
    """What moves in the district, as far as a camera can see it."""

    def door_open_fraction(self, door_guid: str, at: datetime) -> float:
        """How far a leaf stands open: 0 closed, 1 open."""
        ...

    def crowd(self, at: datetime) -> float:
        """How full halls are: 0 deserted, 1 between two lessons."""
        ...


def swung(world: World, door_guid: str, at: datetime) -> float:
    """How far a leaf is drawn open: in few steps, so that few backgrounds have to be drawn."""
    return round(world.door_open_fraction(door_guid, at) * _SWING_STEPS) / _SWING_STEPS


@dataclass(frozen=True, slots=True)
class Present:
    """The world at one moment: doors that are not closed, and how full the halls are."""

    doors: dict[str, float] = field(default_factory=dict)
    people: float = 0.2

    @classmethod
    def of(cls, world: World, site: DemoSite, at: datetime) -> Present:
        """What the world is like at a time."""
        doors = {door.guid: swung(world, door.guid, at) for door in site.doors}
        return cls({guid: part for guid, part in doors.items() if part}, world.crowd(at))

    def door_open_fraction(self, door_guid: str, at: datetime) -> float:
        """As `World`, whatever the time."""
        del at
        return self.doors.get(door_guid, 0.0)

    def crowd(self, at: datetime) -> float:
        """As `World`, whatever the time."""
        del at
        return self.people
