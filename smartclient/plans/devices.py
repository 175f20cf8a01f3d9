"""Devices of an archive (`device.geojson`, our extension): what they are, where they stand, where they look."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from smartclient.domain.devices import CameraForm, Device, DeviceKind, Placement, View
from smartclient.domain.ids import DeviceId, LevelId, OpeningId, UnitId
from smartclient.plans.features import Feature
from smartclient.plans.files import is_safe_name
from smartclient.plans.problems import Report

_NETWORK_SCHEMES = ("rtsp", "rtsps", "http", "https")
_SERVER_ID = re.compile(r"[a-z]{1,40}/[a-z0-9._-]{1,80}")
_USUAL_FIELD_OF_VIEW_DEG = {CameraForm.PTZ: 62.0, CameraForm.FISHEYE: 360.0}
_USUAL_RANGE_M = 12.0
_WIDEST_FORGOTTEN_BEARING_DEG = 350
_HIGHEST_M, _MOST_PIXELS = 300.0, 100_000


def to_devices(
    features: Sequence[Feature], levels: AbstractSet[LevelId], folder: Path | None, seen: dict[str, str], report: Report
) -> tuple[Device, ...]:
    """All devices, unplaced ones too, on those of the `levels` that are there.

    Relative media lie under `folder`; `seen` maps the device ids of the site so far to files.
    """
    return tuple(_device(feature, levels, folder, seen, report) for feature in features)


def _device(
    feature: Feature, levels: AbstractSet[LevelId], folder: Path | None, seen: dict[str, str], report: Report
) -> Device:
    kind = _kind(feature, report)
    return Device(
        id=device_id(feature, seen, report),
        kind=kind,
        name=feature.text("name") or feature.text("category") or "Device",
        placement=_placement(feature, levels, kind, report),
        view=_view(feature, report) if kind is DeviceKind.CAMERA else None,
        url=_url(feature, folder, report),
        masks=feature.areas("masks"),
        recorded_from=_recorded_from(feature, report),
    )


def _kind(feature: Feature, report: Report) -> DeviceKind:
    category = feature.text("category").lower()
    try:
        return DeviceKind(category)
    except ValueError:
        if category:
            report.warning(feature.file, feature.id, f"unknown category {category!r}", "shown as another device")
        return DeviceKind.OTHER


def device_id(feature: Feature, seen: dict[str, str], report: Report) -> DeviceId:
    """The server's path, or one of the plan where there is none or another device has it; `seen` is added to."""
    own_id = f"plan/{feature.id}"
    server_id = feature.text("server_id").lower()
    if not server_id:
        return DeviceId(own_id)
    if not _SERVER_ID.fullmatch(server_id):
        report.error(
            feature.file, feature.id, f"server_id {server_id!r} is no server path", "not joined to the server's device"
        )
        return DeviceId(own_id)
    if server_id in seen:
        report.error(
            feature.file,
            feature.id,
            f"server_id {server_id} is used before, in {seen[server_id]}",
            "shown without the server",
        )
        return DeviceId(own_id)
    seen[server_id] = feature.file
    return DeviceId(server_id)


def _placement(feature: Feature, levels: AbstractSet[LevelId], kind: DeviceKind, report: Report) -> Placement | None:
    if feature.shape is None or feature.shape.point is None:
        return None
    level, unit, opening = (feature.reference(name) for name in ("level_id", "unit_id", "opening_id"))
    if level not in levels:
        report.warning(feature.file, feature.id, "it has a place and is on no level", "shown on every floor")
    if kind is DeviceKind.DOOR and opening is None:
        report.warning(feature.file, feature.id, "a door without an opening_id", "drawn as a pin without its doorway")
    return Placement(
        position=feature.shape.point,
        level_id=LevelId(level) if level and level in levels else None,
        unit_id=UnitId(unit) if unit else None,
        opening_id=OpeningId(opening) if opening else None,
    )


def _view(feature: Feature, report: Report) -> View | None:
    form = _form(feature, report)
    field, reach, bearing = (feature.number(name) for name in ("field_of_view", "range", "bearing"))
    if field is not None and not 0 < field <= 360:
        report.error(
            feature.file, feature.id, f"field_of_view {field:g} is not between 0 and 360", "a usual one is drawn"
        )
        field = None
    if reach is not None and not 0 < reach <= 2000:
        report.error(feature.file, feature.id, f"range {reach:g} m is not between 0 and 2000", "a usual one is drawn")
        reach = None
    field = field or _USUAL_FIELD_OF_VIEW_DEG.get(form, 85.0)
    if bearing is None and field < _WIDEST_FORGOTTEN_BEARING_DEG:
        if feature.shape is not None:
            report.warning(feature.file, feature.id, "a camera without a bearing", "drawn without its field of view")
        return None
    height, pixels = feature.number("height"), feature.number("pixels")
    return View(
        (bearing or 0.0) % 360,
        field,
        reach or _USUAL_RANGE_M,
        form,
        tilt_deg=feature.number("tilt"),
        height_m=height if height is not None and 0 < height <= _HIGHEST_M else None,
        width_px=int(pixels) if pixels is not None and 0 < pixels <= _MOST_PIXELS else None,
    )


def _form(feature: Feature, report: Report) -> CameraForm:
    form = feature.text("form").lower()
    try:
        return CameraForm(form) if form else CameraForm.BULLET
    except ValueError:
        report.warning(feature.file, feature.id, f"unknown form {form!r}", "drawn as a bullet camera")
        return CameraForm.BULLET


def _url(feature: Feature, folder: Path | None, report: Report) -> str:
    url = feature.text("url").strip()
    if not url:
        return ""
    trouble = ""
    scheme = url.split(":", 1)[0].lower() if ":" in url else ""
    if scheme in _NETWORK_SCHEMES:
        if url.isprintable() and " " not in url and _host(url):
            return url
        trouble = "url has no host, or blanks in it"
    elif not is_safe_name(url):
        trouble = "url is neither rtsp, http nor a file inside the plan"
    elif folder is None:
        trouble = "url is a file, and files inside a zip cannot be played"
    elif not (folder / url).resolve().is_relative_to(folder):
        trouble = "url leads out of the plan"
    elif not (folder / url).is_file():
        trouble = "url is a file that is not there"
    else:
        return str((folder / url).resolve())
    report.error(feature.file, feature.id, trouble, "it has no stream of its own")
    return ""


def _recorded_from(feature: Feature, report: Report) -> datetime | None:
    text = feature.text("recorded_from").strip()
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            return at.astimezone(UTC)
        trouble = f"recorded_from {text!r} has no zone"
    except (ValueError, OverflowError):
        trouble = f"recorded_from {text!r} is no time such as 2026-03-02T08:15:00-06:00"
    report.error(feature.file, feature.id, trouble, "the file's own time counts")
    return None


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
