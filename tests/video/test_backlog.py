"""Keeping up: which packets are worth decoding."""

from hypothesis import given
from hypothesis import strategies as st

from smartclient.video.backlog import Backlog

FPS, GOP = 10, 10


def run(backlog: Backlog, first: int, count: int, delay_s: float) -> list[bool]:
    """Reads pictures `first`… each `delay_s` after its own time."""
    return [backlog.admits(i % GOP == 0, i / FPS, i / FPS + delay_s) for i in range(first, first + count)]


def test_a_stream_on_time_is_decoded_whole() -> None:
    backlog = Backlog()
    assert all(run(backlog, 0, 100, 0.3))
    assert backlog.gop_s == 1.0


def test_a_burst_at_the_start_is_decoded_whole() -> None:
    backlog = Backlog()
    assert all(backlog.admits(i == 0, i / FPS, 5.0) for i in range(GOP))
    assert all(run(backlog, GOP, 30, 4.1))


def test_behind_only_key_frames_are_decoded_until_it_has_caught_up() -> None:
    backlog = Backlog()
    run(backlog, 0, 20, 0.0)
    late = run(backlog, 20, 15, 2.5)
    assert late == [i % GOP == 0 for i in range(20, 35)]
    assert run(backlog, 35, 10, 0.2) == [False] * 5 + [True] * 5


def test_a_stream_that_stays_late_is_taken_as_it_is() -> None:
    backlog = Backlog()
    run(backlog, 0, 20, 0.0)
    assert all(run(backlog, 20, 60, 4.0)[35:])


def test_a_slow_camera_clock_is_not_delay() -> None:
    backlog = Backlog()
    assert all(backlog.admits(i % GOP == 0, i / FPS, i / FPS * 1.0005) for i in range(100_000))


@given(st.lists(st.tuples(st.booleans(), st.floats(-1e6, 1e6), st.floats(0, 1e6)), max_size=50))
def test_key_frames_are_always_decoded_and_no_times_break_it(packets: list[tuple[bool, float, float]]) -> None:
    backlog = Backlog()
    for is_key, media_s, now_s in packets:
        assert backlog.admits(is_key, media_s, now_s) or not is_key
