"""The verification card in the real window against a real demo server: every kind of alarm, worked with keys."""

import asyncio
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from smartclient.app.verifying_desk import VerifyingDesk
from smartclient.app.watch import Watch
from smartclient.demo import alarm_snapshots
from smartclient.demo.server import DemoOptions
from smartclient.domain.alarms import Alarm, Verdict
from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import AlarmId
from smartclient.session.verifying.before import BEFORE
from smartclient.session.verifying.own_room import Standing
from smartclient.store.workspace import Spot
from smartclient.ui.alarms.sounder import Sounder
from smartclient.ui.said_by import Speaker
from smartclient.ui.theme import Tone
from smartclient.ui.verifying.moment_tile import MomentTile
from smartclient.video.status import Phase
from tests.builders.demo_thread import demo_server
from tests.builders.raised_alarm import raise_alarm
from tests.builders.running import until
from tests.builders.window import act, on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")
_K = Qt.Key


async def card(watch: Watch, name: str) -> VerifyingDesk:
    """Waits until an alarm of that name is on the card with all that is worked out about its place."""
    await until(lambda: (alarm := watch.verifying.verifying.alarm) is not None and alarm.name == name)
    desk = watch.verifying.desk
    assert desk is not None
    await until(lambda: not desk.board.is_looking and not desk.panel.near.text().startswith("Looking"))
    cameras, tiles = desk.board.tiles.tiles, desk.board.board.tiles
    await until(lambda: [tile.camera for tile in tiles[: len(cameras)]] == list(cameras))
    return desk


def on_card(watch: Watch) -> Alarm:
    alarm = watch.verifying.verifying.alarm
    assert alarm is not None
    return alarm


def said(desk: VerifyingDesk) -> str:
    """All words of the card's panel."""
    return "\n".join(label.text() for label in desk.panel.findChildren(QLabel) if not label.isHidden())


def press(watch: Watch, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or watch.window, key)


async def judged(watch: Watch, alarm: AlarmId, verdict: Verdict) -> None:
    await until(lambda: (told := watch.store.alarms[alarm].judgement) is not None and told.verdict is verdict)


def has_color(widget: QWidget, tone: Tone, watch: Watch) -> bool:
    image, wanted = widget.grab().toImage(), QColor(watch.given.theme.colors[tone]).rgb()
    return any(image.pixel(x, y) == wanted for y in range(image.height()) for x in range(image.width()))


def test_the_map_is_there_before_the_panel_is_laid_out_over_the_lists() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            watch.verifying.verifying.opens_by_itself = False
            device = the(watch, DeviceKind.PANIC_BUTTON, "HS Main")
            await act(server, "panic.on", device)
            await until(lambda: any(alarm.device == device.id for alarm in watch.store.open_alarms()))
            await until(lambda: watch.map.canvas.is_crisp)
            alarm = next(alarm for alarm in watch.store.open_alarms() if alarm.device == device.id)
            watch.verifying.verifying.open(alarm.id)
            desk = watch.verifying.desk
            assert desk is not None
            assert device.placement is not None
            assert not watch.map.ground.motion.is_moving
            at = watch.places.frame.point_to_local(*device.placement.position)
            assert (watch.map.viewport.center_x, watch.map.viewport.center_y) == pytest.approx(at, abs=1.0)
            assert not watch.map.canvas.is_crisp, "its plan is being drawn"
            assert not desk.panel.isVisible()
            await until(desk.panel.isVisible)

        on_watch(server, body)


def test_a_weapon_is_seen_and_decided_with_two_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alarm_snapshots, "witness", lambda _site, _device: None)
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            watch.map.setFocus()
            await act(server, "weapon.on", the(watch, DeviceKind.WEAPON_SENSOR, "HS Main"))
            desk = await card(watch, "Weapon detected")
            alarm = on_card(watch)
            assert alarm.device is not None
            assert QApplication.focusWidget() is watch.map, "the card does not take the keyboard"
            assert "Maple Grove High" in desk.board.radio.text()
            assert desk.board.radio.text() == watch.whereabouts.radio.where(alarm.device)
            pairs = desk.board.pairs
            live, before = desk.board.board.tiles[:pairs], desk.board.board.tiles[pairs : 2 * pairs]
            assert pairs > 1
            assert [tile.camera for tile in live] == [tile.camera for tile in before]
            assert live[0].camera == alarm.device
            assert all(tile.player is not None and tile.player.is_past for tile in before)
            assert not any(tile.player is None or tile.player.is_past for tile in live)
            assert desk.before.playback.instant >= alarm.at - BEFORE
            for words in (Speaker.MACHINE.value, "Handgun, 94% sure", "Nobody has verified it yet.", "m on foot"):
                assert words in said(desk), words
            press(watch, _K.Key_J, _K.Key_R)
            assert watch.store.pending(alarm.id) is not None, "nothing is shown before the server tells it"
            await judged(watch, alarm.id, Verdict.REAL)
            await until(lambda: "Verified by" in said(desk))
            await until(lambda: "The server keeps no picture with this alarm." in said(desk))
            tile = desk.moment
            await until(lambda: tile.player is not None and tile.player.status.phase is Phase.STANDING)
            await until(lambda: tile.picture.frame is not None and has_color(tile, Tone.ALARM_HIGH, watch))
            assert_box_is_where_the_machine_saw_it(watch, tile)

        on_watch(server, body)
        (alarm,) = server.alarms.by_id.values()
        assert "real" in str(alarm.state["name"])


