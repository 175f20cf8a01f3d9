"""How the state of a device looks: the only place where states become shapes and tones."""

from dataclasses import replace

from smartclient.domain.devices import (
    SAFETY_KINDS,
    Activity,
    CameraForm,
    Device,
    DeviceKind,
    DeviceState,
    Fact,
    Health,
    Leaf,
    Lock,
)
from smartclient.ui.map.pins import PinLook, Plate, heading_step
from smartclient.ui.map.symbols import Symbol
from smartclient.ui.theme import Tone

_CAMERAS = {
    CameraForm.BULLET: Symbol.CAMERA,
    CameraForm.DOME: Symbol.DOME,
    CameraForm.PTZ: Symbol.PTZ,
    CameraForm.FISHEYE: Symbol.FISHEYE,
}
_OTHERS = {
    DeviceKind.INTERCOM: Symbol.INTERCOM,
    DeviceKind.VAPE_SENSOR: Symbol.VAPE,
    DeviceKind.WEAPON_SENSOR: Symbol.WEAPON,
    DeviceKind.PANIC_BUTTON: Symbol.PANIC,
    DeviceKind.TRAUMA_KIT: Symbol.TRAUMA_KIT,
    DeviceKind.FIRE_PANEL: Symbol.FIRE_PANEL,
    DeviceKind.KEY_BOX: Symbol.KEY_BOX,
    DeviceKind.GAS_SHUTOFF: Symbol.GAS,
    DeviceKind.WATER_SHUTOFF: Symbol.WATER,
    DeviceKind.POWER_SHUTOFF: Symbol.POWER,
    DeviceKind.HVAC_SHUTOFF: Symbol.AIR,
    DeviceKind.HAZARD: Symbol.HAZARD,
}
AMENITIES = {
    "defibrillator": Symbol.DEFIBRILLATOR,
    "firstaid": Symbol.FIRST_AID,
    "firealarmpullstation": Symbol.PULL_STATION,
    "fireextinguisher": Symbol.EXTINGUISHER,
    "meetingpoint": Symbol.ASSEMBLY,
}
"""IMDF amenity categories that belong to the safety layer."""


def look_of(device: Device, state: DeviceState, is_stale: bool) -> PinLook:
    """The pin of a device; with `is_stale` the same shapes without colour."""
    if device.kind is DeviceKind.CAMERA:
        look = _camera(device)
    elif device.kind is DeviceKind.DOOR:
        look = _door(state)
    elif device.kind in SAFETY_KINDS:
        look = tag(_OTHERS[device.kind])
    else:
        look = _sensor(device, state)
    if _value(state.health) is Health.FAILED:
        look = replace(look, is_struck=True)
    return greyed(look) if is_stale else look


def tag(symbol: Symbol) -> PinLook:
    """The pin of a thing that has no state."""
    return PinLook(symbol, Plate.TAG, Tone.RAISED, Tone.TEXT_DIM)


def greyed(look: PinLook) -> PinLook:
    """The same pin as something not known to be so any more."""
    return replace(look, fill=Tone.LINE, ink=Tone.STALE, badge_tone=Tone.STALE)


def is_notable(device: Device, state: DeviceState) -> bool:
    """Whether the device must be seen on its own at every scale where pins are drawn."""
    if device.kind is DeviceKind.CAMERA:
        return False
    return _value(state.leaf) in (Leaf.FORCED, Leaf.HELD) or _value(state.activity) is Activity.ACTIVE


def _camera(device: Device) -> PinLook:
    view = device.view
    symbol = _CAMERAS[view.form] if view else Symbol.CAMERA
    heading = heading_step(view.bearing_deg) if view and view.form is not CameraForm.FISHEYE else None
    return PinLook(symbol, Plate.DISC, Tone.PIN, Tone.PIN_GLYPH, heading_deg=heading)


def _door(state: DeviceState) -> PinLook:
    leaf, lock = _value(state.leaf), _value(state.lock)
    if leaf is Leaf.FORCED:
        return PinLook(Symbol.DOOR_OPEN, Plate.OCTAGON, Tone.ALARM_HIGH, Tone.ON_ACCENT)
    if leaf is Leaf.HELD:
        return PinLook(Symbol.DOOR_OPEN, Plate.TRIANGLE, Tone.ALARM_MEDIUM, Tone.ON_ACCENT)
    if leaf is None and lock is None:
        return PinLook(Symbol.UNKNOWN, Plate.DOOR, Tone.LINE, Tone.STALE, is_hatched=True)
    is_unlocked = lock is Lock.UNLOCKED
    ink = Tone.PIN_UNLOCKED if is_unlocked else Tone.PIN_GLYPH
    if leaf is Leaf.OPEN:
        badge = Symbol.PADLOCK_OPEN if is_unlocked else None
        return PinLook(Symbol.DOOR_OPEN, Plate.DOOR, Tone.PIN, ink, badge=badge)
    return PinLook(Symbol.PADLOCK_OPEN if is_unlocked else Symbol.DOOR, Plate.DOOR, Tone.PIN, ink)


def _sensor(device: Device, state: DeviceState) -> PinLook:
    is_active = _value(state.activity) is Activity.ACTIVE
    fill, ink = (Tone.ALARM_MEDIUM, Tone.ON_ACCENT) if is_active else (Tone.PIN, Tone.PIN_GLYPH)
    return PinLook(_OTHERS.get(device.kind, Symbol.OTHER), Plate.DISC, fill, ink)


def _value(fact: Fact[Health] | Fact[Leaf] | Fact[Lock] | Fact[Activity] | None) -> object:
    return fact.value if fact is not None else None
