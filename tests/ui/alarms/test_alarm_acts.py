"""The card of an alarm: every act sends its command, forms answer to Enter and Esc, what cannot be done says why, drills are framed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from smartclient.domain.alarm_details import AlarmDetails, Detection, HistoryEntry
from smartclient.domain.alarms import Alarm, AlarmState, AlarmTerms, Comment, Judgement, Priority, Verdict
from smartclient.domain.commands import AssignAlarm, CommentAlarm, MoveAlarm, RankAlarm
from smartclient.store.pending import Pending
from smartclient.ui.alarms.alarm_acts import AlarmActs
from smartclient.ui.alarms.alarm_record import SHOWN, AlarmRecord
from smartclient.ui.alarms.selection_panel import SelectionPanel
from tests.builders.watch import DOOR, START, Watch, alarm_of

TERMS = AlarmTerms(own_states=("Waiting for a key",), close_reasons=("Resolved", "False alarm", "Drill"))


def shown(qtbot: QtBot, watch: Watch, alarm: Alarm) -> SelectionPanel:
    watch.store.alarm_terms = TERMS
    panel = SelectionPanel(
        watch.store, watch.workspace, watch.theme, watch.clock, watch.where, watch.send, watch.permitted
    )
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    with qtbot.waitExposed(panel):
        panel.show()
    watch.raise_alarms(alarm)
    watch.workspace.select(DOOR, alarm.id)
    return panel


def visible(acts: AlarmActs) -> set[str]:
    buttons = (acts.take, acts.back, acts.assign, acts.comment, acts.rank, acts.hold, acts.state, acts.close_it)
    return {button.text() for button in buttons if button.isVisible()}


def test_what_can_be_done_depends_on_how_it_stands(qtbot: QtBot, watch: Watch) -> None:
    forced = alarm_of("Forced")
    acts = shown(qtbot, watch, forced).alarm.acts
    always = {"Assign …", "Comment …", "Priority …"}
    assert visible(acts) == always | {"Acknowledge", "Hold", "State …", "Close …"}
    watch.move(forced, AlarmState.ON_HOLD)
    assert visible(acts) == always | {"Back to new", "Go on with it", "State …", "Close …"}
    acts.hold.click()
    assert watch.sent == [MoveAlarm(forced.id, AlarmState.IN_PROGRESS)]
    watch.clock.advance(2)
    watch.move(forced, AlarmState.CLOSED)
    assert visible(acts) == always | {"Back to new"}
    acts.back.click()
    assert watch.sent[1:] == [MoveAlarm(forced.id, AlarmState.NEW)]


def test_a_comment_is_sent_with_control_enter_and_put_away_with_escape(qtbot: QtBot, watch: Watch) -> None:
    forced = alarm_of("Forced")
    panel = shown(qtbot, watch, forced)
    acts, form = panel.alarm.acts, panel.alarm.acts.comment_form
    acts.comment.setFocus()
    acts.comment.click()
    assert form.isVisible()
    assert not acts.take.isVisible()
    qtbot.keyClicks(form.text, "On the way")
    qtbot.keyClick(form.text, Qt.Key.Key_Return)
    qtbot.keyClicks(form.text, "to door 7")
    assert watch.sent == []
    qtbot.keyClick(form.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert watch.sent == [CommentAlarm(forced.id, "On the way to door 7")]
    assert acts.take.isVisible()
    assert acts.comment.hasFocus()
    acts.ask_comment()
    assert form.text.toPlainText() == ""
    qtbot.keyClick(form.text, Qt.Key.Key_Escape)
    acts.ask_comment()
    form.verb.click()
    assert not form.isVisible()
    assert len(watch.sent) == 1


def test_it_is_assigned_to_me_first_to_somebody_seen_or_to_nobody(qtbot: QtBot, watch: Watch) -> None:
    forced = alarm_of("Forced")
    acts = shown(qtbot, watch, forced).alarm.acts
    watch.raise_alarms(
        replace(alarm_of("Other"), owner="Ann"), replace(alarm_of("Third"), comment=Comment("Hi", "Bob", START))
    )
    watch.raise_alarms(replace(alarm_of("Fourth"), comment=Comment("Taken", "Dispatcher", START)))
    acts.ask_owner()
    names = acts.assign_form.findChild(QComboBox)
    assert isinstance(names, QComboBox)
    assert [names.itemText(n) for n in range(names.count())] == ["dispatcher", "Ann", "Bob"]
    qtbot.keyClick(names, Qt.Key.Key_Return)
    acts.ask_owner()
    names.setCurrentText("")
    acts.assign_form.verb.click()
    assert watch.sent == [AssignAlarm(forced.id, "dispatcher"), AssignAlarm(forced.id, "")]


def test_the_priority_and_a_state_of_the_sites_own_are_chosen(qtbot: QtBot, watch: Watch) -> None:
    forced = alarm_of("Forced")
    acts = shown(qtbot, watch, forced).alarm.acts
    acts.ask_priority()
    choices = acts.rank_form.findChild(QComboBox)
    assert isinstance(choices, QComboBox)
    assert choices.currentText() == "High"
    choices.setCurrentText("Low")
    qtbot.keyClick(choices, Qt.Key.Key_Enter)
    acts.ask_state()
    acts.state_form.verb.click()
    own = MoveAlarm(forced.id, AlarmState.IN_PROGRESS, own_state="Waiting for a key")
    assert watch.sent == [RankAlarm(forced.id, Priority.LOW), own]


@pytest.mark.parametrize(
    ("verdict", "reason"), [(None, "Resolved"), (Verdict.FALSE, "False alarm"), (Verdict.DRILL, "Drill")]
)
def test_it_is_closed_with_the_reason_that_fits_the_verdict(
    qtbot: QtBot, watch: Watch, verdict: Verdict | None, reason: str
) -> None:
    judgement = Judgement(verdict, "Ann", START) if verdict is not None else None
    forced = replace(alarm_of("Forced", state=AlarmState.IN_PROGRESS), judgement=judgement)
    acts = shown(qtbot, watch, forced).alarm.acts
    acts.ask_reason()
    comment = next(line for line in acts.close_form.findChildren(QLineEdit) if line.isVisible())
    qtbot.keyClicks(comment, "All is well")
    qtbot.keyClick(comment, Qt.Key.Key_Return)
    assert watch.sent == [MoveAlarm(forced.id, AlarmState.CLOSED, "All is well", reason)]


def test_a_server_without_reasons_is_asked_with_a_comment_alone(qtbot: QtBot, watch: Watch) -> None:
    forced = alarm_of("Forced")
    acts = shown(qtbot, watch, forced).alarm.acts
    watch.store.alarm_terms = AlarmTerms()
    acts.ask_reason()
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    acts.close_form.verb.click()
    assert watch.sent == [MoveAlarm(forced.id, AlarmState.CLOSED)]


def test_another_alarm_puts_the_form_away(qtbot: QtBot, watch: Watch) -> None:
    forced, other = alarm_of("Forced"), alarm_of("Other")
    acts = shown(qtbot, watch, forced).alarm.acts
    watch.raise_alarms(other)
    acts.ask_comment()
    watch.workspace.select(DOOR, other.id)
    assert not acts.comment_form.isVisible()
    assert acts.take.isVisible()
    acts.ask_comment()
    acts.ask_priority()
    assert not acts.comment_form.isVisible()


def test_what_the_role_may_not_is_greyed_with_the_reason(qtbot: QtBot, watch: Watch) -> None:
    watch.refusal = "Your role may not acknowledge alarms."
    acts = shown(qtbot, watch, alarm_of("Forced")).alarm.acts
    assert not any(button.isEnabled() for button in (acts.take, acts.comment, acts.close_it))
    assert acts.reason.text() == "Your role may not acknowledge alarms."
    assert "Your role may not" in acts.take.toolTip()


def test_nothing_more_is_asked_while_the_server_has_not_answered(qtbot: QtBot, watch: Watch) -> None:
    forced = alarm_of("Forced")
    panel = shown(qtbot, watch, forced)
    watch.store.mark(Pending(AssignAlarm(forced.id, "Ann"), watch.clock.now()))
    watch.tell()
    assert panel.alarm.pending.words.text().startswith("Assign to Ann: waiting for the server")
    assert not panel.alarm.acts.take.isEnabled()
    assert panel.alarm.state.text().startswith("New · ")


def test_a_verdict_is_told_as_a_persons_and_a_drill_is_framed(qtbot: QtBot, watch: Watch) -> None:
    forced = alarm_of("Forced", state=AlarmState.IN_PROGRESS)
    card = shown(qtbot, watch, forced).alarm
    assert card.verdict.text() == "Not verified by a person"
    assert not card.drill.isVisible()
    judged = replace(forced, judgement=Judgement(Verdict.DRILL, "Ann", START), changed_at=START)
    watch.raise_alarms(judged)
    assert card.verdict.text() == f"Verified: drill by Ann at {START.astimezone():%H:%M:%S}"
    assert card.drill.isVisible()


def test_an_alarm_on_no_map_says_what_its_source_is_called(qtbot: QtBot, watch: Watch) -> None:
    lost = replace(alarm_of("Lost", device=None), source_name="Gate <7>")
    assert shown(qtbot, watch, lost).alarm.place.text() == "On no map: Gate <7>"


def entry(number: int, **more: object) -> HistoryEntry:
    told = {"by": "Ann", "state_name": "In progress", "priority": Priority.HIGH, "owner": "", "text": ""} | more
    return HistoryEntry(START.replace(second=number), **told)  # type: ignore[arg-type]


def test_the_history_tells_what_changed_newest_first(qtbot: QtBot, watch: Watch) -> None:
    record = AlarmRecord(watch.theme, watch.clock)
    qtbot.addWidget(record)
    history = (
        entry(0, by="", state_name="New", text="Alarm created"),
        entry(1, owner="Ann"),
        entry(2, owner="Ann", text="On the way"),
        entry(3, owner="Ann", priority=Priority.LOW),
        entry(4, owner="Bob", priority=Priority.LOW, state_name="On hold"),
        entry(5, owner="Bob", priority=Priority.LOW, state_name="On hold"),
    )
    record.show_record(alarm_of("Forced"), AlarmDetails(alarm_of("Forced").id, history), "")
    lines = record.text.splitlines()
    assert [line.split("  ")[1] for line in lines] == [
        "Ann: no change told",
        "Ann: On hold, assigned to Bob",
        "Ann: low priority",
        "Ann: “On the way”",
        "Ann: In progress, assigned to Ann",
    ]
    assert len(lines) == SHOWN
    record.more.click()
    assert record.text.splitlines()[-1].endswith("The server: New")
    record.more.click()
    assert len(record.text.splitlines()) == SHOWN


def test_the_record_says_what_is_not_there_and_what_a_machine_said(qtbot: QtBot, watch: Watch) -> None:
    record = AlarmRecord(watch.theme, watch.clock)
    qtbot.addWidget(record)
    alarm = replace(alarm_of("Weapon"), instructions="Look at the picture.")
    record.show_record(alarm, None, "")
    assert record.text == "The history is being read …"
    record.show_record(alarm, None, "You may not show an alarm's history.")
    assert record.text == "You may not show an alarm's history."
    found = (Detection("Handgun", confidence=0.94), Detection("Aerosol", "78"))
    record.show_record(alarm, AlarmDetails(alarm.id, detected_by="Demo analytics", detections=found), "")
    assert record.text == "The server keeps no history of it."
    assert record.machine.text() == "Detected by Demo analytics: Handgun (94% sure), Aerosol 78"
    assert record.instructions.text() == "Look at the picture."
