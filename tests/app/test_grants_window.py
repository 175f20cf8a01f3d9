"""The memorandum in three windows at once, by keys and clicks: asked, approved, watched, ended, reported."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from smartclient.app.watch import Watch
from smartclient.domain.alarms import Alarm
from smartclient.domain.devices import DeviceKind
from smartclient.domain.grants import Circumstance, Ending, Grant, GrantState
from smartclient.ui.grants import bell
from smartclient.ui.grants.lines import Verb
from smartclient.ui.grants.sign import News
from smartclient.ui.video.face import Shown
from smartclient.ui.video.tile import Tile
from smartclient.video.status import Phase
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.three_windows import UNDER_POLICY, Windows, on_three
from tests.builders.window import act, the

pytestmark = pytest.mark.usefixtures("qapp")
DOOR = "HS Main · Door 7"


@pytest.fixture(autouse=True)
def rung(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    played: list[Path] = []
    monkeypatch.setattr(bell.GrantBell.__init__, "__defaults__", (played.append, None))
    return played


def news(watch: Watch) -> set[News]:
    return {key[1] for key in watch.guarding.granting.banner.lines}


def button(watch: Watch, verb: Verb) -> QWidget:
    lines = watch.guarding.granting.banner.lines.values()
    return next(line.buttons[verb] for line in lines if verb in line.buttons)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


async def press(watch: Watch, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    watch.window.activateWindow()
    await until(lambda: QApplication.activeWindow() is watch.window)
    watch.map.setFocus()
    QTest.keyClick(watch.window, key, modifiers)


def grant(watch: Watch) -> Grant | None:
    return next(iter(watch.store.grants.values()), None)


def state(watch: Watch) -> GrantState | None:
    found = grant(watch)
    return found.state if found is not None else None


def tiles(watch: Watch) -> list[Tile]:
    return [tile for tile in watch.wall.board.tiles if tile.player is not None]


def is_seen(watch: Watch) -> bool:
    return any(tile.face().shown is Shown.PICTURE for tile in tiles(watch))


def is_dark(watch: Watch) -> bool:
    return all(tile.face().shown is Shown.NOTHING and tile.picture.frame is None for tile in tiles(watch))


def alarm_at(watch: Watch) -> Alarm | None:
    door = the(watch, DeviceKind.DOOR, DOOR)
    return next((alarm for alarm in watch.store.open_alarms() if alarm.device == door.id), None)


def test_alarm_request_approval_video_banner_end(rung: list[Path]) -> None:
    with demo_server(UNDER_POLICY) as server:

        async def body(windows: Windows) -> None:
            officer, school, desk = windows.responder, windows.principal, windows.dispatcher
            for watch in (officer, school, desk):
                watch.actions.run("verify-by-itself")
            await act(server, "door.break", the(desk, DeviceKind.DOOR, DOOR))
            for watch in (officer, school, desk):
                await until(partial(alarm_at, watch))
            await is_closed_to(officer)
            await ask(officer)
            await until(lambda: rung)
            assert rung[0].name == bell.ASKED
            await approve(school, officer)
            await is_watched(school, officer)
            await end(school, officer)
            await refuse(school, officer)
            await break_glass(school, officer, rung)

        on_three(server, body)


async def is_closed_to(officer: Watch) -> None:
    """Pins and alarm are there, and tiles say how to ask."""
    alarm = alarm_at(officer)
    assert alarm is not None
    officer.verbs.fly_to_alarm(alarm.id)
    await until(lambda: tiles(officer))
    await until(lambda: all(tile.player and tile.player.status.phase is Phase.BARRED for tile in tiles(officer)))
    face = tiles(officer)[0].face()
    assert face.trouble == "Closed to you: the memorandum opens cameras on request. Press Ctrl+G to ask."
    assert face.shown is Shown.NOTHING


async def ask(officer: Watch) -> None:
    """One key on the chosen alarm fills the form, Enter sends it."""
    await press(officer, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    form = officer.guarding.granting.opened.panel.form
    assert form.isVisible()
    assert form.circumstance.currentText() == "School alarm"
    assert form.campus.currentText() == "Maple Grove High School"
    assert DOOR.split(" · ", maxsplit=1)[0] in form.reason.text() or "orced" in form.reason.text()
    focused = QApplication.focusWidget()
    assert focused is form.reason
    QTest.keyClick(focused, Qt.Key.Key_Return)
    await until(lambda: state(officer) is GrantState.REQUESTED)
    await until(lambda: News.ASKED in news(officer))
    found = grant(officer)
    assert found is not None
    assert found.circumstance is Circumstance.SCHOOL_ALARM
    assert found.alarm is not None


async def approve(school: Watch, officer: Watch) -> None:
    """The principal's card and banner come up by themselves; one key approves, and the officer's tiles show pictures."""
    await until(lambda: News.ASKED in news(school))
    panel = school.guarding.granting.opened.panel
    await until(panel.card.isVisible)
    assert panel.card.title.text() == "Duty officer, Maple Grove Police"
    assert button(school, Verb.APPROVE).isVisible()
    await press(school, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    await until(lambda: state(officer) is GrantState.OPEN)
    await until(lambda: is_seen(officer))
    assert News.OPEN in news(officer)


async def is_watched(school: Watch, officer: Watch) -> None:
    """The school sees who watches which cameras, and where they are."""
    await until(lambda: News.WATCHED in news(school))
    line = next(iter(school.guarding.granting.banner.lines.values()))
    assert "Duty officer, Maple Grove Police watches" in line.accessibleName()
    watched = {viewing.camera for viewing in school.store.viewings}
    assert watched <= {tile.camera for tile in tiles(officer)}
    click(button(school, Verb.MAP))
    assert school.workspace.device in watched


async def end(school: Watch, officer: Watch) -> None:
    """One key ends it: no picture stays, live or kept, and the banner goes when the server says that they are gone."""
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    await press(school, Qt.Key.Key_G, modifiers)
    await until(lambda: state(officer) is GrantState.CLOSED)
    await until(lambda: is_dark(officer))
    assert tiles(officer)[0].face().trouble.startswith("The school ended the view at ")
    found = grant(officer)
    assert found is not None
    assert found.ending is Ending.SCHOOL
    await until(lambda: not school.store.viewings)
    await until(lambda: News.WATCHED not in news(school))
    assert news(officer) == {News.OVER}
    click(button(officer, Verb.DISMISS))
    assert not officer.guarding.granting.banner.isVisible()


def newest(watch: Watch) -> Grant:
    return max(watch.store.grants.values(), key=lambda each: each.requested_at)


async def refuse(school: Watch, officer: Watch) -> None:
    """The principal refuses with a reason, which the officer reads in banner and tiles."""
    officer.actions.run("grant-ask")
    officer.guarding.granting.opened.panel.form.ask.click()
    await until(lambda: News.ASKED in news(school))
    click(button(school, Verb.REFUSE))
    card = school.guarding.granting.opened.panel.card
    assert card.reason.isVisible()
    card.reason.setText("No unit is on the way")
    QTest.keyClick(card.reason, Qt.Key.Key_Return)
    await until(lambda: newest(officer).state is GrantState.REFUSED)
    await until(lambda: "No unit is on the way" in tiles(officer)[0].face().trouble)
    assert is_dark(officer)


async def break_glass(school: Watch, officer: Watch, rung: list[Path]) -> None:
    """A reason, then whether it is meant; it rings at the school, muted or not, until a person has seen it."""
    school.workspace.mute(True)
    officer.actions.run("break-glass")
    form = officer.guarding.granting.opened.panel.form
    assert not form.question.is_open
    assert "Write why first" in form.note.text()
    form.reason.setText("Shots heard near the gym")
    form.glass.click()
    assert form.question.is_open
    form.question.yes.click()
    await until(lambda: newest(officer).is_break_glass and is_seen(officer))
    await until(lambda: News.BROKEN in news(school) and rung[-1].name == bell.BROKEN)
    click(button(school, Verb.SEEN))
    assert News.BROKEN not in news(school)
    count = len(rung)
    school.guarding.granting.bell.follow((), is_broken=False)
    assert len(rung) == count
    officer.actions.run("grant-cleared")
    await until(lambda: newest(school).ending is Ending.UNITS_CLEARED)
    await until(lambda: is_dark(officer))
