"""What the operator asks: imperative, frozen. The answer comes back as an event."""

from dataclasses import dataclass

from smartclient.domain.alarms import AlarmState
from smartclient.domain.ids import AlarmId, DeviceId


@dataclass(frozen=True, slots=True)
class LockDoor:
    """Lock that door."""

    door: DeviceId


@dataclass(frozen=True, slots=True)
class UnlockDoor:
    """Unlock that door."""

    door: DeviceId


@dataclass(frozen=True, slots=True)
class MoveAlarm:
    """Put that alarm into `state` (In progress is what acknowledging means)."""

    alarm: AlarmId
    state: AlarmState
    comment: str = ""


Command = LockDoor | UnlockDoor | MoveAlarm
