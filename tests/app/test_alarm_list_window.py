"""The alarm list in the whole window over a real demo server: own rules, the search with the server's own list, all by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from smartclient.app.watch import Watch
from smartclient.demo.alarm_terms import STATES
from smartclient.demo.server import DemoOptions
from smartclient.domain.alarms import AlarmState
from smartclient.domain.devices import DeviceKind
from smartclient.domain.own_alarms import is_own
from smartclient.domain.site import UnitKind
from smartclient.store.alarm_filter import Stage
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import act, on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")


def test_three_refusals_become_one_alarm_on_the_server_for_every_console() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            watch.alarm_lists.rules.rule_watch.wait_s = lambda: 0.0
            door = the(watch, DeviceKind.DOOR, "HS Main · Door 7")
            for _ in range(3):
                await act(server, "door.denied", door)
            store = watch.store
            await until(lambda: any(is_own(alarm.id) for alarm in store.alarms.values()))
            await until(lambda: [is_own(alarm.id) for alarm in store.open_alarms()] == [False])
            (alarm,) = store.open_alarms()
            assert (alarm.name, alarm.device) == ("Access denied again and again", door.id)
            assert "smartclient's own rule" in alarm.message
            await until(lambda: watch.alarms.model.rowCount() == 1)

        on_watch(server, body)
        assert len(server.alarms.by_id) == 1


def test_a_vape_sensor_opens_the_camera_outside_its_room() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            sensor = the(watch, DeviceKind.VAPE_SENSOR, "111 Boys restroom")
            watch.verifying.verifying.opens_by_itself = False
            await act(server, "vape.on", sensor)
            await until(lambda: any(watch.workspace.tiles))
            (camera,) = [watch.store.devices[tile] for tile in watch.workspace.tiles if tile]
            unit = watch.places.of_device(camera).unit
            assert unit is not None
            assert unit.kind is UnitKind.CORRIDOR

        on_watch(server, body)


def test_old_alarms_of_the_server_are_found_by_words_and_gone_to_by_keyboard() -> None:
    with demo_server(DemoOptions()) as server:
        door = next(each for each in server.site.devices if "HS Main · Door 7" in each.name)
        for number in range(30):
            old = server.alarms.create(f"Fire drill n{number}", "Long over", f"accessControlUnits/{door.guid}", "Dana")
            old.state = STATES["Closed"]

        async def body(watch: Watch) -> None:
            assert watch.store.open_alarms() == []
            QTest.keyClick(
                watch.window, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
            )
            assert watch.alarms.bar.text.hasFocus()
            QTest.keyClicks(watch.alarms.bar.text, "drill n17")
            await until(lambda: watch.alarms.past is not None and watch.alarms.past.model.rowCount() == 1)
            past = watch.alarms.past
            assert past is not None
            await until(lambda: "nothing older" in past.reach.text())
            await until(lambda: past.reach.height() >= past.reach.heightForWidth(past.reach.width()) > 20)
            await until(lambda: past.view.geometry().bottom() < past.reach.geometry().top())
            QTest.keyClick(watch.alarms.bar.text, Qt.Key.Key_Down)
            assert past.view.hasFocus()
            await until(lambda: watch.workspace.alarm is not None)
            QTest.keyClick(past.view, Qt.Key.Key_Return)
            assert watch.workspace.alarm is not None
            chosen = watch.store.alarms[watch.workspace.alarm]
            assert (chosen.name, chosen.state) == ("Fire drill n17", AlarmState.CLOSED)
            assert not watch.past.playbacks.one.is_live, "what is over is shown as it was"
            QTest.keyClick(past.view, Qt.Key.Key_Slash)
            assert watch.alarms.bar.text.hasFocus()
            QTest.keyClick(watch.alarms.bar.text, Qt.Key.Key_Escape)
            assert not past.isVisible()
            assert watch.alarms.bar.kept.stage is Stage.OPEN

        on_watch(server, body)
