"""Two days beside each other show one time of the local clock, also when clocks were changed between."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import ManualClock
from smartclient.session.comparison import NothingToCompare, compare, end
from smartclient.store.layouts import LAYOUTS
from smartclient.store.tile_playbacks import TilePlaybacks
from smartclient.store.wall_tiles import WallTiles

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 2, 10, 0, tzinfo=CHICAGO).astimezone(UTC)
HALL, GYM = DeviceId("hall"), DeviceId("gym")


def wall_of(*cameras: DeviceId) -> WallTiles:
    wall = WallTiles(LAYOUTS["4"])
    wall.open_cameras(cameras)
    return wall


def test_each_camera_stands_beside_itself_a_day_earlier_and_in_step() -> None:
    clock, wall = ManualClock(NOW), wall_of(HALL, GYM)
    playbacks = TilePlaybacks(clock)
    playbacks.one.run_from(NOW - timedelta(minutes=30), 1.0)
    compare(wall, playbacks, date(2026, 10, 31), CHICAGO)
    assert wall.tiles[:4] == (HALL, HALL, GYM, GYM)
    there = playbacks.of(wall, 1).instant.astimezone(CHICAGO)
    assert there == datetime(2026, 10, 31, 9, 30, tzinfo=CHICAGO)
    assert playbacks.of(wall, 0) is playbacks.one
    playbacks.one.run_from(NOW - timedelta(minutes=10), -4.0)
    clock.advance(5)
    assert playbacks.of(wall, 3).instant.astimezone(CHICAGO) == datetime(2026, 10, 31, 9, 49, 40, tzinfo=CHICAGO)


def test_the_end_of_it_leaves_each_camera_once_on_one_clock() -> None:
    clock, wall = ManualClock(NOW), wall_of(HALL, GYM)
    playbacks = TilePlaybacks(clock)
    compare(wall, playbacks, date(2026, 11, 1), CHICAGO)
    compare(wall, playbacks, date(2026, 10, 30), CHICAGO)
    assert [camera for camera in wall.tiles if camera] == [HALL, HALL, GYM, GYM]
    end(wall, playbacks)
    assert [camera for camera in wall.tiles if camera] == [HALL, GYM]
    assert wall.layout.count < 9
    assert not playbacks.loose


def test_what_cannot_be_compared_is_said() -> None:
    playbacks = TilePlaybacks(ManualClock(NOW))
    with pytest.raises(NothingToCompare, match="Open the cameras"):
        compare(wall_of(), playbacks, date(2026, 11, 1), CHICAGO)
    with pytest.raises(NothingToCompare, match="must come before"):
        compare(wall_of(HALL), playbacks, date(2026, 11, 2), CHICAGO)
