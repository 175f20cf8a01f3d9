"""The locked console of a real watch: nothing of a picture or name reaches the screen, nothing a person does reaches the watch."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from smartclient.app.console import LOCK_KEY
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.commands import UnlockDoor
from smartclient.domain.devices import DeviceKind
from smartclient.runtime.secret import Secret
from smartclient.session.locking import WORDS
from smartclient.ui.console.unlock_panel import UnlockPanel
from smartclient.ui.theme import Tone
from smartclient.video.status import PRESENT, Phase
from tests.app.test_auditing_window import entries
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")


def panel_of(watch: Watch) -> UnlockPanel:
    desk = watch.guarding.console.desk
    assert desk is not None
    assert desk.panel is not None
    return desk.panel


def is_all(image: QImage, place: QWidget, window: QWidget, color: QColor, beside: QWidget) -> bool:
    """Whether every tenth pixel of a place in the window has that colour, but where the panel stands."""
    corner, panel = place.mapTo(window, QPoint(0, 0)), beside.geometry()
    spots = [corner + QPoint(x, y) for x in range(2, place.width() - 2, 10) for y in range(2, place.height() - 2, 10)]
    return all(panel.contains(spot) or image.pixelColor(spot) == color for spot in spots)


def kinds(watch: Watch) -> list[str]:
    return [f"{entry.kind}: {entry.act}" for entry in entries(watch.guarding.audit.auditing.path)]


def type_key(window: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Where the keyboard is, shortcuts first, as Qt does."""
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


async def locked(watch: Watch) -> UnlockPanel:
    await until(lambda: watch.guarding.audit.user())
    watch.actions.run("lock")
    assert watch.guarding.console.lock.is_locked
    return panel_of(watch)


def test_a_locked_console_shows_map_and_alarms_and_nothing_else() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            camera = the(watch, DeviceKind.CAMERA, "")
            watch.verbs.open_video(camera.id)
            tile = watch.wall.board.tiles[0]
            await until(lambda: tile.player is not None and tile.player.status.phase in PRESENT)
            watch.wall.screens.open()
            other = next(iter(watch.wall.screens.contents)).window()
            await until(lambda: other.isVisible())
            panel = await locked(watch)
            ground = watch.given.theme.color(Tone.GROUND)
            await until(lambda: tile.player is not None and tile.player.status.phase is Phase.BARRED)
            image = watch.window.grab().toImage()
            assert is_all(image, watch.wall, watch.window, ground, panel)
            assert is_all(image, watch.window.tabs, watch.window, ground, panel)
            assert not is_all(image, watch.map, watch.window, ground, panel)
            assert is_all(other.grab().toImage(), other, other, ground, panel)
            late = QLabel("a window that comes up later")
            late.resize(300, 200)
            late.show()
            await until(lambda: is_all(late.grab().toImage(), late, late, ground, panel))
            late.close()
            late.deleteLater()
            panel.tried.emit("dispatcher", Secret(server.password))
            await until(lambda: not watch.guarding.console.lock.is_locked)
            await until(lambda: tile.player is not None and tile.player.status.phase in PRESENT)

        on_watch(server, body)


def test_nothing_that_a_person_does_gets_past_the_lock() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            window = watch.window
            door = next(d for d in watch.store.devices.values() if d.id in watch.store.commandable)
            panel = await locked(watch)
            before = watch.map.canvas.viewport
            type_key(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
            type_key(window, Qt.Key.Key_PageUp)
            type_key(window, Qt.Key.Key_Escape)
            QTest.mouseDClick(watch.map.canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
            QTest.keyClick(watch.map, Qt.Key.Key_Plus)
            for _ in range(12):
                type_key(window, Qt.Key.Key_Tab)
                focused = QApplication.focusWidget()
                assert focused is None or panel.isAncestorOf(focused)
            assert not watch.find.isAncestorOf(QApplication.focusWidget() or panel)
            assert watch.map.canvas.viewport == before
            assert panel.words.text().startswith(WORDS)
            watch.actions.run("find")
            watch.dispatcher.send(UnlockDoor(door.id))
            assert any(WORDS in notice.text for notice in watch.notices.standing)
            assert watch.store.pending(door.id) is None
            assert watch.guarding.console.lock.is_locked

        on_watch(server, body)


def test_the_password_is_asked_of_the_server_and_every_try_is_in_the_audit() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            panel = await locked(watch)
            QTest.keyClicks(panel.password, "wrong")
            QTest.keyClick(panel.password, Qt.Key.Key_Return)
            assert panel.password.text() == ""
            await until(lambda: "wrong" in panel.words.text())
            assert watch.guarding.console.lock.is_locked
            QTest.keyClicks(panel.password, server.password)
            QTest.keyClick(panel.password, Qt.Key.Key_Return)
            await until(lambda: not watch.guarding.console.lock.is_locked)
            await until(lambda: kinds(watch).count("console: unlock") == 1)
            said = kinds(watch)
            assert said.index("console: lock") < said.index("refusal: unlock: refused") < said.index("console: unlock")
            type_key(
                watch.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            )
            assert LOCK_KEY == "Ctrl+Shift+Q"
            assert watch.guarding.console.lock.is_locked

        on_watch(server, body)


def test_another_user_ends_this_watch_for_a_process_of_his_own() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            watch.actions.run("another-user")
            panel = panel_of(watch)
            assert panel.user.isVisible()
            QTest.keyClicks(panel.user, "principal-hs")
            QTest.keyClicks(panel.password, server.password)
            QTest.keyClick(panel.password, Qt.Key.Key_Return)
            await until(watch.ended.is_set)
            successor = watch.guarding.console.successor
            assert successor is not None
            assert [each.user for each in successor.entered] == ["principal-hs"]
            assert successor.view is None
            assert server.password not in " ".join(successor.arguments)

        on_watch(server, body)
