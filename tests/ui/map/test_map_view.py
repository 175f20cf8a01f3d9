"""The map as a person uses it: what is seen, clicked, typed and flown to."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from smartclient.domain.alarms import Priority
from smartclient.domain.commands import UnlockDoor
from smartclient.domain.connection import Connection, Line
from smartclient.domain.events import AlarmChanged, EventKind
from smartclient.domain.ids import DeviceId
from smartclient.geometry.viewport import Viewport
from smartclient.runtime.clock import ManualClock
from smartclient.store.pending import Pending
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import MapLayer, Workspace
from smartclient.ui.map.map_view import MapView
from smartclient.ui.theme import Tone
from tests.ui.map.district import (
    BACK_DOOR,
    CAMERA,
    DOOR,
    GROUND,
    SENSOR,
    SPOTS,
    START,
    UPPER,
    UPPER_CAMERA,
    alarm,
    happened,
    world,
)

Settle = Callable[[], None]


def look(view: MapView, settle: Settle, metres_per_px: float = 0.09, at: tuple[float, float] = (0.0, 0.0)) -> None:
    view.ground.show(view.viewport.centered(*at).scaled(metres_per_px))
    settle()


def spot(view: MapView, device: DeviceId) -> QPoint:
    x, y = view.viewport.to_screen(*SPOTS[device])
    return QPoint(round(x), round(y))


def seen(view: MapView) -> QImage:
    return view.canvas.grab().toImage()


def tones_around(image: QImage, at: QPoint, reach: int = 14) -> set[str]:
    square = range(-reach, reach + 1)
    return {image.pixelColor(at + QPoint(dx, dy)).name() for dx in square for dy in square}


def tone(view: MapView, wanted: Tone) -> str:
    return view.stage.theme.color(wanted).name()


def test_forced_door_has_the_alarm_colour(view: MapView, present: SiteStore, settle: Settle) -> None:
    look(view, settle)
    assert tone(view, Tone.ALARM_HIGH) not in tones_around(seen(view), spot(view, DOOR))
    present.apply([happened(DOOR, EventKind.DOOR_FORCED)])
    assert tone(view, Tone.ALARM_HIGH) in tones_around(seen(view), spot(view, DOOR))


def test_locked_and_closed_has_no_colour_and_unlocked_has(view: MapView, present: SiteStore, settle: Settle) -> None:
    present.apply([happened(DOOR, EventKind.DOOR_CLOSED), happened(DOOR, EventKind.DOOR_LOCKED)])
    look(view, settle)
    assert tone(view, Tone.PIN_UNLOCKED) not in tones_around(seen(view), spot(view, DOOR))
    present.apply([happened(DOOR, EventKind.DOOR_UNLOCKED, 2)])
    assert tone(view, Tone.PIN_UNLOCKED) in tones_around(seen(view), spot(view, DOOR))


@pytest.mark.parametrize("layer", [MapLayer.DOORS, MapLayer.CAMERAS, MapLayer.SENSORS])
def test_hidden_layer_is_not_painted(
    view: MapView, present: SiteStore, workspace: Workspace, settle: Settle, layer: MapLayer
) -> None:
    device = {MapLayer.DOORS: BACK_DOOR, MapLayer.CAMERAS: CAMERA, MapLayer.SENSORS: SENSOR}[layer]
    present.apply([happened(BACK_DOOR, EventKind.DOOR_CLOSED)])
    look(view, settle)
    assert tone(view, Tone.PIN) in tones_around(seen(view), spot(view, device))
    workspace.toggle_layer(layer)
    settle()
    assert tone(view, Tone.PIN) not in tones_around(seen(view), spot(view, device))


def test_stale_takes_all_colour_from_the_present(view: MapView, present: SiteStore, settle: Settle) -> None:
    present.apply([happened(DOOR, EventKind.DOOR_FORCED), AlarmChanged(alarm(DOOR))])
    look(view, settle)
    assert tone(view, Tone.ALARM_HIGH) in tones_around(seen(view), spot(view, DOOR))
    present.set_connection(Connection(Line.OFFLINE, START, START))
    assert tone(view, Tone.ALARM_HIGH) not in tones_around(seen(view), spot(view, DOOR), 20)


def test_click_selects_and_click_on_ground_lets_go(
    qtbot: QtBot, view: MapView, workspace: Workspace, settle: Settle
) -> None:
    look(view, settle)
    qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=spot(view, CAMERA))
    assert workspace.device == CAMERA
    assert view.accessibleDescription().startswith("Camera. Main, first floor, grid ")
    qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 80))
    assert workspace.device is None


def test_double_click_opens_the_picture(qtbot: QtBot, view: MapView, workspace: Workspace, settle: Settle) -> None:
    look(view, settle)
    qtbot.mouseDClick(view.canvas, Qt.MouseButton.LeftButton, pos=spot(view, CAMERA))
    assert workspace.tiles[0] == CAMERA


def test_enter_opens_and_shift_enter_opens_beside(qtbot: QtBot, view: MapView, workspace: Workspace) -> None:
    workspace.select(CAMERA)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    workspace.select(UPPER_CAMERA)
    qtbot.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert workspace.tiles[:2] == (CAMERA, UPPER_CAMERA)


def test_page_up_and_down_change_the_floor(qtbot: QtBot, view: MapView, workspace: Workspace, settle: Settle) -> None:
    look(view, settle)
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert UPPER in view.stage.levels
    assert GROUND not in view.stage.levels
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert GROUND in view.stage.levels
    assert workspace.building is not None


def test_selecting_what_is_upstairs_shows_its_floor(view: MapView, workspace: Workspace) -> None:
    workspace.select(UPPER_CAMERA)
    assert UPPER in view.stage.levels


def test_tab_walks_by_nearness_and_then_leaves(view: MapView, workspace: Workspace, settle: Settle) -> None:
    look(view, settle, 0.13, at=SPOTS[DOOR])
    visited: list[DeviceId | None] = []
    while view.focusNextPrevChild(True) and len(visited) < 20 and workspace.device not in visited:
        visited.append(workspace.device)
    assert visited[0] == DOOR
    assert set(visited) >= {CAMERA, BACK_DOOR, SENSOR}


def test_flight_ends_at_the_goal(view: MapView, workspace: Workspace, clock: ManualClock) -> None:
    start = view.viewport
    workspace.fly_to((*world(10, 0), *world(30, 12)))
    clock.advance(0.2)
    view.ground.motion.step()
    between = view.viewport
    assert between.metres_per_px != start.metres_per_px
    clock.advance(0.3)
    view.ground.motion.step()
    assert (view.viewport.center_x, view.viewport.center_y) == pytest.approx((20, 6), abs=0.1)
    assert view.viewport.metres_per_px < between.metres_per_px < start.metres_per_px
    assert not view.ground.motion.is_moving


def test_reduced_motion_is_there_at_once(
    qtbot: QtBot, present: SiteStore, workspace: Workspace, clock: ManualClock, view: MapView
) -> None:
    still = MapView(present, workspace, view.stage.theme, clock, is_motion_reduced=True)
    qtbot.addWidget(still)
    still.resize(400, 300)
    still.show()
    workspace.fly_to((*world(10, 0), *world(30, 12)))
    assert (still.viewport.center_x, still.viewport.center_y) == pytest.approx((20, 6), abs=0.1)
    still.stop()


def test_wheel_keeps_the_point_under_the_pointer(view: MapView, clock: ManualClock) -> None:
    about = QPointF(700, 200)
    held = view.viewport.to_map(700, 200)
    view.ground.zoom(2.0, about)
    clock.advance(1)
    view.ground.motion.step()
    assert view.viewport.to_map(700, 200) == pytest.approx(held)


def test_drag_moves_the_map_with_the_pointer(qtbot: QtBot, view: MapView, settle: Settle) -> None:
    look(view, settle)
    held = view.viewport.to_map(400, 300)
    qtbot.mousePress(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    qtbot.mouseMove(view.canvas, QPoint(420, 310))
    qtbot.mouseMove(view.canvas, QPoint(450, 330))
    qtbot.mouseRelease(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(450, 330))
    view.ground.motion.stop()
    assert view.viewport.to_map(450, 330) == pytest.approx(held)


def test_rail_tells_alarms_of_each_floor(view: MapView, present: SiteStore, settle: Settle) -> None:
    look(view, settle)
    present.apply([AlarmChanged(alarm(UPPER_CAMERA, Priority.MEDIUM))])
    assert [button.accessibleName() for button in view.rail.buttons] == [
        "Main, Second floor, 1 alarm",
        "Main, First floor",
    ]


def test_rail_greys_its_alarms_with_the_line_and_colours_them_again(
    view: MapView, present: SiteStore, settle: Settle
) -> None:
    look(view, settle)
    present.apply([AlarmChanged(alarm(UPPER_CAMERA, Priority.MEDIUM))])

    def colours() -> set[str]:
        image = view.rail.buttons[0].grab().toImage()
        return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}

    red = tone(view, Tone.ALARM_MEDIUM)
    assert red in colours()
    present.set_connection(Connection(Line.OFFLINE, START, START))
    assert red not in colours()
    present.set_connection(Connection(Line.LIVE, START, START))
    assert red in colours()


def test_rail_has_room_for_its_floors_and_marks_the_shown_one(view: MapView, settle: Settle) -> None:
    look(view, settle)
    upper, ground = view.rail.buttons
    assert view.rail.height() >= upper.height() + ground.height()
    assert (upper.isChecked(), ground.isChecked()) == (False, True)
    upper.click()
    assert (upper.isChecked(), ground.isChecked()) == (True, False)
    assert UPPER in view.stage.levels


def test_alarm_upstairs_is_a_hollow_sign_here(view: MapView, present: SiteStore, settle: Settle) -> None:
    look(view, settle)
    present.apply([AlarmChanged(alarm(UPPER_CAMERA, Priority.MEDIUM))])
    x, y = view.viewport.to_screen(*SPOTS[UPPER_CAMERA])
    assert tone(view, Tone.ALARM_MEDIUM) in tones_around(seen(view), QPoint(round(x), round(y)))


def test_walls_of_the_plan_are_where_the_viewport_says(view: MapView, settle: Settle) -> None:
    look(view, settle, at=(-3.0, 6.0))
    image = seen(view)
    x, y = view.viewport.to_screen(-22.0, -14.0)
    inside, outside = (
        image.pixelColor(round(x), round(y)),
        image.pixelColor(*map(round, view.viewport.to_screen(-33, -14))),
    )
    assert inside.name() == tone(view, Tone.CORRIDOR)
    assert outside == QColor(tone(view, Tone.CAMPUS))


def test_first_view_is_the_whole_district(view: MapView) -> None:
    west, south, east, north = view.stage.chart.bounds
    shown = view.viewport.bounds
    assert shown[0] < west
    assert shown[1] < south
    assert shown[2] > east
    assert shown[3] > north
    assert isinstance(view.viewport, Viewport)


def test_a_cluster_opens_up_until_its_members_stand_alone(
    qtbot: QtBot, view: MapView, clock: ManualClock, settle: Settle
) -> None:
    look(view, settle, 1.2)
    bunches = view.ground.scene().arrangement.bunches
    assert bunches.counts.tolist() == [2]
    x, y = view.viewport.to_screen(*bunches.middles[0])
    qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    clock.advance(1)
    view.ground.motion.step()
    scene = view.ground.scene()
    assert len(scene.arrangement.bunches) == 0
    assert scene.board.index[CAMERA] in scene.arrangement.singles[MapLayer.CAMERAS]


def test_a_pending_command_turns_a_ring_round_its_door(view: MapView, present: SiteStore, settle: Settle) -> None:
    present.commandable = frozenset({BACK_DOOR})
    look(view, settle)
    assert tone(view, Tone.ACCENT) not in tones_around(seen(view), spot(view, BACK_DOOR), 20)
    present.mark(Pending(UnlockDoor(BACK_DOOR), START))
    assert tone(view, Tone.ACCENT) in tones_around(seen(view), spot(view, BACK_DOOR), 20)


def test_hover_names_the_thing_and_the_place(qtbot: QtBot, view: MapView, settle: Settle) -> None:
    look(view, settle)

    def is_named() -> bool:
        for at in (QPoint(2, 2), spot(view, CAMERA)):  # Qt passes over a move to where its cursor is already
            qtbot.mouseMove(view.canvas, at)
        return view.canvas.pointer.device == CAMERA

    qtbot.waitUntil(is_named, timeout=20_000)
    assert " · I6 · Main 1F · room 102" in view.readout.text
    assert view.readout.isVisibleTo(view)
    view.ground.point_at(None, None)
    assert not view.readout.isVisibleTo(view)


def test_backspace_goes_up_one_place_at_a_time(qtbot: QtBot, view: MapView, clock: ManualClock, settle: Settle) -> None:
    look(view, settle, 0.01, SPOTS[CAMERA])
    scales = []
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Backspace)
        clock.advance(1)
        view.ground.motion.step()
        scales.append(view.viewport.metres_per_px)
    assert 0.01 < scales[0] < 0.1 < scales[1]


def test_a_stopped_map_may_still_be_moved(view: MapView, settle: Settle) -> None:
    look(view, settle)
    view.stop()
    view.ground.show(view.viewport.scaled(0.5))
    assert view.viewport.metres_per_px == 0.5


def test_the_whole_site_stays_shown_while_the_map_grows(
    qtbot: QtBot, present: SiteStore, clock: ManualClock, view: MapView
) -> None:
    fresh = MapView(present, Workspace(), view.stage.theme, clock, is_motion_reduced=True)
    qtbot.addWidget(fresh)
    fresh.resize(240, 240)
    fresh.show()
    small = fresh.viewport.metres_per_px
    fresh.resize(900, 700)
    assert fresh.viewport == fresh.ground.home()
    assert fresh.viewport.metres_per_px < small
    fresh.ground.show(fresh.viewport.scaled(0.1))
    fresh.resize(800, 700)
    assert fresh.viewport.metres_per_px == 0.1
    fresh.stop()


def test_at_once_the_map_is_there_and_the_plan_of_there_is_being_drawn(
    view: MapView, workspace: Workspace, settle: Callable[[], None]
) -> None:
    settle()
    west, south, east, north = view.stage.chart.places.site.venues[0].area[0][0] * 2
    workspace.fly_to((west, south, east + 1e-4, north + 1e-4), at_once=True)
    assert not view.ground.motion.is_moving
    assert view.canvas.picture is None, "another place enlarged would be a field of blocks"
    ordered = view.canvas._pictures._running
    assert ordered is not None
    assert ordered.view.viewport.metres_per_px == view.viewport.metres_per_px
    settle()
    assert view.canvas.picture is not None
    assert view.canvas.picture.covers(view.viewport)
