"""Clicking what is no pin: rooms, doorways, points of floor; the ring round them; and what cameras really see."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from smartclient.domain.events import EventKind
from smartclient.domain.ids import DeviceId
from smartclient.runtime.signal import Signal
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import MapLayer, Spot, Workspace
from smartclient.ui.map.layers.spot import SpotLayer
from smartclient.ui.map.map_view import MapView
from smartclient.ui.map.shapes import Ring
from smartclient.ui.theme import Tone
from tests.ui.map.district import CAMERA, GROUND, UPPER, happened

Settle = Callable[[], None]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def look(view: MapView, settle: Settle, metres_per_px: float = 0.09) -> None:
    view.ground.show(view.viewport.centered(0, 0).scaled(metres_per_px))
    settle()


def click(
    qtbot: QtBot, view: MapView, x: float, y: float, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    at = QPoint(*(round(part) for part in view.viewport.to_screen(x, y)))
    qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, held, at)


def test_a_click_selects_the_room_and_another_lets_it_go(
    view: MapView, workspace: Workspace, settle: Settle, qtbot: QtBot
) -> None:
    look(view, settle)
    click(qtbot, view, 4.0, -5.0)
    assert workspace.spot is not None
    assert workspace.spot.unit == f"{GROUND} 3"
    assert view.accessibleDescription().startswith("104 · Science lab")
    click(qtbot, view, 4.5, -5.5)
    assert workspace.spot is None


def test_a_click_on_a_doorway_selects_it_and_a_pin_lets_a_place_go(
    view: MapView, workspace: Workspace, settle: Settle, qtbot: QtBot
) -> None:
    look(view, settle, 0.03)
    view.ground.show(view.viewport.centered(0.7, -15))
    settle()
    click(qtbot, view, 0.8, -15.2)
    assert workspace.spot is not None
    assert workspace.spot.opening == "front"
    look(view, settle)
    click(qtbot, view, -20.0, 5.0)
    assert workspace.device == CAMERA
    assert view.accessibleDescription().startswith("Camera")


def test_shift_means_this_very_point_and_ctrl_asks_cameras_to_look_there(
    view: MapView, workspace: Workspace, settle: Settle, qtbot: QtBot
) -> None:
    look(view, settle)
    click(qtbot, view, 4.0, -5.0, SHIFT)
    point = workspace.spot
    assert point is not None
    assert (point.unit, point.opening, point.level) == (None, None, GROUND)
    with qtbot.waitSignal(view.aimed) as aimed:
        click(qtbot, view, 5.0, -6.0, CTRL)
    assert aimed.args == [workspace.spot]
    assert workspace.spot != point


def test_from_afar_a_click_selects_no_place(view: MapView, workspace: Workspace, settle: Settle, qtbot: QtBot) -> None:
    look(view, settle, 1.5)
    click(qtbot, view, 4.0, -5.0)
    assert workspace.spot is None


def test_the_middle_is_selected_by_key_and_enter_opens_who_sees_it(
    view: MapView, workspace: Workspace, settle: Settle, qtbot: QtBot
) -> None:
    asked: list[Spot | None] = []
    view.ground.open_seers = lambda: asked.append(workspace.spot)
    look(view, settle)
    view.ground.select_middle()
    assert workspace.spot is not None
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert asked == [workspace.spot]


def test_a_place_on_another_floor_brings_that_floor_up(view: MapView, workspace: Workspace) -> None:
    workspace.select_spot(Spot((-89.5, 43.1), UPPER))
    assert UPPER in view.stage.levels


@pytest.mark.parametrize(("x", "y"), [(4.0, -5.0), (0.0, -15.0)])
def test_the_selected_place_has_a_ring_and_its_best_camera_a_number(
    view: MapView, workspace: Workspace, settle: Settle, x: float, y: float
) -> None:
    view.lay_over("selected place", SpotLayer(lambda: workspace.spot, lambda: [CAMERA]))
    look(view, settle)
    accent = view.stage.theme.color(Tone.ACCENT).name()

    def tones(at: tuple[float, float], reach: int) -> set[str]:
        image = view.canvas.grab().toImage()
        column, row = (round(part) for part in view.viewport.to_screen(*at))
        span = range(-reach, reach + 1)
        return {image.pixelColor(column + i, row + j).name() for i in span for j in span}

    assert accent in tones((-20.0, 5.0), 24)
    spot = view.stage.spots.at(x, y, GROUND, 0.5)
    workspace.select_spot(spot)
    edge = (0.0, -5.0) if spot.unit is not None else (x, y)
    assert accent in tones(edge, 12)


class Known:
    """What cameras see, as the test says."""

    def __init__(self) -> None:
        self.changed: Signal[None] = Signal()
        self.revision, self.asked = 0, 0
        self.ring: Ring | None = None

    def area(self, camera: DeviceId) -> Ring | None:  # noqa: ARG002
        self.asked += 1
        return self.ring


def test_what_is_really_seen_takes_the_wedges_place_when_it_is_known(
    view: MapView, present: SiteStore, workspace: Workspace, settle: Settle, qtbot: QtBot
) -> None:
    assert present.devices[CAMERA].view is not None
    known = Known()
    view.stage.areas = known
    look(view, settle, 0.15)
    bare = _pixel(view, -12.0, 5.0)
    workspace.cycle_views()
    assert workspace.layers >= {MapLayer.VIEWS}
    qtbot.waitUntil(lambda: _pixel(view, -12.0, 5.0) != bare)
    known.ring = np.array([(-20.0, 5.0), (-20.0, 8.0), (-17.0, 5.0)])
    present.apply([happened(CAMERA, EventKind.DEVICE_RECOVERED)])
    qtbot.waitUntil(lambda: _pixel(view, -12.0, 5.0) == bare)
    settle()
    asked = known.asked
    _pixel(view, -12.0, 5.0)
    assert known.asked == asked
    workspace.cycle_views()
    assert MapLayer.SIGHT in workspace.layers
    workspace.cycle_views()
    assert not workspace.layers & {MapLayer.VIEWS, MapLayer.SIGHT}


def _pixel(view: MapView, x: float, y: float) -> str:
    column, row = (round(part) for part in view.viewport.to_screen(x, y))
    return view.canvas.grab().toImage().pixelColor(column, row).name()
