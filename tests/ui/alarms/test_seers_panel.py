"""The list of cameras that see what is selected: rows with reasons, Enter for the best four, Shift and Enter for one."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from smartclient.domain.ids import DeviceId
from smartclient.ui import theme
from smartclient.ui.alarms.seer_delegate import NAME_ROLE, REASON_ROLE
from smartclient.ui.alarms.seers_panel import MOST_SHOWN, SeerRow, SeersPanel
from smartclient.ui.theme import Tone

ROWS = [
    SeerRow(DeviceId("cameras/1"), "Hall B · north", "sees 80% of it, recognises faces at 9 m"),
    SeerRow(DeviceId("cameras/2"), "<b>Lobby</b>", "sees 12% of it, shows little at 30 m, through the open door 12"),
]


@pytest.fixture
def panel(qtbot: QtBot) -> SeersPanel:
    made = SeersPanel(theme.dark())
    qtbot.addWidget(made)
    made.resize(280, 500)
    return made


def test_rows_are_numbered_named_and_say_why(panel: SeersPanel) -> None:
    panel.show_place("214 · Science lab", "Main, second floor, grid H4, room 214")
    panel.show_seers(ROWS)
    assert (panel.title.text(), panel.place.text()) == ("214 · Science lab", "Main, second floor, grid H4, room 214")
    assert panel.summary.text() == "2 cameras, best first:"
    items = [panel.list.item(row) for row in range(panel.list.count())]
    assert [item.data(NAME_ROLE) for item in items] == [row.name for row in ROWS]
    assert [item.data(REASON_ROLE) for item in items] == [row.reason for row in ROWS]
    said = items[0].data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "1. Hall B · north, sees 80% of it, recognises faces at 9 m"
    assert panel.open.text() == "Open the best 2"


def test_what_is_not_yet_known_and_what_nobody_sees_is_said(panel: SeersPanel) -> None:
    panel.show_seers(None)
    assert panel.summary.text() == "Looking which cameras see it …"
    assert panel.list.isHidden()
    panel.show_seers([])
    assert panel.summary.text() == "No camera sees it, as far as the plan tells."
    assert panel.open.isHidden()
    panel.show_seers(ROWS[:1])
    assert (panel.summary.text(), panel.open.text()) == ("One camera:", "Open it")
    panel.show_place("", "")
    assert panel.title.isHidden()


def test_enter_opens_the_best_and_shift_enter_the_chosen_one(qtbot: QtBot, panel: SeersPanel) -> None:
    panel.show_seers(ROWS)
    panel.show()
    panel.begin()
    with qtbot.waitSignal(panel.best_asked):
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.opened) as opened:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert opened.args == ["cameras/2"]
    with qtbot.waitSignal(panel.best_asked):
        panel.open.click()


def test_all_rows_are_seen_without_scrolling_and_they_are_not_too_many(qtbot: QtBot, panel: SeersPanel) -> None:
    panel.show_seers(ROWS * 20)
    qtbot.waitExposed(panel)
    assert panel.list.count() == MOST_SHOWN
    wide = panel.list.height()
    assert wide >= sum(panel.list.sizeHintForRow(row) for row in range(MOST_SHOWN))
    panel.resize(200, 500)
    assert panel.list.height() > wide
    image = panel.list.grab().toImage()
    accent = theme.dark().color(Tone.ACCENT).name()
    assert accent in {image.pixelColor(10, row).name() for row in range(40)}
