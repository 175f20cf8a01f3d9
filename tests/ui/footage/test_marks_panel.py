"""Marks are listed, watched, renamed and taken away; keeping footage says what it means before it is asked."""

from datetime import timedelta
from unittest.mock import Mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from smartclient.domain.commands import LockEvidence
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Bookmark, EvidenceLock, Marks, Span
from smartclient.session.evidence_words import what_a_lock_means
from smartclient.store.marks import Exported, KnownMarks
from smartclient.ui.footage.lock_form import LockForm
from smartclient.ui.footage.marks_panel import MarksPanel
from tests.builders.watch import CAMERA, START, Watch

SECOND = DeviceId("cameras/2")
NAMES = {CAMERA: "Hall B", SECOND: "Gym & stage"}


def ago(minutes: float, length: float = 1) -> Span:
    return Span(START - timedelta(minutes=minutes), START - timedelta(minutes=minutes - length))


BOOKMARK = Bookmark("b", CAMERA, ago(5).begin, ago(5), "Backpack <b>left</b>")
LOCK = EvidenceLock("l", (CAMERA, SECOND), ago(20), "Fight", until=START + timedelta(days=90))
EXPORT = Exported((CAMERA,), ago(2), "Case 7")


@pytest.fixture
def marks() -> KnownMarks:
    known = KnownMarks()
    known.take(ago(60, 60), Marks((BOOKMARK,), (LOCK,)))
    known.note_export(EXPORT)
    return known


def panel_of(qtbot: QtBot, watch: Watch, marks: KnownMarks, refusal: str = "") -> MarksPanel:
    def meaning(command: LockEvidence) -> str:
        return what_a_lock_means(command, NAMES, {}, watch.clock.now())

    form = LockForm(meaning, lambda command: refusal or ("" if command.name else "It needs a name."), watch.clock.now)
    panel = MarksPanel(marks, lambda camera: NAMES[camera], watch.theme, watch.clock, form)
    qtbot.addWidget(panel)
    panel.resize(320, 480)
    panel.show()
    return panel


def test_marks_stand_newest_first_in_words(qtbot: QtBot, watch: Watch, marks: KnownMarks) -> None:
    rows = panel_of(qtbot, watch, marks).rows
    texts = [rows.item(row).text().splitlines() for row in range(rows.count())]
    assert [lines[0] for lines in texts[:2]] == ["Exported: Case 7", "Backpack <b>left</b>"]
    assert texts[2][0].startswith("Kept until ")
    assert texts[2][0].endswith(": Fight")
    assert texts[2][1].endswith("2 cameras")
    assert "Hall B" in texts[1][1]


def test_enter_watches_and_delete_asks_first(qtbot: QtBot, watch: Watch, marks: KnownMarks) -> None:
    panel = panel_of(qtbot, watch, marks)
    opened, removed = Mock(), Mock()
    panel.opened.connect(opened)
    panel.removed.connect(removed)
    panel.rows.setCurrentRow(1)
    QTest.keyClick(panel.rows, Qt.Key.Key_Return)
    opened.assert_called_once_with(BOOKMARK)
    QTest.keyClick(panel.rows, Qt.Key.Key_Delete)
    removed.assert_not_called()
    assert "Backpack" in panel.question.words.text()
    panel.question.yes.click()
    removed.assert_called_once_with(BOOKMARK)


def test_releasing_evidence_says_what_follows(qtbot: QtBot, watch: Watch, marks: KnownMarks) -> None:
    panel = panel_of(qtbot, watch, marks)
    panel.rows.setCurrentRow(2)
    panel.remove.click()
    assert "deletes that footage" in panel.question.words.text()
    assert not panel.rename.isEnabled()
    panel.rows.setCurrentRow(0)
    assert not panel.remove.isEnabled()


def test_a_bookmark_gets_another_name(qtbot: QtBot, watch: Watch, marks: KnownMarks) -> None:
    panel = panel_of(qtbot, watch, marks)
    renamed = Mock()
    panel.renamed.connect(renamed)
    panel.rows.setCurrentRow(1)
    QTest.keyClick(panel.rows, Qt.Key.Key_F2)
    QTest.keyClicks(panel.field, "Red bag")
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    renamed.assert_called_once_with(BOOKMARK, "Red bag")


def test_without_marks_it_says_what_to_press(qtbot: QtBot, watch: Watch) -> None:
    panel = panel_of(qtbot, watch, KnownMarks())
    assert panel.empty.isVisible()
    assert "B marks" in panel.empty.text()


def test_keeping_footage_is_asked_with_its_meaning_and_sent_when_agreed(
    qtbot: QtBot, watch: Watch, marks: KnownMarks
) -> None:
    panel = panel_of(qtbot, watch, marks)
    locked = Mock()
    panel.form.locked.connect(locked)
    panel.form.ask(ago(10), [(CAMERA, NAMES[CAMERA]), (SECOND, NAMES[SECOND])])
    assert not panel.rows.isVisible()
    assert not panel.form.lock.isEnabled()
    QTest.keyClicks(panel.form.name, "Fight")
    assert "Hall B and Gym & stage" in panel.form.words.text()
    assert "90 days from now" in panel.form.words.text()
    panel.form.lasting.setCurrentIndex(3)
    assert "for ever" in panel.form.words.text()
    panel.form.lasting.setCurrentIndex(0)
    next(iter(panel.form._boxes.values())).setChecked(False)
    assert "Hall B" not in panel.form.words.text()
    QTest.keyClick(panel.form.name, Qt.Key.Key_Return)
    locked.assert_called_once_with(
        LockEvidence((SECOND,), ago(10), "Fight", until=watch.clock.now() + timedelta(days=30))
    )
    assert panel.rows.isVisible()


def test_escape_keeps_nothing(qtbot: QtBot, watch: Watch, marks: KnownMarks) -> None:
    panel = panel_of(qtbot, watch, marks)
    locked = Mock()
    panel.form.locked.connect(locked)
    panel.form.ask(ago(10), [(CAMERA, NAMES[CAMERA])])
    QTest.keyClick(panel.form, Qt.Key.Key_Escape)
    assert panel.rows.isVisible()
    assert not panel.form.isVisible()
    locked.assert_not_called()


def test_why_it_cannot_be_kept_is_said(qtbot: QtBot, watch: Watch, marks: KnownMarks) -> None:
    panel = panel_of(qtbot, watch, marks, refusal="This server keeps no evidence locks for you.")
    panel.form.ask(ago(10), [(CAMERA, NAMES[CAMERA])])
    QTest.keyClicks(panel.form.name, "Fight")
    assert "no evidence locks" in panel.form.words.text()
    assert not panel.form.lock.isEnabled()
