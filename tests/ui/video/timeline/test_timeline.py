"""The timeline on the screen: a gap looks like a gap, a drag leads the clock, and what is to come looks like nothing else."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from smartclient.domain.alarms import Priority
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Bookmark, Marks, Recordings, Span
from smartclient.store.moments import MomentKind
from smartclient.store.past import Past
from smartclient.store.span_selection import LEAST
from smartclient.ui.theme import Tone
from smartclient.ui.video.timeline.axis import Axis, to_s
from smartclient.ui.video.timeline.picture import RULER_PX, row_areas
from smartclient.ui.video.timeline.timeline import HEIGHT_PX, Timeline
from tests.builders.watch import CAMERA, START, Watch, alarm_of, new_watch

SECOND = DeviceId("cameras/2")
WIDTH = 1_000
UNIT_S = 3.6
"""Seconds a pixel column stands for: an hour is on show."""


@pytest.fixture
def watch() -> Watch:
    watch = new_watch()
    watch.workspace.open_camera(CAMERA)
    return watch


def at(x: float) -> Span:
    """A span of one column, `x` columns right of the left edge; now is at 850."""
    begin = START + timedelta(seconds=(x - 850) * UNIT_S)
    return Span(begin, begin + timedelta(seconds=UNIT_S))


def between(left: float, right: float) -> Span:
    return Span(at(left).begin, at(right).begin)


def shown(qtbot: QtBot, watch: Watch, past: Past) -> Timeline:
    timeline = Timeline(watch.store, watch.workspace, past, watch.theme, watch.clock)
    qtbot.addWidget(timeline)
    timeline.resize(WIDTH, HEIGHT_PX)
    timeline.show()
    timeline.show_axis(Axis(to_s(at(0).begin), UNIT_S, WIDTH))
    return timeline


def known(
    past: Past, camera: DeviceId, *recorded: Span, motion: tuple[Span, ...] = (), window: Span | None = None
) -> None:
    past.recordings.take(Recordings(camera, window or between(0, 850), recorded, motion))


def grabbed(timeline: Timeline) -> QImage:
    return timeline.grab().toImage()


def foot_of_row(timeline: Timeline, number: int) -> int:
    content = timeline.contents.content
    top, size = row_areas(len(content.rows), content.union is not None, timeline.height())[number]
    return int(top + size - 2)


def color(image: QImage, x: float, y: float) -> str:
    return QColor(image.pixel(round(x), round(y))).name().upper()


def colors(image: QImage, left: int, right: int, y: int) -> set[str]:
    return {color(image, x, y) for x in range(left, right)}


def test_recorded_motion_gap_unknown_and_future_look_different(qtbot: QtBot, watch: Watch) -> None:
    past = Past.new(watch.clock)
    known(past, CAMERA, between(100, 400), between(500, 850), motion=(between(200, 250),), window=between(50, 850))
    timeline = shown(qtbot, watch, past)
    image, theme = grabbed(timeline), watch.theme
    foot = foot_of_row(timeline, 0)
    top = round(row_areas(1, has_union=False, height_px=HEIGHT_PX)[0][0]) + 1
    assert color(image, 150, foot) == theme.colors[Tone.RECORDED]
    assert color(image, 150, top) == theme.colors[Tone.GROUND]
    assert color(image, 225, foot) == color(image, 225, top) == theme.colors[Tone.MOTION]
    assert colors(image, 410, 430, foot) == {theme.colors[Tone.GROUND]}
    assert len(colors(image, 10, 30, foot)) > 1
    assert len(colors(image, 900, 950, foot)) > 1
    assert theme.colors[Tone.RECORDED] not in colors(image, 10, 30, foot) | colors(image, 860, 1_000, foot)


def test_news_is_painted_at_once(qtbot: QtBot, watch: Watch) -> None:
    past = Past.new(watch.clock)
    timeline = shown(qtbot, watch, past)
    foot = foot_of_row(timeline, 0)
    before = color(grabbed(timeline), 300, foot)
    known(past, CAMERA, between(200, 400))
    assert color(grabbed(timeline), 300, foot) == watch.theme.colors[Tone.RECORDED] != before


def test_the_last_row_stands_for_all_cameras(qtbot: QtBot, watch: Watch) -> None:
    past = Past.new(watch.clock)
    watch.workspace.open_cameras([CAMERA, SECOND])
    known(past, CAMERA, between(100, 200))
    known(past, SECOND, between(300, 400))
    timeline = shown(qtbot, watch, past)
    image, recorded = grabbed(timeline), watch.theme.colors[Tone.RECORDED]
    assert [color(image, 150, foot_of_row(timeline, n)) == recorded for n in range(3)] == [True, False, True]
    assert [color(image, 360, foot_of_row(timeline, n)) == recorded for n in range(3)] == [False, True, True]
    watch.workspace.choose_tile(1)
    image = grabbed(timeline)
    assert color(image, 360, foot_of_row(timeline, 0)) == recorded


def test_a_click_leads_the_clock_there_and_it_runs_on(qtbot: QtBot, watch: Watch) -> None:
    past = Past.new(watch.clock)
    timeline = shown(qtbot, watch, past)
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(425, 70))
    playback = past.playbacks.one
    assert playback.instant == at(425).begin
    assert playback.speed == 1.0


def test_a_drag_leads_the_clock_which_stands_meanwhile(qtbot: QtBot, watch: Watch) -> None:
    past = Past.new(watch.clock)
    timeline, playback = shown(qtbot, watch, past), past.playbacks.one
    playback.run_from(at(100).begin, -8.0)
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(300, 70))
    for x in (310, 350, 600):
        QTest.mouseMove(timeline, QPoint(x, 70))
        assert playback.instant == at(x).begin
        assert playback.speed == 0.0
    assert timeline.axis.begin_s == to_s(at(0).begin)
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(600, 70))
    assert playback.speed == -8.0


def test_led_beyond_now_the_clock_is_live(qtbot: QtBot, watch: Watch) -> None:
    past = Past.new(watch.clock)
    timeline = shown(qtbot, watch, past)
    past.playbacks.one.run_from(at(100).begin, 0.0)
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(900, 70))
    assert past.playbacks.one.is_live


def test_a_drag_on_the_scale_pans_and_leaves_the_clock_alone(qtbot: QtBot, watch: Watch) -> None:
    past = Past.new(watch.clock)
    timeline = shown(qtbot, watch, past)
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(300, 5))
    QTest.mouseMove(timeline, QPoint(500, 5))
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(500, 5))
    assert timeline.axis.x(at(0).begin) == pytest.approx(200)
    assert past.playbacks.one.is_live


def wheel(timeline: Timeline, x: float, notches: float, modifiers: Qt.KeyboardModifier) -> None:
    point = QPointF(x, 50)
    event = QWheelEvent(
        point,
        timeline.mapToGlobal(point),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(timeline, event)


def test_the_wheel_zooms_about_the_pointer_and_with_shift_pans(qtbot: QtBot, watch: Watch) -> None:
    timeline = shown(qtbot, watch, Past.new(watch.clock))
    under = timeline.axis.at(300)
    wheel(timeline, 300, 3, Qt.KeyboardModifier.NoModifier)
    assert timeline.axis.s_per_px < UNIT_S / 2
    assert abs(timeline.axis.at(300) - under) < timedelta(milliseconds=1)
    before = timeline.axis
    wheel(timeline, 300, 1, Qt.KeyboardModifier.ShiftModifier)
    assert timeline.axis.s_per_px == before.s_per_px
    assert timeline.axis.begin_s < before.begin_s


def test_zoomed_out_a_month_is_on_show_and_zoomed_in_single_pictures(qtbot: QtBot, watch: Watch) -> None:
    timeline = shown(qtbot, watch, Past.new(watch.clock))
    wheel(timeline, 500, -60, Qt.KeyboardModifier.NoModifier)
    assert 30 <= timeline.axis.span.length.days <= 31
    wheel(timeline, 500, 120, Qt.KeyboardModifier.NoModifier)
    assert timeline.axis.span.length < timedelta(seconds=3)


def test_keys_lead_the_clock(qtbot: QtBot, watch: Watch) -> None:
    past = Past.new(watch.clock)
    timeline, playback = shown(qtbot, watch, past), past.playbacks.one
    playback.run_from(at(400).begin, 0.0)
    QTest.keyClick(timeline, Qt.Key.Key_Left)
    assert playback.instant == at(376).begin
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    assert playback.instant == at(400).begin
    QTest.keyClick(timeline, Qt.Key.Key_Space)
    assert playback.speed == 1.0
    QTest.keyClick(timeline, Qt.Key.Key_Plus)
    assert timeline.axis.s_per_px < UNIT_S
    assert timeline.axis.x(playback.instant) == pytest.approx(400, abs=1)
    QTest.keyClick(timeline, Qt.Key.Key_End)
    assert playback.is_live


def test_the_page_turns_when_the_playhead_reaches_its_edge(qtbot: QtBot, watch: Watch) -> None:
    past = Past.new(watch.clock)
    timeline = shown(qtbot, watch, past)
    timeline.show_axis(timeline.axis.panned(1_000))
    past.playbacks.one.run_from(at(-900).begin, 64.0)
    watch.clock.advance(870 * UNIT_S / 64)
    timeline.tick()
    assert 0 < timeline.axis.x(past.playbacks.one.instant) < 200


def test_a_person_who_pans_away_is_left_alone_until_the_clock_jumps(qtbot: QtBot, watch: Watch) -> None:
    past = Past.new(watch.clock)
    timeline = shown(qtbot, watch, past)
    timeline.show_axis(timeline.axis.panned(5_000))
    away = timeline.axis
    watch.clock.advance(60)
    timeline.tick()
    assert timeline.axis == away
    past.playbacks.one.go_to(at(100).begin)
    assert timeline.axis.shows(past.playbacks.one.instant)


def test_a_tile_with_its_own_clock_has_its_own_head_and_is_led_alone(qtbot: QtBot, watch: Watch) -> None:
    past, wall = Past.new(watch.clock), watch.workspace.wall
    watch.workspace.open_cameras([CAMERA, SECOND])
    past.playbacks.one.run_from(at(500).begin, 0.0)
    past.playbacks.loosen(wall, 1)
    timeline = shown(qtbot, watch, past)
    watch.workspace.choose_tile(1)
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(300, 70))
    assert past.playbacks.of(wall, 1).instant == at(300).begin
    assert past.playbacks.one.instant == at(500).begin
    assert [(head.label, head.at) for head in timeline.heads()] == [("2", at(300).begin), ("", at(500).begin)]


def test_a_mark_is_found_by_the_pointer_and_a_click_goes_exactly_there(qtbot: QtBot, watch: Watch) -> None:
    past = Past.new(watch.clock)
    moment = at(300).begin + timedelta(seconds=1)
    past.marks.take(between(0, 850), Marks((Bookmark("b", CAMERA, moment, Span(moment, moment), "Backpack left"),)))
    watch.raise_alarms(alarm_of("forced", Priority.HIGH, age_s=100 * UNIT_S))
    timeline = shown(qtbot, watch, past)
    image = grabbed(timeline)
    lane = int(RULER_PX + 8)
    found = timeline.moment_at(QPointF(302, lane))
    assert found is not None
    assert (found.kind, found.words) == (MomentKind.BOOKMARK, "Bookmark: Backpack left")
    assert watch.theme.colors[Tone.ALARM_HIGH] in colors(image, 744, 757, lane - 3)
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(302, lane))
    assert past.playbacks.one.instant == moment


def test_the_marked_span_is_seen(qtbot: QtBot, watch: Watch) -> None:
    past = Past.new(watch.clock)
    known(past, CAMERA)
    timeline = shown(qtbot, watch, past)
    foot = foot_of_row(timeline, 0)
    before = grabbed(timeline)
    past.selection.select(between(200, 300))
    after = grabbed(timeline)
    assert color(after, 250, foot) != color(before, 250, foot)
    assert color(after, 350, foot) == color(before, 350, foot)
    assert color(after, 200, foot) == watch.theme.colors[Tone.ACCENT]


def test_a_mark_is_dragged_and_the_pictures_follow_it(qtbot: QtBot, watch: Watch) -> None:
    past = Past.new(watch.clock)
    past.selection.select(between(200, 400))
    timeline = shown(qtbot, watch, past)
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(203, 50))
    assert past.playbacks.one.instant == at(200).begin
    QTest.mouseMove(timeline, QPoint(300, 50))
    assert past.selection.span == between(300, 400)
    assert past.playbacks.one.instant == at(300).begin
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(300, 50))
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(399, 10))
    QTest.mouseMove(timeline, QPoint(950, 10))
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(950, 10))
    assert past.selection.span == between(300, 850)


def test_no_mark_is_dragged_beyond_the_other(qtbot: QtBot, watch: Watch) -> None:
    past = Past.new(watch.clock)
    past.selection.select(between(200, 400))
    timeline = shown(qtbot, watch, past)
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(200, 50))
    QTest.mouseMove(timeline, QPoint(600, 50))
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(600, 50))
    assert past.selection.begin == at(400).begin - LEAST
    assert past.selection.end == at(400).begin


def point_at(timeline: Timeline, x: int, y: int) -> None:
    """A movement for this widget, whatever window of another test lies over it."""
    at, none = QPointF(x, y), Qt.MouseButton.NoButton
    there = timeline.mapToGlobal(at)
    move = QMouseEvent(QEvent.Type.MouseMove, at, there, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(timeline, move)


def test_a_lone_mark_goes_anywhere_and_the_pointer_says_that_it_can_be_held(qtbot: QtBot, watch: Watch) -> None:
    past = Past.new(watch.clock)
    past.selection.mark_out(at(500).begin)
    timeline = shown(qtbot, watch, past)
    point_at(timeline, 502, 60)
    assert timeline.cursor().shape() is Qt.CursorShape.SizeHorCursor
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(502, 60))
    QTest.mouseMove(timeline, QPoint(100, 60))
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(100, 60))
    assert (past.selection.begin, past.selection.end) == (None, at(100).begin)
    point_at(timeline, 300, 60)
    assert timeline.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_without_a_camera_it_says_what_to_do(qtbot: QtBot, watch: Watch) -> None:
    watch.workspace.put_in_tile(0, None)
    timeline = shown(qtbot, watch, Past.new(watch.clock))
    assert timeline.contents.content.words
    assert timeline.cameras == ()


def test_it_asks_for_what_is_on_show(qtbot: QtBot, watch: Watch) -> None:
    timeline = shown(qtbot, watch, Past.new(watch.clock))
    with qtbot.waitSignal(timeline.looked):
        timeline.zoom(0.5, 100)
    with qtbot.waitSignal(timeline.looked):
        watch.workspace.open_camera(SECOND)
    assert timeline.cameras == (SECOND, CAMERA)


def test_two_fingers_pan_and_spread(qtbot: QtBot, watch: Watch) -> None:
    timeline = shown(qtbot, watch, Past.new(watch.clock))
    screen = QTest.createTouchDevice()
    QTest.touchEvent(timeline, screen).press(0, QPoint(400, 60), timeline).press(1, QPoint(600, 60), timeline).commit()
    QTest.touchEvent(timeline, screen).move(0, QPoint(400, 60), timeline).move(1, QPoint(600, 60), timeline).commit()
    under = timeline.axis.at(500)
    QTest.touchEvent(timeline, screen).move(0, QPoint(300, 60), timeline).move(1, QPoint(700, 60), timeline).commit()
    assert timeline.axis.s_per_px == pytest.approx(UNIT_S / 2)
    assert abs(timeline.axis.at(500) - under) < timedelta(milliseconds=10)
    QTest.touchEvent(timeline, screen).release(0, QPoint(300, 60), timeline).release(
        1, QPoint(700, 60), timeline
    ).commit()
