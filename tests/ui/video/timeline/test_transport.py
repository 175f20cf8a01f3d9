"""The bar of playback says what is watched at a glance, takes typed times, and its buttons do what keys do."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.store.past import Past
from smartclient.ui.theme import Tone
from smartclient.ui.video.timeline.transport import Transport, length_words, speed_words
from smartclient.ui.video.timeline.watched import watched_words
from tests.builders.watch import CAMERA, START, Watch, new_watch

SECOND = DeviceId("cameras/2")


@pytest.fixture
def watch() -> Watch:
    watch = new_watch()
    watch.workspace.open_cameras([CAMERA, SECOND])
    return watch


class Bar:
    """The bar and what it asked for."""

    def __init__(self, qtbot: QtBot, watch: Watch) -> None:
        self.past = Past.new(watch.clock)
        self.run: list[str] = []
        self.gone_to: list[datetime] = []
        self.paces: list[float] = []
        self.said: list[str] = []
        self.widget = Transport(
            watch.workspace,
            self.past,
            watch.theme,
            watch.clock,
            self.run.append,
            self.gone_to.append,
            self.paces.append,
            self.said.append,
        )
        qtbot.addWidget(self.widget)
        self.widget.resize(1_000, 32)
        self.widget.show()


def colors(bar: Bar) -> set[str]:
    plate = bar.widget.watched.plate
    image = plate.grab().toImage()
    return {QColor(image.pixel(x, image.height() // 2)).name().upper() for x in range(image.width())}


def test_the_past_is_seen_at_a_glance_and_live_looks_otherwise(qtbot: QtBot, watch: Watch) -> None:
    bar = Bar(qtbot, watch)
    amber = watch.theme.colors[Tone.ALARM_MEDIUM]
    assert amber not in colors(bar)
    assert bar.widget.watched.plate.accessibleName().startswith("LIVE")
    bar.past.playbacks.one.run_from(START - timedelta(minutes=3), 1.0)
    assert amber in colors(bar)
    name = bar.widget.watched.plate.accessibleName()
    assert name.startswith("PAST Watching ")
    assert "3 min ago" in name
    assert "the map shows now" in name
    watch.clock.advance(120)
    bar.past.playbacks.one.pause()
    watch.clock.advance(120)
    bar.widget.tick()
    assert "5 min ago" in bar.widget.watched.plate.accessibleName()


def test_another_day_is_named(watch: Watch) -> None:
    playback = Past.new(watch.clock).playbacks.one
    playback.run_from(START - timedelta(days=3), 0.0)
    local = (START - timedelta(days=3)).astimezone()
    assert f"{local:%a} {local.day} {local:%b}" in watched_words(playback, START)[1]


def test_a_typed_time_is_gone_to_and_what_is_none_is_said(qtbot: QtBot, watch: Watch) -> None:
    bar = Bar(qtbot, watch)
    watched = bar.widget.watched
    QTest.mouseClick(watched.plate, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert watched.field.isVisible()
    QTest.keyClicks(watched.field, "half past")
    QTest.keyClick(watched.field, Qt.Key.Key_Return)
    assert "half past" in bar.said[0]
    assert watched.field.isVisible()
    watched.field.clear()
    QTest.keyClicks(watched.field, "5 min ago")
    QTest.keyClick(watched.field, Qt.Key.Key_Return)
    assert bar.gone_to == [START - timedelta(minutes=5)]
    assert watched.plate.isVisible()
    watched.ask()
    QTest.keyClick(watched.field, Qt.Key.Key_Escape)
    assert watched.plate.isVisible()
    assert len(bar.gone_to) == 1


def test_buttons_run_actions_and_say_how_the_clock_runs(qtbot: QtBot, watch: Watch) -> None:
    bar = Bar(qtbot, watch)
    buttons, one = bar.widget.buttons, bar.past.playbacks.one
    for button in buttons.values():
        button.click()
    bar.widget.live.click()
    assert bar.run == [*buttons, "live"]
    assert bar.widget.live.isChecked()
    assert buttons["play"].accessibleName() == "Pause"
    one.run_from(START - timedelta(minutes=1), 0.0)
    assert buttons["play"].accessibleName() == "Play"
    assert not bar.widget.live.isChecked()
    one.play(-8.0)
    assert bar.widget.pace.text().startswith("8×")
    menu = bar.widget.pace.menu()
    next(action for action in menu.actions() if action.text() == "1/4×").trigger()
    assert bar.paces == [0.25]


def test_it_is_about_the_chosen_tile(qtbot: QtBot, watch: Watch) -> None:
    bar = Bar(qtbot, watch)
    wall, playbacks = watch.workspace.wall, bar.past.playbacks
    playbacks.loosen(wall, 1)
    playbacks.of(wall, 1).run_from(START - timedelta(minutes=7), 0.0)
    assert bar.widget.live.isChecked()
    watch.workspace.choose_tile(1)
    assert "7 min ago · tile 2 alone" in bar.widget.watched.plate.accessibleName()


def test_the_marked_length_is_said(qtbot: QtBot, watch: Watch) -> None:
    bar = Bar(qtbot, watch)
    bar.past.selection.select(Span(START - timedelta(seconds=200), START))
    assert bar.widget.length.text() == "3 min 20 s"
    bar.past.selection.clear()
    assert bar.widget.length.text() == ""


@pytest.mark.parametrize(
    ("seconds", "words"), [(4.23, "4.2 s"), (59, "59 s"), (60, "1 min 00 s"), (7_500, "2 h 05 min")]
)
def test_lengths_in_words(seconds: float, words: str) -> None:
    assert length_words(seconds) == words


@pytest.mark.parametrize(("speed", "words"), [(0.125, "1/8×"), (0.5, "1/2×"), (1, "1×"), (64, "64×")])
def test_speeds_in_words(speed: float, words: str) -> None:
    assert speed_words(speed) == words
