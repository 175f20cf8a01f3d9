"""What the server keeps of a device's place, where the plan says otherwise now."""

from collections.abc import Iterator
from dataclasses import dataclass

from smartclient.domain.commands import WritePlace
from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.site import LonLat, Site
from smartclient.geometry.frames import Frame
from smartclient.store.site_store import SiteStore

_SAME_M, _SAME_DEG = 0.05, 0.25
"""Servers round; less than this is no difference."""
_KINDS = (
    DeviceKind.CAMERA,
    DeviceKind.INTERCOM,
    DeviceKind.VAPE_SENSOR,
    DeviceKind.WEAPON_SENSOR,
    DeviceKind.PANIC_BUTTON,
)
"""Kinds that servers keep a place of; doors are bound to openings, which only plans have."""


@dataclass(frozen=True, slots=True)
class WriteBack:
    """One device, and what would be different on the server: `12.4 m away`, `bearing 90° → 123°`."""

    device: Device
    command: WritePlace
    differences: tuple[str, ...]


def write_backs(before: Site, store: SiteStore) -> tuple[WriteBack, ...]:
    """The devices that were changed since `before` and that the server tells otherwise."""
    known = {device.id: device for device in before.devices}
    changed = (device for device in store.site.devices if known.get(device.id) != device)
    return tuple(found for device in changed if (found := _write_back(device, store.told(device.id))) is not None)


def _write_back(device: Device, told: Device | None) -> WriteBack | None:
    if told is None or device.kind not in _KINDS:
        return None
    found = tuple(_differences(device, told))
    position = device.placement.position if device.placement else None
    return WriteBack(device, WritePlace(device.id, position, device.view), found) if found else None


def _differences(device: Device, told: Device) -> Iterator[str]:
    yield from _places(told.placement, device.placement)
    had, view = told.view, device.view
    if view is None or device.placement is None:
        return
    for name, unit, same, old, new in (
        ("bearing", "°", _SAME_DEG, had.bearing_deg if had else None, view.bearing_deg),
        ("field of view", "°", _SAME_DEG, had.field_of_view_deg if had else None, view.field_of_view_deg),
        ("range", " m", _SAME_M, had.range_m if had else None, view.range_m),
    ):
        if old is None or not _is_same(old, new, same, is_turn=name == "bearing"):
            yield f"{name} {'none' if old is None else f'{old:.3g}{unit}'} → {new:.3g}{unit}"


def _places(told: Placement | None, wanted: Placement | None) -> Iterator[str]:
    if told is None and wanted is not None:
        yield "placed for the first time"
    elif told is not None and wanted is None:
        yield "taken off the map"
    elif told is not None and wanted is not None:
        metres = _distance_m(told.position, wanted.position)
        if metres > _SAME_M:
            yield f"moved by {metres:.3g} m" if metres >= 0.1 else "moved by less than 10 cm"


def _is_same(old: float, new: float, same: float, *, is_turn: bool) -> bool:
    apart = abs(old - new)
    return (min(apart, 360 - apart) if is_turn else apart) <= same


def _distance_m(a: LonLat, b: LonLat) -> float:
    x, y = Frame(*a).point_to_local(*b)
    return float((x * x + y * y) ** 0.5)
