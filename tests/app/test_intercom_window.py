"""The intercom in the whole window against a demo server, by keyboard alone: a call comes up, is heard, spoken with, let in, declined."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from smartclient.app import intercom as rooms
from smartclient.app.intercom_desk import IntercomDesk
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.devices import Device, DeviceKind, Lock
from smartclient.session.intercom.calls import Outcome
from smartclient.store.layouts import LAYOUTS
from smartclient.ui.intercom import ringer
from smartclient.ui.intercom.sound_signs import SoundSign
from smartclient.video.audio.ear import Phase
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.sound import NullDevices
from tests.builders.window import act, on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def devices(monkeypatch: pytest.MonkeyPatch) -> NullDevices:
    made = NullDevices()
    monkeypatch.setattr(rooms, "SystemSoundDevices", lambda: made)
    return made


@pytest.fixture(autouse=True)
def rung(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    played: list[Path] = []
    monkeypatch.setattr(ringer.Ringer.__init__, "__defaults__", (played.append, None))
    return played


def intercom(watch: Watch, words: str = "HS Main · Door 1 ·") -> Device:
    return the(watch, DeviceKind.INTERCOM, words)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifier)


async def rings(server: DemoServer, watch: Watch, device: Device) -> IntercomDesk:
    await act(server, "intercom.on", device)
    await until(lambda: watch.intercom.calls.of(device.id))
    desk = watch.intercom.desk
    assert desk is not None
    await until(desk.panel.isVisible)
    return desk


def test_a_dispatcher_takes_calls_and_hears_tiles_by_keyboard(devices: NullDevices, rung: list[Path]) -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            watch.window.activateWindow()
            watch.map.setFocus()
            await take_turns(server, watch, devices)
            assert rung
            assert rung[0].name == "intercom-call.wav"
            await answer_and_let_in(server, watch, devices)
            await hear_a_tile(watch, devices)

        on_watch(server, body)


async def answer_and_let_in(server: DemoServer, watch: Watch, devices: NullDevices) -> None:
    """The card comes up and leaves the keyboard where it is; X, A, Z, U and D do the rest."""
    desk = await rings(server, watch, intercom(watch))
    card = desk.panel.card
    assert card.title.text() == "HS Main · Door 1"
    assert "Maple Grove High" in card.place.text()
    await until(lambda: card.video.tiles and card.video.tiles[0].device)
    assert "Door 1" in str(card.video.tiles[0].device)
    desk.panel.setFocus()
    press(Qt.Key.Key_A)
    await until(lambda: watch.intercom.calls.current and watch.intercom.calls.current.answered_at)
    status = watch.intercom.listening.status
    await until(lambda: (one := status(intercom(watch).id)) and one.phase is Phase.HEARD and devices.pull)
    await speak(server, watch, devices)
    door = watch.intercom.door(intercom(watch).id)
    assert door is not None
    press(Qt.Key.Key_U)
    assert card.question.words.text() == "Unlock HS Main · Door 1?"
    press(Qt.Key.Key_Return)
    await until(lambda: (lock := watch.store.state(door.id).lock) and lock.value is Lock.UNLOCKED)
    await until(lambda: "unlocked" in card.door_state.text().lower())
    desk.panel.setFocus()
    press(Qt.Key.Key_D)
    assert watch.intercom.calls.past[-1].outcome is Outcome.ANSWERED
    await until(lambda: devices.pull is None)
    assert not server.world.inputs[intercom(watch).id.partition("/")[2]]
    press(Qt.Key.Key_Escape)
    assert not desk.panel.isVisible()


async def speak(server: DemoServer, watch: Watch, devices: NullDevices) -> None:
    """The microphone is open as long as Z is down, and the sign says so."""
    room = watch.intercom
    focused = QApplication.focusWidget()
    assert focused is not None
    assert devices.push is None
    QTest.keyPress(focused, Qt.Key.Key_Z)
    await until(lambda: devices.push is not None and room._sign.isVisible() and room.talking.is_open)
    assert devices.push is not None
    devices.push(np.full(1_600, 0.4, np.float32))
    await until(lambda: sum(server.sound.talk.heard.values()) >= 1_600)
    assert room._sign.accessibleName().startswith("MICROPHONE OPEN: HS Main · Door 1")
    assert devices.heard() == 0
    QTest.keyRelease(focused, Qt.Key.Key_Z)
    await until(lambda: devices.push is None and room.talking.device is None)
    assert room._sign.isHidden()


def _is_over(watch: Watch, device: Device) -> bool:
    return watch.intercom.calls.of(device.id) is None


async def take_turns(server: DemoServer, watch: Watch, devices: NullDevices) -> None:
    """Two ring; the keyboard stays where it is until X, which then takes the next; D declines."""
    first, second = intercom(watch, "HS Arts · Door 1"), intercom(watch, "MS · Door 1 ·")
    desk = await rings(server, watch, first)
    await rings(server, watch, second)
    assert watch.map.hasFocus()
    press(Qt.Key.Key_X)
    assert desk.panel.hasFocus()
    assert "1 more waiting" in desk.panel.card.status.text()
    assert desk.panel.waiting.rows.count() == 1
    press(Qt.Key.Key_X)
    assert watch.intercom.calls.current is not None
    assert watch.intercom.calls.current.intercom == second.id
    for call in (second, first):
        press(Qt.Key.Key_D)
        await until(partial(_is_over, watch, call))
    assert [call.outcome for call in watch.intercom.calls.past] == [Outcome.DECLINED] * 2
    assert desk.panel.past.rows.count() == 2
    assert devices.opened == []


async def hear_a_tile(watch: Watch, devices: NullDevices) -> None:
    """H listens, Alt M silences, the sign on the tile says so and can be pressed; what leaves the wall is heard no more."""
    camera = the(watch, DeviceKind.CAMERA, "HS Main · Door 1 · outside")
    deaf = the(watch, DeviceKind.CAMERA, "HS Main · 2F · Hall B")
    watch.workspace.select(None)
    watch.workspace.set_layout(LAYOUTS["1"])
    watch.workspace.open_camera(camera.id)
    await until(lambda: watch.wall.board.tiles and watch.wall.board.tiles[0].camera == camera.id)
    watch.intercom._signs.follow()
    sign = next(each for each in watch.wall.board.findChildren(SoundSign) if each.camera == camera.id)
    watch.map.setFocus()
    press(Qt.Key.Key_H)
    listening = watch.intercom.listening
    await until(lambda: (one := listening.status(camera.id)) and one.phase is Phase.HEARD)
    await until(lambda: devices.pull and listening.level(camera.id) > 0)
    assert sign.is_heard
    press(Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    await until(lambda: devices.pull is None)
    assert "muted" in sign.accessibleName()
    QTest.mouseClick(sign, Qt.MouseButton.LeftButton)
    assert list(listening.heard) == []
    QTest.mouseClick(sign, Qt.MouseButton.LeftButton)
    assert list(listening.heard) == [camera.id]
    press(Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    await hear_the_past(watch, sign)
    watch.workspace.open_camera(deaf.id)
    assert list(listening.heard) == []
    press(Qt.Key.Key_H)
    assert any("has no microphone" in notice.text for notice in watch.notices.standing)


async def hear_the_past(watch: Watch, sign: SoundSign) -> None:
    """A tile that shows the past is heard as it was then, at the speed of life only; live it is heard live again."""
    listening, clock = watch.intercom.listening, watch.past.playbacks.one
    clock.run_from(watch.given.clock.now() - timedelta(seconds=20), 1.0)
    await until(lambda: (one := listening.status(sign.camera)) and one.phase is Phase.HEARD)
    watch.intercom._signs.follow()
    assert "as it was recorded" in sign.accessibleName()
    clock.play(4.0)
    watch.intercom._signs.follow()
    assert "1× forward only" in sign.accessibleName()
    clock.go_live()
    await until(lambda: (one := listening.status(sign.camera)) and one.phase is Phase.HEARD)
    watch.intercom._signs.follow()
    assert "is heard live" in sign.accessibleName()


def test_a_responder_neither_hears_nor_speaks_nor_unlocks(devices: NullDevices) -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            desk = await rings(server, watch, intercom(watch, "Heron Lake · Door 1 ·"))
            card = desk.panel.card
            assert "You may not listen" in card.reasons.text()
            assert "You may not speak" in card.reasons.text()
            for button in (card.listen, card.talk, card.unlock):
                assert not button.isEnabled()
            press(Qt.Key.Key_X)
            press(Qt.Key.Key_Z)
            assert devices.opened == []

        on_watch(server, body, user="responder")
