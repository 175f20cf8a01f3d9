"""Cameras turn while hand, key or stick says so, and stand when it does not: whatever happens in between."""

import os
import struct
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from smartclient.domain.commands import GoToPreset, MovePtz
from smartclient.ui.video.joystick import JoystickPilot, Stick
from smartclient.ui.video.ptz import PACE_MS
from tests.ui.video.wall_stage import CAMERAS, Stage

CAMERA = CAMERAS[0]


@pytest.fixture
def turning(wall_stage: Stage) -> Stage:
    """The first of two tiles is being turned."""
    wall_stage.workspace.open_cameras(CAMERAS[:2])
    wall_stage.show(CAMERA)
    wall_stage.wall.content.verbs.toggle_ptz()
    assert wall_stage.tiles[0].ptz is not None
    return wall_stage


def moves(stage: Stage) -> list[MovePtz]:
    return [one for one in stage.bench.sent if isinstance(one, MovePtz)]


def is_stop(command: object) -> bool:
    return isinstance(command, MovePtz) and not (command.pan or command.tilt or command.zoom)


def test_a_drag_from_the_middle_is_direction_and_speed(turning: Stage) -> None:
    tile = turning.tiles[0]
    room = tile.picture_room()
    middle = room.center().toPoint()
    turning.qtbot.mousePress(tile, Qt.MouseButton.LeftButton, pos=middle)
    assert moves(turning) == []
    turning.qtbot.mouseMove(tile, QPoint(middle.x() + round(room.width() / 4), middle.y()))
    turning.qtbot.waitUntil(lambda: bool(moves(turning)))
    gentle = moves(turning)[-1]
    turning.qtbot.mouseMove(tile, QPoint(round(room.right()) - 1, round(room.top()) + 1))
    turning.qtbot.waitUntil(lambda: moves(turning)[-1] != gentle)
    full = moves(turning)[-1]
    assert 0 < gentle.pan < full.pan
    assert gentle.tilt == 0 < full.tilt
    turning.qtbot.mouseRelease(tile, Qt.MouseButton.LeftButton, pos=middle)
    assert is_stop(turning.bench.sent[-1])


def test_many_movements_of_the_hand_are_few_commands(turning: Stage) -> None:
    pilot = turning.bench.pilot
    for step in range(200):
        pilot.steer(CAMERA, pan=step / 200)
    assert len(moves(turning)) == 1
    turning.qtbot.waitUntil(lambda: len(moves(turning)) == 2)
    assert moves(turning)[-1].pan == pytest.approx(1.0, abs=0.06)
    assert PACE_MS >= 100


def test_keys_move_while_they_are_held(turning: Stage) -> None:
    tile = turning.tiles[0]
    turning.press_key(tile, Qt.Key.Key_Up, shift=True)
    assert moves(turning)[-1].tilt > 0
    turning.release_key(tile, Qt.Key.Key_Up)
    assert is_stop(turning.bench.sent[-1])
    turning.press_key(tile, Qt.Key.Key_Plus)
    turning.qtbot.waitUntil(lambda: moves(turning)[-1].zoom > 0)
    turning.qtbot.waitUntil(lambda: is_stop(turning.bench.sent[-1]))
    turning.press_key(tile, Qt.Key.Key_2)
    assert turning.bench.sent[-1] == GoToPreset(CAMERA, "p2")
    turning.press_key(tile, Qt.Key.Key_9)
    assert turning.bench.said[-1] == "This camera has no preset 9."
    assert turning.workspace.tile == 0


def test_the_wheel_zooms_a_moment(turning: Stage) -> None:
    tile = turning.tiles[0]
    turning.wheel(tile, QPointF(tile.width() / 2, tile.height() / 2), -1)
    assert moves(turning)[-1].zoom < 0
    assert not tile.lens.zoom.is_in
    turning.qtbot.waitUntil(lambda: is_stop(turning.bench.sent[-1]))


