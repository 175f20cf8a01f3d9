"""The alarm list shows what wants a person in the right order, keeps up with the server, and asks for what the keys say."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from smartclient.domain.alarms import AlarmState, Judgement, Priority, Verdict
from smartclient.domain.commands import MoveAlarm
from smartclient.store.alarm_filter import AlarmFilter
from smartclient.store.alarm_places import ON_NO_MAP
from smartclient.store.alarm_queue import MOST_OPEN
from smartclient.store.pending import Pending, PendingState
from smartclient.ui.alarms.alarm_list import AlarmList
from smartclient.ui.theme import Tone
from tests.builders.watch import CAMERA, DOOR, SENSOR, Watch, alarm_of

SIGN_PX = (12, 24)
"""Where the sign starts and how large it is."""
MAIN = (("hs", "High School"), ("main", "HS Main"), ("1f", "First floor"))


def shown(qtbot: QtBot, watch: Watch) -> AlarmList:
    alarms = AlarmList(
        watch.store, watch.workspace, watch.theme, watch.clock, watch.where, watch.send, path_of=lambda _alarm: MAIN
    )
    qtbot.addWidget(alarms)
    alarms.resize(320, 480)
    with qtbot.waitExposed(alarms):
        alarms.show()
    return alarms


def names(alarms: AlarmList) -> list[str]:
    return [alarms.model.row(number).alarm.name for number in range(alarms.model.rowCount())]


def text(alarms: AlarmList, number: int = 0) -> str:
    return str(alarms.model.index(number).data())


def sign_color(alarms: AlarmList, number: int) -> QColor:
    """The colour just inside the sign's left edge, beside its number, where every shape is filled."""
    row = alarms.view.visualRect(alarms.model.index(number))
    picture = alarms.view.viewport().grab().toImage()
    start, size = SIGN_PX
    return picture.pixelColor(row.left() + start + size // 4, row.center().y() + size // 4 - 1)


def test_new_before_taken_worst_first_newest_first(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    watch.raise_alarms(
        alarm_of("low", Priority.LOW, age_s=1),
        alarm_of("taken", Priority.HIGH, AlarmState.IN_PROGRESS, age_s=1),
        alarm_of("older", Priority.HIGH, age_s=60),
        alarm_of("newer", Priority.HIGH, age_s=5),
        alarm_of("closed", Priority.HIGH, AlarmState.CLOSED),
    )
    assert names(alarms) == ["newer", "older", "low", "taken"]


def test_a_row_is_said_in_words(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    watch.raise_alarms(alarm_of("Door 7 forced open", age_s=14))
    assert text(alarms) == "High: Door 7 forced open · HS Main · 1F · H4 · 14 s ago · New"


def test_the_sign_has_the_colour_of_its_priority_where_it_stands(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    watch.raise_alarms(*(alarm_of(priority.name, priority) for priority in Priority))
    for number, priority in enumerate(Priority):
        assert sign_color(alarms, number) == watch.theme.alarm(priority), priority


def test_a_taken_alarm_has_a_hollow_sign(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    watch.raise_alarms(alarm_of("taken", state=AlarmState.IN_PROGRESS))
    assert sign_color(alarms, 0) == watch.theme.color(Tone.PANEL)


def test_old_news_is_grey_and_says_its_age(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    watch.raise_alarms(alarm_of("forced"))
    assert not alarms.stale.isVisible()
    watch.cut()
    watch.clock.advance(125)
    alarms.tick()
    assert sign_color(alarms, 0) == watch.theme.color(Tone.STALE)
    assert "2 min ago" in alarms.stale.text()


def test_ages_tick(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    watch.raise_alarms(alarm_of("forced", age_s=58))
    before = alarms.view.viewport().grab().toImage()
    watch.clock.advance(1)
    alarms.tick()
    assert "59 s ago" in text(alarms)
    assert alarms.view.viewport().grab().toImage() != before


def test_acknowledging_asks_the_server_and_shows_that_it_waits(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    forced = alarm_of("forced")
    watch.raise_alarms(forced)
    watch.workspace.select(DOOR, forced.id)
    qtbot.keyClick(alarms.view, Qt.Key.Key_K)
    assert watch.sent == [MoveAlarm(forced.id, AlarmState.IN_PROGRESS)]
    assert text(alarms).endswith("New")

    pending = Pending(watch.sent[0], watch.clock.now())
    watch.store.mark(pending)
    watch.tell()
    watch.clock.advance(3)
    assert text(alarms).endswith("Waiting 3 s")
    qtbot.keyClick(alarms.view, Qt.Key.Key_K)
    assert len(watch.sent) == 1

    watch.store.end_mark(pending, PendingState.REFUSED, "Not you")
    watch.tell()
    assert text(alarms).endswith("Refused")
    watch.store.clear_mark(forced.id)
    watch.move(forced, AlarmState.IN_PROGRESS)
    assert text(alarms).endswith("IN_PROGRESS")


def test_acknowledging_from_elsewhere_takes_the_selected_alarm(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    watch.raise_alarms(alarm_of("first", age_s=1), alarm_of("second", age_s=2))
    alarms.acknowledge()
    assert watch.sent == []
    watch.workspace.select(DOOR, alarm_of("second").id)
    alarms.acknowledge()
    assert watch.sent == [MoveAlarm(alarm_of("second").id, AlarmState.IN_PROGRESS)]


def test_arrows_choose_and_enter_flies(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    watch.raise_alarms(alarm_of("first", age_s=1), alarm_of("second", age_s=2, device=SENSOR))
    flown: list[str] = []
    alarms.fly_to.connect(flown.append)
    qtbot.keyClick(alarms.view, Qt.Key.Key_Down)
    qtbot.keyClick(alarms.view, Qt.Key.Key_Down)
    assert (watch.workspace.device, watch.workspace.alarm) == (SENSOR, "second")
    qtbot.keyClick(alarms.view, Qt.Key.Key_Return)
    qtbot.keyClick(alarms.view, Qt.Key.Key_Space)
    assert flown == ["second", "second"]


def test_a_click_selects_and_flies(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    watch.raise_alarms(alarm_of("forced"))
    point = alarms.view.visualRect(alarms.model.index(0)).center()
    with qtbot.waitSignal(alarms.fly_to, check_params_cb=lambda alarm: alarm == "forced"):
        qtbot.mouseClick(alarms.view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert watch.workspace.alarm == "forced"


def test_the_choice_follows_its_alarm_down_the_list(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    first = alarm_of("first", age_s=1)
    watch.raise_alarms(first, alarm_of("second", age_s=2))
    watch.workspace.select(DOOR, first.id)
    watch.move(first, AlarmState.IN_PROGRESS)
    assert names(alarms) == ["second", "first"]
    assert alarms.view.currentIndex().row() == 1
    assert watch.workspace.alarm == "first"


def test_a_flood_groups_repeats_and_hides_none(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    repeats = [alarm_of(f"held {n}", Priority.LOW, age_s=n) for n in range(7)]
    watch.raise_alarms(*(alarm_of(f"other {n}", Priority.MEDIUM, device=CAMERA, age_s=n) for n in range(4)))
    assert not alarms.flood.isVisible()
    watch.raise_alarms(*(replace(alarm, name="Door 7 held open") for alarm in repeats))
    assert alarms.flood.isVisible()
    assert "11 alarms" in alarms.flood.text()
    assert names(alarms) == ["other 0", "other 1", "other 2", "other 3", "Door 7 held open"]
    assert "7 times" in text(alarms, 4)

    watch.workspace.select(DOOR, repeats[0].id)
    qtbot.keyClick(alarms.view, Qt.Key.Key_K)
    assert {command.alarm for command in watch.sent if isinstance(command, MoveAlarm)} == {one.id for one in repeats}

    watch.clock.advance(timedelta(minutes=10).total_seconds())
    alarms.tick()
    assert not alarms.flood.isVisible()


def test_as_many_alarms_as_are_kept_scroll_without_a_widget_each(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    before = len(alarms.findChildren(QWidget))
    watch.raise_alarms(*(alarm_of(f"{n:05}", Priority.LOW, age_s=3600 + n) for n in range(MOST_OPEN + 5)))
    qtbot.waitUntil(lambda: alarms.model.rowCount() == MOST_OPEN)
    alarms.view.scrollToBottom()
    last = alarms.view.indexAt(QPoint(10, alarms.view.viewport().height() - 2))
    assert alarms.model.row(last.row()).alarm.name == f"{MOST_OPEN - 1:05}"
    assert alarms.kept.text() == "More than 1,000 are open: the least urgent are found by searching."
    assert len(alarms.findChildren(QWidget)) == before


def test_one_new_alarm_leaves_the_scroll_and_other_rows_alone(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    watch.raise_alarms(*(alarm_of(f"{n:03}", Priority.HIGH, age_s=3600 + n) for n in range(100)))
    told: list[tuple[int, int]] = []
    alarms.model.rowsInserted.connect(lambda _parent, first, last: told.append((first, last)))
    alarms.model.modelReset.connect(lambda: told.append((-1, -1)))
    watch.raise_alarms(alarm_of("low", Priority.LOW))
    qtbot.waitUntil(lambda: told == [(100, 100)])


def test_an_empty_list_says_what_will_come(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    assert alarms.empty.isVisible()
    assert "No open alarms" in alarms.empty.text()
    watch.raise_alarms(alarm_of("forced"))
    assert not alarms.empty.isVisible()


def test_the_header_counts_new_and_taken(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    watch.raise_alarms(alarm_of("a"), alarm_of("b", state=AlarmState.IN_PROGRESS), alarm_of("c", Priority.LOW))
    assert alarms.header.counts.accessibleName() == "Open alarms. High: 1 new, 1 taken; Low: 1 new, 0 taken"


def test_the_sound_switch_mutes(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    alarms.header.sound.click()
    assert watch.workspace.is_muted
    watch.workspace.mute(False)
    assert not alarms.header.sound.isChecked()


def test_markup_from_the_server_stays_text(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    watch.raise_alarms(alarm_of("<img src=x>\n\x07tab"))
    tip = alarms.model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img src=x&gt; tab" in tip


FLOORS = {
    DOOR: MAIN,
    CAMERA: (("hs", "High School"), ("main", "HS Main"), ("2f", "Second floor")),
    SENSOR: (("elm", "Elm Street"), ("elm-1", "Elm"), ("elm-1f", "First floor")),
}


def test_what_happens_again_is_one_row_that_unfolds_and_folds_with_the_arrows(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    denied = [replace(alarm_of(f"d{n}", Priority.LOW, age_s=n), name="Access denied") for n in range(3)]
    watch.raise_alarms(*denied, alarm_of("other", Priority.LOW, age_s=60))
    assert names(alarms) == ["Access denied", "other"]
    assert text(alarms) == "Low: Access denied, 3 times · HS Main · 1F · H4 · 0 s ago · New · folded"
    qtbot.keyClick(alarms.view, Qt.Key.Key_Down)
    qtbot.keyClick(alarms.view, Qt.Key.Key_Right)
    assert [alarms.model.row(n).depth for n in range(5)] == [0, 1, 1, 1, 0]
    qtbot.keyClick(alarms.view, Qt.Key.Key_Right)
    qtbot.keyClick(alarms.view, Qt.Key.Key_Down)
    assert watch.workspace.alarm == "d1"
    qtbot.keyClick(alarms.view, Qt.Key.Key_K)
    assert watch.sent == [MoveAlarm(denied[1].id, AlarmState.IN_PROGRESS)], "one of them only"
    qtbot.keyClick(alarms.view, Qt.Key.Key_Left)
    qtbot.keyClick(alarms.view, Qt.Key.Key_Left)
    assert names(alarms) == ["Access denied", "other"]
    assert alarms.view.currentIndex().row() == 0


def flooded(qtbot: QtBot, watch: Watch) -> AlarmList:
    """Twelve things on three floors of two campuses, all of one priority."""
    alarms = AlarmList(
        watch.store,
        watch.workspace,
        watch.theme,
        watch.clock,
        watch.where,
        watch.send,
        path_of=lambda alarm: FLOORS[alarm.device] if alarm.device else ON_NO_MAP,
    )
    qtbot.addWidget(alarms)
    alarms.resize(320, 480)
    alarms.show()
    devices = (DOOR, CAMERA, SENSOR, None)
    watch.raise_alarms(*(alarm_of(f"thing {n}", Priority.LOW, device=devices[n % 4], age_s=n) for n in range(12)))
    return alarms


def test_a_flood_is_folded_by_place_and_what_is_on_no_map_is_a_place(qtbot: QtBot, watch: Watch) -> None:
    alarms = flooded(qtbot, watch)
    rows = [alarms.model.row(n) for n in range(alarms.model.rowCount())]
    assert [row.title for row in rows] == [
        "HS Main, first floor",
        "HS Main, second floor",
        "Elm, first floor",
        "On no map",
    ]
    assert [row.count for row in rows] == [3, 3, 3, 3]
    assert text(alarms, 2) == "Low: Elm, first floor, 3 alarms · thing 2, thing 6, thing 10 · newest 2 s ago · folded"
    alarms.each.click()
    assert len(names(alarms)) == 12


def test_a_place_is_not_acknowledged_unseen(qtbot: QtBot, watch: Watch) -> None:
    alarms = flooded(qtbot, watch)
    said: list[str] = []
    alarms.said.connect(said.append)
    qtbot.keyClick(alarms.view, Qt.Key.Key_Down)
    qtbot.keyClick(alarms.view, Qt.Key.Key_K)
    assert watch.sent == []
    assert "3 alarms" in said[0]
    qtbot.keyClick(alarms.view, Qt.Key.Key_Return)
    qtbot.keyClick(alarms.view, Qt.Key.Key_Down)
    qtbot.keyClick(alarms.view, Qt.Key.Key_K)
    assert [command.alarm for command in watch.sent if isinstance(command, MoveAlarm)] == ["thing 0"]


def test_the_keyboard_stays_at_a_place_while_alarms_pour_in(qtbot: QtBot, watch: Watch) -> None:
    alarms = flooded(qtbot, watch)
    for _ in range(3):
        qtbot.keyClick(alarms.view, Qt.Key.Key_Down)
    watch.raise_alarms(*(alarm_of(f"more {n}", Priority.LOW, device=SENSOR, age_s=0) for n in range(5)))
    chosen = alarms.model.row(alarms.view.currentIndex().row())
    assert (chosen.title, chosen.count) == ("Elm, first floor", 8)


def test_the_filter_says_what_it_leaves_out_and_closing_it_shows_all(qtbot: QtBot, watch: Watch) -> None:
    alarms = flooded(qtbot, watch)
    alarms.toggle_filter()
    alarms.bar.choose(AlarmFilter(campus="elm"))
    assert alarms.kept.text() == "3 of 12 open alarms match."
    assert {alarm.count for alarm in [alarms.model.row(n) for n in range(alarms.model.rowCount())]} == {1}
    watch.raise_alarms(alarm_of("elsewhere", Priority.HIGH, age_s=0), alarm_of("here", Priority.HIGH, device=SENSOR))
    assert alarms.kept.text() == "4 of 14 open alarms match."
    alarms.bar.choose(AlarmFilter(priority=Priority.MEDIUM))
    assert "No open alarm matches the filter" in alarms.empty.text()
    qtbot.keyClick(alarms.bar.stage, Qt.Key.Key_Escape)
    assert not alarms.bar.isVisible()
    assert alarms.bar.kept == AlarmFilter()
    assert sum(alarms.model.row(n).count for n in range(alarms.model.rowCount())) == 14


def test_what_people_verified_and_drills_are_said(qtbot: QtBot, watch: Watch) -> None:
    alarms = shown(qtbot, watch)
    real = replace(alarm_of("real", age_s=1), judgement=Judgement(Verdict.REAL, "M. Ortiz", watch.clock.now()))
    drill = replace(alarm_of("drill", age_s=2), judgement=Judgement(Verdict.DRILL, "", watch.clock.now()))
    watch.raise_alarms(real, drill, alarm_of("machine", age_s=3))
    assert text(alarms, 0).endswith("verified as real by M. Ortiz")
    assert text(alarms, 1).startswith("DRILL. ")
    assert "verified" not in text(alarms, 2)
    picture, violet = alarms.view.viewport().grab().toImage(), watch.theme.color(Tone.DRILL)
    framed = [
        number
        for number in range(3)
        if any(
            picture.pixelColor(x, alarms.view.visualRect(alarms.model.index(number)).top() + y) == violet
            for x in range(60)
            for y in range(8)
        )
    ]
    assert framed == [1]
