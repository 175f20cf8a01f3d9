"""A world the tests set by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class FakeWorld:
    """Doors stand as `open_doors` says; halls are as full as `people`, always."""

    people: float = 0.0
    open_doors: dict[str, float] = field(default_factory=dict)

    def door_open_fraction(self, door_guid: str, at: datetime) -> float:
        del at
        return self.open_doors.get(door_guid, 0.0)

    def crowd(self, at: datetime) -> float:
        del at
        return self.people
