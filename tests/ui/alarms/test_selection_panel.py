"""The selection panel says what is so, asks before it acts, and tells what became of what was asked."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from smartclient.domain.alarms import AlarmState
from smartclient.domain.commands import LockDoor, MoveAlarm, UnlockDoor
from smartclient.domain.events import EventKind
from smartclient.store.pending import Pending, PendingState
from smartclient.ui.alarms.selection_panel import SelectionPanel
from tests.builders.watch import CAMERA, DOOR, SENSOR, Watch, alarm_of


def shown(qtbot: QtBot, watch: Watch) -> SelectionPanel:
    panel = SelectionPanel(
        watch.store, watch.workspace, watch.theme, watch.clock, watch.where, watch.send, watch.permitted
    )
    qtbot.addWidget(panel)
    panel.resize(320, 480)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def said(panel: SelectionPanel) -> dict[str, str]:
    return {caption.text(): value.text() for caption, value in panel.device.lines if value.isVisible()}


def test_nothing_selected_says_what_to_do(qtbot: QtBot, watch: Watch) -> None:
    panel = shown(qtbot, watch)
    assert panel.empty.isVisible()
    assert not panel.device.isVisible()


def test_states_have_a_since_and_grow_older(qtbot: QtBot, watch: Watch) -> None:
    panel = shown(qtbot, watch)
    watch.workspace.select(DOOR)
    assert said(panel)["Door"] == "Unknown: the server has not said"
    event = watch.happen(1, EventKind.DOOR_FORCED, age_s=14)
    since = f"{event.at.astimezone():%H:%M:%S}"
    assert said(panel)["Door"] == f"Forced open since {since} · 14 s"
    watch.clock.advance(1)
    panel.refresh()
    assert said(panel)["Door"].endswith("15 s")
    assert panel.device.place.text() == "Door · HS Main · 1F · H4"


def test_under_another_panel_it_rests_and_is_right_again_when_that_goes(qtbot: QtBot, watch: Watch) -> None:
    panel = shown(qtbot, watch)
    watch.workspace.select(DOOR)
    panel.hide()
    before = panel.device.lines[0][1].text()
    watch.happen(1, EventKind.DOOR_FORCED, age_s=14)
    assert panel.device.lines[0][1].text() == before
    panel.show()
    assert said(panel)["Door"].startswith("Forced open")


def test_unlocking_asks_first(qtbot: QtBot, watch: Watch) -> None:
    panel = shown(qtbot, watch)
    watch.workspace.select(DOOR)
    panel.device.unlock.click()
    assert watch.sent == []
    assert panel.device.question.words.text() == "Unlock Door 7?"
    assert not panel.device.unlock.isVisible()
    panel.device.question.yes.click()
    assert watch.sent == [UnlockDoor(DOOR)]
    assert panel.device.unlock.isVisible()


def test_escape_and_another_selection_take_the_question_away(qtbot: QtBot, watch: Watch) -> None:
    panel = shown(qtbot, watch)
    watch.workspace.select(DOOR)
    panel.ask_lock()
    qtbot.keyClick(panel.device.question.yes, Qt.Key.Key_Escape)
    assert not panel.device.question.is_open
    panel.ask_lock()
    watch.workspace.select(SENSOR)
    assert not panel.device.question.is_open
    assert watch.sent == []


def test_enter_locks_and_cancel_does_not(qtbot: QtBot, watch: Watch) -> None:
    panel = shown(qtbot, watch)
    watch.workspace.select(DOOR)
    panel.ask_lock()
    panel.device.question.no.setFocus()
    qtbot.keyClick(panel.device.question.no, Qt.Key.Key_Return)
    assert watch.sent == []
    panel.ask_lock()
    qtbot.keyClick(panel.device.question.yes, Qt.Key.Key_Return)
    assert watch.sent == [LockDoor(DOOR)]


def test_what_is_not_permitted_is_greyed_with_its_reason(qtbot: QtBot, watch: Watch) -> None:
    watch.refusal = "The server is away."
    panel = shown(qtbot, watch)
    watch.workspace.select(DOOR)
    assert not panel.device.unlock.isEnabled()
    assert panel.device.reason.text() == "Lock and Unlock: The server is away."
    panel.ask_unlock()
    assert not panel.device.question.is_open


def test_waiting_counts_and_unknown_is_dismissed(qtbot: QtBot, watch: Watch) -> None:
    panel = shown(qtbot, watch)
    watch.workspace.select(DOOR)
    pending = Pending(UnlockDoor(DOOR), watch.clock.now())
    watch.store.mark(pending)
    watch.tell()
    watch.clock.advance(3)
    panel.refresh()
    line = panel.device.pending
    assert line.words.text() == "Unlock: waiting for the server … 3 s"
    assert not panel.device.lock.isEnabled()
    watch.store.end_mark(pending, PendingState.UNKNOWN, "")
    watch.tell()
    assert "Whether it was done is not known" in line.words.text()
    line.dismiss.click()
    watch.tell()
    assert not line.isVisible()
    assert panel.device.lock.isEnabled()


def test_the_servers_event_ends_the_waiting(qtbot: QtBot, watch: Watch) -> None:
    panel = shown(qtbot, watch)
    watch.workspace.select(DOOR)
    watch.store.mark(Pending(UnlockDoor(DOOR), watch.clock.now()))
    watch.tell()
    assert panel.device.pending.isVisible()
    watch.happen(1, EventKind.DOOR_UNLOCKED)
    assert not panel.device.pending.isVisible()
    assert said(panel)["Lock"].startswith("Unlocked since")


def test_an_alarm_is_acknowledged_from_its_card(qtbot: QtBot, watch: Watch) -> None:
    panel = shown(qtbot, watch)
    forced = alarm_of("Door 7 forced open", age_s=14)
    watch.raise_alarms(forced)
    watch.workspace.select(DOOR, forced.id)
    assert panel.alarm.name.text() == "Door 7 forced open"
    assert panel.alarm.state.text().endswith("14 s ago")
    panel.alarm.acts.take.click()
    assert watch.sent == [MoveAlarm(forced.id, AlarmState.IN_PROGRESS)]
    watch.move(forced, AlarmState.IN_PROGRESS)
    assert not panel.alarm.acts.take.isVisible()


def test_open_video_names_the_camera(qtbot: QtBot, watch: Watch) -> None:
    panel = shown(qtbot, watch)
    watch.workspace.select(CAMERA)
    with qtbot.waitSignal(panel.open_video, check_params_cb=lambda device: device == CAMERA):
        panel.device.video.click()
