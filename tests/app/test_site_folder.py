"""A site folder without a server: the plan opens, and a camera plays from the file its own URL names."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from smartclient.adapters.files.client import FilesServer
from smartclient.app.loop import run
from smartclient.app.measuring import TileClock
from smartclient.app.starting import given, home, plan
from smartclient.app.watch import Watch
from smartclient.domain.connection import Line
from smartclient.domain.devices import DeviceKind
from smartclient.runtime.clock import SystemClock
from tests.builders.clips import write_clip
from tests.builders.running import until
from tests.builders.tiny_site import write_tiny_archive


def site_with_a_clip(folder: Path) -> Path:
    write_tiny_archive(folder)
    write_clip(folder / "hall.mp4")
    devices = json.loads((folder / "device.geojson").read_text())
    camera = next(f for f in devices["features"] if f["properties"]["category"] == "camera")
    camera["properties"] |= {"server_id": None, "url": "hall.mp4"}
    (folder / "device.geojson").write_text(json.dumps(devices))
    return folder


@pytest.mark.usefixtures("qapp")
def test_a_camera_plays_from_a_file_of_its_site_folder(tmp_path: Path) -> None:
    opened = plan(site_with_a_clip(tmp_path / "site"))

    async def body() -> int:
        watch = Watch(given(opened, FilesServer(opened.site), "", "dark", SystemClock(), home("files")))
        watch.furnish()
        watch.start()
        clock = TileClock(watch.players)
        camera = next(d for d in watch.store.devices.values() if d.kind is DeviceKind.CAMERA and d.url)
        watch.workspace.open_camera(camera.id)
        await until(lambda: clock.running([camera.id]) and watch.store.connection.line is Line.NONE)
        button = next(b for b in watch.wall.findChildren(QToolButton) if b.text() == "9")
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
        assert watch.workspace.layout.count == 9
        await watch.shutdown()
        return 0

    assert run(body) == 0
