"""The event list shows what happened, newest on top, keeps gaps visible and does not move under the reader."""

from datetime import timedelta

from pytestqt.qtbot import QtBot

from smartclient.domain.events import EventKind, EventsMissing
from smartclient.ui.alarms.event_list import EventList
from smartclient.ui.alarms.event_rows import Filter
from tests.builders.watch import CAMERA, DOOR, SENSOR, START, Watch


def shown(qtbot: QtBot, watch: Watch) -> EventList:
    events = EventList(watch.store, watch.workspace, watch.theme, watch.clock, watch.where)
    qtbot.addWidget(events)
    events.resize(320, 240)
    with qtbot.waitExposed(events):
        events.show()
    return events


def titles(events: EventList) -> list[str]:
    return [events.model.title(events.model.line(row)) for row in range(events.model.rowCount())]


def test_newest_on_top_and_late_ones_where_they_belong(qtbot: QtBot, watch: Watch) -> None:
    events = shown(qtbot, watch)
    watch.happen(1, EventKind.DOOR_OPENED, age_s=60)
    watch.happen(2, EventKind.DOOR_CLOSED, age_s=10)
    watch.happen(3, EventKind.DOOR_HELD, age_s=30)
    assert titles(events) == ["Door closed", "Door held open", "Door opened"]


def test_a_row_names_the_device_and_its_place(qtbot: QtBot, watch: Watch) -> None:
    events = shown(qtbot, watch)
    watch.happen(1, EventKind.DOOR_OPENED)
    words = str(events.model.index(0).data())
    assert words.endswith("Door opened · Door 7 · HS Main · 1F · H4")


def test_filters(qtbot: QtBot, watch: Watch) -> None:
    events = shown(qtbot, watch)
    watch.happen(1, EventKind.DOOR_OPENED, DOOR)
    watch.happen(2, EventKind.VAPE_DETECTED, SENSOR)
    watch.happen(3, EventKind.MOTION_STARTED, CAMERA)
    assert titles(events) == ["Vape detected", "Door opened"]
    events.filters[Filter.DOORS].click()
    assert titles(events) == ["Door opened"]
    events.filters[Filter.SELECTED].click()
    assert events.empty.isVisible()
    watch.workspace.select(CAMERA)
    assert titles(events) == ["Motion started"]
    watch.happen(4, EventKind.MOTION_STOPPED, CAMERA)
    watch.happen(5, EventKind.DOOR_CLOSED, DOOR)
    assert titles(events) == ["Motion stopped", "Motion started"]


def test_a_gap_stands_between_its_neighbours_under_every_filter(qtbot: QtBot, watch: Watch) -> None:
    events = shown(qtbot, watch)
    watch.happen(1, EventKind.DOOR_OPENED, age_s=100)
    watch.happen(2, EventKind.DOOR_CLOSED, age_s=5)
    gap = EventsMissing(START - timedelta(seconds=60), START - timedelta(seconds=30))
    watch.store.apply([gap])
    watch.tell()
    assert titles(events) == ["Door closed", "Events may be missing", "Door opened"]
    times = [f"{at.astimezone():%H:%M:%S}" for at in (gap.since, gap.until)]
    assert str(events.model.index(1).data()) == f"Events may be missing · from {times[0]} to {times[1]}"
    events.choose(Filter.SELECTED)
    assert titles(events) == ["Events may be missing"]


def test_new_rows_do_not_move_what_is_read(qtbot: QtBot, watch: Watch) -> None:
    events = shown(qtbot, watch)
    for number in range(60):
        watch.happen(number, EventKind.DOOR_OPENED, age_s=100 - number)
    bar = events.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2 + 7)
    corner = events.view.viewport().rect().topLeft()
    top = events.view.indexAt(corner)
    line, offset = events.model.line(top.row()), events.view.visualRect(top).top()
    for number in range(60, 65):
        watch.happen(number, EventKind.DOOR_CLOSED)
    top = events.view.indexAt(corner)
    assert events.model.line(top.row()) is line
    assert events.view.visualRect(top).top() == offset
    assert events.news.text() == "5 new ↑"
    events.news.click()
    assert not events.news.isVisible()
    watch.happen(65, EventKind.DOOR_LOCKED)
    assert events.view.indexAt(corner).row() == 0


def test_a_flood_keeps_the_list_bounded_and_in_order(qtbot: QtBot, watch: Watch) -> None:
    events = shown(qtbot, watch)
    for number in range(2_500):
        watch.clock.advance(0.01)
        watch.happen(number, EventKind.DOOR_OPENED, tell=number % 600 == 0)
    watch.tell()
    assert events.model.rowCount() == 2_000
    times = [events.model.line(row).at for row in range(2_000)]  # type: ignore[union-attr]
    assert times == sorted(times, reverse=True)


def test_a_row_selects_its_device(qtbot: QtBot, watch: Watch) -> None:
    events = shown(qtbot, watch)
    watch.happen(1, EventKind.DOOR_OPENED)
    with qtbot.waitSignal(events.shown, check_params_cb=lambda device: device == DOOR):
        events.view.activated.emit(events.model.index(0))
    assert watch.workspace.device == DOOR


def test_what_came_while_it_was_hidden_is_there_when_it_shows(qtbot: QtBot, watch: Watch) -> None:
    events = shown(qtbot, watch)
    events.hide()
    watch.happen(1, EventKind.DOOR_OPENED)
    events.show()
    assert titles(events) == ["Door opened"]
