"""Keeping up: which packets are worth decoding, and which worth showing."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.video.backlog import Backlog, Worth

FPS, GOP = 10, 10
DRIFT_S = 0.061
"""What a minute's drift of a camera's clock may hide."""


def run(backlog: Backlog, first: int, count: int, delay_s: float) -> list[Worth]:
    """Reads pictures `first`… each `delay_s` after its own time."""
    return [
        backlog.worth(i % GOP == 0, i / FPS, i / FPS + delay_s, has_waited=True) for i in range(first, first + count)
    ]


class Machine:
    """Decodes pictures that arrive at given times, one after the other; decoding and showing take time."""

    def __init__(self, decode_s: float, show_s: float, fps: int = 15, gop: int = 30) -> None:
        self.decode_s, self.show_s, self.fps, self.gop = decode_s, show_s, fps, gop
        self.shown: list[tuple[float, float]] = []
        """Steady time, and how old the picture was then."""

    def play(self, arrivals: Iterable[float]) -> None:
        backlog, now_s = Backlog(), 0.0
        for number, arrival_s in enumerate(arrivals):
            has_waited = arrival_s > now_s
            now_s = max(now_s, arrival_s)
            worth = backlog.worth(number % self.gop == 0, number / self.fps, now_s, has_waited)
            if worth is not Worth.SKIP:
                now_s += self.decode_s
            if worth is Worth.SHOW:
                now_s += self.show_s
                self.shown.append((now_s, now_s - number / self.fps))

    def oldest_s(self, since_s: float) -> float:
        return max(age_s for at_s, age_s in self.shown if at_s >= since_s)


def on_time(seconds: float, fps: int = 15) -> list[float]:
    return [number / fps for number in range(round(seconds * fps))]


def test_a_stream_on_time_is_shown_whole() -> None:
    backlog = Backlog()
    assert set(run(backlog, 0, 100, 0.3)) == {Worth.SHOW}
    assert backlog.gop_s == 1.0
    assert backlog.behind_s == pytest.approx(0)


def test_a_burst_at_the_start_is_decoded_whole() -> None:
    backlog = Backlog()
    assert Worth.SKIP not in {backlog.worth(i == 0, i / FPS, 5.0) for i in range(GOP)}
    assert set(run(backlog, GOP, 30, 4.1)) == {Worth.SHOW}


@pytest.mark.parametrize(("decode_s", "show_s"), [(0.01, 0.01), (0.05, 0.06), (0.09, 0.01), (0.2, 0.05)])
def test_a_slow_machine_never_shows_a_picture_that_is_300_ms_late(decode_s: float, show_s: float) -> None:
    machine = Machine(decode_s, show_s)
    machine.play(on_time(60))
    assert machine.oldest_s(5.0) <= 0.3 + decode_s + show_s + DRIFT_S
    assert len(machine.shown) > 25


def test_a_delay_from_the_first_picture_on_does_not_stay() -> None:
    machine = Machine(decode_s=0.02, show_s=0.06)
    machine.play([max(at_s, 2.0) for at_s in on_time(30)])
    assert machine.oldest_s(8.0) <= 0.3 + 0.08 + DRIFT_S


def test_a_burst_after_a_stall_is_caught_up_with_at_once() -> None:
    machine = Machine(decode_s=0.004, show_s=0.02)
    stalled = [max(at_s, 13.0) if at_s >= 10.0 else at_s for at_s in on_time(30)]
    machine.play(stalled)
    assert machine.oldest_s(13.5) < 0.1
    caught_up = [at_s for at_s, age_s in machine.shown if at_s > 13.0 and age_s < 0.1]
    assert caught_up[0] < 13.5


def test_a_burst_too_large_to_decode_is_left_out() -> None:
    machine = Machine(decode_s=0.06, show_s=0.005)
    machine.play([max(at_s, 20.0) if at_s >= 10.0 else at_s for at_s in on_time(60)])
    assert machine.oldest_s(24.0) < 0.4


def test_while_a_network_catches_up_slowly_the_picture_still_moves() -> None:
    machine = Machine(decode_s=0.002, show_s=0.002)
    slowly = [at_s if at_s < 5 else 7 + (at_s - 5) * 0.7 if at_s < 10 else max(at_s, 10.5) for at_s in on_time(15)]
    machine.play(slowly)
    times = [at_s for at_s, _ in machine.shown if 7.0 <= at_s < 8.0]
    assert len(times) >= 5


def test_a_stream_that_stays_late_is_taken_as_it_is() -> None:
    backlog = Backlog()
    run(backlog, 0, 20, 0.0)
    assert set(run(backlog, 20, 60, 4.0)[35:]) == {Worth.SHOW}


def test_a_slow_camera_clock_is_not_delay() -> None:
    backlog = Backlog()
    assert {backlog.worth(i % GOP == 0, i / FPS, i / FPS * 1.0005, has_waited=True) for i in range(100_000)} == {
        Worth.SHOW
    }


@given(st.lists(st.tuples(st.booleans(), st.floats(-1e6, 1e6), st.floats(0, 1e6)), max_size=50))
def test_no_times_break_it(packets: list[tuple[bool, float, float]]) -> None:
    backlog = Backlog()
    for is_key, media_s, now_s in packets:
        assert backlog.worth(is_key, media_s, now_s) in Worth


@given(st.lists(st.floats(0, 0.5), min_size=100, max_size=100), st.floats(0.0, 0.3), st.floats(0.0, 0.1))
def test_whatever_comes_between_a_stream_on_time_again_is_shown_again(
    delays: list[float], decode_s: float, show_s: float
) -> None:
    machine = Machine(decode_s, show_s)
    machine.play([at_s + (delays[n] if n < len(delays) else 0.0) for n, at_s in enumerate(on_time(30))])
    assert machine.oldest_s(25.0) <= 0.3 + decode_s + show_s + DRIFT_S
