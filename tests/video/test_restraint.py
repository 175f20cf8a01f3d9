"""Asking for less when machine or network do not bear more, saying why, and for more again when they do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.footage import Quality
from smartclient.video.decoding_budget import DecodingBudget
from smartclient.video.demand import Demand
from smartclient.video.engine import Stats
from smartclient.video.restraint import Cause, Level, Restraint, Second

CALM = Second(waiting=0.8)
SLOW_MACHINE = Second(skipped=5, behind_s=0.4, waiting=0.0)
SLOW_NETWORK = Second(behind_s=1.5, waiting=0.7)


class Tile:
    """A restraint that lives through seconds."""

    def __init__(self) -> None:
        self.restraint = Restraint()
        self.now_s = 0.0

    def live(self, seconds: int, second: Second = CALM) -> Level:
        for _ in range(seconds):
            self.now_s += 1.0
            self.restraint.note(second, self.now_s)
        return self.restraint.level

    def until(self, level: Level, second: Second = CALM, most: int = 1000) -> int:
        for seconds in range(1, most):
            if self.live(1, second) is level:
                return seconds
        raise AssertionError(self.restraint.level)


def test_calm_changes_nothing() -> None:
    tile = Tile()
    assert tile.live(1000) is Level.FULL
    assert tile.restraint.why == ""


def test_one_hiccup_changes_nothing() -> None:
    tile = Tile()
    for _ in range(20):
        assert tile.live(2, SLOW_MACHINE) is Level.FULL
        tile.live(1)


@pytest.mark.parametrize(("second", "cause"), [(SLOW_MACHINE, Cause.MACHINE), (SLOW_NETWORK, Cause.NETWORK)])
def test_strain_that_lasts_asks_for_less_step_by_step_and_says_why(second: Second, cause: Cause) -> None:
    tile = Tile()
    assert tile.live(3, second) is Level.SMALL
    assert tile.restraint.why == f"Small stream: {cause}."
    assert tile.live(3, second) is Level.KEYS
    assert tile.restraint.why == f"Key frames only: {cause}."
    assert tile.live(30, second) is Level.KEYS


def test_it_rises_again_slowly_and_more_slowly_when_that_was_too_much() -> None:
    tile = Tile()
    waits = []
    for _ in range(4):
        tile.until(Level.SMALL, SLOW_MACHINE)
        waits.append(tile.until(Level.FULL))
    assert waits == sorted(waits)
    assert waits[0] >= 10
    assert waits[-1] >= 4 * waits[0]


def test_a_small_tile_has_no_smaller_stream_to_fall_to() -> None:
    tile = Tile()
    assert tile.live(3, Second(skipped=5, waiting=0.0, deserves_main=False)) is Level.KEYS
    assert tile.until(Level.FULL, Second(waiting=0.8, deserves_main=False)) > 10


@given(st.lists(st.sampled_from([CALM, SLOW_MACHINE, SLOW_NETWORK, Second(is_over_budget=True)]), max_size=200))
def test_after_whatever_calm_ends_at_full_level(seconds: list[Second]) -> None:
    tile = Tile()
    for second in seconds:
        tile.live(1, second)
        assert (tile.restraint.why == "") == (tile.restraint.level is Level.FULL)
    assert tile.live(500) is Level.FULL


def test_of_36_main_streams_the_smallest_tiles_yield_until_it_is_borne() -> None:
    budget = DecodingBudget(cores=4)
    demands = [Demand(budget) for _ in range(36)]
    for number, demand in enumerate(demands):
        demand.size = (1000 + number, 600)
    playing = [Quality.MAIN] * 36
    for second in range(60):
        for number, demand in enumerate(demands):
            load = 0.2 if playing[number] is Quality.MAIN else 0.03
            demand.look(playing[number], Stats(load=load, waiting=0.5), float(second))
            playing[number] = demand.quality(playing[number])
    mains = [number for number, quality in enumerate(playing) if quality is Quality.MAIN]
    assert budget.load <= 0.7 * 4
    assert budget.load > 0.6 * 4
    assert mains == list(range(36 - len(mains), 36))
    assert demands[0].why(Quality.SUB) == f"Small stream: {Cause.BUDGET}."
    assert demands[35].why(Quality.MAIN) == ""


def test_a_tile_that_yielded_gets_its_stream_back_when_others_leave() -> None:
    budget = DecodingBudget(cores=2)
    small, large = Demand(budget), Demand(budget)
    small.size, large.size = (1000, 600), (2000, 1200)
    large.look(Quality.MAIN, Stats(load=1.0, waiting=0.5), 0.0)
    assert small.look(Quality.MAIN, Stats(load=0.6, waiting=0.5), 0.0)
    assert small.quality(Quality.MAIN) is Quality.SUB
    for second in range(1, 60):
        small.look(Quality.SUB, Stats(load=0.1, waiting=0.5), float(second))
    assert small.quality(Quality.SUB) is Quality.SUB
    large.close()
    assert any(small.look(Quality.SUB, Stats(load=0.1, waiting=0.5), float(second)) for second in range(60, 90))
    assert small.quality(Quality.SUB) is Quality.MAIN


def test_a_tile_that_would_be_small_anyway_gives_no_reason() -> None:
    demand = Demand(DecodingBudget())
    demand.size = (300, 200)
    assert demand.quality(None) is Quality.SUB
    assert demand.why(Quality.SUB) == ""
