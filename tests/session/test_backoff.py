"""Backoff: never in a rush, never for ever, never all at once."""

from hypothesis import given
from hypothesis import strategies as st

from smartclient.session.backoff import Backoff

chances = st.floats(0, 1)
backoffs = st.builds(Backoff, first_s=st.floats(0.1, 5), largest_s=st.floats(5, 600))


@given(backoffs, st.integers(1, 10**9), chances)
def test_a_wait_lies_between_half_the_first_and_the_largest(backoff: Backoff, failures: int, chance: float) -> None:
    assert backoff.first_s / 2 <= backoff.wait_s(failures, chance) <= backoff.largest_s


@given(backoffs, st.integers(1, 100), chances)
def test_the_next_wait_is_not_shorter(backoff: Backoff, failures: int, chance: float) -> None:
    assert backoff.wait_s(failures, chance) <= backoff.wait_s(failures + 1, chance)


@given(backoffs, st.integers(1, 100), chances, chances)
def test_clients_are_spread(backoff: Backoff, failures: int, one: float, other: float) -> None:
    if abs(one - other) > 0.01:
        assert backoff.wait_s(failures, one) != backoff.wait_s(failures, other)


def test_it_doubles() -> None:
    assert [Backoff(1, 30).wait_s(n, 1.0) for n in range(1, 8)] == [1, 2, 4, 8, 16, 30, 30]
