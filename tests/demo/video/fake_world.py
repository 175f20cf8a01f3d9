"""A world the tests set by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from smartclient.demo.ptz import Aim


@dataclass
class FakeWorld:
    """Doors stand as `open_doors` says and halls are as full as `people`, always; so for cameras and visits."""

    people: float = 0.0
    open_doors: dict[str, float] = field(default_factory=dict)
    aimed: dict[str, Aim] = field(default_factory=dict)
    turned: frozenset[str] = frozenset()
    visited: dict[str, int] = field(default_factory=dict)

    def door_open_fraction(self, door_guid: str, at: datetime) -> float:
        del at
        return self.open_doors.get(door_guid, 0.0)

    def crowd(self, at: datetime) -> float:
        del at
        return self.people

    def aims(self, at: datetime) -> dict[str, Aim]:
        del at
        return self.aimed

    def turning(self, at: datetime) -> frozenset[str]:
        del at
        return self.turned

    def visits(self, at: datetime) -> dict[str, int]:
        del at
        return self.visited
