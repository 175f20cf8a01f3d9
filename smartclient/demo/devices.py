"""Devices as configuration items: cameras with their streams, inputs, outputs, audio, metadata and their groups."""

import re
from collections.abc import Iterable
from typing import Any

from smartclient.demo.answers import Json
from smartclient.demo.configuration import Configuration, item
from smartclient.demo.ids import derived
from smartclient.demo.plan import DemoSite, Device
from smartclient.demo.ptz_sessions import HOME, Preset

CREATED = "2026-08-03T14:00:00.0000000Z"
NOWHERE = "POINT EMPTY"

MAIN, SUB = "Main 1280×720", "Sub 640×360"
_OLD_CAMERAS = "Receiving"
_HEARING = re.compile(r"outside|lobby|office|entrance|cafeteria", re.IGNORECASE)
_RECORDED_TO = {MAIN: "16ce3aa1-5f93-458a-abe5-5c95d9ed1372", SUB: "84fff8b9-8cd1-46b2-a451-c4a87d4cbbb0"}
"""The primary and the secondary recording: both streams are kept, so that small tiles need not play the large one."""


def gis_point(device: Device) -> str:
    """WKT, longitude first; `POINT EMPTY` when unplaced."""
    if device.position is None:
        return NOWHERE
    longitude, latitude = device.position
    return f"POINT ({longitude:.7f} {latitude:.7f})"


def _place(device: Device) -> Json:
    return {
        "gisPoint": gis_point(device),
        "coverageDirection": round(device.bearing % 360 / 360, 6),
        "coverageDepth": device.range,
        "coverageFieldOfView": round(device.field_of_view / 360, 6),
    }


def _device(resource: str, guid: str, name: str, device: Device, parent: str, **more: Any) -> Json:
    return item(
        resource,
        guid,
        name,
        ("hardware", parent),
        enabled=True,
        description="",
        channel=0,
        createdDate=CREATED,
        shortName="",
        icon=0,
        **_place(device),
        **more,
    )


_RECORDING: Json = {
    "recordOnRelatedDevices": True,
    "recordingEnabled": True,
    "prebufferEnabled": True,
    "prebufferInMemory": True,
    "prebufferSeconds": 3,
    "edgeStorageEnabled": False,
    "edgeStoragePlaybackEnabled": False,
    "manualRecordingTimeoutEnabled": True,
    "manualRecordingTimeoutMinutes": 5,
}


def hardware_of(guid: str) -> str:
    """The hardware a device belongs to: one per device."""
    return derived("hardware", guid)


def codec_of(camera: Device) -> str:
    """How a camera codes its pictures, `h264` but for few: fisheyes `h265`, and the old ones at goods entrances `mjpeg`."""
    if camera.form == "fisheye":
        return "h265"
    return "mjpeg" if camera.name.endswith(_OLD_CAMERAS) else "h264"


def has_microphone(device: Device) -> bool:
    """Intercoms hear, and cameras at entrances and where many meet; none in halls and classrooms."""
    is_server_s = bool(device.guid)
    return is_server_s and (
        device.category == "intercom" or (device.resource == "cameras" and bool(_HEARING.search(device.name)))
    )


def microphone_of(device: Device) -> str:
    """The guid of the microphone at a camera or intercom that has one."""
    return derived("microphones", device.id)


def speaker_of(device: Device) -> str:
    """The guid of the loudspeaker at an intercom."""
    return derived("speakers", device.id)


def stream_id(camera: str, name: str) -> str:
    """The `streamReferenceId` of a camera's stream, MAIN or SUB."""
    return derived("streams", f"{camera}/{name}")


def streams(camera: Json) -> list[Json]:
    """`/cameras/{id}/streams`: one object that lists both streams."""
    guid = camera["id"]
    listed = [
        {
            "displayName": name,
            "name": name,
            "streamReferenceId": stream_id(guid, name),
            "liveDefault": name == MAIN,
            "liveMode": "WhenNeeded",
            "recordTo": _RECORDED_TO[name],
            "defaultPlayback": name == MAIN,
            "useEdge": False,
        }
        for name in (MAIN, SUB)
    ]
    relations = {"parent": {"type": "cameras", "id": guid}}
    return [{"displayName": "Streams", "stream": listed, "relations": relations}]


def motion_detections(camera: Json) -> list[Json]:
    """`/cameras/{id}/motionDetections`."""
    made = item(
        "motionDetections",
        camera["id"],
        "Motion detection",
        ("cameras", camera["id"]),
        enabled=True,
        manualSensitivityEnabled=False,
        manualSensitivity=30,
        threshold=2000,
        keyframesOnly=True,
        processTime="Ms500",
        detectionMethod="Fast",
        generateMotionMetadata=True,
        useExcludeRegions=False,
        gridSize="Grid16X16",
        excludeRegions="0" * 256,
        hardwareAccelerationMode="Automatic",
    )
    return [made]


