"""Coverage in the whole window against a demo server: a key opens it, a failing camera is told with what nobody sees any more."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from smartclient.app.coverage_desk import CoverageDesk
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.devices import DeviceKind
from smartclient.session.failed_cameras import NOTICE
from smartclient.store.radio_wording import LONGEST
from smartclient.ui.coverage.legend import LegendLayer
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import act, on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")


def said(watch: Watch, key: str) -> str:
    return next((notice.text for notice in watch.notices.standing if notice.key == key), "")


async def opened(watch: Watch, words: str) -> CoverageDesk:
    """At a camera, with its floor worked out."""
    watch.verbs.show_device(the(watch, DeviceKind.CAMERA, words).id)
    await until(lambda: not watch.map.ground.motion.is_moving)
    QTest.keyClick(watch.window, Qt.Key.Key_V, Qt.KeyboardModifier.ShiftModifier)
    desk = watch.coverage.desk
    assert desk is not None
    await watch.coverage.coverage.settled()
    return desk


async def keep_files(watch: Watch, desk: CoverageDesk, folder: Path) -> None:
    """A table and a picture; and a folder that is not there is said."""
    desk.files.save_table(str(folder / "floors.csv"))
    desk.files.save_picture(str(folder / "floor.png"))
    await until(lambda: not desk.files.is_writing)
    rows = list(csv.DictReader((folder / "floors.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {"floor", "way", "place", "blind spot", "way out", "camera alone"} == {row["what"] for row in rows}
    assert {row["campus"] for row in rows} == {"District Office and Bus Yard"}
    assert max(len(row["place"]) for row in rows) <= LONGEST
    assert not QImage(str(folder / "floor.png")).isNull()
    desk.files.save_picture(str(folder / "nowhere" / "floor.png"))
    await until(lambda: "cannot be written" in said(watch, "coverage file"))


def test_a_key_lays_coverage_on_the_map_and_says_what_is_lost_without_the_selected_camera(tmp_path: Path) -> None:
    async def body(watch: Watch) -> None:
        desk = await opened(watch, "District Office · 2F · Hall A · west")
        await until(lambda: desk.panel.without.text())
        assert desk.panel.without.text().startswith("Without District Office")
        assert "m² of" in desk.panel.without.text()
        assert "detect" in desk.panel.state.text()
        await until(lambda: not desk._lay_soon.isActive() and watch.map.canvas.is_crisp)
        assert "coverage" in watch.map.stage.laid
        assert isinstance(watch.map.canvas.laid_over["coverage"], LegendLayer)
        await keep_files(watch, desk, tmp_path)
        QTest.keyClick(desk.panel.tree, Qt.Key.Key_Escape)
        assert not desk.is_open
        assert "coverage" not in watch.map.stage.laid
        assert "coverage" not in watch.map.canvas.laid_over

    with demo_server(DemoOptions()) as server:
        on_watch(server, body)


def test_a_camera_that_dies_is_told_with_the_places_nobody_sees_and_that_ends_when_it_answers() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            camera = the(watch, DeviceKind.CAMERA, "HS Main · 3F · Stair 3")
            await act(server, "camera.failed", camera)
            await until(lambda: said(watch, NOTICE))
            assert said(watch, NOTICE) == (
                f"{camera.name} does not answer. No longer seen as before: Stair 3, Main Building, third floor."
            )
            desk = await opened(watch, "HS Main · 3F · Stair 3")
            level = camera.placement.level_id if camera.placement else None
            assert level is not None
            known = watch.coverage.coverage.of(level)
            assert known is not None
            assert known.failed == {camera.id}
            assert "do not answer" in desk.panel.state.text()
            await act(server, "camera.back", camera)
            await until(lambda: not said(watch, NOTICE))
            await until(lambda: not watch.coverage.coverage.is_working)

        on_watch(server, body)
