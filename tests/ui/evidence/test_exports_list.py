"""The list of exports: words, progress and just the buttons that fit."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from smartclient.evidence.control import Control, Progress
from smartclient.evidence.exports import Listed, State
from smartclient.runtime.clock import ManualClock
from smartclient.ui.evidence.exports_list import ExportsList, ExportVerbs, progress_words
from smartclient.ui.evidence.letters import letters
from tests.builders import exporting
from tests.builders.recorded import START


class Pressed:
    """What was pressed, and on which export."""

    def __init__(self) -> None:
        self.all: list[tuple[str, int]] = []

    def verbs(self) -> ExportVerbs:
        """Verbs that note it."""
        names = ("pause", "resume", "cancel", "check", "open_folder")
        return ExportVerbs(*(lambda listed, name=name: self.all.append((name, listed.number)) for name in names))


@pytest.fixture
def pressed() -> Pressed:
    return Pressed()


@pytest.fixture
def exports(qtbot: QtBot, pressed: Pressed) -> ExportsList:
    exports = ExportsList(pressed.verbs())
    qtbot.addWidget(exports)
    exports.show()
    return exports


def listed(state: State, number: int = 1, words: str = "") -> Listed:
    order = exporting.order(title="Door 7\x1b[2J <b>forced</b>")
    return Listed(number, Path("/evidence/door-7.partial"), order, Control(ManualClock(START)), state, words)


def buttons(exports: ExportsList) -> list[str]:
    return [button.text() for button in exports.findChildren(QPushButton) if not button.isHidden()]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.WAITING, ["Cancel"]),
        (State.RUNNING, ["Pause", "Cancel"]),
        (State.HELD, ["Resume", "Cancel"]),
        (State.DONE, ["Open folder", "Verify"]),
        (State.CANCELLED, []),
    ],
)
def test_just_the_buttons_that_fit(exports: ExportsList, state: State, expected: list[str]) -> None:
    exports.show_export(listed(state))
    assert buttons(exports) == expected


def test_a_paused_one_can_go_on(exports: ExportsList, pressed: Pressed) -> None:
    running = listed(State.RUNNING)
    running.control.pause()
    exports.show_export(running)
    assert buttons(exports) == ["Resume", "Cancel"]
    next(button for button in exports.findChildren(QPushButton) if button.text() == "Resume").click()
    assert pressed.all == [("resume", 1)]


def test_words_from_outside_are_shown_as_text(exports: ExportsList) -> None:
    exports.show_export(listed(State.HELD, words="The disk is full.\nMake room."))
    shown = [label.text() for label in exports.findChildren(QLabel) if not label.isHidden()]
    assert "Door 7 [2J <b>forced</b>" in shown
    assert any(text.startswith("The disk is full. Make room.") for text in shown)


def test_progress_moves_the_bar(exports: ExportsList, qtbot: QtBot) -> None:
    running = listed(State.RUNNING)
    exports.show_export(running)
    running.control.begin(100.0)
    running.control.did(10, 1_000, 50.0)
    (bar,) = exports.findChildren(QProgressBar)
    qtbot.waitUntil(lambda: bar.value() == 500)
    exports.show_export(replace(running, state=State.DONE, words="Intact."))
    assert bar.isHidden()


def test_newest_stands_on_top(exports: ExportsList, qtbot: QtBot) -> None:
    exports.show_export(listed(State.DONE, 1, "first"))
    exports.show_export(listed(State.DONE, 2, "second"))
    rows = [label for label in exports.findChildren(QLabel) if label.text().startswith(("first", "second"))]
    qtbot.waitUntil(lambda: all(label.isVisible() for label in rows))
    rows.sort(key=lambda label: label.mapTo(exports, label.rect().topLeft()).y())
    assert [label.text().split("\n")[0] for label in rows] == ["second", "first"]


def test_progress_in_words() -> None:
    progress = Progress("Exporting Hall B", 1_204, 38_000_000, 60.0, 120.0, 1.5)
    assert progress_words(progress, is_paused=False) == "Exporting Hall B · 1,204 pictures, 38.0 MB · 40× · 2 s left"
    assert progress_words(progress, is_paused=True).startswith("Paused: Exporting Hall B")
    assert progress_words(Progress(), is_paused=False) == "Waiting"


@pytest.mark.usefixtures("qapp")
def test_letters_are_ink_as_high_as_asked() -> None:
    ink, more = letters("14:00:05", 24), letters("14:00:05 and more", 24)
    assert ink.shape[0] == more.shape[0] == 24
    assert ink.shape[1] < more.shape[1]
    assert ink.max() > 200
    assert ink[:, 0].max() < 100
