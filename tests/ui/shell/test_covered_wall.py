"""Something stands in the wall's place for a while; the wall and the column come back as they were, folded or not."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from smartclient.ui import theme as themes
from smartclient.ui.shell.main_window import MainWindow, Pane


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow("Test", "Ada", QWidget(), QLabel(), QLabel(), themes.dark(), lambda: None)
    qtbot.addWidget(made)
    for pane in Pane:
        made.put(pane, QWidget())
    made.resize(1366, 768)
    made.show()
    qtbot.waitUntil(lambda: made.tabs.height() > 400)
    return made


def wall_of(window: MainWindow) -> QWidget:
    return window._panes[Pane.WALL]


def heights_of(window: MainWindow) -> tuple[int, int]:
    """The alarms', and those of the place below."""
    return window._panes[Pane.ALARMS].height(), window.tabs.height()


@pytest.mark.parametrize("is_map_alone", [False, True])
def test_the_wall_comes_back_as_it_was(window: MainWindow, is_map_alone: bool) -> None:
    if is_map_alone:
        window.toggle_map_alone()
    cover, words = QLabel("pictures"), QLabel("words")
    before = heights_of(window)
    window.raise_tabs(True)
    window.cover_wall(cover)
    window.show_panel(words, "Verify")
    assert cover.isVisible()
    assert words.isVisible()
    assert not wall_of(window).isVisible()
    window.uncover_wall()
    window.close_panel(words)
    window.raise_tabs(False)
    assert wall_of(window).isVisible() is not is_map_alone
    assert window.tabs.isVisible() is not is_map_alone
    assert not cover.isVisible()
    if not is_map_alone:
        assert heights_of(window) == before


def test_raised_tabs_leave_the_worst_alarms_in_sight(window: MainWindow) -> None:
    window.raise_tabs(True)
    high, low = window.tabs.height(), window._panes[Pane.ALARMS].height()
    assert high > 2 * low > 200
    window.raise_tabs(True)
    assert window.tabs.height() == high


def test_what_is_remembered_is_not_the_raised_column(window: MainWindow) -> None:
    before = heights_of(window)
    window.raise_tabs(True)
    assert heights_of(window) != before
    window.arrangement()
    assert heights_of(window) == before
