"""Everything beside the map can be reached by keyboard and has a name for readers of the screen."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from smartclient.ui.alarms.alarm_list import AlarmList
from smartclient.ui.alarms.event_list import EventList
from smartclient.ui.alarms.selection_panel import SelectionPanel
from tests.builders.watch import DOOR, Watch, alarm_of


def alarm_list(watch: Watch) -> QWidget:
    return AlarmList(watch.store, watch.workspace, watch.theme, watch.clock, watch.where, watch.send)


def event_list(watch: Watch) -> QWidget:
    return EventList(watch.store, watch.workspace, watch.theme, watch.clock, watch.where)


def selection(watch: Watch) -> QWidget:
    return SelectionPanel(
        watch.store, watch.workspace, watch.theme, watch.clock, watch.where, watch.send, watch.permitted
    )


@pytest.mark.parametrize("build", [alarm_list, event_list, selection])
def test_what_takes_the_keyboard_has_a_name(qtbot: QtBot, watch: Watch, build: Callable[[Watch], QWidget]) -> None:
    place = build(watch)
    qtbot.addWidget(place)
    watch.raise_alarms(alarm_of("forced"))
    watch.workspace.select(DOOR, alarm_of("forced").id)
    with qtbot.waitExposed(place):
        place.show()
    children = place.findChildren(QWidget)
    focusable = [child for child in children if child.focusPolicy() != Qt.FocusPolicy.NoFocus and child.isVisible()]
    unnamed = [type(child).__name__ for child in focusable if not child.accessibleName()]
    assert unnamed == []
    buttons = [child for child in children if isinstance(child, QAbstractButton) and child.isVisible()]
    by_tab = [button for button in buttons if button.group() is None or button.isChecked()]
    assert by_tab
    assert all(button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in by_tab)
    assert place.accessibleName()