def assert_box_is_where_the_machine_saw_it(watch: Watch, tile: MomentTile) -> None:
    (box,) = tile.boxes
    image, red = tile.grab().toImage(), QColor(watch.given.theme.colors[Tone.ALARM_HIGH]).rgb()
    everywhere = ((x, y) for y in range(image.height()) for x in range(image.width()))
    marked = [(x / image.width(), y / image.height()) for x, y in everywhere if image.pixel(x, y) == red]
    assert min(x for x, _ in marked) == pytest.approx(box.left, abs=0.03)
    assert max(y for _, y in marked) == pytest.approx(box.bottom, abs=0.03)


def test_every_other_kind_of_alarm_has_its_card() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            panic, vape = the(watch, DeviceKind.PANIC_BUTTON, "HS Main"), the(watch, DeviceKind.VAPE_SENSOR, "HS Main")
            await act(server, "panic.on", panic)
            desk = await card(watch, "Panic button pressed")
            assert panic.placement is not None
            assert panic.placement.level_id in watch.workspace.levels.values(), "its floor is there without a click"
            x, y = watch.places.frame.point_to_local(*panic.placement.position)
            middle = (watch.map.width() / 2, watch.map.height() / 2)
            await until(lambda: watch.map.viewport.to_screen(x, y) == pytest.approx(middle, abs=watch.map.width() / 8))
            assert "Active since" in said(desk)

            watch.verifying.verifying.close()
            await act(server, "vape.on", vape)
            assert "Aerosol 78, 91% sure" in said(await card(watch, "Vape detected"))

            watch.verifying.verifying.close()
            await act(server, "door.denied", the(watch, DeviceKind.DOOR, "HS Main · Door 7"))
            await act(server, "door.forced", the(watch, DeviceKind.DOOR, "HS Main · Door 7"))
            desk = await card(watch, "Door forced open")
            assert "access denied" in said(desk)
            assert "door 7" in desk.board.radio.text()

            watch.verifying.verifying.close()
            await raise_alarm(server, "Call from the door", the(watch, DeviceKind.INTERCOM, "HS Main · Door 1").id)
            desk = await card(watch, "Call from the door")
            assert "door 1" in desk.board.radio.text()

        on_watch(server, body)


def test_what_is_on_no_map_and_what_no_camera_sees_is_said_to_be_so() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            unplaced = next(device for device in watch.store.devices.values() if device.placement is None)
            await raise_alarm(server, "Motion where nobody knows", unplaced.id)
            desk = await card(watch, "Motion where nobody knows")
            assert desk.board.radio.text() == f"On no map: {unplaced.name}"
            assert desk.board.tiles.tiles[0] == unplaced.id, "its own camera shows it all the same"

            watch.verifying.verifying.close()
            rules = server.configuration.items["userDefinedEvents"]
            await raise_alarm(server, "Something", f"userDefinedEvents/{next(iter(rules))}")
            desk = await card(watch, "Something")
            assert desk.board.radio.text().startswith("On no map")
            assert "nobody can say which cameras see it" in desk.board.unseen.text()
            assert not any(desk.board.tiles.tiles)

        on_watch(server, body)


def test_a_drill_is_marked_everywhere_and_a_changed_verdict_changes_everything() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            door = the(watch, DeviceKind.DOOR, "HS Main · Door 7")
            await act(server, "door.forced", door)
            desk = await card(watch, "Door forced open")
            alarm = on_card(watch)
            shown = desk.board.tiles.tiles[0]
            assert shown is not None
            assert not has_color(watch.map, Tone.DRILL, watch)
            press(watch, _K.Key_J, _K.Key_D)
            await judged(watch, alarm.id, Verdict.DRILL)
            await until(lambda: desk.map_frame.isVisible())
            for framed in (desk.panel, desk.board, watch.map):
                assert has_color(framed, Tone.DRILL, watch)
            watch.workspace.open_cameras([shown])
            press(watch, _K.Key_Escape)
            await until(lambda: has_color(watch.wall.board, Tone.DRILL, watch))
            press(watch, _K.Key_J, _K.Key_F)
            assert desk.panel.verdicts.question.is_open, "a verdict is changed only when that is confirmed"
            press(watch, _K.Key_Escape)
            assert watch.store.pending(alarm.id) is None
            press(watch, _K.Key_F, _K.Key_Return)
            await judged(watch, alarm.id, Verdict.FALSE)
            await until(lambda: not desk.map_frame.isVisible() and not desk.panel.drill.isVisible())
            press(watch, _K.Key_Escape)
            await until(lambda: not has_color(watch.wall.board, Tone.DRILL, watch))

        on_watch(server, body)