@pytest.mark.parametrize("event", ["focus", "close", "hide", "escape", "other camera", "past"])
def test_a_camera_always_stands_at_the_end(turning: Stage, event: str) -> None:
    tile = turning.tiles[0]
    turning.press_key(tile, Qt.Key.Key_Left, shift=True)
    assert not is_stop(turning.bench.sent[-1])
    if event == "focus":
        QApplication.sendEvent(tile, QFocusEvent(QEvent.Type.FocusOut))
    elif event == "close":
        turning.workspace.put_in_tile(0, None)
    elif event == "hide":
        turning.wall.hide()
    elif event == "escape":
        turning.press_key(tile, Qt.Key.Key_Escape)
    elif event == "other camera":
        turning.bench.pilot.steer(CAMERAS[1], pan=1)
        assert turning.bench.sent[-1] == MovePtz(CAMERA)
        turning.qtbot.waitUntil(lambda: turning.bench.sent[-1] == MovePtz(CAMERAS[1], 1.0))
        return
    else:
        turning.bench.playbacks.one.pause()
        assert tile.ptz is None
    assert is_stop(turning.bench.sent[-1])
    assert turning.bench.pilot.camera is None


def test_what_cannot_be_turned_says_why(wall_stage: Stage) -> None:
    stage, verbs = wall_stage, wall_stage.wall.content.verbs
    assert verbs.why_no_ptz() == "There is no camera in this tile."
    stage.workspace.open_cameras(CAMERAS[:1])
    stage.bench.moving.refusal = "You cannot turn cameras through this server."
    verbs.toggle_ptz()
    assert stage.tiles[0].ptz is None
    row = next(row for row in stage.wall.content.menu(0).actions() if row.text().startswith("Turn"))
    assert (row.isEnabled(), "through this server" in row.toolTip()) == (False, True)
    stage.bench.moving.refusal = None
    stage.bench.playbacks.one.pause()
    assert verbs.why_no_ptz() == "The past cannot be turned: go to live first (L)."
    verbs.go_to_preset(1)
    verbs.steer(1, 0, 0)
    assert stage.bench.sent == []


def test_who_turns_it_is_shown(wall_stage: Stage) -> None:
    wall_stage.workspace.open_cameras(CAMERAS[:1])
    wall_stage.bench.moving.movers[CAMERA] = "principal · priority 9000"
    wall_stage.wall.content.tick()
    assert "turned by principal · priority 9000" in wall_stage.tiles[0].face().notes


def event(kind: int, number: int, value: int) -> bytes:
    return struct.pack("<IhBB", 1234, value, kind, number)


def test_a_stick_is_read_in_pieces_and_rests_in_its_middle() -> None:
    stick = Stick()
    data = event(0x82, 0, 30000) + event(0x02, 1, -32767) + event(0x01, 3, 1) + event(0x01, 3, 0)
    assert stick.feed(data[:11]) == (False, [])
    assert stick.feed(data[11:]) == (True, [4])
    pan, tilt, zoom = stick.speed
    assert (pan > 0.8, tilt, zoom) == (True, 1.0, 0.0)
    stick.feed(event(0x02, 0, 1500))
    assert stick.speed[0] == 0.0


def test_a_stick_turns_the_chosen_tiles_camera_and_may_be_pulled_out(
    wall_stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    wall_stage.workspace.open_cameras(CAMERAS[:1])
    devices = tmp_path / "input"
    devices.mkdir()
    os.mkfifo(devices / "js0")
    reader = JoystickPilot(lambda: wall_stage.wall.in_use.verbs, devices)
    reader.start()
    stick = os.open(devices / "js0", os.O_RDWR)
    try:
        os.write(stick, event(0x02, 0, 32767))
        qtbot.waitUntil(lambda: any(move.pan == 1.0 for move in moves(wall_stage)))
        os.write(stick, event(0x01, 0, 1))
        qtbot.waitUntil(lambda: GoToPreset(CAMERA, "p1") in wall_stage.bench.sent)
        os.write(stick, event(0x02, 0, 20000))
        qtbot.waitUntil(lambda: 0 < moves(wall_stage)[-1].pan < 1)
        (devices / "js0").unlink()
        os.close(stick)
        stick = -1
        qtbot.waitUntil(lambda: is_stop(wall_stage.bench.sent[-1]))
    finally:
        if stick >= 0:
            os.close(stick)
        reader.stop()
    reader.stop()


def test_no_devices_are_no_trouble(tmp_path: Path) -> None:
    reader = JoystickPilot(lambda: pytest.fail("nobody moves"), tmp_path / "nothing")
    reader.start()
    reader.stop()
