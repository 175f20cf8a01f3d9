"""Drawing rooms and doors by mouse and keys."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from smartclient.plans.importing.drawing import Drawing, Picture
from smartclient.plans.importing.project import Part
from smartclient.ui import theme
from smartclient.ui.importing.backdrop import backdrop_of
from smartclient.ui.importing.trace_page import TracePage
from smartclient.ui.importing.trace_tool import Hand

_WHITE = Drawing("scan", (), picture=Picture(np.full((500, 1000, 3), 255, dtype=np.uint8), 1000.0, 500.0))


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[TracePage]:
    made = TracePage(theme.dark())
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.show_part(Part(Path("scan.png"), 1, _WHITE), backdrop_of(_WHITE), 0.05)
    yield made
    made.stop()


def click(page: TracePage, x: float, y: float, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseClick(page.canvas, Qt.MouseButton.LeftButton, modifiers, page.canvas.to_screen((x, -y)).toPoint())


def draw(page: TracePage, *corners: tuple[float, float]) -> None:
    for corner in corners:
        click(page, *corner)
    QTest.keyClick(page.canvas, Qt.Key.Key_Return)


def test_the_first_corner_again_closes_a_room_and_asks_for_its_number(page: TracePage) -> None:
    for corner in ((100, 100), (300, 100), (300, 250), (100, 250), (102, 101)):
        click(page, *corner)
    assert len(page.tool.tracing.traced.rooms) == 1
    assert page.focusWidget() is page.number
    QTest.keyClicks(page.number, "214")
    QTest.keyClick(page.number, Qt.Key.Key_Return)
    QTest.keyClicks(page.name, "Science lab")
    QTest.keyClick(page.name, Qt.Key.Key_Return)
    room = page.tool.tracing.traced.rooms[0]
    assert (room.number, room.name) == ("214", "Science lab")


def test_corners_of_neighbours_are_the_same(page: TracePage) -> None:
    draw(page, (100, 100), (300, 100), (300, 250), (100, 250))
    draw(page, (303, 98), (500, 101), (502, 252), (297, 253))
    first, second = page.tool.tracing.traced.rooms
    assert len(set(first.corners) & set(second.corners)) == 2
    assert second.corners[1][1] == second.corners[0][1]  # the slip of one pixel became a right angle


def test_a_kind_chosen_while_drawing_is_that_of_the_room_in_the_making(page: TracePage) -> None:
    draw(page, (100, 100), (300, 100), (300, 250), (100, 250))
    for corner in ((400, 100), (600, 100), (600, 250)):
        click(page, *corner)
    page.category.setCurrentIndex(page.category.findData("restroom"))
    page.category.activated.emit(page.category.currentIndex())
    QTest.keyClick(page.canvas, Qt.Key.Key_Return)
    assert [room.category for room in page.tool.tracing.traced.rooms] == ["classroom", "restroom"]


def test_backspace_takes_a_corner_back_and_esc_the_whole_room(page: TracePage) -> None:
    for corner in ((100, 100), (300, 100), (300, 250)):
        click(page, *corner)
    QTest.keyClick(page.canvas, Qt.Key.Key_Backspace)
    assert len(page.tool.drawn) == 2
    QTest.keyClick(page.canvas, Qt.Key.Key_Escape)
    assert page.tool.drawn == []


def test_a_room_whose_walls_cross_is_refused_in_words(page: TracePage) -> None:
    draw(page, (100, 100), (300, 250), (300, 100), (100, 250))
    assert page.tool.tracing.traced.rooms == ()
    assert "cross each other" in page.hint.text()


def test_doors_stand_on_walls_only_and_shift_makes_them_double(page: TracePage) -> None:
    draw(page, (100, 100), (300, 100), (300, 250), (100, 250))
    QTest.keyClick(page.canvas, Qt.Key.Key_D)
    click(page, 200, 180)
    assert "click nearer" in page.hint.text()
    click(page, 200, 103)
    click(page, 300, 170, Qt.KeyboardModifier.ShiftModifier)
    single, double = page.tool.tracing.traced.doors
    assert single.start[1] == single.end[1] == pytest.approx(-100, abs=2)
    assert abs(single.end[0] - single.start[0]) * 0.05 == pytest.approx(0.95)
    assert abs(double.end[1] - double.start[1]) * 0.05 == pytest.approx(1.85)
    QTest.keyClicks(page.name, "Door 7")
    page.name.editingFinished.emit()
    assert page.tool.tracing.traced.doors[1].name == "Door 7"


def test_every_step_is_taken_back_and_done_again(page: TracePage) -> None:
    draw(page, (100, 100), (300, 100), (300, 250), (100, 250))
    draw(page, (300, 100), (500, 100), (500, 250), (300, 250))
    QTest.keyClick(page.canvas, Qt.Key.Key_S)
    assert page.tool.hand is Hand.SELECT
    click(page, 400, 180)
    assert page.tool.room == 1
    QTest.keyClick(page.canvas, Qt.Key.Key_Delete)
    assert len(page.tool.tracing.traced.rooms) == 1
    QTest.keyClick(page.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(page.tool.tracing.traced.rooms) == 2
    QTest.mouseClick(page.undo, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.undo, Qt.MouseButton.LeftButton)
    assert page.tool.tracing.traced.rooms == ()
    assert not page.undo.isEnabled()
    QTest.keyClick(page.canvas, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert len(page.tool.tracing.traced.rooms) == 1


def test_the_wheel_and_keys_zoom_about_what_is_looked_at(page: TracePage) -> None:
    before = page.canvas.to_drawing(QPointF(200, 200))
    page.canvas.zoom(4.0, QPointF(200, 200))
    assert page.canvas.to_drawing(QPointF(200, 200)) == pytest.approx(before)
    closer = page.canvas.units(1.0)
    QTest.keyClick(page.canvas, Qt.Key.Key_Minus)
    assert page.canvas.units(1.0) > closer
    QTest.keyClick(page.canvas, Qt.Key.Key_0)
    assert page.canvas.to_drawing(QPointF(0, 0))[0] < 0
