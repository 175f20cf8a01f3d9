"""The time scale shows local time: day borders, days of 23 and 25 hours, and never too many words."""

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.ui.video.timeline.axis import FINEST_S_PER_PX, Axis, from_s, to_s
from smartclient.ui.video.timeline.ticks import clock_words, day_begin, is_repeated, step_s, ticks

CHICAGO = ZoneInfo("America/Chicago")
KATHMANDU = ZoneInfo("Asia/Kathmandu")


def axis(begin: datetime, hours: float, width_px: float = 1_200) -> Axis:
    return Axis(to_s(begin.astimezone(UTC)), hours * 3_600 / width_px, width_px)


def labels(of: Axis, zone: ZoneInfo = CHICAGO) -> list[str]:
    return [tick.label for tick in ticks(of, zone) if tick.label and of.shows(tick.at)]


def test_a_common_day_has_its_hours_and_its_date() -> None:
    day = axis(datetime(2026, 11, 22, 22, 30, tzinfo=CHICAGO), 4)
    assert labels(day) == ["22:30", "23:00", "23:30", "Mon 23 Nov", "00:30", "01:00", "01:30", "02:00", "02:30"]


def test_the_hour_left_out_in_spring_has_no_line() -> None:
    night = axis(datetime(2026, 3, 8, 0, 0, tzinfo=CHICAGO), 5, 600)
    assert labels(night) == ["Sun 8 Mar", "01:00", "03:00", "04:00", "05:00", "06:00"]


def test_the_hour_that_comes_twice_in_autumn_is_named_the_second_time() -> None:
    night = axis(datetime(2026, 11, 1, 0, 0, tzinfo=CHICAGO), 5, 600)
    assert labels(night) == ["Sun 1 Nov", "01:00", "01:00 CST", "02:00", "03:00", "04:00"]


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 8), 23), ((2026, 11, 1), 25), ((2026, 11, 2), 24)])
def test_days_are_as_long_as_they_are(day: tuple[int, int, int], hours: int) -> None:
    weeks = axis(datetime(day[0], day[1], 1, tzinfo=CHICAGO), 14 * 24, 14 * 100)
    borders = [tick.at for tick in ticks(weeks, CHICAGO) if tick.day]
    begin = datetime(*day, tzinfo=CHICAGO).astimezone(UTC)
    assert begin in borders
    assert borders[borders.index(begin) + 1] - begin == timedelta(hours=hours)
    assert day_begin(begin + timedelta(hours=hours - 1), CHICAGO) == begin


def test_hours_are_local_where_the_zone_is_off_by_three_quarters() -> None:
    morning = axis(datetime(2026, 11, 22, 6, 10, tzinfo=KATHMANDU), 4, 600)
    assert labels(morning, KATHMANDU) == ["07:00", "08:00", "09:00", "10:00"]


def test_single_pictures_have_lines_in_fractions_of_a_second() -> None:
    second = Axis(to_s(datetime(2026, 11, 22, 18, 0, 5, tzinfo=UTC)), FINEST_S_PER_PX, 500)
    assert labels(second)[:3] == ["12:00:05.0", "12:00:05.2", "12:00:05.4"]


def test_an_hour_is_repeated_only_the_second_time() -> None:
    change = datetime(2026, 11, 1, 7, 0, tzinfo=UTC)
    assert not is_repeated(change - timedelta(minutes=1), CHICAGO)
    assert is_repeated(change, CHICAGO)
    assert is_repeated(change + timedelta(minutes=59), CHICAGO)
    assert not is_repeated(change + timedelta(hours=1), CHICAGO)
    assert clock_words(change, 60, CHICAGO) == "01:00 CST"


@settings(deadline=None, max_examples=60)
@given(
    st.floats(to_s(datetime(2026, 1, 1, tzinfo=UTC)), to_s(datetime(2026, 12, 31, tzinfo=UTC))),
    st.floats(-2.5, 3.4),
    st.sampled_from([CHICAGO, KATHMANDU, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")]),
)
def test_at_every_scale_words_have_room_and_lines_are_in_order(begin_s: float, scale: float, zone: ZoneInfo) -> None:
    of = Axis(begin_s, max(10.0**scale, FINEST_S_PER_PX), 1_000)
    lines = list(ticks(of, zone))
    times = [tick.at for tick in lines]
    assert times == sorted(set(times))
    assert len(lines) < 400
    named = [tick for tick in lines if tick.label]
    assert named
    step = timedelta(seconds=step_s(of.s_per_px))
    for early, late in itertools.pairwise(named):
        assert late.at - early.at >= step - timedelta(hours=1)
        assert late.at - early.at <= step + timedelta(hours=1, microseconds=1)
    assert times[0] <= from_s(of.begin_s)
    assert times[-1] >= from_s(of.end_s)
