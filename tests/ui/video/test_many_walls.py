"""Walls of sixty-four tiles, walls on other screens, saved layouts: opened and closed they leave nothing behind."""

import gc

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from smartclient.domain.ids import DeviceId
from smartclient.runtime.settings import KeptScreen
from smartclient.store.layouts import LAYOUTS
from smartclient.store.wall_tiles import Content
from smartclient.ui.video.tile import Tile
from tests.ui.video.wall_stage import CAMERAS, Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
"""The offscreen platform says so of menus and of what is carried."""


def filled(stage: Stage, count: int) -> bool:
    return sum(tile.player is not None for tile in stage.tiles) == count and len(stage.playing()) >= count


def test_sixty_four_tiles_open_bit_by_bit_and_close_at_once(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.open_cameras(CAMERAS[:64])
    assert 0 < sum(tile.player is not None for tile in stage.tiles) < 64
    stage.qtbot.waitUntil(lambda: filled(stage, 64))
    assert [tile.camera for tile in stage.tiles] == CAMERAS[:64]
    stage.workspace.open_cameras([])
    assert stage.playing() == []


def test_a_wall_that_changes_while_it_opens_ends_as_asked(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.open_cameras(CAMERAS[:64])
    stage.workspace.open_cameras(CAMERAS[10:50])
    stage.qtbot.waitUntil(lambda: filled(stage, 40))
    assert sorted(stage.playing()) == sorted(CAMERAS[10:50])
    assert len(stage.players) < 64 + 40


def test_opened_and_closed_two_hundred_times_it_leaves_nothing(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.wall.resize(420, 330)

    def once() -> None:
        stage.workspace.open_cameras(CAMERAS[:64])
        for _ in range(64):
            QApplication.processEvents()
            if filled(stage, 64):
                break
        assert filled(stage, 64)
        stage.workspace.open_cameras([])
        stage.engine.opened.clear()
        stage.players.clear()

    def left() -> tuple[int, int, int, int]:
        gc.collect()
        players = [one for one in gc.get_objects() if type(one).__name__ == "CameraPlayer"]
        observers = stage.bench.playbacks.one.changed._observers
        return len(stage.wall.findChildren(QObject)), len(players), len(stage.tiles), len(observers)

    once()
    before = left()
    for _ in range(200):
        once()
    assert left() == before
    assert before[1] == 0


def test_a_second_wall_is_its_own(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.open_cameras(CAMERAS[:2])
    stage.wall.screens.open()
    (content,) = stage.wall.screens.contents
    assert stage.wall.in_use is content
    stage.workspace.set_layout(LAYOUTS["1"])
    stage.workspace.open_camera(CAMERAS[5])
    assert [tile.camera for tile in content.board.tiles if tile.isVisible()] == [CAMERAS[5]]
    assert stage.workspace.walls[0].tiles[:2] == tuple(CAMERAS[:2])
    QTest.mouseClick(stage.tiles[1], Qt.MouseButton.LeftButton)
    assert stage.wall.in_use is stage.wall.content
    content.window().close()
    assert stage.wall.screens.contents == []
    assert CAMERAS[5] not in stage.playing()
    assert len(stage.workspace.walls) == 1


def test_screens_come_back_as_they_were(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.wall.screens.open()
    window = stage.wall.screens.contents[0].window()
    window.resize(700, 500)
    stage.workspace.set_layout(LAYOUTS["1+5"])
    stage.workspace.open_camera(CAMERAS[3])
    kept = stage.wall.screens.remember()
    stage.wall.screens.stop()
    stage.wall.screens.restore([*kept, KeptScreen(place="not a place")])
    again, strange = stage.wall.screens.contents
    assert (again.tiles.layout.name, again.tiles.tiles[0]) == ("1+5", CAMERAS[3])
    assert (again.window().width(), again.window().height()) == (700, 500)
    assert strange.tiles.tiles == (None,) * 4


def test_a_saved_camera_that_is_gone_is_said(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.wall.load(LAYOUTS["4"], [Content((DeviceId("cameras/of another server"),)), Content((CAMERAS[0],))])
    assert "does not know" in stage.tiles[0].empty_words
    assert stage.tiles[1].camera == CAMERAS[0]
    stage.workspace.put_in_tile(0, None)
    assert "does not know" not in stage.tiles[0].empty_words


def test_saving_opening_renaming_and_deleting_by_menu(wall_stage: Stage) -> None:
    stage, header = wall_stage, wall_stage.wall.header
    stage.workspace.open_cameras(CAMERAS[:3])
    header.ask_name()
    QTest.keyClicks(header.name_line, "Entrances")
    QTest.keyClick(header.name_line, Qt.Key.Key_Return)
    assert header.name_line.isHidden()
    stage.workspace.open_cameras([])
    rows(stage)["Entrances"].trigger()
    assert stage.workspace.tiles[:3] == tuple(CAMERAS[:3])
    rows(stage)["Rename “Entrances” …"].trigger()
    header.name_line.selectAll()
    QTest.keyClicks(header.name_line, "Doors & gates")
    QTest.keyClick(header.name_line, Qt.Key.Key_Return)
    assert stage.bench.saved.names == ["Doors & gates"]
    menu = rows(stage)["Delete “Doors && gates”"].menu()
    assert isinstance(menu, QMenu)
    menu.actions()[0].trigger()
    assert stage.bench.saved.names == []
    header.ask_name()
    QTest.keyClick(header.name_line, Qt.Key.Key_Escape)
    assert header.name_line.isHidden()
    assert stage.bench.saved.names == []


def test_a_tiles_keys_are_its_own_even_where_the_window_uses_them(wall_stage: Stage) -> None:
    stage, told = wall_stage, []
    for key in ("+", "1", "Esc"):
        action = QAction(key, stage.wall)
        action.setShortcut(key)
        action.triggered.connect(lambda _checked=False, key=key: told.append(key))
        stage.wall.addAction(action)
    stage.workspace.open_cameras(CAMERAS[:2])
    tile = stage.tiles[1]
    stage.show(CAMERAS[1])
    stage.wall.activateWindow()
    tile.setFocus()
    stage.qtbot.waitUntil(tile.hasFocus)
    stage.workspace.choose_tile(1)
    QTest.keyClick(tile, Qt.Key.Key_Plus)
    assert tile.lens.zoom.is_in
    assert told == []
    QTest.keyClick(tile, Qt.Key.Key_1)
    assert told == ["1"]
    stage.wall.content.verbs.toggle_ptz()
    QTest.keyClick(tile, Qt.Key.Key_1)
    assert told == ["1"]
    assert len(stage.bench.sent) == 1


def test_the_main_wall_comes_back_to_its_own_window(wall_stage: Stage) -> None:
    stage = wall_stage
    assert stage.wall.place == ""
    stage.wall.tear_off()
    stage.wall.board.window().resize(640, 480)
    place = stage.wall.place
    stage.wall.bring_back()
    stage.wall.tear_off(place)
    assert (stage.wall.board.window().width(), stage.wall.board.window().height()) == (640, 480)


def rows(stage: Stage) -> dict[str, QAction]:
    """The rows of the menu of saved layouts."""
    for old in stage.wall.header.findChildren(QMenu):
        old.close()
        old.deleteLater()
    QApplication.sendPostedEvents(None, 52)
    stage.wall.header.show_saved()
    (menu,) = stage.wall.header.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return {row.text().partition("\t")[0]: row for row in menu.actions()}


def test_a_tile_carried_to_another_changes_places_with_it(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.open_cameras(CAMERAS[:2])
    first, second = stage.tiles[0], stage.tiles[1]
    carry(stage, first, second)
    assert stage.workspace.tiles[:2] == (CAMERAS[1], CAMERAS[0])
    assert len(stage.players) == 2


def carry(stage: Stage, source: Tile, target: Tile) -> None:
    """The name of one tile is taken to the other."""
    there = source.mapFromGlobal(target.mapToGlobal(QPoint(target.width() // 2, target.height() // 2)))
    stage.drag(source, QPoint(30, 8), there)


def test_escape_takes_back_what_is_carried(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.open_cameras(CAMERAS[:2])
    first, second = stage.tiles[0], stage.tiles[1]
    there = first.mapFromGlobal(second.mapToGlobal(QPoint(40, 40)))
    stage.qtbot.mousePress(first, Qt.MouseButton.LeftButton, pos=QPoint(30, 8))
    stage.qtbot.mouseMove(first, QPoint(60, 8))
    stage.qtbot.mouseMove(first, there)
    QTest.keyClick(first, Qt.Key.Key_Escape)
    stage.qtbot.mouseRelease(first, Qt.MouseButton.LeftButton, pos=there)
    assert stage.workspace.tiles[:2] == tuple(CAMERAS[:2])
