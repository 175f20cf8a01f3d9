"""A part of the window that has much to look at does so once a rest, in a turn of its own."""

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from smartclient.ui.resting import Resting


def test_while_there_is_little_it_looks_at_once() -> None:
    looked: list[None] = []
    owner = QObject()
    resting = Resting(lambda: looked.append(None), 10_000, owner)
    for _ in range(3):
        resting.ask(is_much=False)
    assert len(looked) == 3


def test_with_much_it_looks_in_the_next_turn_and_then_once_for_all_that_is_asked_in_a_rest(qtbot: QtBot) -> None:
    looked: list[None] = []
    owner = QObject()
    resting = Resting(lambda: looked.append(None), 40, owner)
    for _ in range(20):
        resting.ask(is_much=True)
    assert not looked
    qtbot.waitUntil(lambda: len(looked) == 1)
    for _ in range(20):
        resting.ask(is_much=True)
    assert len(looked) == 1
    qtbot.waitUntil(lambda: len(looked) == 2)


def test_when_it_is_little_again_nothing_is_looked_at_twice(qtbot: QtBot) -> None:
    looked: list[None] = []
    owner = QObject()
    resting = Resting(lambda: looked.append(None), 1, owner)
    for is_much in (True, True, False):
        resting.ask(is_much=is_much)
    assert len(looked) == 1
    later: list[None] = []
    other = Resting(lambda: later.append(None), 40, owner)
    other.ask(is_much=True)
    qtbot.waitUntil(lambda: len(later) == 1)
    other.ask(is_much=True)
    qtbot.waitUntil(lambda: len(later) == 2)
    assert len(looked) == 1
