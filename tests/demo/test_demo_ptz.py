"""Moving cameras of the demo: speed, limits, the past they remember, and who has them."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.demo.accounts import accounts
from smartclient.demo.archive import read_site
from smartclient.demo.catalogue import PTZ_STARTED, PTZ_STOPPED
from smartclient.demo.events import EventStream
from smartclient.demo.ptz import DOWNWARD_DEG, LONGEST_LENS, PAN_DEG_S, UPWARD_DEG, Aim, Head
from smartclient.demo.ptz_sessions import PtzSessions
from smartclient.demo.world import World
from tests.builders.little_district import write_district

START = datetime(2026, 11, 1, 6, 59, tzinfo=UTC)
HOME = Aim(350.0, 14.0, 60.0)


def later(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_it_turns_at_its_speed_until_it_is_stopped_and_remembers_how() -> None:
    head = Head(HOME)
    head.move(later(10), 0.5, 0, 0)
    head.move(later(12), 0, 0, 0)
    assert head.aim(later(9)) == HOME
    assert head.aim(later(11)).bearing == pytest.approx((350 + PAN_DEG_S / 2) % 360)
    assert head.aim(later(100)).bearing == pytest.approx((350 + PAN_DEG_S) % 360)
    assert head.is_moving(later(11))
    assert not head.is_moving(later(12))


def test_a_longer_lens_turns_more_slowly() -> None:
    head = Head(HOME)
    head.move(later(0), 0, 0, 1)
    head.move(later(1), 1, 0, 0)
    assert head.aim(later(1)).field_of_view == 30
    assert head.aim(later(2)).bearing == pytest.approx((350 + PAN_DEG_S / 2) % 360)


@given(st.lists(st.tuples(*[st.floats(-3, 3)] * 3, st.floats(0, 30)), max_size=12))
def test_it_never_leaves_its_limits(moves: list[tuple[float, float, float, float]]) -> None:
    head, now = Head(HOME), 0.0
    for pan, tilt, zoom, seconds in moves:
        head.move(later(now), pan, tilt, zoom)
        now += seconds
        aim = head.aim(later(now))
        assert 0 <= aim.bearing <= 360
        assert UPWARD_DEG <= aim.tilt <= DOWNWARD_DEG
        assert HOME.field_of_view / LONGEST_LENS - 0.01 <= aim.field_of_view <= HOME.field_of_view


def test_a_preset_is_met_the_short_way_round() -> None:
    head = Head(HOME)
    head.go_to(later(0), Aim(10.0, 20.0, 30.0))
    assert 350 < head.aim(later(0.1)).bearing < 360
    assert head.aim(later(5)) == Aim(10.0, 20.0, 30.0)
    assert not head.is_moving(later(5))


def test_the_first_keeps_the_camera_until_somebody_with_more_priority_comes(tmp_path: Path) -> None:
    async def scenario() -> list[tuple[str, object]]:
        site = read_site(write_district(tmp_path / "district"))
        world = World(site)
        stream = EventStream(world.clock)
        camera = next(iter(world.heads))
        sessions = PtzSessions(site, world, stream, accounts(site))
        told: list[tuple[str, object]] = []
        stream.observers.append(lambda event: told.append((event.type, event.data)))
        assert sessions.move(camera, 1, 0, 0, "dispatcher")
        assert not sessions.move(camera, 1, 0, 0, "principal-hs")
        assert sessions.move(camera, 0, 0, 0, "dispatcher")
        assert sessions.go_to_preset(camera, sessions.presets(camera)[2].id, "district")
        assert not sessions.move(camera, 1, 0, 0, "dispatcher")
        assert not sessions.move("no such camera", 1, 0, 0, "district")
        sessions.end()
        return told

    told = asyncio.run(scenario())
    assert [kind for kind, _ in told] == [PTZ_STARTED.id, PTZ_STARTED.id]
    assert [data["User"] for _, data in told if isinstance(data, dict)] == ["dispatcher", "district"]
    assert PTZ_STOPPED.stored
