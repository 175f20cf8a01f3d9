"""The measuring tool on the map: clicks are points, its keys are its own, the plate adds up, the lines are painted."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from smartclient.session.measuring import Measuring
from smartclient.store.places import Places
from smartclient.store.routes import Standpoint
from smartclient.store.walking import Walkable
from smartclient.store.workspace import Workspace
from smartclient.ui.map.layers.measurement import MeasurementLayer
from smartclient.ui.map.lengths import bearing_words, length_words, short_length, time_words
from smartclient.ui.map.map_view import MapView
from smartclient.ui.map.measure_plate import MeasurePlate
from smartclient.ui.map.tools.measure import Measure
from smartclient.ui.theme import Tone
from tests.ui.map.district import CAMERA, GROUND, SPOTS, site


@pytest.fixture
def measuring() -> Measuring:
    return Measuring(Walkable(Places(site())))


@pytest.fixture
def left() -> list[bool]:
    return []


@pytest.fixture
def tool(view: MapView, measuring: Measuring, left: list[bool]) -> Measure:
    made = Measure(view.ground, measuring, view.stage.level_at, lambda: left.append(True))
    view.ground.show(view.viewport.centered(0, 0).scaled(0.1))
    view.use_tool(made, made)
    return made


def pixel(view: MapView, x: float, y: float) -> QPoint:
    left, top = view.viewport.to_screen(x, y)
    return QPoint(round(left), round(top))


def click(qtbot: QtBot, view: MapView, x: float, y: float) -> None:
    qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=pixel(view, x, y))


@pytest.mark.usefixtures("tool")
def test_clicks_are_points_on_the_floor_that_is_shown(
    qtbot: QtBot, view: MapView, measuring: Measuring, workspace: Workspace
) -> None:
    click(qtbot, view, *SPOTS[CAMERA])
    click(qtbot, view, 20, 5)
    assert [point.level for point in measuring.points] == [GROUND, GROUND]
    (leg,) = measuring.legs
    assert leg.straight_m == pytest.approx(40, abs=0.2)
    assert leg.bearing_deg == pytest.approx(90, abs=0.5)
    assert workspace.device is None


@pytest.mark.usefixtures("tool")
def test_its_keys_come_before_those_of_the_map(
    qtbot: QtBot, view: MapView, measuring: Measuring, left: list[bool]
) -> None:
    click(qtbot, view, -20, 5)
    click(qtbot, view, 20, 5)
    before = view.viewport
    qtbot.keyClick(view, Qt.Key.Key_Backspace)
    assert len(measuring.points) == 1
    assert view.viewport == before
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert measuring.points[-1] == Standpoint(0, 0, GROUND)
    qtbot.keyClick(view, Qt.Key.Key_L)
    assert measuring.with_lifts
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert left == [True]


def test_a_drag_moves_the_map_and_sets_no_point(
    qtbot: QtBot, view: MapView, tool: Measure, measuring: Measuring
) -> None:
    tool.press((0, 0))
    tool.drag((5, 0))
    tool.release()
    assert view.viewport.center_x == pytest.approx(-5)
    assert measuring.points == ()
    qtbot.wait(0)


def test_who_had_the_pointer_hears_of_another_tool(view: MapView, tool: Measure) -> None:
    used: list[object] = []
    view.tool_used.connect(used.append)
    view.use_tool(None)
    view.use_tool(tool, tool)
    assert used == [None, tool]


def test_lines_are_painted_over_the_map(view: MapView, measuring: Measuring) -> None:
    view.ground.show(view.viewport.centered(0, 0).scaled(0.1))
    view.lay_over("measurement", MeasurementLayer(measuring, lambda: None))
    measuring.add(Standpoint(-25, 3, GROUND))
    measuring.add(Standpoint(25, 3, GROUND))
    accent = view.stage.theme.color(Tone.ACCENT).name()
    at = pixel(view, 15, 3)
    image = view.canvas.grab().toImage()
    assert accent in {QColor(image.pixel(at.x(), at.y() + dy)).name() for dy in range(-2, 3)}


def test_the_plate_says_what_there_is(view: MapView, measuring: Measuring) -> None:
    plate = MeasurePlate(view)
    plate.show_measuring(measuring)
    assert plate.total.text() == "Click where to measure from"
    measuring.add(Standpoint(0, 0))
    plate.show_measuring(measuring)
    assert plate.total.text() == "Click where to measure to"
    measuring.add(Standpoint(30, 40))
    plate.show_measuring(measuring)
    assert plate.total.text() == "50.0 m · 164 ft · 037° NE"
    measuring.add(Standpoint(30, 0))
    plate.show_measuring(measuring)
    assert plate.total.text() == "90.0 m · 295 ft in 2 legs"
    assert "W on foot" in plate.hint.text()


def test_lengths_bearings_and_times_in_words() -> None:
    assert length_words(1240) == "1.24 km · 0.77 mi"
    assert short_length(999.94) == "999.9 m"
    assert bearing_words(359.7) == "000° N"
    assert bearing_words(7) == "007° N"
    assert time_words(59.4) == "59 s"
    assert time_words(103) == "1 min 43 s"
