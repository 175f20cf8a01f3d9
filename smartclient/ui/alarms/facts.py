"""What is known of a device, in words: every state with its since, and what is unknown said to be unknown."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from smartclient.domain.commands import AlarmCommand, Command, LockDoor, SetResponse
from smartclient.domain.devices import (
    Activity,
    Device,
    DeviceKind,
    DeviceState,
    Fact,
    Health,
    Leaf,
    Lock,
    Power,
    Tamper,
)
from smartclient.store.pending import Pending, PendingState
from smartclient.ui.alarms.act_words import alarm_verb
from smartclient.ui.words import duration, one_line, seconds_since, sentence, time_of_day

KIND_WORDS = {
    DeviceKind.CAMERA: "Camera",
    DeviceKind.DOOR: "Door",
    DeviceKind.DOOR_CONTROLLER: "Door controller",
    DeviceKind.INTERCOM: "Intercom",
    DeviceKind.VAPE_SENSOR: "Vape sensor",
    DeviceKind.WEAPON_SENSOR: "Weapons detection",
    DeviceKind.PANIC_BUTTON: "Panic button",
    DeviceKind.TRAUMA_KIT: "Trauma kit",
    DeviceKind.FIRE_PANEL: "Fire panel",
    DeviceKind.KEY_BOX: "Key box",
    DeviceKind.GAS_SHUTOFF: "Gas shut-off",
    DeviceKind.WATER_SHUTOFF: "Water shut-off",
    DeviceKind.POWER_SHUTOFF: "Power shut-off",
    DeviceKind.HVAC_SHUTOFF: "Ventilation shut-off",
    DeviceKind.HAZARD: "Hazard",
    DeviceKind.OTHER: "Device",
}
_SILENT = {
    DeviceKind.TRAUMA_KIT,
    DeviceKind.KEY_BOX,
    DeviceKind.GAS_SHUTOFF,
    DeviceKind.WATER_SHUTOFF,
    DeviceKind.POWER_SHUTOFF,
    DeviceKind.HVAC_SHUTOFF,
    DeviceKind.HAZARD,
}
"""Things a person goes to; no server hears of them."""
_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
_LOUD = {Leaf.FORCED, Leaf.HELD, Health.FAILED, Activity.ACTIVE, Tamper.TAMPERED, Power.FAILED}


@dataclass(frozen=True, slots=True)
class Saying:
    """One line about a device; loud when it is not as it should be."""

    name: str
    text: str
    is_loud: bool = False
    is_unknown: bool = False


def kind_words(device: Device) -> str:
    """What it is: `Camera · dome`."""
    kind = KIND_WORDS[device.kind]
    return f"{kind} · {device.view.form.value}" if device.view is not None else kind


def sayings(
    device: Device, state: DeviceState, now: datetime, is_commandable: bool, silent_since: datetime | None = None
) -> list[Saying]:
    """All that can be said of a device, most important first; `silent_since`: a door's controller does not answer."""
    lines = []
    if device.kind is DeviceKind.DOOR:
        lines.append(_saying("Door", state.leaf, now, silent_since))
        lines.append(_saying("Lock", state.lock, now, silent_since))
    elif device.kind is DeviceKind.DOOR_CONTROLLER:
        told = (("Case", state.tamper), ("Power", state.power))
        lines += [_saying(name, fact, now) for name, fact in told if fact is not None]
    elif device.kind not in _SILENT and device.kind is not DeviceKind.CAMERA:
        lines.append(_saying("Senses", state.activity, now))
    if device.kind is DeviceKind.CAMERA and state.activity is not None:
        lines.append(_saying("Motion", state.activity, now))
    if state.health is not None:
        lines.append(_saying("Device", state.health, now))
    if device.view is not None:
        lines.append(Saying("Looks", _view_words(device)))
    lines.append(Saying("Can", _abilities(device, is_commandable)))
    return lines


def _saying(name: str, fact: Fact[Any] | None, now: datetime, silent_since: datetime | None = None) -> Saying:
    if fact is None and silent_since is not None:
        return Saying(
            name, f"Unknown: its controller does not answer since {time_of_day(silent_since, now)}", is_unknown=True
        )
    if fact is None:
        return Saying(name, "Unknown: the server has not said", is_unknown=True)
    value: StrEnum = fact.value
    since = f"since {time_of_day(fact.at, now)} · {duration(seconds_since(fact.at, now))}"
    return Saying(name, f"{sentence(_WORDS.get(value, value.value))} {since}", value in _LOUD)


_WORDS: dict[StrEnum, str] = {
    Health.FAILED: "does not answer",
    Activity.ACTIVE: "active",
    Lock.LOCKED: "locked",
}


def _view_words(device: Device) -> str:
    if device.view is None:
        return ""
    view = device.view
    wind = _WINDS[round(view.bearing_deg / 45) % 8]
    return f"{wind}, {view.field_of_view_deg:.0f}° wide, {view.range_m:.0f} m far"


def _abilities(device: Device, is_commandable: bool) -> str:
    if device.kind is DeviceKind.DOOR:
        return (
            "be locked and unlocked from here" if is_commandable else "only be watched: no command for it on the server"
        )
    if device.kind is DeviceKind.CAMERA:
        return "show live video" if device.is_on_server or device.url else "not be opened: no server knows it"
    if device.kind in _SILENT:
        return "be found here; it reports nothing"
    return "report to the server" if device.is_on_server else "not report: no server knows it"


def verb_of(command: Command) -> str:
    """What was asked, as the button said it."""
    if isinstance(command, SetResponse):
        return command.action.value if command.action else "End"
    if isinstance(command, AlarmCommand):
        return sentence(alarm_verb(command))
    return "Lock" if isinstance(command, LockDoor) else "Unlock"


def pending_words(pending: Pending, now: datetime) -> str:
    """How far a command has come, as a sentence."""
    verb = verb_of(pending.command)
    if pending.state is PendingState.WAITING:
        return f"{verb}: waiting for the server … {duration(seconds_since(pending.asked_at, now))}"
    reason = one_line(pending.reason)
    if pending.state is PendingState.REFUSED:
        return f"{verb} was refused. {reason}".strip()
    return f"{verb}: no answer from the server. Whether it was done is not known. {reason}".strip()
