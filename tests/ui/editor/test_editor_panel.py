"""The panel of edit mode: forms that hand over what a person entered, the palette, the tray, the question before saving."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from smartclient.domain.commands import WritePlace
from smartclient.domain.devices import CameraForm, Device, DeviceKind, Placement, View
from smartclient.domain.edits import Edit
from smartclient.domain.ids import DeviceId
from smartclient.domain.site import Amenity, GridSpec, Unit, UnitKind
from smartclient.domain.snapshot import Snapshot
from smartclient.plans.writing.history import Step
from smartclient.runtime.clock import ManualClock
from smartclient.session.editing import Editing
from smartclient.session.plan_saving import Pending
from smartclient.session.write_backs import WriteBack
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.ui import theme
from smartclient.ui.editor.editor_panel import EditorPanel
from smartclient.ui.editor.palette import Kind, Palette
from smartclient.ui.editor.properties import Properties
from smartclient.ui.editor.save_sheet import SaveSheet
from smartclient.ui.editor.tray import Tray
from tests.ui.map.district import CAMERA, GROUND, START, VENUE, store, world

NEW = DeviceId("cameras/new")


@pytest.fixture
def present() -> SiteStore:
    found = store(ManualClock(START))
    found.take_snapshot(Snapshot(START, "server", "district", (Device(NEW, DeviceKind.CAMERA, "Spare <b>camera"),)))
    return found


@pytest.fixture
def panel(qtbot: QtBot, present: SiteStore) -> EditorPanel:
    places = Places(present.site)
    editing = Editing(present, places, ManualClock(START))

    def make(edit: Edit) -> None:
        assert editing.do(edit) == ""

    dark = theme.dark()
    properties = Properties(editing, places, make, lambda: None)
    made = EditorPanel(editing, properties, Palette(dark), Tray(present, dark), dark)
    qtbot.addWidget(made)
    made.resize(330, 700)
    made.show()
    return made


def _editing(panel: EditorPanel) -> Editing:
    return panel.properties._editing


def test_numbers_typed_into_the_fields_aim_the_camera(panel: EditorPanel) -> None:
    editing, form = _editing(panel), panel.properties.forms.device
    editing.choose((Device, CAMERA))
    assert form.bearing.isVisible()
    assert not form.opening.isVisible()
    form.range.setFocus()
    form.range.selectAll()
    QTest.keyClicks(form.range, "21.5")
    assert not editing.is_changed
    QTest.keyClick(form.range, Qt.Key.Key_Return)
    form.bearing.setValue(271)
    form.form.setCurrentIndex(form.form.findData(CameraForm.PTZ.value))
    form.form.activated.emit(form.form.currentIndex())
    device = editing.device(CAMERA)
    assert device is not None
    assert device.view == View(271, 80, 21.5, CameraForm.PTZ)
    assert panel.state.text() == "3 steps are not saved"
    for _ in range(3):
        editing.undo()
    assert (form.range.value(), form.bearing.value()) == (15, 90)
    assert not panel.save.isEnabled()


def test_showing_things_makes_no_edit(panel: EditorPanel) -> None:
    editing = _editing(panel)
    amenity = Amenity("aed", GROUND, "defibrillator", "AED", world(0, 0))
    assert editing.do(Edit("x", (amenity,))) == ""
    steps = len(editing.steps)
    names = [(Device, device.id) for device in editing.site.devices] + [(Unit, unit.id) for unit in editing.site.units]
    for name in (*names, (Amenity, "aed"), (GridSpec, VENUE), None):
        editing.choose(name)
        panel.refresh()
    assert len(editing.steps) == steps


def test_a_room_gets_number_name_and_category(panel: EditorPanel) -> None:
    editing, form = _editing(panel), panel.properties.forms.unit
    unit = editing.site.units[0]
    editing.choose((Unit, unit.id))
    form.name.setText("Boys")
    form.name.editingFinished.emit()
    form.category.setCurrentIndex(form.category.findData("restroom.male"))
    form.category.activated.emit(form.category.currentIndex())
    changed = editing.site.units[0]
    assert (changed.name, changed.number, changed.category, changed.kind) == (
        "Boys",
        "101",
        "restroom.male",
        UnitKind.RESTROOM,
    )
    assert [step.what for step in editing.steps] == ["Call room 101 Boys", "Make room 101 a restroom.male"]


def test_a_button_of_the_palette_offers_its_kind_and_another_press_takes_it_back(panel: EditorPanel) -> None:
    offered: list[Kind | None] = []
    panel.palette_.chosen.connect(offered.append)
    panel.palette_.buttons["AED"].click()
    panel.palette_.buttons["gas shut-off"].click()
    panel.palette_.buttons["gas shut-off"].click()
    assert [kind.words if kind else None for kind in offered] == ["AED", "gas shut-off", None]
    first = offered[0]
    assert first is not None
    (aed,) = first.new(Placement(world(1, 1), GROUND)).put
    assert isinstance(aed, Amenity)
    assert (aed.category, aed.level_id) == ("defibrillator", GROUND)


def test_the_tray_lists_what_is_unplaced_as_plain_text_and_enter_asks_for_it(
    panel: EditorPanel, present: SiteStore
) -> None:
    placed: list[DeviceId] = []
    panel.tray.placed.connect(placed.append)
    assert [panel.tray.list.item(row).text() for row in range(panel.tray.list.count())] == ["Spare <b>camera · camera"]
    QTest.keyClick(panel.tray.list, Qt.Key.Key_Return)
    assert placed == [NEW]
    present.adopt(
        replace(
            present.site, devices=(*present.site.devices, Device(NEW, DeviceKind.CAMERA, "x", Placement(world(0, 0))))
        )
    )
    assert not panel.tray.list.isVisible()
    assert panel.tray.empty.isVisible()


def test_the_question_before_saving_tells_disk_and_server_apart(qtbot: QtBot) -> None:
    sheet = SaveSheet()
    qtbot.addWidget(sheet)
    sheet.show()
    answers: list[bool] = []
    sheet.agreed.connect(answers.append)
    at = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    device = Device(CAMERA, DeviceKind.CAMERA, "Hall")
    back = WriteBack(device, WritePlace(CAMERA, (1.0, 2.0)), ("moved by 3 m", "bearing 90° → 120°"))
    sheet.ask(Pending((Step(at, "Move camera Hall"),), (back,), ""), "/plans/here")
    assert sheet.server.item(0).text() == "Hall: moved by 3 m, bearing 90° → 120°"
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    sheet.ask(Pending((Step(at, "Move camera Hall"),), (back,), "There is no connection to the server."), "/plans/here")
    assert not sheet.tell.isEnabled()
    assert sheet.reason.text() == "There is no connection to the server."
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    sheet.ask(Pending((Step(at, "Move camera Hall"),), (), ""), "/plans/here")
    assert not sheet.tell.isVisible()
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    assert answers == [True, False, False]
