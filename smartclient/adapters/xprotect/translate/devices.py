"""Devices: what they are, where cameras look, which of their streams is which, and the commands behind doors."""

import re
from collections.abc import Iterable

from smartclient.adapters.xprotect.values import Item, guid, number, words
from smartclient.domain.devices import CameraForm, DeviceKind, View
from smartclient.domain.footage import Quality

WEAPON = re.compile(r"\b(weapons?|guns?|firearms?|handgun|rifle|pistol|knife|knives)\b", re.IGNORECASE)
VAPE = re.compile(r"\b(vape|vaping)\b", re.IGNORECASE)
_PANIC = re.compile(r"\b(panic|duress|hold-?up)\b", re.IGNORECASE)
_INTERCOM = re.compile(r"\b(intercoms?|door ?stations?|call ?(box|point|station))\b", re.IGNORECASE)
_SIZE = re.compile(r"\b(\d{3,5}) ?[x×] ?\d{3,5}\b", re.IGNORECASE)
_LEAST_PX, _MOST_PX = 160, 20_000
_SMALL = re.compile(r"\b(sub|low|small|second|mobile|thumbnail)", re.IGNORECASE)
_LARGE = re.compile(r"\b(main|high|large|full|first)", re.IGNORECASE)


def view(item: Item) -> View | None:
    """Where a camera looks. Direction and field of view are told as parts of a full turn; all zero means not set."""
    turn, width, depth = (number(item.get(f"coverage{what}")) or 0.0 for what in ("Direction", "FieldOfView", "Depth"))
    if width <= 0 or depth <= 0:
        return None
    form = CameraForm.PTZ if item.get("ptzEnabled") is True else CameraForm.BULLET
    return View(turn % 1.0 * 360.0, min(width, 1.0) * 360.0, min(depth, 1_000.0), form)


def door_kind(unit: Item) -> DeviceKind | None:
    """Doors and their controllers among the access-control units; readers are neither."""
    category = words(unit.get("category") or unit.get("elementType")).casefold()
    if "controller" in category:
        return DeviceKind.DOOR_CONTROLLER
    return DeviceKind.DOOR if category == "door" else None


def input_kind(item: Item) -> DeviceKind:
    """What hangs on an input, which the server only tells by its name."""
    name = words(item.get("displayName") or item.get("name"))
    kinds = (
        (_PANIC, DeviceKind.PANIC_BUTTON),
        (VAPE, DeviceKind.VAPE_SENSOR),
        (WEAPON, DeviceKind.WEAPON_SENSOR),
        (_INTERCOM, DeviceKind.INTERCOM),
    )
    return next((kind for pattern, kind in kinds if pattern.search(name)), DeviceKind.OTHER)


def stream_for(streams: Iterable[Item], quality: Quality) -> str:
    """The id of a camera's stream of that quality, judged by name, then by which one is shown by default; empty for the default."""
    found = [
        (guid(item.get("streamReferenceId")), words(item.get("name")), item.get("liveDefault") is True)
        for item in streams
    ]
    known = [stream for stream in found if stream[0]]
    if len(known) < 2:
        return ""
    pattern, is_default = (_SMALL, False) if quality is Quality.SUB else (_LARGE, True)
    return max(known, key=lambda stream: (bool(pattern.search(stream[1])), stream[2] is is_default))[0]


def largest_width_px(streams: Iterable[Item]) -> int | None:
    """The width in the largest size that a stream's name holds; no field of the configuration tells it. None where no name does."""
    names = (f"{words(item.get('name'))} {words(item.get('displayName'))}" for item in streams)
    widths = (int(size[1]) for name in names for size in _SIZE.finditer(name))
    return max((width for width in widths if _LEAST_PX <= width <= _MOST_PX), default=None)


def recorded_stream_for(streams: Iterable[Item], quality: Quality) -> str:
    """The id of a recorded stream of that quality; empty for the one the recorder plays by itself, which most cameras only have."""
    return stream_for([item for item in streams if guid(item.get("recordTo")).strip("0-")], quality)


def lock_command(door_name: str) -> str:
    """The user-defined event that locks a door."""
    return f"Lock door {door_name}"


def unlock_command(door_name: str) -> str:
    """The user-defined event that unlocks a door."""
    return f"Unlock door {door_name}"