def test_a_worse_alarm_is_announced_and_esc_gives_the_wall_back_as_it_was() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            cameras = [d.id for d in watch.store.devices.values() if d.kind is DeviceKind.CAMERA][:2]
            watch.workspace.open_cameras(cameras)
            await until(lambda: all(tile.player is not None for tile in watch.wall.board.tiles[:2]))
            players = [tile.player for tile in watch.wall.board.tiles[:2]]
            await act(server, "vape.on", the(watch, DeviceKind.VAPE_SENSOR, "HS Main"))
            desk = await card(watch, "Vape detected")
            assert desk.board.isVisible()
            assert not watch.wall.isVisible()
            await act(server, "panic.on", the(watch, DeviceKind.PANIC_BUTTON, "HS Main"))
            await until(lambda: desk.panel.waiting.isVisible())
            assert on_card(watch).name == "Vape detected"
            assert desk.panel.waiting.words.text() == "Worse: Panic button pressed"
            press(watch, _K.Key_J, _K.Key_N)
            assert on_card(watch).name == "Panic button pressed"
            assert desk.keyboard.is_here, "who worked on the card goes on working on it"
            press(watch, _K.Key_Escape)
            assert watch.wall.isVisible()
            assert not desk.board.isVisible()
            assert list(watch.workspace.tiles[:2]) == cameras
            assert [tile.player for tile in watch.wall.board.tiles[:2]] == players
            assert not any(desk.board.tiles.tiles), "the card's pictures are let go of"
            assert QApplication.focusWidget() is watch.map

        on_watch(server, body)


def test_who_goes_to_an_alarm_sees_the_cameras_it_opens() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            await act(server, "panic.on", the(watch, DeviceKind.PANIC_BUTTON, "HS Main"))
            await card(watch, "Panic button pressed")
            assert not watch.wall.isVisible()
            watch.actions.run("next-alarm")
            watch.actions.run("fly-to-alarm")
            await until(watch.wall.isVisible)
            assert watch.verifying.verifying.alarm is None
            await until(lambda: any(watch.workspace.tiles))

        on_watch(server, body)


def test_nothing_comes_over_a_field_in_which_somebody_types() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            watch.window.show_search()
            field = next(each for each in watch.footage.search.findChildren(QLineEdit) if each.isVisible())
            field.setFocus()
            await act(server, "vape.on", the(watch, DeviceKind.VAPE_SENSOR, "HS Main"))
            desk = await card(watch, "Vape detected")
            assert QApplication.focusWidget() is field
            assert field.isVisible()
            assert desk.board.isVisible(), "what hides no field comes at once"
            press(watch, _K.Key_R, _K.Key_D)
            assert watch.store.pending(on_card(watch).id) is None, "typed letters decide nothing"
            watch.map.setFocus()
            await until(desk.panel.isVisible)
            assert QApplication.focusWidget() is watch.map

        on_watch(server, body)


def test_a_panic_button_in_the_room_of_this_console_is_silent() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            rung: list[Path] = []
            listener = Sounder(
                watch.store, watch.workspace, Path(), rung.append, is_silent=watch.verifying.own_room.is_silent
            )
            panic = the(watch, DeviceKind.PANIC_BUTTON, "HS Main")
            assert panic.placement is not None
            room = watch.places.of_device(panic).unit
            assert room is not None
            watch.workspace.select_spot(Spot(panic.placement.position, panic.placement.level_id, room.id))
            watch.actions.run("console-room")
            assert watch.verifying.own_room.standing == Standing(unit=room.id)
            before = watch.notices.standing
            await act(server, "panic.on", panic)
            await until(lambda: bool(watch.store.open_alarms()))
            await until(lambda: watch.alarms.model.rowCount() == 1)
            assert watch.verifying.verifying.alarm is None
            assert rung == []
            listener.deleteLater()
            assert watch.notices.standing == before
            assert not watch.verifying.own_room.may_sound(panic.id)

        on_watch(server, body)


def test_the_card_stays_when_the_server_goes_and_says_so() -> None:
    with ExitStack() as serving:
        server = serving.enter_context(demo_server(DemoOptions()))

        async def body(watch: Watch) -> None:
            await act(server, "vape.on", the(watch, DeviceKind.VAPE_SENSOR, "HS Main"))
            desk = await card(watch, "Vape detected")
            await asyncio.to_thread(serving.close)
            await until(lambda: "the server is away" in said(desk))
            assert not any(button.isEnabled() for button in desk.panel.verdicts.buttons.values())
            assert "no connection" in desk.panel.verdicts.reason.text()

        on_watch(server, body)
