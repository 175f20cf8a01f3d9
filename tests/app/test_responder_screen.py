"""The responder's screen in the real window against a real demo server: it fills itself, and one key brings all the rest."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from smartclient.app.responding_desk import RespondingDesk
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.devices import DeviceKind
from smartclient.runtime.settings import RESPONDER
from smartclient.ui.responding.touch import Touch
from smartclient.ui.responding.touch_bar import HEIGHT_PX
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import act, on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")


def press(watch: Watch, touch: Touch) -> None:
    QTest.keyClick(watch.window, getattr(Qt.Key, f"Key_{touch.value}"))


def desk_of(watch: Watch) -> RespondingDesk:
    desk = watch.guarding.responding.desk
    assert desk is not None
    return desk


def test_one_key_shows_the_screen_and_gives_the_console_back() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            layout = watch.workspace.walls[0].layout
            press(watch, Touch.ALL)
            desk = desk_of(watch)
            assert desk.is_shown
            assert watch.given.settings.read().screen == RESPONDER
            assert not watch.alarms.isVisible()
            assert desk.strip.isVisible()
            assert watch.map.isVisible()
            assert all(button.height() == HEIGHT_PX for button in desk.bar.buttons.values())
            await act(server, "weapon.on", the(watch, DeviceKind.WEAPON_SENSOR, "HS Main"))
            await until(lambda: desk.strip.name.text() == "Weapon detected")
            await until(lambda: desk._cameras)
            assert watch.verifying.desk is None, "the card gives way"
            await until(lambda: desk.strip.radio.text().startswith("Maple Grove High"))
            await until(lambda: watch.wall.board.tiles[0].camera == (desk._cameras or ())[0])
            press(watch, Touch.CAMERA)
            await until(lambda: watch.wall.board.tiles[0].camera == (desk._cameras or ())[1])
            first = watch.verifying.verifying.alarm
            await act(server, "panic.on", the(watch, DeviceKind.PANIC_BUTTON, "HS Main"))
            await until(lambda: "1 more" in desk.bar.buttons[Touch.ALARM].text())
            assert watch.verifying.verifying.alarm == first
            press(watch, Touch.ALARM)
            await until(lambda: desk.strip.name.text() == "Panic button pressed")
            press(watch, Touch.ALL)
            assert not desk.is_shown
            assert watch.alarms.isVisible()
            assert watch.workspace.walls[0].layout == layout

        on_watch(server, body)
