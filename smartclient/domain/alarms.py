"""Alarms: events that want a person, with a life of their own."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from smartclient.domain.ids import AlarmId, DeviceId


class Priority(IntEnum):
    """How much an alarm matters: the number on its sign."""

    HIGH = 1
    MEDIUM = 2
    LOW = 3


class AlarmState(IntEnum):
    """Where an alarm stands; the numbers are XProtect's, sites may add others, which count as in progress."""

    NEW = 1
    IN_PROGRESS = 4
    ON_HOLD = 9
    CLOSED = 11


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm as the server last told it; `changed_at` decides which of two tellings is newer."""

    id: AlarmId
    number: int
    name: str
    message: str
    priority: Priority
    state: AlarmState
    state_name: str
    at: datetime
    changed_at: datetime
    device: DeviceId | None
    owner: str = ""
    related: tuple[DeviceId, ...] = field(default=())
    """Cameras the server names for it."""

    @property
    def is_open(self) -> bool:
        """Whether it still wants somebody."""
        return self.state is not AlarmState.CLOSED

    @property
    def urgency(self) -> tuple[int, int, float]:
        """Sort key: new before taken, worst first, newest first."""
        return (0 if self.state is AlarmState.NEW else 1, int(self.priority), -self.at.timestamp())
