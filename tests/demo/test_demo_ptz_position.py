"""Absolute positions of the demo's moving cameras: set in shares, met, and told as they were set."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from smartclient.demo.accounts import accounts
from smartclient.demo.archive import read_site
from smartclient.demo.events import EventStream
from smartclient.demo.ptz_sessions import PtzSessions
from smartclient.demo.world import World
from tests.builders.little_district import write_district


@pytest.mark.parametrize("wanted", [(0.0, 0.0, 0.0), (0.5, -0.25, 0.3), (-0.9, -0.9, 1.0), (0.1, 0.1, 0.0)])
def test_a_position_is_met_and_told_as_it_was_set(tmp_path: Path, wanted: tuple[float, float, float]) -> None:
    async def scenario() -> None:
        site = read_site(write_district(tmp_path / "district"))
        world = World(site)
        sessions = PtzSessions(site, world, EventStream(world.clock), accounts(site))
        camera = next(iter(world.heads))
        assert sessions.point(camera, *wanted, "dispatcher")
        head, met = world.heads[camera], world.clock() + timedelta(minutes=1)
        aim = head.aim(met)
        assert (aim.bearing - head.home.bearing - 180 * wanted[0] + 180) % 360 - 180 == pytest.approx(0, abs=0.02)
        assert aim.tilt == pytest.approx(-90 * wanted[1], abs=0.02)
        world.clock = lambda: met
        assert sessions.position(camera) == pytest.approx(wanted, abs=0.001)
        assert sessions.position("nobody") is None
        assert not sessions.point("nobody", 0, 0, 0, "dispatcher")
        sessions.end()

    asyncio.run(scenario())
