"""Privacy masks in the running window: lifted when a second person agreed, for a while, on that tile, and back with the lock."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.devices import DeviceKind
from smartclient.ui.console.second_person import SecondPersonForm
from smartclient.ui.frame_image import frame_image
from smartclient.ui.video.tile import Tile
from tests.app.test_auditing_window import entries
from tests.builders.demo_district import PASSWORD, write_district
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import on_watch

pytestmark = pytest.mark.usefixtures("qapp")


def is_covered(tile: Tile) -> bool:
    """Whether the upper left corner of the newest picture is black."""
    frame = tile.picture.frame
    return frame is not None and frame_image(frame).pixelColor(4, 4).lightness() < 5


def is_seen(tile: Tile) -> bool:
    return tile.picture.frame is not None and not is_covered(tile)


def test_masks_are_lifted_by_two_and_come_back(tmp_path: Path) -> None:
    site = write_district(tmp_path / "site", masked=1)
    with demo_server(DemoOptions(site=site, password=PASSWORD)) as server:

        async def body(watch: Watch) -> None:
            camera = next(d for d in watch.store.devices.values() if d.kind is DeviceKind.CAMERA and d.masks)
            watch.verbs.open_video(camera.id)
            tile = watch.wall.board.tiles[0]
            await until(lambda: is_covered(tile))
            watch.actions.run("unmask")

            def asking() -> list[SecondPersonForm]:
                return [form for form in watch.window.findChildren(SecondPersonForm) if form.isVisible()]

            await until(asking)
            form = asking()[0]
            form.user.setText("dispatcher")
            form.password.setText(PASSWORD)
            QTest.keyClick(form.agree, Qt.Key.Key_Space)
            await until(lambda: "somebody else" in form.words.text())
            assert tile.picture.lifted_until is None
            form.user.setText("district")
            form.password.setText(PASSWORD)
            QTest.keyClick(form.agree, Qt.Key.Key_Space)
            await until(lambda: is_seen(tile))
            assert any("masks lifted" in word for word in tile.face().notes)
            watch.actions.run("lock")
            assert tile.picture.lifted_until is None
            assert tile.picture.frame is None
            acts = [entry.act for entry in entries(watch.guarding.audit.auditing.path)]
            assert acts.index("second person agreed") < acts.index("lift privacy masks")
            await until(lambda: "masks are back" in [e.act for e in entries(watch.guarding.audit.auditing.path)])

        on_watch(server, body, site=site)
