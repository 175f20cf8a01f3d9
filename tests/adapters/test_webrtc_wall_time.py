"""From RTP timestamps to the time of day."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from smartclient.adapters.xprotect.webrtc.wall_time import LiveTime, RecordedTime

NOW = datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)
NOW_S = NOW.timestamp()
WRAP = 2**32


def test_a_burst_of_the_last_second_counts_as_now_and_goes_on_at_90_khz() -> None:
    time = LiveTime()
    burst = [time.at(90_000 * step // 12, NOW_S) for step in range(12)]
    assert burst == sorted(set(burst))
    assert burst[-1] - NOW < timedelta(milliseconds=1)
    assert time.at(90_000, NOW_S + 1 / 12) - burst[-1] - timedelta(seconds=1 / 12) < timedelta(milliseconds=1)
    late = time.at(90_000 + 7_500, NOW_S + 5)
    assert late - NOW < timedelta(seconds=0.2)


def test_the_servers_clock_counts_once_it_reports_unless_it_cannot_be_right() -> None:
    time = LiveTime()
    time.at(0, NOW_S + 0.3)
    time.report(90_000, NOW_S + 1, NOW_S + 1.2)
    assert time.at(180_000, NOW_S + 9) == NOW + timedelta(seconds=2)
    time.report(90_000, 0.0, NOW_S + 1.2)
    assert time.at(270_000, NOW_S + 9) == NOW + timedelta(seconds=3)


def test_the_count_goes_on_over_its_end() -> None:
    time = LiveTime()
    time.report(WRAP - 90_000, NOW_S, NOW_S)
    assert time.at(WRAP - 90_000, NOW_S) == NOW
    assert time.at(0, NOW_S) == NOW + timedelta(seconds=1)
    assert time.at(90_000, NOW_S) == NOW + timedelta(seconds=2)


def test_recorded_pictures_count_milliseconds_from_the_start_and_below_zero_before_it() -> None:
    time = RecordedTime(NOW)
    assert time.at(WRAP - 500, 0.0) == NOW - timedelta(milliseconds=500)
    assert time.at(83, 0.0) == NOW + timedelta(milliseconds=83)
    time.report(83, 0.0, 0.0)
    assert time.at(3_600_000, 0.0) == NOW + timedelta(hours=1)
    days = [time.at(day * 86_400_000 % WRAP, 0.0) for day in range(1, 80)]
    assert days == [NOW + timedelta(days=day) for day in range(1, 80)]


@given(st.lists(st.tuples(st.integers(0, WRAP - 1), st.floats(-1e18, 1e18), st.booleans()), max_size=60))
def test_no_stamps_break_the_clocks(told: list[tuple[int, float, bool]]) -> None:
    live, recorded = LiveTime(), RecordedTime(datetime.max.replace(tzinfo=UTC))
    before = datetime.min.replace(tzinfo=UTC)
    for stamp, seconds, is_report in told:
        if is_report:
            live.report(stamp, seconds, NOW_S)
        else:
            at = live.at(stamp, seconds)
            assert at > before
            before = at
            assert recorded.at(stamp, seconds).tzinfo is UTC
