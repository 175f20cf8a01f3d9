"""The tiny campus served by the demo server: four cameras, three doors, a panic button, a vape and a weapon sensor."""

from pathlib import Path
from typing import Any

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.adapters.xprotect.watch import Pace
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.ids import DeviceId
from smartclient.runtime.secret import Secret
from tests.builders.tiny_site import id_of, lonlat, tiny_archive, write_files

PASSWORD = "Maple-1"
FAST = Pace(ping_s=0.2, pong_s=0.4, poll_s=0.2)
SENSORS = {
    "panicbutton": "Main · 1F · panic button",
    "sensor.vape": "Main · 2F · vape",
    "sensor.weapon": "Main · 1F · weapon",
}


def guid_of(name: str) -> str:
    """The server's id of `camera 1` … `camera 4`, `door 1` … `door 3`, `panicbutton`, `sensor.vape`, `sensor.weapon`."""
    return id_of(f"server {name}")


def camera(number: int = 1) -> DeviceId:
    """The path of a camera."""
    return DeviceId(f"cameras/{guid_of(f'camera {number}')}")


def door(number: int = 1) -> DeviceId:
    """The path of a door."""
    return DeviceId(f"accesscontrolunits/{guid_of(f'door {number}')}")


def sensor(category: str) -> DeviceId:
    """The path of a button or sensor."""
    return DeviceId(f"inputevents/{guid_of(category)}")


def write_district(folder: Path, moving: int | None = None, masked: int | None = None) -> Path:
    """Writes the archive and returns its folder; camera `moving` turns and zooms, of camera `masked` the upper left is private."""
    files = tiny_archive()
    for feature in files["device.geojson"]["features"]:
        if moving is not None and feature["id"] == id_of(f"camera {moving}"):
            feature["properties"]["form"] = "ptz"
        if masked is not None and feature["id"] == id_of(f"camera {masked}"):
            feature["properties"]["masks"] = [[[0, 0], [0.5, 0], [0, 0.5]]]
    for category, name in SENSORS.items():
        files["device.geojson"]["features"].append(_sensor(category, name))
    write_files(folder, files)
    return folder


def demo_server(folder: Path, **options: Any) -> DemoServer:
    """The demo server over that district, which is written when it is not there yet."""
    site = folder / "district"
    if not site.exists():
        write_district(site)
    return DemoServer(DemoOptions(site=site, password=PASSWORD, **options))


def client(demo: DemoServer, user: str = "dispatcher", pace: Pace = FAST, **options: Any) -> XProtectServer:
    """An XProtect client for it."""
    return XProtectServer(demo.url, user, Secret(PASSWORD), pace=pace, **options)


def _sensor(category: str, name: str) -> dict[str, Any]:
    level = "2F" if "2F" in name else "1F"
    return {
        "type": "Feature",
        "feature_type": "device",
        "id": id_of(category),
        "geometry": {"type": "Point", "coordinates": lonlat(6, 6)},
        "properties": {
            "category": category,
            "name": {"en": name},
            "level_id": id_of(f"level {level}"),
            "server_id": f"inputEvents/{guid_of(category)}",
        },
    }