def ptz_presets(camera: Json, presets: Iterable[Preset]) -> list[Json]:
    """`/cameras/{id}/ptzPresets`: none for cameras that do not move."""
    parent = "cameras", camera["id"]
    return [
        item("ptzPresets", preset.id, preset.name, parent, description="", defaultPreset=preset.name == HOME)
        for preset in presets
    ]


def add_devices(configuration: Configuration, site: DemoSite) -> None:
    """Adds every device of the site that is on the server, and the groups they are found in."""
    for resource in ("cameras", "microphones", "speakers", "metadata", "inputEvents", "outputs"):
        configuration.declare(resource)
    for device in site.devices:
        if device.resource == "cameras":
            _add_camera(configuration, device)
        elif device.resource == "inputEvents":
            parent = hardware_of(device.guid)
            made = _device("inputEvents", device.guid, device.name, device, parent)
            configuration.add("inputEvents", device.guid, made, device.campus)
        if has_microphone(device):
            _add_beside(configuration, device, "microphones", f"{device.name} · microphone", _RECORDING)
        if device.category == "intercom":
            _add_beside(configuration, device, "speakers", f"{device.name} · speaker", _RECORDING)
        if device.category == "sensor.weapon":
            _add_beside(configuration, device, "metadata", f"{device.name} · metadata", _RECORDING)
    _add_outputs(configuration, site)
    _add_groups(configuration, site)
    configuration.generated[("cameras", "streams")] = streams
    configuration.generated[("cameras", "motionDetections")] = motion_detections


def _add_camera(configuration: Configuration, device: Device) -> None:
    made = _device(
        "cameras",
        device.guid,
        device.name,
        device,
        hardware_of(device.guid),
        recordingFramerate=12.0,
        recordKeyframesOnly=False,
        ptzEnabled=device.form == "ptz",
        failoverSetting="FullSupport",
        recordingStorage={"type": "storages", "id": derived("storages", device.campus)},
        **_RECORDING,
    )
    configuration.add("cameras", device.guid, made, device.campus)
    if device.masks:
        guid = derived("privacyProtections", device.guid)
        protection = item("privacyProtections", guid, "Privacy protection", ("cameras", device.guid), enabled=True)
        configuration.add("privacyProtections", guid, protection | {"privacyMaskXml": _mask_xml(device)}, device.campus)


def _mask_xml(device: Device) -> str:
    """The masks as XML whose words are this server's own: the property's name is known, what it holds is not published."""
    corners = ("".join(f'<Point X="{x:g}" Y="{y:g}"/>' for x, y in mask) for mask in device.masks)
    masks = "".join(f"<Mask>{points}</Mask>" for points in corners)
    return f"<PrivacyMask>{masks}</PrivacyMask>"


def _add_beside(configuration: Configuration, device: Device, resource: str, name: str, more: Json) -> None:
    guid = derived(resource, device.id)
    made = _device(resource, guid, name, device, hardware_of(device.guid or device.id), **more)
    configuration.add(resource, guid, made, device.campus)


def _add_outputs(configuration: Configuration, site: DemoSite) -> None:
    for building in site.buildings:
        guid = derived("outputs", building.id)
        strobe = Device(building.id, "output", f"{building.name} · lockdown strobe", building.campus)
        made = _device("outputs", guid, strobe.name, strobe, hardware_of(building.id))
        configuration.add("outputs", guid, made, building.campus)


def _add_groups(configuration: Configuration, site: DemoSite) -> None:
    for resource, groups, title in (
        ("cameras", "cameraGroups", "All cameras"),
        ("microphones", "microphoneGroups", "All microphones"),
        ("speakers", "speakerGroups", "All speakers"),
        ("metadata", "metadataGroups", "All metadata"),
        ("inputEvents", "inputEventGroups", "All inputs"),
        ("outputs", "outputGroups", "All outputs"),
    ):
        guid = derived(groups, title)
        configuration.add(groups, guid, item(groups, guid, title, description="", builtIn=True))
        configuration.join(f"{groups}/{guid}", resource, configuration.items[resource])
    _add_camera_groups(configuration, site)


def _add_camera_groups(configuration: Configuration, site: DemoSite) -> None:
    for camera in site.cameras:
        level, building = site.level_by_id.get(camera.level_id or ""), site.building_of(camera)
        campus = next((campus.name for campus in site.campuses if campus.key == camera.campus), camera.campus)
        names = [campus]
        if level is not None:
            names += [building.name, level.short_name or level.name] if building else [level.name or "Outdoors"]
        parent: tuple[str, str] | None = None
        for depth in range(len(names)):
            guid = derived("cameraGroups", "/".join([camera.campus, *names[: depth + 1]]))
            if guid not in configuration.items["cameraGroups"]:
                made = item("cameraGroups", guid, names[depth], parent, description="", builtIn=False)
                configuration.add("cameraGroups", guid, made, camera.campus)
            parent = ("cameraGroups", guid)
        if parent:
            configuration.join("/".join(parent), "cameras", [camera.guid])
