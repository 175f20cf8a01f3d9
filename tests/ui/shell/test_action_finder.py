"""Actions in the find box: found by their words, greyed with the reason, done when taken."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from smartclient.store.finding.match import Kind, Match
from smartclient.ui.actions import HIDDEN, Action
from smartclient.ui.shell.action_finder import ActionFinder
from smartclient.ui.shell.find_box import FindBox
from smartclient.ui.theme import dark


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def layouts() -> list[str]:
    return ["Morning"]


@pytest.fixture
def finder(done: list[str], said: list[str], layouts: list[str]) -> ActionFinder:
    rows = [
        Action("grid", "Grid on or off", "Map", lambda: done.append("grid"), ("G",)),
        Action("unlock", "Unlock the selected door", "Doors", lambda: done.append("unlock"), ("Ctrl+U",), lambda: "Select a door first."),
        Action("tile-1", "Choose a tile", "Video", lambda: done.append("1"), ("1",), sheet_keys="1 … 9"),
        Action("tile-2", "Choose a tile", "Video", lambda: done.append("2"), ("2",), sheet_keys=HIDDEN),
        Action("note", "… its way", "Video", lambda: None, sheet_keys="Shift+arrows"),
    ]  # fmt: skip

    def moving() -> list[Action]:
        return [Action(f"layout:{n}", f"Layout {n}", "Saved layouts", lambda n=n: done.append(n)) for n in layouts]  # type: ignore[misc]

    return ActionFinder(rows, moving, said.append)


def test_an_action_is_found_by_its_words_and_done(finder: ActionFinder, done: list[str]) -> None:
    (found,) = finder.find("grid of", 5)
    assert (found.kind, found.name, found.words, found.keys) == (Kind.ACTION, "Grid on or off", "Map", "G")
    finder.take(found)
    assert done == ["grid"]


def test_what_cannot_be_done_says_why(finder: ActionFinder, done: list[str], said: list[str]) -> None:
    (found,) = finder.find("unlok door", 5)
    assert found.why_not == found.words == "Select a door first."
    finder.take(found)
    assert (done, said) == ([], ["Select a door first."])


def test_one_row_stands_for_several_and_notes_are_none(finder: ActionFinder) -> None:
    (found,) = finder.find("tile", 5)
    assert found.keys == "1 … 9"
    assert {match.name for match in finder.find("", 20)} == {
        "Grid on or off", "Unlock the selected door", "Choose a tile", "Layout Morning",
    }  # fmt: skip


def test_saved_layouts_come_and_go(finder: ActionFinder, done: list[str], layouts: list[str]) -> None:
    layouts.append("Arrival")
    (found,) = finder.find("arrival", 5)
    finder.take(found)
    assert done == ["Arrival"]
    layouts.clear()
    assert finder.find("arrival", 5) == []


def test_the_box_shows_keys_and_waits_for_what_is_not_ready(qtbot: QtBot, finder: ActionFinder) -> None:
    answers: list[list[Match] | None] = [None]
    woken: list[bool] = []
    box = FindBox(lambda _text, _most: answers[0], finder.take, dark(), lambda: woken.append(True))
    qtbot.addWidget(box)
    with qtbot.waitActive(box):
        box.show()
        box.activateWindow()
    box.begin()
    qtbot.waitUntil(lambda: bool(woken))
    qtbot.keyClicks(box, "grid")
    (rows,) = box.window().findChildren(QListWidget)
    assert rows.item(0).text().startswith("Reading the plan")
    answers[0] = finder.find("grid", 5)
    box.look_again()
    assert rows.item(0).text() == "Grid on or off\nMap"
    assert rows.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Grid on or off, Map, action"
    assert not rows.grab().isNull()
