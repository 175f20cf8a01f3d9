"""The wall follows the workspace: which cameras, how many tiles, which one has the keyboard, and in which window."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QRect, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from smartclient.domain.alarms import Judgement, Priority, Verdict
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.events import Box, EventKind, Happened
from smartclient.domain.footage import Quality
from smartclient.domain.ids import DeviceId, EventId
from smartclient.domain.snapshot import Snapshot
from smartclient.store.layouts import LAYOUTS
from smartclient.ui.device_drag import DEVICE_MIME
from smartclient.ui.video.cells import cells
from smartclient.ui.video.details import DetailsSheet
from smartclient.ui.video.wall import Wall
from smartclient.video.camera_player import CameraPlayer
from tests.builders.scripted_engine import ScriptedEngine
from tests.builders.wall_equipment import Bench
from tests.builders.watch import CAMERA, DOOR, START, Watch, alarm_of

CAMERAS = [DeviceId(f"cameras/{n}") for n in range(10, 30)]


class Stage:
    """A wall on screen."""

    def __init__(self, qtbot: QtBot, watch: Watch, folder: Path) -> None:
        self.watch, self.workspace = watch, watch.workspace
        cameras = tuple(Device(id_, DeviceKind.CAMERA, id_, is_on_server=True) for id_ in CAMERAS)
        watch.store.take_snapshot(Snapshot(START, "demo", "dispatcher", (*watch.store.devices.values(), *cameras)))
        watch.tell()
        self.engine = ScriptedEngine()
        self.made: list[DeviceId] = []
        self.bench = Bench(watch, self._new_player, folder)
        self.wall = Wall(self.bench.equipment)
        qtbot.addWidget(self.wall)
        self.wall.resize(960, 600)
        with qtbot.waitExposed(self.wall):
            self.wall.show()

    def _new_player(self, camera: DeviceId) -> CameraPlayer:
        self.made.append(camera)
        return self.engine.camera_player(camera, self.watch.clock)

    def on_screen(self) -> list[DeviceId | None]:
        return [t.device.id if t.device else None for t in self.wall.board.tiles if t.isVisible()]

    def playing(self) -> list[str]:
        return [one.source.label for one in self.engine.opened if not one.is_stopped]


@pytest.fixture
def stage(qtbot: QtBot, watch: Watch, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(qtbot, watch, tmp_path)
    yield made
    made.wall.stop()


def test_opening_a_camera_plays_it(stage: Stage) -> None:
    stage.workspace.open_camera(CAMERAS[0])
    assert stage.on_screen() == [CAMERAS[0], None, None, None]
    assert stage.playing() == [CAMERAS[0]]
    assert stage.bench.stills.wanted == [CAMERAS[0]]


def test_closing_a_tile_stops_its_player(stage: Stage) -> None:
    stage.workspace.open_cameras(CAMERAS[:2])
    stage.workspace.put_in_tile(0, None)
    assert stage.on_screen() == [None, CAMERAS[1], None, None]
    assert stage.playing() == [CAMERAS[1]]


def test_a_camera_that_changes_its_place_keeps_its_stream(stage: Stage) -> None:
    stage.workspace.open_cameras(CAMERAS[:3])
    stage.workspace.open_cameras([CAMERAS[2], CAMERAS[0]])
    assert stage.on_screen() == [CAMERAS[2], CAMERAS[0], None, None]
    assert stage.made == CAMERAS[:3]
    assert sorted(stage.playing()) == sorted([CAMERAS[0], CAMERAS[2]])


def test_no_more_streams_than_tiles_on_screen(stage: Stage) -> None:
    stage.workspace.open_cameras(CAMERAS[:4])
    for decoding in list(stage.engine.opened):
        decoding.show_color((1, 2, 3), stage.watch.clock)
    stage.workspace.choose_tile(2, full=True)
    assert stage.on_screen() == [CAMERAS[2]]
    assert stage.playing() == [CAMERAS[2]]
    stage.workspace.choose_tile(2, full=False)
    assert sorted(stage.playing()) == sorted(CAMERAS[:4])
    stage.wall.hide()
    assert stage.playing() == []


def test_layout_buttons(stage: Stage, qtbot: QtBot) -> None:
    stage.wall.header.layouts["9"].click()
    assert stage.workspace.layout.count == 9
    qtbot.waitUntil(lambda: len(stage.on_screen()) == 9)
    stage.workspace.set_layout(LAYOUTS["1"])
    assert stage.wall.header.layouts["1"].isChecked()


def test_keys(stage: Stage, qtbot: QtBot) -> None:
    stage.workspace.open_cameras(CAMERAS[:4])
    tile = stage.wall.board.tiles[0]
    tile.setFocus()
    qtbot.keyClick(tile, Qt.Key.Key_3)
    assert stage.workspace.tile == 2
    qtbot.keyClick(tile, Qt.Key.Key_Up)
    assert stage.workspace.tile == 0
    qtbot.keyClick(tile, Qt.Key.Key_Right)
    assert stage.workspace.tile == 1
    qtbot.keyClick(tile, Qt.Key.Key_Right)
    assert stage.workspace.tile == 1
    qtbot.keyClick(tile, Qt.Key.Key_F)
    assert stage.workspace.is_tile_full
    qtbot.keyClick(tile, Qt.Key.Key_Escape)
    assert not stage.workspace.is_tile_full
    qtbot.keyClick(tile, Qt.Key.Key_Delete)
    assert stage.workspace.tiles[1] is None


def test_a_click_chooses_and_a_double_click_fills(stage: Stage, qtbot: QtBot) -> None:
    stage.workspace.open_cameras(CAMERAS[:4])
    tile = stage.wall.board.tiles[1]
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert (stage.workspace.tile, stage.workspace.device) == (1, CAMERAS[1])
    qtbot.mouseDClick(tile, Qt.MouseButton.LeftButton)
    assert stage.on_screen() == [CAMERAS[1]]


@pytest.mark.parametrize(("dropped", "expected"), [(CAMERA, CAMERA), (DOOR, None), ("cameras/\udcff", None)])
def test_a_dropped_camera_opens_and_nothing_else_does(stage: Stage, dropped: str, expected: DeviceId | None) -> None:
    mime = QMimeData()
    mime.setData(DEVICE_MIME, dropped.encode("utf-8", "surrogateescape"))
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    stage.wall.board.tiles[2].dropEvent(drop)
    assert stage.workspace.tiles[2] == expected


def test_the_wall_leaves_and_comes_back(stage: Stage, qtbot: QtBot) -> None:
    stage.workspace.open_cameras(CAMERAS[:2])
    stage.wall.header.tear.click()
    assert stage.wall.is_torn_off
    window = stage.wall.board.window()
    assert window is not stage.wall.window()
    qtbot.waitExposed(window)
    assert sorted(stage.playing()) == sorted(CAMERAS[:2])
    window.close()
    assert not stage.wall.is_torn_off
    assert stage.wall.board.window() is stage.wall.window()
    assert stage.wall.board.isVisible()
    assert sorted(stage.playing()) == sorted(CAMERAS[:2])


def test_alarms_and_detections_reach_their_tile(stage: Stage) -> None:
    stage.workspace.open_cameras(CAMERAS[:2])
    door_alarm = alarm_of("forced", Priority.HIGH, device=DOOR)
    stage.watch.raise_alarms(replace(door_alarm, related=(CAMERAS[1],)))
    faces = [tile.face() for tile in stage.wall.board.tiles]
    assert [face.alarm for face in faces[:2]] == [None, Priority.HIGH]
    drill = Judgement(Verdict.DRILL, "Ada", START)
    later = door_alarm.changed_at + timedelta(seconds=1)
    stage.watch.raise_alarms(replace(door_alarm, related=(CAMERAS[1],), judgement=drill, changed_at=later))
    assert stage.wall.board.tiles[1].face().alarm is None
    box = Box(0, 0, 1, 1, "long gun")
    stage.watch.store.apply([Happened(EventId("w"), START, EventKind.WEAPON_DETECTED, CAMERAS[0], boxes=(box,))])
    stage.watch.tell()
    assert stage.wall.board.tiles[0].face().boxes == (box,)


def test_a_tile_opened_after_a_detection_still_shows_it(stage: Stage) -> None:
    box = Box(0, 0, 1, 1, "long gun")
    stage.watch.store.apply([Happened(EventId("w"), START, EventKind.WEAPON_DETECTED, CAMERAS[0], boxes=(box,))])
    stage.watch.tell()
    stage.workspace.open_cameras(CAMERAS[:2])
    assert [tile.face().boxes for tile in stage.wall.board.tiles[:2]] == [(box,), ()]
    stage.workspace.open_cameras([])
    stage.watch.clock.advance(31)
    stage.workspace.open_cameras(CAMERAS[:1])
    assert stage.wall.board.tiles[0].face().boxes == ()


def test_the_menu_closes_chooses_streams_and_shows_details(stage: Stage) -> None:
    stage.workspace.open_cameras(CAMERAS[:1])
    stage.engine.opened[0].show_color((9, 9, 9), stage.watch.clock)
    menu = stage.wall.content.menu(0)
    rows = {action.text(): action for action in menu.actions()}
    rows["Always the main stream"].trigger()
    assert stage.wall.board.tiles[0].quality is Quality.MAIN
    rows["Details"].trigger()
    (sheet,) = stage.wall.findChildren(DetailsSheet)
    stage.watch.clock.advance(2)
    stage.wall.content.tick()
    words = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert "scripted" in words
    assert "120 ms after opening" in words
    assert "Way" in words
    assert "0.0 pictures a second" in words
    sheet.close()
    rows["Close the picture\tDel"].trigger()
    assert stage.playing() == []


def test_stopping_ends_all(stage: Stage) -> None:
    stage.workspace.open_cameras(CAMERAS[:4])
    stage.wall.tear_off()
    stage.wall.stop()
    assert stage.playing() == []
    assert not stage.wall.is_torn_off


def test_the_clock_ticks(stage: Stage) -> None:
    before = stage.wall.header.time.text()
    stage.watch.clock.advance(1)
    stage.wall.content.tick()
    assert stage.wall.header.time.text() != before


@pytest.mark.parametrize(
    ("width", "height", "count", "columns"),
    [(960, 540, 4, 2), (2000, 200, 4, 4), (200, 900, 4, 1), (960, 540, 9, 3), (1600, 200, 16, 8), (960, 540, 1, 1)],
)
def test_the_arrangement_gives_large_pictures(width: int, height: int, count: int, columns: int) -> None:
    assert LAYOUTS[str(count)].form(width, height).columns == columns


@pytest.mark.parametrize("name", list(LAYOUTS))
@pytest.mark.parametrize("room", [QRect(0, 0, 1003, 577), QRect(7, 5, 1403, 222), QRect(0, 0, 300, 900)])
def test_cells_share_the_room_without_touching(name: str, room: QRect) -> None:
    form = LAYOUTS[name].form(room.width(), room.height())
    places = cells(room, form)
    assert len(places) == LAYOUTS[name].count
    assert all(room.contains(place) for place in places)
    assert not any(a.intersects(b) for n, a in enumerate(places) for b in places[:n])
    small = [place for place, cell in zip(places, form.cells, strict=True) if cell.across == 1]
    assert max(place.width() for place in small) - min(place.width() for place in small) <= 1
    assert all(place.height() <= place.width() * 9 / 16 + 53 for place in small)
