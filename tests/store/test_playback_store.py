"""One clock for all tiles, some clocks of their own, and the span a person marks."""

from datetime import UTC, datetime, timedelta

from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.runtime.clock import ManualClock
from smartclient.store.playback import Playback
from smartclient.store.span_selection import SpanSelection
from smartclient.store.tile_playbacks import Seat, TilePlaybacks
from smartclient.store.wall_tiles import WallTiles

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def test_the_instant_runs_stands_and_runs_backward() -> None:
    clock = ManualClock(NOW)
    playback = Playback(clock)
    assert playback.is_live
    assert playback.instant == NOW
    playback.go_to(ago(60))
    clock.advance(5)
    assert playback.instant == ago(60)
    playback.play(-4)
    clock.advance(5)
    assert playback.instant == ago(80)
    playback.run_from(ago(50), 0.5)
    clock.advance(10)
    assert playback.instant == ago(45)


def test_the_instant_is_never_later_than_now() -> None:
    clock = ManualClock(NOW)
    playback = Playback(clock)
    playback.run_from(NOW + timedelta(hours=1), 0)
    assert playback.instant == NOW
    playback.run_from(ago(5), 64)
    clock.advance(10)
    assert playback.instant == clock.now()


def test_a_tile_set_loose_goes_on_from_where_the_wall_is() -> None:
    clock, wall = ManualClock(NOW), WallTiles()
    playbacks, heard = TilePlaybacks(clock), list[Seat]()
    playbacks.changed.connect(heard.append)
    playbacks.one.run_from(ago(600), 1)
    clock.advance(10)
    playbacks.loosen(wall, 2)
    assert playbacks.of(wall, 2).instant == ago(590)
    playbacks.one.go_live()
    assert playbacks.of(wall, 2).instant == ago(590)
    assert playbacks.of(wall, 1) is playbacks.one
    playbacks.join(wall, 2)
    playbacks.join(wall, 2)
    assert playbacks.of(wall, 2) is playbacks.one
    assert heard == [(wall, 2), (wall, 2)]


def test_a_tile_kept_behind_does_what_the_wall_does_a_day_earlier() -> None:
    clock, wall = ManualClock(NOW), WallTiles()
    playbacks = TilePlaybacks(clock)
    playbacks.keep_behind(wall, 1, timedelta(days=1))
    clock.advance(3)
    assert not playbacks.of(wall, 1).is_live
    assert playbacks.of(wall, 1).instant == playbacks.one.instant - timedelta(days=1)
    playbacks.one.run_from(ago(100), -8)
    clock.advance(3)
    assert playbacks.of(wall, 1).instant == playbacks.one.instant - timedelta(days=1) == ago(124) - timedelta(days=1)
    own = playbacks.of(wall, 1)
    playbacks.join(wall, 1)
    playbacks.one.go_to(ago(5))
    assert own.instant == ago(124) - timedelta(days=1)
    assert not playbacks.is_loose(wall, 1)


def test_a_clock_of_its_own_goes_with_the_camera_it_was_for() -> None:
    clock, wall = ManualClock(NOW), WallTiles()
    hall, gym = DeviceId("hall"), DeviceId("gym")
    wall.open_cameras([hall, hall, gym])
    wall.put(1, hall)
    playbacks, heard = TilePlaybacks(clock), list[Seat]()
    playbacks.loosen(wall, 0)
    playbacks.keep_behind(wall, 1, timedelta(days=1))
    playbacks.changed.connect(heard.append)
    wall.choose(2)
    assert heard == []
    wall.open_cameras([hall, gym])
    assert heard == [(wall, 1)]
    assert playbacks.of(wall, 1) is playbacks.one
    assert playbacks.is_loose(wall, 0)
    wall.put(0, None)
    assert not playbacks.loose


def test_marks_select_a_span_in_either_order() -> None:
    selection = SpanSelection()
    selection.mark_out(ago(10))
    assert selection.span is None
    selection.mark_in(ago(20))
    assert selection.span == Span(ago(20), ago(10))
    selection.mark_in(ago(5))
    assert selection.span is None
    assert (selection.begin, selection.end) == (ago(5), None)
    selection.mark_out(ago(30))
    assert (selection.begin, selection.end) == (None, ago(30))
    selection.clear()
    assert (selection.begin, selection.end) == (None, None)
