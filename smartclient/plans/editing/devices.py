"""Edits of devices: placing, moving, aiming, binding to openings, naming, taking off the map."""

import uuid
from dataclasses import replace

from smartclient.domain.devices import CameraForm, Device, DeviceKind, Placement, View
from smartclient.domain.edits import Edit
from smartclient.domain.ids import DeviceId, LevelId, OpeningId, UnitId
from smartclient.domain.site import LonLat, Opening, Site
from smartclient.plans.text import clean

NEW_VIEW = View(0.0, 85.0, 12.0, CameraForm.BULLET)
"""What a camera of which nothing is known is thought to see."""
LEAST_FIELD_DEG, LEAST_RANGE_M, MOST_RANGE_M = 5.0, 1.0, 500.0
_PLAN = "plan/"


def in_plan(site: Site, device: Device) -> Device:
    """The device as the plan has it; one that only the server knows begins with its name and kind alone."""
    planned = next((one for one in site.devices if one.id == device.id), None)
    return planned or Device(device.id, device.kind, device.name)


def placement(position: LonLat, level: LevelId | None, unit: UnitId | None) -> Placement:
    """A place, to the centimetre that plans are written in."""
    return Placement(rounded(position), level, unit)


def rounded(position: LonLat) -> LonLat:
    """Seven decimals, 1 cm."""
    return (round(float(position[0]), 7), round(float(position[1]), 7))


def place(device: Device, where: Placement, told: View | None = None) -> Edit:
    """Puts an unplaced device on the map; `told` is what the server says a camera sees."""
    view = (device.view or told or NEW_VIEW) if device.kind is DeviceKind.CAMERA else None
    return Edit(f"Place {words(device)}", (replace(device, placement=where, view=view),))


def move(device: Device, where: Placement) -> Edit:
    """Moves it; a door that leaves its opening is no longer bound to it."""
    return Edit(f"Move {words(device)}", (replace(device, placement=where),))


def aim(camera: Device, view: View) -> Edit:
    """Turns it, or stretches what it sees; angles to a tenth of a degree, the range to a decimetre."""
    seen = replace(
        view,
        bearing_deg=round(float(view.bearing_deg) % 360, 1) % 360,
        field_of_view_deg=round(min(max(float(view.field_of_view_deg), LEAST_FIELD_DEG), 360.0), 1),
        range_m=round(min(max(float(view.range_m), LEAST_RANGE_M), MOST_RANGE_M), 1),
    )
    return Edit(f"Aim {words(camera)}: {_differences(camera.view, seen)}", (replace(camera, view=seen),))


def _differences(before: View | None, after: View) -> str:
    """`bearing 2° → 21.2°`."""
    if before is None:
        return f"bearing {after.bearing_deg:g}°"
    rows = (
        ("bearing", "°", before.bearing_deg, after.bearing_deg),
        ("field of view", "°", before.field_of_view_deg, after.field_of_view_deg),
        ("range", " m", before.range_m, after.range_m),
    )
    changed = [f"{name} {old:g}{unit} → {new:g}{unit}" for name, unit, old, new in rows if old != new]
    return ", ".join(changed) or f"as {after.form.value}"


def bind(door: Device, opening: Opening) -> Edit:
    """Puts a door into an opening, in its middle."""
    lons, lats = zip(opening.line[0], opening.line[-1], strict=True)
    unit = door.placement.unit_id if door.placement and door.placement.level_id == opening.level_id else None
    where = Placement(rounded((sum(lons) / 2, sum(lats) / 2)), opening.level_id, unit, OpeningId(opening.id))
    return Edit(f"Bind {words(door)} to {opening.name or 'an opening'}", (replace(door, placement=where),))


def take_off(device: Device) -> Edit:
    """Back to the tray; what no server knows goes altogether."""
    if device.id.startswith(_PLAN):
        return Edit(f"Remove {words(device)}", removed=((Device, device.id),))
    return Edit(f"Take {words(device)} off the map", (replace(device, placement=None),))


def rename(device: Device, name: str) -> Edit:
    """Another name, for a device that no server names."""
    name = clean(name) or device.name
    return Edit(f"Rename {words(device)} to {name}", (replace(device, name=name),))


def add(kind: DeviceKind, name: str, where: Placement) -> Edit:
    """A device that no server knows: a key box, a shut-off, a camera yet to be bought."""
    view = NEW_VIEW if kind is DeviceKind.CAMERA else None
    device = Device(DeviceId(f"{_PLAN}{uuid.uuid4()}"), kind, clean(name) or KIND_WORDS[kind].capitalize(), where, view)
    return Edit(f"Add {words(device)}", (device,))


def words(device: Device) -> str:
    """`camera HS Main · 2F · Hall B`."""
    kind = KIND_WORDS[device.kind]
    return kind if device.name.casefold() == kind.casefold() else f"{kind} {device.name}"


KIND_WORDS = {
    DeviceKind.CAMERA: "camera",
    DeviceKind.DOOR: "door",
    DeviceKind.DOOR_CONTROLLER: "door controller",
    DeviceKind.INTERCOM: "intercom",
    DeviceKind.VAPE_SENSOR: "vape sensor",
    DeviceKind.WEAPON_SENSOR: "weapons detector",
    DeviceKind.PANIC_BUTTON: "panic button",
    DeviceKind.TRAUMA_KIT: "trauma kit",
    DeviceKind.FIRE_PANEL: "fire alarm panel",
    DeviceKind.KEY_BOX: "key box",
    DeviceKind.GAS_SHUTOFF: "gas shut-off",
    DeviceKind.WATER_SHUTOFF: "water shut-off",
    DeviceKind.POWER_SHUTOFF: "power shut-off",
    DeviceKind.HVAC_SHUTOFF: "ventilation shut-off",
    DeviceKind.HAZARD: "hazard",
    DeviceKind.OTHER: "device",
}
"""What a person calls each kind."""
