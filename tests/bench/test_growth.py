"""What grows is told from what wanders, by the second half of a run."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.bench.growth import growth

HOURS = [place / 20 for place in range(200)]


@given(st.floats(1.5, 100), st.integers(0, 2**16))
def test_a_leak_is_found_through_noise(per_hour: float, seed: int) -> None:
    noise = random.Random(seed)
    found = growth(HOURS, [300 + per_hour * hour + noise.uniform(-0.5, 0.5) for hour in HOURS])
    assert abs(found.per_hour - per_hour) < 0.3
    assert found.verdict == "grows"


@pytest.mark.parametrize("seed", range(5))
def test_what_only_filled_up_in_the_first_half_grows_no_more(seed: int) -> None:
    noise = random.Random(seed)
    found = growth(HOURS, [min(350.0, 300 + 20 * hour) + noise.gauss(0, 2) for hour in HOURS])
    assert abs(found.per_hour) < 2


def test_what_stands_still_and_what_is_too_short_have_their_own_words() -> None:
    assert growth(HOURS, [300.0] * len(HOURS)).verdict == "no growth beyond 1 an hour"
    short = growth([0.0, 1.0], [1.0, 2.0])
    assert math.isnan(short.per_hour)
    assert short.verdict == "too short to tell"
    assert growth([], []).verdict == "too short to tell"
