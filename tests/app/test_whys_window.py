"""“Why can't I …?”: whatever cannot be done says why in a sentence, as a row, as a greyed button, as a tile, and on the sheet."""

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.devices import DeviceKind
from smartclient.session.access import RIGHT
from smartclient.video.status import Phase
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import on_watch, the

PRINCIPAL = "principal-hs"


def is_sentence(words: str) -> bool:
    return len(words.split()) > 1 and words.rstrip().endswith((".", "?"))


def sheet_words(watch: Watch) -> str:
    assert watch.guarding.whys.sheet is not None
    return "\n".join(label.text() for label in watch.guarding.whys.sheet.findChildren(QLabel))


async def walk(watch: Watch) -> None:
    """With nothing, a camera, a door, an intercom chosen: each row and each greyed button says why."""
    for kind in (None, DeviceKind.CAMERA, DeviceKind.DOOR, DeviceKind.INTERCOM):
        if kind is not None:
            watch.verbs.show_device(the(watch, kind, "HS ").id)
        for row in watch.actions:
            reason = row.why_not()
            assert reason is None or is_sentence(reason), (row.name, reason)
        for button in watch.window.findChildren(QAbstractButton):
            if button.isVisible() and not button.isEnabled():
                assert button.toolTip(), button.accessibleName()


async def ask(watch: Watch) -> None:
    """By key alone: it opens, it says the row's own reason, Esc closes it."""
    watch.window.activateWindow()
    QTest.keyClick(watch.window, Qt.Key.Key_Question, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: watch.guarding.whys.sheet is not None and watch.guarding.whys.sheet.isVisible())
    words = sheet_words(watch)
    for row in watch.actions:
        if row.name in ("unlock", "edit", "lockdown") and (reason := row.why_not()):
            assert reason in words
    assert watch.guarding.whys.sheet is not None
    QTest.keyClick(watch.guarding.whys.sheet, Qt.Key.Key_Escape)
    assert not watch.guarding.whys.sheet.isVisible()


@pytest.mark.usefixtures("qapp")
def test_a_responder_is_told_which_right_is_missing_and_who_gives_it() -> None:
    async def body(watch: Watch) -> None:
        await walk(watch)
        await ask(watch)
        words = sheet_words(watch)
        for what in (
            "Lock and unlock doors",
            "Export footage",
            "Listen to microphones",
            "Read the names of card holders",
        ):
            assert what in words
        assert f"Your role may not close alarms. {RIGHT}" in words

    with demo_server(DemoOptions()) as server:
        on_watch(server, body, "responder")


@pytest.mark.usefixtures("qapp")
def test_a_principal_is_told_why_and_no_tile_stays_blank() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            await walk(watch)
            await ask(watch)
            assert f"Your role may not assign alarms. {RIGHT}" in sheet_words(watch)
            camera = the(watch, DeviceKind.CAMERA, "HS ")
            watch.verbs.open_video(camera.id)
            player = watch.wall.in_use.verbs.tile.player
            assert player is not None
            await until(lambda: player.status.phase is Phase.LIVE)
            may = server.accounts[PRINCIPAL].role.actions - {"VIEW_LIVE", "PLAYBACK"}
            role = {"user": PRINCIPAL, "campus": "high-school", "actions": sorted(may)}
            async with httpx.AsyncClient(headers={"Authorization": f"Bearer {server.control}"}) as http:
                assert (await http.post(f"{server.url}/x-demo/roles", json=role)).status_code == 200
            await until(lambda: player.status.phase is Phase.BARRED)
            assert player.status.reason == f"You may watch {camera.name} neither live nor recorded. {RIGHT}"

        on_watch(server, body, PRINCIPAL)
