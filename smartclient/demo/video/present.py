"""The world as pictures show it: how far doors stand open, how full the halls are, where cameras look and who comes by."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from smartclient.demo.plan import DemoSite
from smartclient.demo.ptz import Aim
from smartclient.demo.video.shots import moment

_SWING_STEPS = 5


class World(Protocol):
    """What moves in the district, as far as a camera can see it; now and at times past."""

    def door_open_fraction(self, door_guid: str, at: datetime) -> float:
        """How far a leaf stands open: 0 closed, 1 open."""
        ...

    def crowd(self, at: datetime) -> float:
        """How full halls are: 0 deserted, 1 between two lessons."""
        ...

    def aims(self, at: datetime) -> Mapping[str, Aim]:
        """Where the cameras look that were turned away from how they were mounted, by guid."""
        ...

    def turning(self, at: datetime) -> frozenset[str]:
        """The cameras that turn or zoom."""
        ...

    def visits(self, at: datetime) -> Mapping[str, int]:
        """The cameras before which somebody comes by beyond the usual, and since when: milliseconds since 1970."""
        ...


def swung(world: World, door_guid: str, at: datetime) -> float:
    """How far a leaf is drawn open: in few steps, so that few backgrounds have to be drawn."""
    return round(world.door_open_fraction(door_guid, at) * _SWING_STEPS) / _SWING_STEPS


@dataclass(frozen=True, slots=True)
class Present:
    """The world at one moment: doors that are not closed, how full the halls are, and what cameras do and see."""

    doors: dict[str, float] = field(default_factory=dict)
    people: float = 0.2
    aimed: dict[str, Aim] = field(default_factory=dict)
    turned: frozenset[str] = frozenset()
    visited: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, world: World, site: DemoSite, at: datetime) -> Present:
        """What the world is like at a time."""
        doors = {door.guid: swung(world, door.guid, at) for door in site.doors}
        opened = {guid: part for guid, part in doors.items() if part}
        return cls(opened, world.crowd(at), dict(world.aims(at)), world.turning(at), dict(world.visits(at)))

    def door_open_fraction(self, door_guid: str, at: datetime) -> float:
        """As `World`, whatever the time."""
        del at
        return self.doors.get(door_guid, 0.0)

    def crowd(self, at: datetime) -> float:
        """As `World`, whatever the time."""
        del at
        return self.people

    def aims(self, at: datetime) -> Mapping[str, Aim]:
        """As `World`, whatever the time."""
        del at
        return self.aimed

    def turning(self, at: datetime) -> frozenset[str]:
        """As `World`, whatever the time."""
        del at
        return self.turned

    def visits(self, at: datetime) -> Mapping[str, int]:
        """As `World`, whatever the time."""
        del at
        return self.visited


@dataclass(frozen=True, slots=True)
class Presents:
    """The world at a few moments, milliseconds since 1970, each lasting until the next."""

    since: tuple[int, ...]
    presents: tuple[Present, ...]

    @classmethod
    def of(cls, world: World, site: DemoSite, times_ms: Iterable[int]) -> Presents:
        """What the world was like at these times."""
        told: list[tuple[int, Present]] = []
        for at_ms in times_ms:
            present = Present.of(world, site, moment(at_ms))
            if not told or told[-1][1] != present:
                told.append((at_ms, present))
        return cls(tuple(at for at, _ in told), tuple(present for _, present in told))

    def at(self, at_ms: int) -> Present:
        """The world at a time, not before the first one."""
        return self.presents[bisect_right(self.since, at_ms) - 1]
