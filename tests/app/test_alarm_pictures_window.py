"""The picture that the server keeps with an alarm, on the card of a real window: seen, added, refused, veiled."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from smartclient.app.verifying_desk import VerifyingDesk
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.alarms import Alarm
from smartclient.domain.devices import DeviceKind
from smartclient.session.verifying.who_what import who_what
from smartclient.ui.theme import Tone
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import act, on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")
_K = Qt.Key


async def weapon_card(watch: Watch, server: DemoServer) -> tuple[VerifyingDesk, Alarm]:
    await act(server, "weapon.on", the(watch, DeviceKind.WEAPON_SENSOR, "HS Main"))
    await until(lambda: watch.verifying.desk is not None and watch.verifying.verifying.alarm is not None)
    desk, alarm = watch.verifying.desk, watch.verifying.verifying.alarm
    assert desk is not None
    assert alarm is not None
    return desk, alarm


def press(watch: Watch, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or watch.window, key)


def marked(widget: QWidget, watch: Watch) -> list[tuple[float, float]]:
    """Where it has the colour of alarms, in fractions."""
    image, red = widget.grab().toImage(), QColor(watch.given.theme.colors[Tone.ALARM_HIGH]).rgb()
    everywhere = ((x, y) for y in range(image.height()) for x in range(image.width()))
    return [(x / image.width(), y / image.height()) for x, y in everywhere if image.pixel(x, y) == red]


def test_the_machines_box_lies_on_the_alarms_picture_and_one_more_is_kept() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            desk, alarm = await weapon_card(watch, server)
            plate, pictures = desk.pictures.plate, watch.alarm_life.pictures
            await until(lambda: plate.has_picture)
            assert desk.moment.isHidden(), "the same picture is not shown twice"
            await until(lambda: bool(who_what(alarm, watch.store).boxes))
            (box,) = who_what(alarm, watch.store).boxes
            await until(lambda: bool(marked(plate, watch)))
            red = marked(plate, watch)
            assert min(x for x, _ in red) == pytest.approx(box.left, abs=0.03)
            assert max(y for _, y in red) == pytest.approx(box.bottom, abs=0.03)
            assert watch.store.devices[alarm.device or ""].name in plate.accessibleName()  # type: ignore[index]

            press(watch, _K.Key_J)
            await until(lambda: desk.board.tiles.tiles[0] is not None)
            press(watch, _K.Key_S)
            await until(lambda: len(pictures.of(alarm).found) == 2)
            await until(lambda: "1 of 2" in plate.accessibleName())
            press(watch, _K.Key_P)
            await until(lambda: "2 of 2" in plate.accessibleName())
            assert not marked(plate, watch), "what a machine found then is not in a picture of now"

        on_watch(server, body)
        (alarm,) = server.alarms.by_id.values()
        assert alarm.history[-1]["text"] == "Picture added"
        assert len(alarm.snapshots) == 1


def test_a_camera_that_is_closed_or_a_server_that_refuses_is_said() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            desk, alarm = await weapon_card(watch, server)
            plate = desk.pictures.plate
            await until(lambda: plate.has_picture)
            watch.guarding.console.lock.lock()
            desk.follow()
            assert not plate.has_picture
            assert "locked" in plate.words.text()
            watch.guarding.console.lock.unlock()
            role = server.accounts["dispatcher"].role
            server.accounts.change("dispatcher", campus=None, actions=role.actions - {"PLAYBACK"})
            watch.alarm_life.pictures.reading.forget()
            desk.follow()
            await until(lambda: "You may not show the pictures of the alarm" in plate.words.text())
            assert not plate.has_picture
            assert alarm.id in watch.store.alarms

        on_watch(server, body)


def test_seeing_it_is_in_the_audit() -> None:
    seen: list[Any] = []
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            watch.alarm_life.pictures.seen.connect(seen.append)
            desk, alarm = await weapon_card(watch, server)
            await until(lambda: desk.pictures.plate.has_picture)
            assert seen == [(alarm.device, alarm.at)]
            views = watch.guarding.audit.views
            assert any("picture of an alarm" in repr(view) for view in views._views.values())

        on_watch(server, body)
