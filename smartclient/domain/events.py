"""What the server says happened: past tense, frozen, with the time it happened."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from smartclient.domain.alarms import Alarm
from smartclient.domain.grants import Grant, Viewing
from smartclient.domain.ids import DeviceId, EventId
from smartclient.domain.response import ResponseStatus


class EventKind(StrEnum):
    """The kinds we know; anything else is OTHER, kept with the server's own words."""

    DOOR_OPENED = "door opened"
    DOOR_CLOSED = "door closed"
    DOOR_FORCED = "door forced open"
    DOOR_HELD = "door held open"
    DOOR_LOCKED = "door locked"
    DOOR_UNLOCKED = "door unlocked"
    ACCESS_GRANTED = "access granted"
    ACCESS_DENIED = "access denied"
    SENSOR_ACTIVATED = "activated"
    SENSOR_CLEARED = "cleared"
    WEAPON_DETECTED = "weapon detected"
    VAPE_DETECTED = "vape detected"
    MOTION_STARTED = "motion started"
    MOTION_STOPPED = "motion stopped"
    RECORDING_STARTED = "recording started"
    RECORDING_STOPPED = "recording stopped"
    TAMPERED = "tampered with"
    TAMPERING_ENDED = "no longer tampered with"
    POWER_FAILED = "power failed"
    POWER_RESTORED = "power restored"
    DEVICE_FAILED = "stopped answering"
    DEVICE_RECOVERED = "answering again"
    PTZ_STARTED = "turned by hand"
    PTZ_STOPPED = "no longer turned by hand"
    CALL_ANSWERED = "call answered"
    CALL_DECLINED = "call declined"
    CONFIGURATION_CHANGED = "configuration changed"
    OTHER = "event"


@dataclass(frozen=True, slots=True)
class Box:
    """A detected object in the picture: fractions 0…1 of width and height from the top left, `confidence` 0…1."""

    left: float
    top: float
    right: float
    bottom: float
    label: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sensor measured, or an analysis found nowhere in a picture: `value` in the server's words, `confidence` 0…1."""

    label: str
    value: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """Something happened at a device. `text` is the server's own wording, cleaned; `person` a credential holder's name."""

    id: EventId
    at: datetime
    kind: EventKind
    device: DeviceId | None
    text: str = ""
    person: str = ""
    boxes: tuple[Box, ...] = field(default=())
    readings: tuple[Reading, ...] = field(default=())
    is_person_withheld: bool = False
    """Whether somebody's credential was used and the server does not tell this user whose."""


@dataclass(frozen=True, slots=True)
class AlarmChanged:
    """An alarm is new or has a new state; `alarm` is all of it as it is now."""

    alarm: Alarm


@dataclass(frozen=True, slots=True)
class EventsMissing:
    """The stream was cut longer than the server remembers: events between the two times may be missing."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class ResponseChanged:
    """A building is under another action of the Standard Response Protocol, or under none."""

    status: ResponseStatus


@dataclass(frozen=True, slots=True)
class GrantChanged:
    """A grant is new or has a new state; `grant` is all of it as it is now."""

    grant: Grant


@dataclass(frozen=True, slots=True)
class ViewingsChanged:
    """Who outside the school watches now: all of them."""

    viewings: tuple[Viewing, ...]


Event = Happened | AlarmChanged | ResponseChanged | GrantChanged | ViewingsChanged | EventsMissing
