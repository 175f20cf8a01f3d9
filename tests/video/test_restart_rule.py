"""The one rule for trying again."""

from hypothesis import given
from hypothesis import strategies as st

from smartclient.video.restart import (
    FIRST_DELAY_S,
    LONGEST_DELAY_S,
    Action,
    Attempts,
    Broken,
    Event,
    FirstFrame,
    Opening,
    decide,
)


def fail(attempts: Attempts, generation: int, at_s: float = 0.0) -> tuple[Attempts, float]:
    attempts, _, _ = decide(attempts, Opening(generation), 0.5)
    attempts, action, delay_s = decide(attempts, Broken(generation, at_s), 0.5)
    assert action is Action.WAIT
    return attempts, delay_s


def test_each_failure_doubles_the_delay_up_to_half_a_minute() -> None:
    attempts, delays = Attempts(), []
    for generation in range(1, 12):
        attempts, delay_s = fail(attempts, generation)
        delays.append(delay_s)
    assert delays[:4] == [FIRST_DELAY_S, FIRST_DELAY_S * 2, FIRST_DELAY_S * 4, FIRST_DELAY_S * 8]
    assert delays[-1] == LONGEST_DELAY_S


def test_a_stream_that_played_for_a_while_starts_over() -> None:
    attempts = Attempts(failures=7)
    attempts, _, _ = decide(attempts, Opening(8), 0.5)
    attempts, _, _ = decide(attempts, FirstFrame(8, at_s=100.0), 0.5)
    attempts, _, delay_s = decide(attempts, Broken(8, at_s=111.0), 0.5)
    assert (attempts.failures, delay_s) == (1, FIRST_DELAY_S)


def test_a_stream_that_breaks_right_after_its_first_frame_does_not() -> None:
    attempts = Attempts(failures=3)
    attempts, _, _ = decide(attempts, Opening(4), 0.5)
    attempts, _, _ = decide(attempts, FirstFrame(4, at_s=100.0), 0.5)
    attempts, _, _ = decide(attempts, Broken(4, at_s=101.0), 0.5)
    assert attempts.failures == 4


def test_a_clip_played_to_its_end_is_no_failure() -> None:
    attempts, _, _ = decide(Attempts(failures=3), Opening(1), 0.5)
    attempts, action, delay_s = decide(attempts, Broken(1, 2.0, was_played=True), 0.5)
    assert (attempts.failures, action, delay_s) == (0, Action.WAIT, FIRST_DELAY_S)


@given(st.integers(), st.integers(), st.floats(0, 1e6), st.booleans())
def test_what_another_opening_says_changes_nothing(generation: int, other: int, at_s: float, is_frame: bool) -> None:
    attempts, _, _ = decide(Attempts(), Opening(generation), 0.5)
    event: Event = FirstFrame(other, at_s) if is_frame else Broken(other, at_s)
    after, action, _ = decide(attempts, event, 0.5)
    if other != generation:
        assert (after, action) == (attempts, Action.NOTHING)


@given(st.integers(0, 10_000), st.floats(allow_nan=False))
def test_the_delay_stays_within_its_bounds(failures: int, jitter: float) -> None:
    attempts, _, _ = decide(Attempts(failures=failures), Opening(1), jitter)
    _, _, delay_s = decide(attempts, Broken(1, 0.0), jitter)
    assert FIRST_DELAY_S * 0.75 <= delay_s <= LONGEST_DELAY_S * 1.25
