"""Measuring: straight lines add up, ways on foot are found in a thread, points are taken back."""

import math

import pytest

from smartclient.session.measuring import Measuring
from smartclient.store.routes import Standpoint
from smartclient.store.walking import Walkable
from tests.builders.maple_grove_places import maple_grove_places, room
from tests.builders.running import run, until

WALKABLE = Walkable(maple_grove_places())


def stand(venue: str, number: str) -> Standpoint:
    unit = room(venue, number)
    return WALKABLE.standpoint(unit.display_point, unit.level_id)


@pytest.mark.parametrize(
    ("x", "y", "bearing_deg"), [(0, 10, 0), (10, 0, 90), (0, -10, 180), (-10, 0, 270), (10, 10, 45), (-1, 1, 315)]
)
def test_the_bearing_goes_clockwise_from_north(x: float, y: float, bearing_deg: float) -> None:
    measuring = Measuring(WALKABLE)
    measuring.add(Standpoint(5, 5))
    measuring.add(Standpoint(5 + x, 5 + y))
    (leg,) = measuring.legs
    assert leg.bearing_deg == pytest.approx(bearing_deg)
    assert leg.straight_m == pytest.approx(math.hypot(x, y))


def test_legs_add_up_and_are_taken_back() -> None:
    told: list[None] = []
    measuring = Measuring(WALKABLE)
    measuring.changed.connect(told.append)
    for point in ((0, 0), (3, 4), (3, 4), (3, 10)):
        measuring.add(Standpoint(*point))
    assert measuring.total.length_m == 11
    measuring.take_back()
    assert measuring.total.length_m == 5
    measuring.clear()
    assert measuring.legs == ()
    assert len(told) == 5


def test_on_foot_it_takes_longer_and_running_less() -> None:
    async def body() -> None:
        measuring = Measuring(WALKABLE)
        measuring.go_on_foot(True)
        measuring.add(stand("Middle", "214"))
        measuring.add(stand("Middle", "101"))
        assert not measuring.total.is_whole
        await until(lambda: measuring.total.is_whole)
        total, (leg,) = measuring.total, measuring.legs
        assert leg.route is not None
        assert total.length_m > leg.straight_m
        assert total.walking_s is not None
        assert total.running_s is not None
        assert total.running_s < total.walking_s
        measuring.go_on_foot(False)
        assert measuring.total.length_m == leg.straight_m
        await measuring.stop()

    run(body())


def test_lifts_are_another_way() -> None:
    async def body() -> None:
        measuring = Measuring(WALKABLE)
        measuring.go_on_foot(True)
        measuring.add(stand("High", "346"))
        measuring.add(stand("High", "146"))
        await until(lambda: measuring.total.is_whole)
        by_stairs = measuring.total
        measuring.use_lifts(True)
        await until(lambda: measuring.total.is_whole)
        assert measuring.total.length_m < by_stairs.length_m
        await measuring.stop()

    run(body())


def test_where_there_is_no_way_the_total_says_so() -> None:
    async def body() -> None:
        measuring = Measuring(WALKABLE)
        measuring.go_on_foot(True)
        measuring.add(stand("High", "146"))
        measuring.add(stand("Middle", "101"))
        await until(lambda: measuring.total.is_whole)
        assert not measuring.total.has_way
        assert measuring.total.walking_s is None
        await measuring.stop()

    run(body())
