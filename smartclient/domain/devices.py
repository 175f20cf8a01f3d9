"""Cameras, doors and sensors: what they are, where they are, and what the server last said of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from smartclient.domain.footage import Mask
from smartclient.domain.ids import DeviceId, EventId, LevelId, OpeningId, UnitId


class DeviceKind(StrEnum):
    """What a device is."""

    CAMERA = "camera"
    DOOR = "door"
    DOOR_CONTROLLER = "door controller"
    INTERCOM = "intercom"
    VAPE_SENSOR = "sensor.vape"
    WEAPON_SENSOR = "sensor.weapon"
    PANIC_BUTTON = "panicbutton"
    TRAUMA_KIT = "traumakit"
    FIRE_PANEL = "firepanel"
    KEY_BOX = "keybox"
    GAS_SHUTOFF = "shutoff.gas"
    WATER_SHUTOFF = "shutoff.water"
    POWER_SHUTOFF = "shutoff.power"
    HVAC_SHUTOFF = "shutoff.hvac"
    HAZARD = "hazard"
    OTHER = "other"


SAFETY_KINDS = (
    DeviceKind.TRAUMA_KIT,
    DeviceKind.FIRE_PANEL,
    DeviceKind.KEY_BOX,
    DeviceKind.GAS_SHUTOFF,
    DeviceKind.WATER_SHUTOFF,
    DeviceKind.POWER_SHUTOFF,
    DeviceKind.HVAC_SHUTOFF,
    DeviceKind.HAZARD,
)
"""What is drawn as a safety symbol: a responder looks for it, and no server watches it."""


class CameraForm(StrEnum):
    """A camera's housing, which is how its pin is drawn."""

    BULLET = "bullet"
    DOME = "dome"
    PTZ = "ptz"
    FISHEYE = "fisheye"


@dataclass(frozen=True, slots=True)
class View:
    """Where a camera looks: `bearing_deg` clockwise from true north, horizontal `field_of_view_deg`, `range_m`.

    Where known: `tilt_deg` below the horizon, `height_m` above the floor, `width_px` of its largest picture.
    """

    bearing_deg: float
    field_of_view_deg: float
    range_m: float
    form: CameraForm = CameraForm.BULLET
    tilt_deg: float | None = None
    height_m: float | None = None
    width_px: int | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a device is: WGS 84 `position` (longitude first), and the level, unit and opening it belongs to, where known."""

    position: tuple[float, float]
    level_id: LevelId | None = None
    unit_id: UnitId | None = None
    opening_id: OpeningId | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """One device. Without a `placement` it is listed as unplaced, never dropped."""

    id: DeviceId
    kind: DeviceKind
    name: str
    placement: Placement | None = None
    view: View | None = None
    url: str = ""
    """Its own stream, where it has one."""
    is_on_server: bool = False
    """Whether the connected server knows it."""
    masks: tuple[Mask, ...] = ()
    """Areas of its picture that the server declares private and has not blackened itself."""
    recorded_from: datetime | None = None
    """When the first picture of the file under `url` was taken, where the plan says so."""
    controller: DeviceId | None = None
    """Of a door: through which controller the server hears of it, where it tells."""


class Lock(StrEnum):
    """What the bolt is."""

    LOCKED = "locked"
    UNLOCKED = "unlocked"


class Leaf(StrEnum):
    """Where the door leaf is, and how it came there."""

    CLOSED = "closed"
    OPEN = "open"
    FORCED = "forced open"
    HELD = "held open"


class Health(StrEnum):
    """Whether the device answers its server."""

    WORKING = "working"
    FAILED = "failed"


class Activity(StrEnum):
    """Whether a sensor, button or camera senses something now."""

    QUIET = "quiet"
    ACTIVE = "active"


class Tamper(StrEnum):
    """Whether somebody opened the case of a door controller."""

    INTACT = "not tampered with"
    TAMPERED = "tampered with"


class Power(StrEnum):
    """Whether a door controller has mains power; without, it runs on its battery."""

    MAINS = "on mains power"
    FAILED = "without mains power"


V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Fact(Generic[V]):
    """Something the server said is so, since when, and in which event. Of two facts the later holds; at the same time, the greater id."""

    value: V
    at: datetime
    event: EventId

    def is_before(self, at: datetime, event: EventId) -> bool:
        """Whether news of `at` in `event` overtakes this fact; the same news twice does not."""
        return (self.at, self.event) < (at, event)


@dataclass(frozen=True, slots=True)
class DeviceState:
    """What the server said of a device; None is *unknown*, and is drawn as unknown."""

    lock: Fact[Lock] | None = None
    leaf: Fact[Leaf] | None = None
    health: Fact[Health] | None = None
    activity: Fact[Activity] | None = None
    tamper: Fact[Tamper] | None = None
    power: Fact[Power] | None = None
