"""Follow-me in the whole window against a demo server: a drawn path and badges, tiles that hand over, Esc."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from smartclient.app.following_desk import FollowingDesk
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.devices import DeviceKind
from smartclient.domain.site import Unit
from smartclient.store.layouts import LAYOUTS
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import act, on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")
PLAIN = Qt.KeyboardModifier.NoModifier


def said(watch: Watch) -> str:
    return next((notice.text for notice in watch.notices.standing if notice.key == "follow"), "")


def room(watch: Watch, number: str) -> Unit:
    """Of the high school."""
    return next(
        unit
        for unit in watch.places.site.units
        if unit.number == number and "High" in watch.places.venues[watch.places.levels[unit.level_id].venue_id].name
    )


async def drawing(watch: Watch) -> FollowingDesk:
    """The tool in hand, the second floor's west wing on the screen."""
    watch.verbs.show_device(the(watch, DeviceKind.CAMERA, "HS Main · 2F · Hall B").id)
    await until(lambda: not watch.map.ground.motion.is_moving)
    watch.workspace.set_layout(LAYOUTS["1"])
    watch.map.ground.show(watch.map.viewport.scaled(0.12))
    QTest.keyClick(watch.window, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    desk = watch.following.desk
    assert desk is not None
    return desk


def click(watch: Watch, unit: Unit) -> None:
    local = watch.places.frame.point_to_local(*unit.display_point)
    at = QPointF(*watch.map.viewport.to_screen(*local)).toPoint()
    QTest.mouseClick(watch.map.canvas, Qt.MouseButton.LeftButton, PLAIN, at)


async def draw_by_keys_and_leave(watch: Watch, desk: FollowingDesk) -> None:
    """Two points, one taken back, and Esc."""
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down):
        QTest.keyClick(watch.map, key)
    await until(lambda: not watch.map.ground.motion.is_moving)
    QTest.keyClick(watch.map, Qt.Key.Key_Space)
    assert len(desk.sketch.points) == 2
    QTest.keyClick(watch.map, Qt.Key.Key_Backspace)
    assert len(desk.sketch.points) == 1
    QTest.keyClick(watch.map, Qt.Key.Key_Return)
    assert "two points" in said(watch)
    QTest.keyClick(watch.map, Qt.Key.Key_Escape)
    assert not desk.is_busy


def test_a_path_is_drawn_by_keys_or_clicks_and_handed_over_live_and_recorded() -> None:
    async def body(watch: Watch) -> None:
        await draw_by_keys_and_leave(watch, await drawing(watch))
        desk = await drawing(watch)
        click(watch, room(watch, "253"))
        click(watch, room(watch, "243"))
        QTest.keyClick(watch.map, Qt.Key.Key_Return)
        await until(lambda: desk.has_path)
        cameras = [leg.camera for leg in desk._legs]
        assert len(cameras) > 1
        assert watch.workspace.tiles == (cameras[0],)
        assert said(watch).startswith("Following.")
        assert desk.panel.legs.count() == len(cameras)
        QTest.keyClick(watch.window, Qt.Key.Key_BracketRight)
        await until(lambda: desk.follower.glimpse.now)
        assert watch.workspace.tiles[watch.workspace.tile] == desk.follower.glimpse.now[0]
        desk.panel.start.setText("10 min ago")
        QTest.keyClick(desk.panel.start, Qt.Key.Key_Return)
        playback = watch.past.playbacks.one
        await until(lambda: not playback.is_live and desk.has_path and not desk._tasks)
        desk.go_to_leg(1)
        assert watch.workspace.tiles[watch.workspace.tile] == cameras[1]
        assert "Now" in desk.follower.glimpse.words
        QTest.keyClick(watch.map, Qt.Key.Key_Escape)
        assert not desk.is_busy
        assert said(watch) == ""
        assert "follow" not in watch.map.canvas.laid_over

    with demo_server(DemoOptions()) as server:
        on_watch(server, body)


def test_a_badge_moves_the_tiles_to_who_sees_the_door_and_who_will_see_the_person_next() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            door = the(watch, DeviceKind.DOOR, "HS Main · Door 7")
            watch.workspace.set_layout(LAYOUTS["1"])
            watch.verbs.show_device(door.id)
            await until(lambda: not watch.map.ground.motion.is_moving)
            await act(server, "door.granted", door)
            await until(lambda: any(event.device == door.id and event.person for event in watch.store.recent))
            QTest.keyClick(
                watch.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            )
            desk = watch.following.desk
            assert desk is not None
            wanted = desk.panel.filter
            assert wanted is not None
            assert wanted.person
            desk.panel.follow.click()
            await until(lambda: desk.follower.glimpse.now)
            assert desk.follower.glimpse.now[0] in watch.workspace.tiles
            assert desk.follower.glimpse.next
            assert wanted.person in said(watch)
            assert door.name in said(watch)
            QTest.keyClick(watch.window, Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
            assert not desk.is_busy

        on_watch(server, body)
