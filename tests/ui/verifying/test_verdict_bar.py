"""Decisions are asked of the server and shown when it tells; another one is confirmed first; who says what looks different."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from smartclient.domain.alarms import Alarm, Judgement, Verdict
from smartclient.domain.commands import JudgeAlarm
from smartclient.store.pending import Pending
from smartclient.ui.said_by import SaidBy, Speaker
from smartclient.ui.verifying.verdict_bar import VerdictBar
from tests.builders.watch import START, Watch, alarm_of, new_watch

pytestmark = pytest.mark.usefixtures("qapp")
ALARM = alarm_of("forced")
REAL = replace(ALARM, judgement=Judgement(Verdict.REAL, "Ada", START - timedelta(seconds=1)))


def bar_of(watch: Watch, qtbot: QtBot, alarm: Alarm = ALARM) -> tuple[VerdictBar, list[Verdict]]:
    bar, chosen = VerdictBar(watch.store, watch.theme, watch.clock, watch.permitted), list[Verdict]()
    bar.judged.connect(chosen.append)
    qtbot.addWidget(bar)
    watch.raise_alarms(alarm)
    bar.show()
    bar.show_alarm(alarm)
    return bar, chosen


@pytest.mark.parametrize("verdict", list(Verdict))
def test_each_button_decides(qtbot: QtBot, verdict: Verdict) -> None:
    bar, chosen = bar_of(new_watch(), qtbot)
    bar.buttons[verdict].click()
    assert chosen == [verdict]
    assert bar.words.text() == "Nobody has verified it yet."


def test_while_one_is_on_its_way_no_other_can_be_sent(qtbot: QtBot) -> None:
    watch = new_watch()
    bar, chosen = bar_of(watch, qtbot)
    watch.store.mark(Pending(JudgeAlarm(ALARM.id, Verdict.REAL), START))
    bar.show_alarm(ALARM)
    bar.choose(Verdict.DRILL)
    assert chosen == []
    assert bar.pending.isVisible()


def test_who_decided_and_when_is_told_in_words(qtbot: QtBot) -> None:
    bar, _chosen = bar_of(new_watch(), qtbot, REAL)
    assert bar.words.text().startswith("Verified by Ada: real · ")
    assert bar.sign.accessibleName() == Speaker.PERSON.value
    assert not bar.buttons[Verdict.REAL].isEnabled()


def test_another_verdict_is_confirmed_first(qtbot: QtBot) -> None:
    bar, chosen = bar_of(new_watch(), qtbot, REAL)
    bar.choose(Verdict.DRILL)
    assert chosen == []
    assert "Change that to drill?" in bar.question.words.text()
    bar.question.no.click()
    assert chosen == []
    bar.choose(Verdict.DRILL)
    bar.question.yes.click()
    assert chosen == [Verdict.DRILL]


def test_a_question_about_one_alarm_is_not_answered_for_another(qtbot: QtBot) -> None:
    watch = new_watch()
    bar, _chosen = bar_of(watch, qtbot, REAL)
    bar.choose(Verdict.FALSE)
    bar.show_alarm(alarm_of("another"))
    assert not bar.question.is_open


def test_who_may_not_decide_reads_why(qtbot: QtBot) -> None:
    watch = new_watch()
    watch.refusal = "You may not work on alarms."
    bar, chosen = bar_of(watch, qtbot)
    bar.choose(Verdict.REAL)
    assert chosen == []
    assert bar.reason.text() == "You may not work on alarms."
    assert not any(button.isEnabled() for button in bar.buttons.values())


def test_machine_person_and_nobody_have_signs_of_their_own(qtbot: QtBot) -> None:
    pictures = []
    for speaker in Speaker:
        sign = SaidBy(new_watch().theme, speaker)
        qtbot.addWidget(sign)
        pictures.append(sign.grab().toImage())
        assert sign.accessibleName() == speaker.value
    assert all(one != other for n, one in enumerate(pictures) for other in pictures[n + 1 :])
