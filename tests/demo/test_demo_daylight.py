"""The light a demo starts in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.demo.daylight import SCHOOL_HOUR, ahead
from smartclient.demo.plan import DemoSite, Device
from smartclient.demo.scenario import Scenario, load

WEST = -90.0
SITE = DemoSite("Site", devices=(Device("d", "camera", "C", "c", position=(WEST, 43.0), resource="cameras", guid="g"),))
NIGHT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def solar_hour(shift: timedelta, now: datetime = NIGHT) -> float:
    then = now + shift
    return (then.hour + then.minute / 60 + then.second / 3600 + WEST / 15) % 24


def test_it_is_a_morning_at_school_unless_somebody_says_otherwise() -> None:
    assert solar_hour(ahead(SITE, None, None, NIGHT)) == pytest.approx(SCHOOL_HOUR, abs=0.01)
    assert solar_hour(ahead(SITE, None, Scenario("Any time", []), NIGHT)) == pytest.approx(SCHOOL_HOUR, abs=0.01)


def test_a_scenario_brings_its_own_hour() -> None:
    scenario = load("school-day")
    assert solar_hour(ahead(SITE, None, scenario, NIGHT)) == pytest.approx(scenario.starts_hour, abs=0.01)
    assert solar_hour(ahead(SITE, 13.0, scenario, NIGHT)) == pytest.approx(13.0, abs=0.01)


def test_the_clock_can_be_followed() -> None:
    assert ahead(SITE, "clock", load("school-day"), NIGHT) == timedelta(0)


@given(st.floats(0, 23.99), st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_shift_is_the_shorter_way(hour: float, now: datetime) -> None:
    shift = ahead(SITE, hour, None, now)
    assert abs(shift) <= timedelta(hours=12)
    off = (solar_hour(shift, now) - hour + 12) % 24 - 12
    assert off == pytest.approx(0, abs=0.01)
