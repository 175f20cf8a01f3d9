"""Doors through the window: a door's panel, a lockdown with doors that fail, hang and lie, its end, and what buildings are under."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.commands import SetResponse
from smartclient.domain.devices import Device, DeviceKind, Lock
from smartclient.domain.events import EventKind
from smartclient.domain.response import ResponseAction
from smartclient.domain.site import Building
from smartclient.runtime.secret import Secret
from smartclient.session.door_progress import Standing
from smartclient.store.pending import PendingState
from smartclient.store.places import building_titles
from smartclient.ui.doors.sign_rows import ROW, SignView
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import act, on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")


def _building(watch: Watch, name: str) -> Building:
    return next(each for each in watch.store.site.buildings if each.name == name)


def _rows(view: SignView) -> list[tuple[str, str, str]]:
    model = view.rows
    found = [model.data(model.index(n), ROW) for n in range(model.rowCount())]
    return [(row.sign, row.name, row.words) for row in found]


async def _hold_space(watch: Watch) -> None:
    """Holds Space on the button until it has done what it does."""
    assert watch.doors.desk is not None
    button = watch.doors.desk.panel.form.hold
    watch.window.activateWindow()
    button.setFocus()
    await until(lambda: QApplication.focusWidget() is button)
    held: list[bool] = []
    button.held.connect(lambda: held.append(True))
    QTest.keyPress(button, Qt.Key.Key_Space)
    await until(lambda: button.share > 0.1)
    assert not held, "a short press does nothing yet"
    await until(lambda: held)
    QTest.keyRelease(button, Qt.Key.Key_Space)


def _door(watch: Watch, words: str) -> Device:
    return the(watch, DeviceKind.DOOR, words)


def test_a_lockdown_is_held_to_confirm_told_door_by_door_retried_and_ended() -> None:
    options = DemoOptions(
        password="x",
        faults=("failing_doors=*Elm St · Door 1", "lying_doors=*Elm St · Door 2"),
    )
    with demo_server(options) as server:

        async def scene(watch: Watch) -> None:
            await act(server, "door.unlocked", _door(watch, "Elm St · Door 1"))
            await act(server, "door.unlocked", _door(watch, "Elm St · Door 3"))
            await until(lambda: _lock(watch, "Elm St · Door 3") is Lock.UNLOCKED)
            watch.workspace.select(_door(watch, "Elm St · Door 3").id)
            watch.actions.run("lockdown")
            desk = watch.doors.desk
            assert desk is not None
            panel = desk.panel
            assert "1" in panel.form.now.text()
            assert "unlocked" in panel.form.now.text()
            panel.form.why.setText("knife in the hall")
            await _hold_space(watch)
            lockdown = panel.lockdown
            assert lockdown is not None
            await until(lambda: lockdown.is_settled)
            panel.progress.refresh()
            signs = {name: (sign, words) for sign, name, words in _rows(panel.progress.view)}
            assert signs["Elm St · Door 1"][0] == "✕"
            assert "switched to its key" in signs["Elm St · Door 1"][1]
            assert signs["Elm St · Door 2"][0] == "?"
            assert signs["Elm St · Door 3"] == ("✓", signs["Elm St · Door 3"][1])
            assert [name for _sign, name, _words in _rows(panel.progress.view)][:2] == [
                "Elm St · Door 1",
                "Elm St · Door 2",
            ]
            assert f"{len(lockdown.doors) - 2} of {len(lockdown.doors)} locked" in panel.progress.counts.text()
            assert panel.progress.view.indexAt(QPoint(5, 5)).row() == 0, "what failed is in sight"
            server.faults.failing_doors.clear()
            server.faults.lying_doors.clear()
            panel.progress.view.setFocus()
            QTest.keyClick(panel.progress.view, Qt.Key.Key_R)
            await until(lambda: lockdown.counts[Standing.CONFIRMED] == len(lockdown.doors))
            watch.actions.run("lockdown-end")
            assert panel.form.title.text() == "Unlock 2 doors: Elm Street Elementary"
            panel.form.typed.setText("unlock")
            QTest.keyClick(panel.form.typed, Qt.Key.Key_Return)
            await until(
                lambda: panel.lockdown is not lockdown and panel.lockdown is not None and panel.lockdown.is_settled
            )
            assert (_lock(watch, "Elm St · Door 3"), _lock(watch, "Elm St · Door 2")) == (Lock.UNLOCKED, Lock.LOCKED)

        on_watch(server, scene)


def _lock(watch: Watch, words: str) -> Lock | None:
    fact = watch.store.state(_door(watch, words).id).lock
    return fact.value if fact is not None else None


def test_a_doors_panel_tells_its_state_its_source_and_what_happened() -> None:
    with demo_server(DemoOptions(password="x")) as server:

        async def scene(watch: Watch) -> None:
            door = _door(watch, "Elm St · Door 1")
            watch.workspace.select(door.id)
            watch.actions.run("door")
            desk = watch.doors.desk
            assert desk is not None
            panel = desk.door
            assert panel.lines[1][0].text() == "Lock"
            assert "server's table" in panel.lines[0][2].text()
            await act(server, "door.denied", door)
            await act(server, "door.forced", door)
            await until(lambda: len([e for e in desk.events.found if e.kind is EventKind.DOOR_FORCED]) == 1)
            rows = _rows(panel.view)
            assert ("!", True) in [(sign, "Attempt: door forced open" in name) for sign, name, _ in rows]
            denied = next(row for row in rows if "Attempt: access denied" in row[1])
            assert denied[0] == "✕"
            assert "Badge" in denied[2]
            await until(lambda: "Forced open" in panel.lines[0][1].text())
            assert "own event" in panel.lines[0][2].text()
            panel.kinds.setCurrentIndex(1)
            await until(lambda: not desk.events.is_searching)
            assert {event.kind for event in desk.events.found} == {EventKind.ACCESS_DENIED, EventKind.DOOR_FORCED}
            panel.person.setText("nobody of that name")
            QTest.keyClick(panel.person, Qt.Key.Key_Return)
            await until(lambda: not desk.events.is_searching)
            assert not desk.events.found
            panel.person.clear()
            panel.ask()
            await until(lambda: len(desk.events.found) == 2)
            panel.around.setText("no time")
            QTest.keyClick(panel.around, Qt.Key.Key_Return)
            assert "time" in panel.told.text()
            panel.around.setText("yesterday 14:05")
            QTest.keyClick(panel.around, Qt.Key.Key_Return)
            await until(lambda: not desk.events.is_searching)
            assert not desk.events.found
            assert not panel.span.isEnabled()
            panel.around.setText("now")
            QTest.keyClick(panel.around, Qt.Key.Key_Return)
            await until(lambda: len(desk.events.found) == 2)
            shown: list[object] = []
            watch.replay.replay.show_at = lambda at: shown.append(at)  # type: ignore[method-assign]
            panel.view.setCurrentIndex(panel.view.rows.index(0))
            QTest.keyClick(panel.view, Qt.Key.Key_Return)
            assert shown == [desk.events.found[0].at]

        on_watch(server, scene)


def test_what_one_console_sets_all_others_show() -> None:
    with demo_server(DemoOptions(password="x")) as server:

        async def scene(watch: Watch) -> None:
            building = _building(watch, "Middle School")
            other = XProtectServer(server.url, "principal-hs", Secret("x"), buildings=building_titles(watch.store.site))
            watch.workspace.focus(building.id)
            watch.actions.run("response")
            desk = watch.doors.desk
            assert desk is not None
            panel = desk.response
            assert panel.status.text().startswith("No action in force")
            assert (panel.end.isEnabled(), panel.end.text()) == (False, "Nothing to end")
            panel.drill.setChecked(True)
            panel.buttons[ResponseAction.SECURE].click()
            assert "DRILL: SECURE at Middle School" in panel.question.words.text()
            panel.question.yes.click()
            pending = watch.store.pending(building.id)
            assert pending is not None
            assert pending.state is PendingState.WAITING
            await until(lambda: watch.store.responses[building.id].action is ResponseAction.SECURE)
            await until(lambda: watch.doors.badges.isVisible())
            assert [badge.accessibleName() for badge in watch.doors.badges.badges] == ["Drill: SECURE, Middle School"]
            await until(lambda: panel.status.text().startswith("Drill: Secure since"))
            assert "by dispatcher" in panel.status.text()
            watch.window.activateWindow()
            await until(lambda: QApplication.focusWidget() is panel.lock)
            assert panel.frame.isVisible()
            assert panel.lock.isVisible(), "offered, never done by itself"
            snapshot = await other.connect()
            main = _building(watch, "Main Building").id
            assert main in snapshot.directable
            assert building.id not in snapshot.directable, "not her campus"
            await other.execute(SetResponse(main, ResponseAction.LOCKDOWN))
            await until(lambda: len(watch.doors.badges.badges) == 2)
            assert watch.doors.badges.badges[0].accessibleName() == "LOCKDOWN, Main Building", (
                "the real before the drill"
            )
            await other.close()
            assert panel.end.text() == "End secure"
            panel.end.click()
            panel.question.yes.click()
            await until(lambda: len(watch.doors.badges.badges) == 1)

        on_watch(server, scene)


def test_who_may_not_command_sees_why_and_no_names() -> None:
    with demo_server(DemoOptions(password="x")) as server:

        async def scene(watch: Watch) -> None:
            building, door = _building(watch, "Middle School"), _door(watch, "MS · Door 1")
            watch.workspace.focus(building.id)
            assert watch.doors.why_no_command() == (
                "You may not command doors through this server. The server gives that right, where it can; ask who keeps it."
            )
            watch.actions.run("lockdown")
            assert watch.doors.desk is None, "the reason is said instead"
            watch.actions.run("response")
            desk = watch.doors.desk
            assert desk is not None
            assert not any(button.isEnabled() for button in desk.response.buttons.values())
            assert "no right" in desk.response.reason.text()
            watch.actions.run("doors")
            desk.panel.tick(door.id)
            assert not desk.panel.lock.isEnabled()
            assert desk.panel.reason.isVisible()
            watch.workspace.select(door.id)
            watch.actions.run("door")
            assert not desk.door.person.isEnabled()
            await act(server, "door.denied", door)
            await until(lambda: any("Attempt" in name for _sign, name, _words in _rows(desk.door.view)))
            assert any("withheld" in words for _sign, _name, words in _rows(desk.door.view))
            assert "Badge" not in str(_rows(desk.door.view))

        on_watch(server, scene, "responder")
