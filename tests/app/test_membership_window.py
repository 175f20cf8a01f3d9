"""Ask, approve, watch, end in two windows at a server that has roles and knows no grants: each console keeps the memorandum."""

from contextlib import AsyncExitStack

import pytest

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.loop import run
from smartclient.app.memoranda import memorandum_beside
from smartclient.app.starting import given, home
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.commands import RequestGrant
from smartclient.domain.connection import Line
from smartclient.domain.grants import Circumstance, GrantState
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret
from smartclient.store.places import campus_names
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import demo_plan

SITE = paths.floorplans() / "maple-grove"
BY_ROLES = DemoOptions(policy=SITE / "policy.json", policy_by_membership=True)


def _watch(server: DemoServer, user: str) -> Watch:
    clock, opened = SystemClock(), demo_plan()
    names, kept = campus_names(opened.site), memorandum_beside(SITE)
    client = XProtectServer(server.url, user, Secret(server.password), clock=clock, campuses=names, memorandum=kept)
    watch = Watch(given(opened, client, user, "dark", clock, home(server.url, user)))
    watch.window.resize(1400, 900)
    watch.furnish()
    watch.start()
    return watch


@pytest.mark.usefixtures("qapp")
def test_the_role_opens_and_closes_the_cameras_of_the_responder() -> None:
    with demo_server(BY_ROLES) as server:

        async def body() -> int:
            async with AsyncExitStack() as stack:
                his, hers = _watch(server, "responder"), _watch(server, "principal-hs")
                for watch in (his, hers):
                    stack.push_async_callback(watch.shutdown)
                await until(lambda: all(each.store.connection.line is Line.LIVE for each in (his, hers)))
                campus = next(venue.id for venue in his.store.site.venues if "High" in venue.name)
                camera = next(
                    d.id for d in his.store.devices.values() if d.name.startswith("HS Main") and "cameras/" in d.id
                )
                room = his.guarding.granting
                assert room.openness.is_closed(camera)
                assert "grants itself" in hers.store.grant_terms.policy[0]
                his.dispatcher.send(RequestGrant(campus, Circumstance.SCHOOL_ALARM, "Door 7 was forced"))
                await until(lambda: hers.guarding.granting.meant is not None)
                hers.guarding.granting.approve()
                await until(lambda: not room.openness.is_closed(camera))
                await until(lambda: any(g.state is GrantState.OPEN for g in hers.store.grants.values()))
                hers.guarding.granting.end()
                await until(lambda: room.openness.is_closed(camera))
                await until(lambda: all(g.state is GrantState.CLOSED for g in hers.store.grants.values()))
                assert "The school ended the view" in room.openness.why_closed(camera)
            return 0

        assert run(body) == 0
