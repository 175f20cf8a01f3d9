"""Signed-in clients whose news about grants are read, at a demo server for the little district with a memorandum."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from smartclient.adapters.server import Capability
from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.events import Event, GrantChanged
from smartclient.domain.grants import Grant, GrantId, GrantState
from smartclient.domain.ids import DeviceId, VenueId
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime.secret import Secret
from tests.builders.demo_client import PASSWORD, plain_video
from tests.builders.demo_district import FAST
from tests.builders.granting import CAMERA, OFFICER, PRINCIPAL, with_policy
from tests.builders.little_district import write_district

PATIENCE_S = 15.0
HALL = DeviceId(f"cameras/{CAMERA}")


class Watching:
    """A signed-in client whose events are read; `seen` are those about grants and all others."""

    def __init__(self, server: DemoServer, user: str, **options: Any) -> None:
        names = {campus.name: VenueId(campus.venue) for campus in server.site.campuses}
        self.client = XProtectServer(server.url, user, Secret(PASSWORD), pace=FAST, campuses=names, **options)
        self.campus = names["High School"] if "High School" in names else next(iter(names.values()))
        self.seen: list[Event] = []
        self.news = asyncio.Event()
        self.snapshot = Snapshot(datetime.now(UTC), "", "")

    async def run(self) -> None:
        async for batch in self.client.events():
            self.seen += batch
            self.news.set()

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not is_so():
                self.news.clear()
                await self.news.wait()

    @property
    def grants(self) -> dict[GrantId, Grant]:
        """As the events told them last."""
        return {event.grant.id: event.grant for event in self.seen if isinstance(event, GrantChanged)}

    async def until_one_is(self, state: GrantState) -> Grant:
        await self.until(lambda: any(each.state is state for each in self.grants.values()))
        return next(each for each in self.grants.values() if each.state is state)

    def may_watch(self) -> bool:
        return self.client.permits(HALL, Capability.LIVE_VIDEO)


@asynccontextmanager
async def watching(server: DemoServer, user: str, **options: Any) -> AsyncIterator[Watching]:
    """A client that has connected and reads; `options` are the client's."""
    made = Watching(server, user, **options)
    made.snapshot = await made.client.connect()
    task = asyncio.create_task(made.run())
    try:
        yield made
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await made.client.close()


@asynccontextmanager
async def both(folder: Path, **options: Any) -> AsyncIterator[tuple[DemoServer, Watching, Watching]]:
    """The server, the officer and the principal."""
    site = write_district(folder / "district")
    made = DemoOptions(site=site, password=PASSWORD, policy=with_policy(folder), **options)
    async with (
        DemoServer(made, plain_video) as server,
        watching(server, OFFICER) as his,
        watching(server, PRINCIPAL) as hers,
    ):
        yield server, his, hers
