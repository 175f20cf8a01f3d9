"""Seeing in the whole window, against the demo server: a room opens the cameras that see it, Ctrl and a click turn cameras."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.devices import CameraForm, DeviceKind
from smartclient.domain.site import LonLat
from smartclient.session.sight_targets import Shape, target_of
from smartclient.store.finding.match import around
from smartclient.store.workspace import MapLayer
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import act, on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")
CTRL = Qt.KeyboardModifier.ControlModifier


async def click(watch: Watch, at: LonLat, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Flies there and clicks."""
    watch.workspace.fly_to(around(at, 20))
    await until(lambda: not watch.map.ground.motion.is_moving and watch.map.canvas.is_crisp)
    local = watch.places.frame.point_to_local(*at)
    x, y = watch.map.viewport.to_screen(*local)
    QTest.mouseClick(watch.map.canvas, Qt.MouseButton.LeftButton, held, QPoint(round(x), round(y)))


def reasons(watch: Watch) -> list[str]:
    """What the list says now."""
    answer = watch.verbs.seeing.answer
    return [best.reason for best in answer.cameras or ()] if answer is not None else []


async def open_room(watch: Watch) -> None:
    """A click on a room lists who sees it, Enter opens them."""
    room = next(unit for unit in watch.places.site.units if unit.name == "Gymnasium")
    x, y = watch.places.frame.point_to_local(*room.display_point)
    await click(watch, watch.places.frame.point_to_world(x + 2, y + 4))
    assert watch.workspace.spot is not None
    assert target_of(watch.places, watch.workspace.spot).shape is Shape.ROOM
    await until(lambda: len(reasons(watch)) >= 4)
    assert all(reason.startswith("sees ") for reason in reasons(watch)[:4])
    assert watch.seeing.panel.title.text().endswith("Gymnasium")
    answer = watch.verbs.seeing.answer
    assert answer is not None
    QTest.keyClick(watch.map, Qt.Key.Key_Return)
    await until(lambda: all(watch.workspace.tiles[:4]))
    # which of two is the better one may change once the server has told how wide their pictures are
    assert set(watch.workspace.tiles[:4]) <= {best.camera for best in answer.cameras or ()}


async def use_keys(watch: Watch) -> None:
    """The middle of the map by key, and what cameras see."""
    watch.workspace.select(None)
    QTest.keyClick(watch.window, Qt.Key.Key_Y)
    assert watch.verbs.seeing.subject is not None
    for layer in (MapLayer.VIEWS, MapLayer.SIGHT):
        QTest.keyClick(watch.map, Qt.Key.Key_V)
        assert layer in watch.workspace.layers
    camera = the(watch, DeviceKind.CAMERA, "HS Main · 1F")
    await until(lambda: watch.seeing.areas.area(camera.id) is not None)


def test_a_room_is_clicked_and_its_cameras_open_and_keys_do_the_same() -> None:
    async def body(watch: Watch) -> None:
        await open_room(watch)
        await use_keys(watch)

    with demo_server(DemoOptions()) as server:
        on_watch(server, body)


def test_ctrl_and_a_click_turn_a_camera_and_an_alarm_says_who_sees_it() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            ptz = next(
                device
                for device in watch.store.devices.values()
                if device.kind is DeviceKind.CAMERA and device.view is not None and device.view.form is CameraForm.PTZ
            )
            assert ptz.placement is not None
            x, y = watch.places.frame.point_to_local(*ptz.placement.position)
            await click(watch, watch.places.frame.point_to_world(x + 9, y), CTRL)
            head = server.world.heads[ptz.id.partition("/")[2]]
            await until(lambda: abs((head.aim(server.world.clock()).bearing - 90 + 180) % 360 - 180) < 1.0)
            assert head.aim(server.world.clock()).tilt > head.home.tilt
            await until(lambda: ptz.id in watch.workspace.tiles)

            await act(server, "door.forced", the(watch, DeviceKind.DOOR, "HS Main · Door 7"))
            await until(lambda: watch.store.open_alarms())
            QTest.keyClick(watch.window, Qt.Key.Key_A)
            await until(lambda: reasons(watch))
            assert "looks at it" in reasons(watch)[0]
            assert watch.seeing.panel.title.isHidden()
            assert watch.seeing.panel.list.count() == len(reasons(watch))

        on_watch(server, body)
