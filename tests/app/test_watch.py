"""The whole watch in its window against a real demo server: a pin opens video, a forced door lights up, an alarm is taken."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from smartclient.app.measuring import TileClock
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.alarms import AlarmState
from smartclient.domain.commands import UnlockDoor
from smartclient.domain.devices import Device, DeviceKind, Leaf, Lock
from smartclient.ui.theme import Tone
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import act, on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")


async def on_screen(watch: Watch, device: Device) -> QPoint:
    """Flies to a device, waits until the map rests, and says where it is on the canvas."""
    watch.verbs.show_device(device.id)
    await until(lambda: not watch.map.ground.motion.is_moving and watch.map.canvas.is_crisp)
    assert device.placement is not None
    local = watch.places.frame.point_to_local(*device.placement.position)
    return QPointF(*watch.map.viewport.to_screen(*local)).toPoint()


def colors_near(watch: Watch, at: QPoint) -> set[str]:
    image = watch.map.grab().toImage()
    return {QColor(image.pixel(at.x() + x, at.y() + y)).name() for x in range(-14, 15) for y in range(-14, 15)}


def test_a_double_click_on_a_pin_opens_its_picture() -> None:
    async def body(watch: Watch) -> None:
        camera = the(watch, DeviceKind.CAMERA, "Hall B")
        clock = TileClock(watch.players)
        at = await on_screen(watch, camera)
        QTest.mouseDClick(watch.map.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        await until(lambda: camera.id in watch.workspace.tiles)
        await until(lambda: clock.running([camera.id]))

    with demo_server(DemoOptions()) as server:
        on_watch(server, body)


def test_a_forced_door_is_the_colour_of_a_high_alarm_and_is_taken_with_three_keys() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            door = the(watch, DeviceKind.DOOR, "HS Main · Door 7")
            at = await on_screen(watch, door)
            red = watch.given.theme.color(Tone.ALARM_HIGH).name()
            assert red not in colors_near(watch, at)
            await act(server, "door.forced", door)
            await until(lambda: (leaf := watch.store.state(door.id).leaf) is not None and leaf.value is Leaf.FORCED)
            await until(lambda: red in colors_near(watch, at))
            await until(lambda: watch.alarms.model.rowCount() == 1)
            for key in (Qt.Key.Key_A, Qt.Key.Key_Space, Qt.Key.Key_K):
                QTest.keyClick(watch.window, key)
            assert watch.workspace.device == door.id
            await until(lambda: any(watch.workspace.tiles))
            (alarm,) = watch.store.open_alarms()
            await until(lambda: watch.store.alarms[alarm.id].state is AlarmState.IN_PROGRESS)

        on_watch(server, body)
        (taken,) = server.alarms.by_id.values()
        assert taken.state["name"] == "In progress"


def test_a_door_shows_as_unlocked_only_when_the_server_says_so() -> None:
    async def body(watch: Watch) -> None:
        door = the(watch, DeviceKind.DOOR, "HS Main · Door 7")
        watch.dispatcher.send(UnlockDoor(door.id))
        assert watch.store.pending(door.id) is not None
        before = watch.store.state(door.id).lock
        assert before is None or before.value is Lock.LOCKED
        await until(lambda: (lock := watch.store.state(door.id).lock) is not None and lock.value is Lock.UNLOCKED)
        assert watch.store.pending(door.id) is None

    with demo_server(DemoOptions()) as server:
        on_watch(server, body)
