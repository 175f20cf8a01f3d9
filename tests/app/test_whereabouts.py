"""Where things are, in the whole window: the radio string of an alarm, the key that copies it, the find box, a way measured on foot."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.devices import DeviceKind
from smartclient.store.layouts import LAYOUTS
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import act, on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")
SAID = "Maple Grove Middle, grid P23, first floor, door 6, stair 1"
_CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_an_alarm_says_where_it_is_and_a_key_copies_it() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            door = the(watch, DeviceKind.DOOR, "MS · Door 6")
            await act(server, "door.forced", door)
            await until(lambda: watch.alarms.model.rowCount() == 1)
            await until(lambda: SAID in str(watch.alarms.model.index(0).data()))
            QTest.keyClick(watch.window, Qt.Key.Key_A)
            await until(lambda: watch.selection.alarm.place.text() == SAID)
            assert watch.whereabouts.card.isVisibleTo(watch.selection)
            QGuiApplication.clipboard().setText("")
            QTest.keyClick(watch.window, Qt.Key.Key_C, _CTRL_SHIFT)
            await until(lambda: QGuiApplication.clipboard().text() == SAID)

        on_watch(server, body)


async def find(watch: Watch, typed: str) -> None:
    QTest.keyClick(watch.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(watch.find, typed)
    await until(lambda: watch.finding.is_ready)
    QTest.keyClick(watch.find, Qt.Key.Key_Return)


async def go_by_the_find_box(watch: Watch) -> None:
    await find(watch, "n23 2f")
    assert "2F" in {watch.places.levels[level].short_name for level in watch.workspace.levels.values()}
    goal = watch.workspace.goal
    assert goal is not None
    assert "found cell" in watch.map.canvas.laid_over
    await find(watch, "214 middle")
    assert watch.workspace.spot is not None
    assert watch.workspace.goal != goal
    assert "found cell" not in watch.map.canvas.laid_over
    await until(lambda: ", second floor, room 214, " in watch.whereabouts.card.radio.text())
    before = watch.workspace.layers
    await find(watch, "> grid")
    assert watch.workspace.layers != before
    watch.workspace.set_layout(LAYOUTS["9"])
    watch.walls.saved.save("Arrival", watch.workspace.wall)
    watch.workspace.set_layout(LAYOUTS["1"])
    await find(watch, "layout arival")
    assert watch.workspace.layout == LAYOUTS["9"]


async def follow_the_plan(watch: Watch) -> None:
    """What is renamed is found, and said, by its new name."""
    units = tuple(
        replace(one, name="Moon lab", number="") if one.number == "214" else one for one in watch.store.site.units
    )
    watch.store.adopt(replace(watch.store.site, units=units))
    await until(lambda: watch.places.site.units is units)
    await find(watch, "moon lab middle")
    await until(lambda: ", second floor, Moon lab, nearest door 4" in watch.whereabouts.card.radio.text())


async def measure_on_foot(watch: Watch) -> None:
    await until(lambda: not watch.map.ground.motion.is_moving)
    QTest.keyClick(watch.window, Qt.Key.Key_M, _CTRL_SHIFT)
    for at in (QPoint(300, 150), QPoint(420, 200)):
        QTest.mouseClick(watch.map.canvas, Qt.MouseButton.LeftButton, pos=at)
    desk = watch.whereabouts.desk
    assert desk is not None
    assert desk.is_open
    await until(lambda: desk.measuring.total.is_whole)
    assert desk.plate.isVisible()
    QTest.keyClick(watch.map, Qt.Key.Key_Escape)
    assert not desk.is_open
    assert not desk.plate.isVisible()


def test_the_find_box_goes_there_and_does_actions_and_a_way_on_foot_is_measured() -> None:
    async def body(watch: Watch) -> None:
        await go_by_the_find_box(watch)
        await follow_the_plan(watch)
        await measure_on_foot(watch)

    with demo_server(DemoOptions()) as server:
        on_watch(server, body)
