"""A screen is unplugged and plugged in again: its walls come to the main screen with all their pictures, and go back."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from smartclient.ui.video.wall_window import WallWindow
from tests.ui.video.wall_stage import CAMERAS, Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def screens() -> QGuiApplication:
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    return application


def unplug() -> None:
    """As Qt tells of it; the only screen of the test machine stays."""
    screens().screenRemoved.emit(screens().primaryScreen())


def plug_in() -> None:
    screens().screenAdded.emit(screens().primaryScreen())


def test_the_torn_off_wall_comes_back_with_its_pictures_and_leaves_again(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.open_cameras(CAMERAS[:3])
    stage.wall.tear_off()
    stage.qtbot.waitUntil(lambda: len(stage.playing()) == 3)
    unplug()
    assert not stage.wall.is_torn_off
    assert stage.workspace.tiles[:3] == tuple(CAMERAS[:3])
    assert len(stage.playing()) == 3
    assert "its video wall is on this one until it is back" in stage.bench.said[-1]
    plug_in()
    stage.qtbot.waitUntil(lambda: stage.wall.is_torn_off)
    assert len(stage.playing()) == 3
    assert "is there again" in stage.bench.said[-1]


def test_walls_of_other_screens_come_to_the_main_one_and_go_back_to_their_place(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.wall.screens.open()
    (content,) = stage.wall.screens.contents
    content.tiles.open_cameras(CAMERAS[:2])
    window = content.window()
    assert isinstance(window, WallWindow)
    room = screens().primaryScreen().availableGeometry()
    away = QRect(room.left() + 60, room.top() + 50, 400, 300)
    window.setGeometry(away)
    stood = window.pos()
    unplug()
    stage.qtbot.waitUntil(lambda: window.pos() == room.topLeft())
    assert room.contains(window.geometry())
    assert content.tiles.tiles[:2] == tuple(CAMERAS[:2])
    plug_in()
    stage.qtbot.waitUntil(lambda: window.pos() == stood)


def test_a_wall_that_was_closed_meanwhile_does_not_go_back(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.wall.screens.open()
    unplug()
    stage.wall.screens.contents[0].window().close()
    plug_in()
    stage.qtbot.wait(10)
    assert stage.wall.screens.contents == []


def test_a_screen_without_walls_is_no_news(wall_stage: Stage) -> None:
    unplug()
    plug_in()
    assert wall_stage.bench.said == []
