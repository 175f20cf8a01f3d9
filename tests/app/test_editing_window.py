"""Edit mode in the whole window against a real demo server: who may, what a save writes where, and what leaving asks."""

import asyncio
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from smartclient import plans
from smartclient.app.editing_desk import EditingDesk
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.devices import Device, DeviceKind
from smartclient.plans.revision import revision_of
from smartclient.runtime import paths
from smartclient.ui.dialogs import FactSheet
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def district(tmp_path: Path) -> Path:
    """One of the demo's campuses, as reading and writing all of them takes seconds."""
    whole, folder = paths.floorplans() / "maple-grove", tmp_path / "district"
    shutil.copytree(whole / "middle-school", folder / "middle-school")
    (folder / "district.json").write_text(json.dumps({"name": {"en": "One"}, "campuses": ["middle-school"]}))
    return folder


def _said(watch: Watch) -> str:
    return " ".join(notice.text for notice in watch.notices.standing)


def test_a_dispatcher_may_not_edit_and_hears_why(district: Path) -> None:
    async def body(watch: Watch) -> None:
        QTest.keyClick(watch.window, Qt.Key.Key_F2)
        assert "dispatcher may not change plans" in _said(watch)

    with demo_server(DemoOptions(site=district)) as server:
        on_watch(server, body, site=district)


def test_edit_mode_is_on_at_once_and_its_panel_comes_a_piece_a_turn(
    district: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[int] = []
    pieces = EditingDesk.pieces

    async def body(watch: Watch) -> None:
        turn = 0

        def counted(desk: EditingDesk) -> Iterator[QWidget]:
            for piece in pieces(desk):
                built.append(turn)
                yield piece

        monkeypatch.setattr(EditingDesk, "pieces", counted)
        QTest.keyClick(watch.window, Qt.Key.Key_F2)
        assert watch.editing.desk.editing.is_on
        assert not built
        while len(built) < 6:
            await asyncio.sleep(0)
            turn += 1
        await until(lambda: watch.editing.desk.panel.isVisible())

    with demo_server(DemoOptions(site=district)) as server:
        on_watch(server, body, user="district", site=district)
    assert len(set(built)) == len(built)


def test_a_camera_is_placed_from_the_tray_turned_saved_and_told_to_the_server(district: Path) -> None:
    placed: list[Device] = []

    async def body(watch: Watch) -> None:
        QTest.keyClick(watch.window, Qt.Key.Key_F2)
        desk = watch.editing.desk
        assert desk.editing.is_on
        tray = desk.panel.tray.list
        spare = next(device for device in watch.store.unplaced() if device.kind is DeviceKind.CAMERA)
        row = next(row for row in range(tray.count()) if spare.name in tray.item(row).text())
        hall = the(watch, DeviceKind.CAMERA, "Hall B")
        watch.verbs.show_device(hall.id)
        await until(lambda: not watch.map.ground.motion.is_moving)
        tray.setCurrentRow(row)
        QTest.keyClick(tray, Qt.Key.Key_Return)
        assert watch.store.devices[spare.id].placement is not None
        await until(lambda: tray.count() == len(watch.store.unplaced()))
        form = desk.panel.properties.forms.device
        form.bearing.setValue(123)
        QTest.keyClick(watch.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        sheet = desk.panel.sheet
        await until(sheet.isVisible)
        assert sheet.disk.count() == 2
        assert sheet.server.item(0).text().startswith(f"{spare.name}: placed for the first time")
        sheet.save.click()
        await until(lambda: "The server has taken 1 of 1 devices." in _said(watch))
        assert not desk.editing.is_changed
        placed.append(watch.store.devices[spare.id])
        assert revision_of(plans.read(district)[0]) == revision_of(watch.store.site)
        watch.actions.run("edit-history")
        history = watch.window.findChild(FactSheet)
        assert isinstance(history, FactSheet)
        told = [label.text() for label in history.findChildren(QLabel)]
        assert any(f"Place camera {spare.name}; Aim camera {spare.name}: bearing" in line for line in told)
        history.close()
        QTest.keyClick(watch.window, Qt.Key.Key_F2)
        assert not desk.editing.is_on

    with demo_server(DemoOptions(site=district)) as server:
        on_watch(server, body, user="district", site=district)
        (camera,) = placed
        told = server.configuration.items["cameras"][camera.id.partition("/")[2]]
    assert camera.placement is not None
    lon, lat = camera.placement.position
    assert told["gisPoint"] == f"POINT ({lon:.7f} {lat:.7f})"
    assert told["coverageDirection"] == pytest.approx(123 / 360, abs=1e-5)


def test_leaving_or_closing_with_unsaved_steps_asks_first(district: Path) -> None:
    async def body(watch: Watch) -> None:
        first = watch.store.site
        watch.actions.run("edit")
        desk = watch.editing.desk
        device = watch.store.unplaced()[0]
        middle = QPointF(watch.map.width() / 2, watch.map.height() / 2)
        desk._drop(device.id, middle)
        assert desk.editing.is_changed
        watch.actions.run("edit")
        question = desk.panel.question
        assert question.is_open
        assert desk.editing.is_on
        question.dismiss()
        watch.window.close()
        assert watch.window.isVisible()
        assert question.is_open
        question.yes.click()
        assert watch.store.site is first
        assert not watch.window.isVisible()
        await until(watch.ended.is_set)

    with demo_server(DemoOptions(site=district)) as server:
        on_watch(server, body, user="district", site=district)


def test_undo_and_redo_keys_work_wherever_the_keyboard_is(district: Path) -> None:
    async def body(watch: Watch) -> None:
        first = watch.store.site
        watch.actions.run("edit")
        desk = watch.editing.desk
        desk.edit_grid()
        desk.panel.properties.forms.grid.cell.setValue(20)
        assert watch.store.site.grids[0].cell_m == 20
        control = Qt.KeyboardModifier.ControlModifier
        QTest.keyClick(watch.window, Qt.Key.Key_Z, control)
        assert watch.store.site == first
        QTest.keyClick(watch.window, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
        assert watch.places.grids[watch.store.site.venues[0].id].cell_m == 20

    with demo_server(DemoOptions(site=district)) as server:
        on_watch(server, body, user="district", site=district)
