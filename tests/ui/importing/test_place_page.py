"""Control points by mouse and by typing."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from smartclient.geometry.frames import Frame
from smartclient.plans.importing.drawing import Draft, Drawing, Picture
from smartclient.plans.importing.ground import BUILDINGS, Ground
from smartclient.plans.importing.project import Part
from smartclient.ui import theme
from smartclient.ui.importing.backdrop import backdrop_of
from smartclient.ui.importing.canvas import Canvas
from smartclient.ui.importing.place_page import PlacePage, position_in

_SCAN = Drawing("scan", (), picture=Picture(np.full((500, 1000, 3), 255, dtype=np.uint8), 1000.0, 500.0))


def building() -> Ground:
    """A building of fifty by twenty-five metres."""
    draft = Draft()
    draft.area(BUILDINGS, [[(0, 0), (50, 0), (50, 25), (0, 25)]])
    return Ground(Drawing("ground", draft.layers()), Frame(-89.5, 43.1))


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[PlacePage]:
    made = PlacePage(theme.dark())
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.show_part(Part(Path("scan.png"), 1, _SCAN), backdrop_of(_SCAN))
    yield made
    made.stop()


def click(canvas: Canvas, x: float, y: float) -> None:
    QTest.mouseClick(
        canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, canvas.to_screen((x, y)).toPoint()
    )


def test_points_are_clicked_on_the_plan_and_in_the_world_in_turn(page: PlacePage) -> None:
    ground = building()
    page.show_ground(ground, backdrop_of(ground.drawing))
    for (x, y), (east, north) in (((0, -500), (0.3, 0.2)), ((1000, -500), (50, 0)), ((1000, 0), (50, 25.2))):
        click(page.plan, x, y)
        assert "Now click the same point" in page.words.text()
        click(page.world, east, north)
    assert len(page.marks) == 3
    corner = page.marks[0].world
    assert corner is not None
    assert ground.frame.point_to_local(*corner) == pytest.approx((0, 0), abs=1e-3)  # drawn to the building's corner
    assert "off on average" in page.words.text()
    off = page.table.item(0, 2)
    assert off is not None
    assert off.text().endswith(" m")


def test_a_second_click_on_the_plan_moves_the_point_that_has_no_place_yet(page: PlacePage) -> None:
    click(page.plan, 100, -100)
    click(page.plan, 200, -100)
    assert [mark.drawn[0] for mark in page.marks] == [pytest.approx(200, abs=3)]


def test_what_is_no_place_is_said_and_changes_nothing(page: PlacePage) -> None:
    click(page.plan, 100, -100)
    item = page.table.item(0, 1)
    assert item is not None
    item.setText("somewhere")
    assert "is no place" in page.words.text()
    assert page.marks[0].world is None


def test_points_are_removed(page: PlacePage) -> None:
    click(page.plan, 100, -100)
    QTest.mouseClick(page.remove, Qt.MouseButton.LeftButton)
    assert page.marks == []
    assert page.table.rowCount() == 0


def test_coordinates_and_squares_of_the_national_grid_are_places() -> None:
    assert position_in("43.1, -89.5", None) == pytest.approx((-89.5, 43.1))
    square = position_in("16T CN 0457 7126", None)
    assert square is not None
    assert position_in("", None) is None
