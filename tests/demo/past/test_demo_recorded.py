"""When the demo's cameras recorded: school days, motion, gaps, over midnight and the change of the clocks."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.demo.events import EventStream
from smartclient.demo.faults import Faults
from smartclient.demo.past import spans
from smartclient.demo.past.calendar import Calendar
from smartclient.demo.past.motion import Motion
from smartclient.demo.past.recorded import AFTER_MS, BEFORE_MS, KEPT_MS, Recorded
from smartclient.demo.scenario import Act
from smartclient.demo.stage import Stage
from smartclient.demo.video.shots import tick_at, tick_ms
from smartclient.demo.world import Times, World
from tests.demo.video.small_campus import small_campus

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 23, 3, 24, 17, 345_000, tzinfo=UTC)
HALL = "cam-hall"
HOUR = 3_600_000


def ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


def recorder(clock: Clock | None = None, calendar: Calendar | None = None) -> tuple[Recorded, World]:
    clock = clock or Clock()
    world = World(small_campus(), clock)
    return Recorded(Motion(calendar or Calendar(), 1), world, lambda: ms(clock())), world


def test_a_school_day_is_recorded_as_a_whole_at_the_clock_of_the_school() -> None:
    recorded, _ = recorder()
    for day in (datetime(2026, 10, 30, tzinfo=CHICAGO), datetime(2026, 11, 2, tzinfo=CHICAGO)):
        (piece,) = recorded.recorded(HALL, ms(day.replace(hour=7)), ms(day.replace(hour=17)))
        assert piece == (ms(day.replace(hour=7)), ms(day.replace(hour=17)))
        whole = spans.holding(recorded.sequences(HALL, *piece), piece[0])
        assert whole is not None
        assert whole[0] <= ms(day.replace(hour=6, minute=30))
        assert whole[1] >= ms(day.replace(hour=17, minute=30))


def test_nights_and_weekends_are_recorded_around_motion_only() -> None:
    recorded, _ = recorder()
    begin, end = (ms(datetime(2026, 11, day, tzinfo=CHICAGO)) for day in (7, 9))
    pieces, moved = recorded.recorded(HALL, begin, end), recorded.motion(HALL, begin, end)
    assert 5 < len(pieces) < 60
    assert sum(until - since for since, until in pieces) < (end - begin) / 20
    for since, until in moved:
        assert spans.holding(pieces, max(begin, since - BEFORE_MS))
        assert spans.holding(pieces, min(end, until + AFTER_MS) - 1)


def test_the_days_the_clocks_change_have_their_own_length() -> None:
    calendar = Calendar()
    autumn, spring = (calendar.day(ms(datetime(*day, 12, tzinfo=CHICAGO))) for day in ((2026, 11, 1), (2026, 3, 8)))
    assert autumn.end - autumn.begin == 25 * HOUR
    assert spring.end - spring.begin == 23 * HOUR
    assert calendar.day(autumn.end).begin == autumn.end


def test_a_demo_that_begins_on_a_weekend_begins_on_a_school_day() -> None:
    sunday = datetime(2026, 11, 22, 9, 30, tzinfo=CHICAGO)
    shown = Calendar.beginning(-89.5, timedelta(hours=1), sunday.astimezone(UTC), at_school=True)
    assert shown.day(ms(sunday)).school
    assert not Calendar.beginning(-89.5, timedelta(0), sunday.astimezone(UTC), at_school=False).day(ms(sunday)).school
    monday = sunday + timedelta(days=1)
    assert Calendar.beginning(-89.5, timedelta(0), monday.astimezone(UTC), at_school=True).week_moved == 0


@given(st.integers(0, KEPT_MS))
@settings(max_examples=60, deadline=None)
def test_next_and_previous_walk_the_same_way(ago: int) -> None:
    recorded, _ = recorder()
    start = recorded.following(HALL, ms(NOW) - ago)
    if start is None:
        return
    assert recorded.holds(HALL, start)
    onward = recorded.following(HALL, start + 1)
    if onward is not None:
        assert recorded.preceding(HALL, onward) == start
        assert tick_ms(tick_at(onward)) == onward
    before = recorded.preceding(HALL, start)
    if before is not None:
        assert recorded.following(HALL, before + 1) == start
        gap = (before + 1000, start) if start - before > 1000 else None
        assert gap is None or not recorded.recorded(HALL, *gap)


def test_the_last_picture_is_that_of_now_and_the_first_thirty_days_old() -> None:
    noon = Clock(datetime(2026, 11, 23, 12, 0, 0, 30_000, tzinfo=CHICAGO))
    recorded, _ = recorder(noon)
    assert recorded.preceding(HALL, ms(noon()) + 10**9) == ms(noon()) - 30
    assert recorded.following(HALL, ms(noon()) - 29) is None
    first = recorded.following(HALL, 0)
    assert first is not None
    assert recorded.first <= first < recorded.first + 24 * HOUR
    assert recorded.preceding(HALL, first) is None


def test_what_moves_in_this_run_is_recorded_and_motion_to_come_is_not() -> None:
    clock = Clock(datetime(2026, 11, 22, 3, 0, tzinfo=CHICAGO))
    recorded, world = recorder(clock)
    quiet = next(
        second
        for second in range(600)
        if not recorded._usual.spans(HALL, ms(clock()) + (second - 60) * 1000, ms(clock()) + (second + 60) * 1000)
    )
    clock.now += timedelta(seconds=quiet)
    assert not recorded.holds(HALL, ms(clock()))
    world.motions[HALL].begin(clock())
    assert recorded.holds(HALL, ms(clock()) - BEFORE_MS)
    assert not recorded.holds(HALL, ms(clock()) - BEFORE_MS - 1)
    assert recorded.following(HALL, ms(clock()) + 1) is None
    clock.now += timedelta(seconds=20)
    world.motions[HALL].end(clock())
    assert recorded.motion(HALL, ms(clock()) - 60_000, ms(clock()) + 1)[-1][1] == ms(clock()) + 1
    clock.now += timedelta(seconds=30)
    piece = recorded.sequences(HALL, ms(clock()) - 60_000, ms(clock()))[-1]
    assert piece[1] - piece[0] == 20_000 + 1_000 + BEFORE_MS + AFTER_MS


def test_a_camera_that_failed_leaves_a_gap() -> None:
    clock = Clock(datetime(2026, 11, 20, 10, 0, tzinfo=CHICAGO))
    recorded, world = recorder(clock)
    world.outages[HALL].begin(clock())
    failed = ms(clock())
    clock.now += timedelta(seconds=10)
    assert recorded.preceding(HALL, ms(clock())) == tick_ms(tick_at(failed - 1))
    world.outages[HALL].end(clock())
    clock.now += timedelta(seconds=10)
    assert recorded.following(HALL, failed) == failed + 11_000
    assert not recorded.motion(HALL, failed, failed + 11_000)


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50))),
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50))),
)
def test_spans_are_sets_of_instants(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> None:
    def instants(of: list[tuple[int, int]]) -> set[int]:
        return {at for begin, end in of for at in range(begin, end)}

    whole, holes = spans.union(some), spans.union(others)
    assert instants(whole) == instants(some)
    assert all(left[1] < right[0] for left, right in pairwise(whole))
    assert instants(spans.without(whole, holes)) == instants(some) - instants(others)
    assert instants(spans.clip(whole, 10, 20)) == instants(some) & set(range(10, 20))
    assert all((spans.holding(whole, at) is not None) == (at in instants(some)) for at in range(50))


@pytest.mark.parametrize(
    ("longitude", "name"), [(-89.5, "America/Chicago"), (-74.0, "America/New_York"), (10.0, "Etc/GMT-1")]
)
def test_schools_go_by_the_clock_of_their_place(longitude: float, name: str) -> None:
    zone = ZoneInfo(name)
    day = Calendar(longitude).day(ms(NOW))
    assert datetime.fromtimestamp(day.begin / 1000, zone).hour == 0


def test_a_door_that_is_forced_at_night_is_recorded_by_the_cameras_near_it() -> None:
    clock = Clock(datetime(2026, 11, 22, 3, 0, tzinfo=CHICAGO))
    recorded, world = recorder(clock)
    site = small_campus()
    stage = Stage(site, world, EventStream(clock), Faults())
    stage.perform(Act(0.0, "door.forced", "door-101"))
    clock.now += timedelta(seconds=60)
    near = {camera for camera in ("cam-door", "cam-lot") if recorded.holds(camera, ms(clock()) - 55_000)}
    assert near == {"cam-door"}
    assert recorded.holds("cam-door", ms(clock()) - 60_000 - BEFORE_MS)
    assert not recorded.recorded("cam-door", ms(clock()) - 30_000, ms(clock()))


def test_pieces_of_time_that_follow_closely_are_one() -> None:
    def at(second: int) -> datetime:
        return NOW + timedelta(seconds=second)

    times = Times()
    times.add(at(0), at(12))
    times.add(at(5), at(17))
    assert times.spans == [(at(0), at(17))]
    times.begin(at(10))
    times.add(at(11), at(23))
    assert times.spans == [(at(0), None)]
    times.end(at(30))
    times.add(at(40), at(52))
    assert times.spans == [(at(0), at(30)), (at(40), at(52))]
    assert [times.begun(at(second)) for second in (29, 35, 45, 60)] == [at(0), None, at(40), None]
