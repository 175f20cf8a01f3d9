"""The form: nothing leaves without a time, a camera, a reason and a basis; what is filled in is what comes out."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.evidence.manifest import Basis, Container
from smartclient.evidence.order import Box, KeyBox, Track
from smartclient.ui.evidence.camera_list import Choice
from smartclient.ui.evidence.export_form import ExportForm
from smartclient.ui.evidence.filled import Redacting

START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
SPAN = Span(START, START + timedelta(minutes=6))
HALL, DOOR, YARD = DeviceId("cameras/1"), DeviceId("cameras/2"), DeviceId("cameras/3")
CHOICES = (
    Choice(HALL, "Hall B", "HS Main", is_ticked=True),
    Choice(DOOR, "Door 7", "HS Main", is_ticked=False),
    Choice(YARD, "Yard", "Outside", is_ticked=False, reason="You may not export footage of this camera."),
)


def named(form: ExportForm, kind: type[QWidget], name: str) -> QWidget:
    return next(child for child in form.findChildren(kind) if child.accessibleName() == name)


def line(form: ExportForm, name: str) -> QLineEdit:
    found = named(form, QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def choose(form: ExportForm, name: str, words: str) -> None:
    box = named(form, QComboBox, name)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(next(i for i in range(box.count()) if box.itemText(i).startswith(words)))


@pytest.fixture
def form(qtbot: QtBot, tmp_path: Path) -> ExportForm:
    form = ExportForm(lambda: None, lambda: Span(START - timedelta(minutes=1), START))
    qtbot.addWidget(form)
    form.begin("Door 7 forced open", CHOICES, SPAN, tmp_path)
    form.show()
    return form


def fill(form: ExportForm) -> None:
    line(form, "Reason for the export").setText("Door 7 was forced")
    choose(form, "Basis", "Health or safety")


def test_it_says_what_is_missing_one_after_the_other(form: ExportForm, tmp_path: Path) -> None:
    assert "Say why" in form.trouble
    line(form, "Reason for the export").setText("Door 7 was forced")
    assert "basis" in form.trouble
    choose(form, "Basis", "Health or safety")
    assert (form.trouble, form.export.isEnabled()) == ("", True)
    form.span.show_span(Span(START, START))
    assert "ends before it begins" in form.trouble
    form.span.show_span(SPAN)
    line(form, "Folder for the package").setText(str(tmp_path / "not" / "there"))
    assert "folder" in form.trouble
    assert not form.export.isEnabled()


def test_what_is_filled_in_comes_out(form: ExportForm, tmp_path: Path) -> None:
    fill(form)
    choose(form, "Format", "Matroska")
    for box in form.findChildren(QCheckBox):
        box.click()
    filled = form.filled
    assert filled is not None
    assert (filled.title, filled.span, filled.cameras) == ("Door 7 forced open", SPAN, (HALL,))
    assert (filled.container, filled.basis, filled.folder) == (Container.MKV, Basis.EMERGENCY, tmp_path)
    assert (filled.with_clock, filled.is_for_stick, filled.as_zip) == (True, True, True)
    assert filled.redacting is Redacting.NONE


def test_cameras_are_ticked_by_keyboard_and_found_by_typing(form: ExportForm, qtbot: QtBot) -> None:
    cameras = named(form, QListWidget, "Cameras to export")
    assert isinstance(cameras, QListWidget)
    cameras.setCurrentRow(1)
    qtbot.keyClick(cameras, Qt.Key.Key_Space)
    assert form.cameras.ticked == (HALL, DOOR)
    cameras.setCurrentRow(2)
    qtbot.keyClick(cameras, Qt.Key.Key_Space)
    assert YARD not in form.cameras.ticked
    assert "may not export" in cameras.item(2).toolTip()
    line(form, "Find a camera").setText("door main")
    assert [cameras.item(row).isHidden() for row in range(3)] == [True, False, True]


def test_the_alarm_gives_the_time_and_the_timeline_only_where_it_is_marked(form: ExportForm) -> None:
    buttons = {button.text(): button for button in form.findChildren(QPushButton)}
    assert not buttons["The timeline's marks"].isEnabled()
    buttons["The alarm"].click()
    assert form.span.span == Span(START - timedelta(minutes=1), START)


def test_areas_are_asked_for_where_they_are_chosen(form: ExportForm) -> None:
    fill(form)
    choose(form, "Redacted copy", "Areas")
    assert "Draw the areas" in form.trouble
    track = Track((KeyBox(START, Box(0.1, 0.1, 0.2, 0.2)),), stays=True)
    form.show_drawn({HALL: (track,)})
    assert form.trouble == ""
    assert form.filled is not None
    assert form.filled.drawn == {HALL: (track,)}
    assert "(1)" in next(button.text() for button in form.findChildren(QPushButton) if "Draw" in button.text())


def test_it_tells_when_what_is_filled_in_stands_still(form: ExportForm, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.settled, timeout=5_000):
        form.cameras.changed.emit()


def test_the_next_export_needs_a_reason_of_its_own(form: ExportForm) -> None:
    fill(form)
    form.forget()
    assert "Say why" in form.trouble


def test_everything_has_a_name_for_a_screen_reader(form: ExportForm) -> None:
    for kind in (QLineEdit, QComboBox, QListWidget):
        for child in form.findChildren(kind):
            inside = isinstance(child.parent(), (QComboBox,)) or child.objectName().startswith("qt_spinbox")
            assert child.accessibleName() or inside, child
