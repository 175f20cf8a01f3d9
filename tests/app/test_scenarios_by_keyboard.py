"""Each scenario of the demo, from its alarm to the closed file, with the keyboard alone, reading only what the screen says."""

from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QWidget

from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.alarms import Alarm, AlarmState, Verdict
from smartclient.domain.devices import Lock
from smartclient.domain.incident_entries import AlarmEntered, CommandEntered, Noted, SnapshotTaken
from smartclient.domain.incidents import Incident
from tests.builders.by_hand import by_hand
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import on_watch

pytestmark = pytest.mark.usefixtures("qapp")
NOTE = "Unit 12 on its way"


async def key(watch: Watch, keys: str) -> None:
    """Presses a key combination where the keyboard is."""
    await by_hand(lambda: QTest.keySequence(_keyboard(watch), QKeySequence(keys)))


async def words(watch: Watch, text: str) -> None:
    """Types where the keyboard is."""
    await by_hand(lambda: QTest.keyClicks(_keyboard(watch), text))


def _keyboard(watch: Watch) -> QWidget:
    return QApplication.focusWidget() or watch.window


async def run_by_name(watch: Watch, name: str) -> None:
    """Finds an action in the find box and runs it."""
    await key(watch, "Ctrl+K")
    await words(watch, name)
    await until(lambda: _first_found(watch).startswith(name))
    await key(watch, "Return")


def _first_found(watch: Watch) -> str:
    found = next((each for each in watch.window.findChildren(QListWidget) if each.accessibleName() == "Found"), None)
    item = found.item(0) if found is not None and found.isVisible() else None
    return item.text() if item is not None else ""


def incident(watch: Watch) -> Incident:
    found = watch.answering.incidents.incidents.current
    assert found is not None
    return found


async def worked(watch: Watch, verdict: str, wanted: Verdict) -> Alarm:
    """From the alarm to the file: verified, taken, an incident with a note."""
    window = watch.window
    window.activateWindow()
    await until(watch.store.open_alarms)
    first = watch.store.open_alarms()[0]
    await until(lambda: watch.verifying.verifying.alarm is not None)
    await key(watch, "J")
    await key(watch, verdict)
    await until(lambda: (judged := watch.store.alarms[first.id].judgement) is not None and judged.verdict is wanted)
    await key(watch, "Esc")
    return watch.store.alarms[first.id]


async def filed(watch: Watch, alarm: Alarm) -> None:
    """Opens a file from the alarm, writes into it, and closes alarm and file."""
    await key(watch, "Shift+O")
    await until(lambda: watch.answering.incidents.incidents.current is not None)
    await key(watch, "Ctrl+J")
    await words(watch, NOTE)
    await key(watch, "Return")
    await until(lambda: any(isinstance(e.body, Noted) and e.body.text == NOTE for e in incident(watch).entries))
    assert any(isinstance(e.body, AlarmEntered) and e.body.alarm == alarm.id for e in incident(watch).entries)


async def closed(watch: Watch, alarm: Alarm) -> None:
    """Closes alarm and file."""
    if watch.store.alarms[alarm.id].is_open:
        await key(watch, "Esc")
        await key(watch, "Alt+X")
        await key(watch, "Tab")
        await words(watch, "Seen to")
        await key(watch, "Return")
        await until(lambda: watch.store.alarms[alarm.id].state is AlarmState.CLOSED)
    await run_by_name(watch, "Close the incident")
    await until(lambda: _keyboard(watch).accessibleName() == "Reason for closing")
    await key(watch, "Return")
    await until(lambda: not incident(watch).is_open)


@pytest.mark.parametrize(
    ("scenario", "verdict", "wanted"),
    [
        ("forced-door", "R", Verdict.REAL),
        ("weapon", "D", Verdict.DRILL),
        ("vape", "R", Verdict.REAL),
        ("panic", "F", Verdict.FALSE),
    ],
)
def test_a_scenario_is_worked_to_its_end(scenario: str, verdict: str, wanted: Verdict) -> None:
    async def body(watch: Watch) -> None:
        alarm = await worked(watch, verdict, wanted)
        if alarm.is_open:
            await key(watch, "A")
            await key(watch, "K")
            await until(lambda: watch.store.alarms[alarm.id].owner)
        await filed(watch, alarm)
        assert incident(watch).is_drill is (wanted is Verdict.DRILL)
        if scenario == "weapon":
            await until(lambda: any(_is_picture_of(entry.body, alarm) for entry in incident(watch).timeline))
        await closed(watch, alarm)

    with demo_server(DemoOptions(scenario=scenario, speed=8.0)) as server:
        on_watch(server, body)


def _is_picture_of(body: object, alarm: Alarm) -> bool:
    return isinstance(body, SnapshotTaken) and body.alarm == alarm.id and Path(body.file).is_file()


def test_a_visitor_is_let_in_and_the_file_says_so() -> None:
    async def body(watch: Watch) -> None:
        calls = watch.intercom.calls
        await until(lambda: calls.current is not None)
        call = calls.current
        assert call is not None
        door = watch.intercom.door(call.intercom)
        assert door is not None
        await key(watch, "X")
        await key(watch, "A")
        await until(lambda: calls.current is not None and calls.current.answered_at is not None)
        await key(watch, "Shift+O")
        await until(lambda: watch.answering.incidents.incidents.current is not None)
        await key(watch, "Esc")
        await key(watch, "X")
        await key(watch, "U")
        await key(watch, "Return")
        await until(lambda: (lock := watch.store.state(door.id).lock) is not None and lock.value is Lock.UNLOCKED)
        await key(watch, "D")
        await until(lambda: calls.current is None or calls.current.intercom != call.intercom)
        held = [entry.body for entry in incident(watch).entries]
        assert any(isinstance(body, CommandEntered) and "unlock" in body.act for body in held)
        await run_by_name(watch, "Close the incident")
        await until(lambda: _keyboard(watch).accessibleName() == "Reason for closing")
        await key(watch, "Return")
        await until(lambda: not incident(watch).is_open)

    with demo_server(DemoOptions(scenario="intercom", speed=2.0)) as server:
        on_watch(server, body)
