"""Consoles without a window on one demo server: each with its own files, line and presence."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.demo.server import DemoServer
from smartclient.domain.ids import IncidentId, VenueId
from smartclient.domain.incidents import Incident
from smartclient.runtime.clock import SystemClock
from smartclient.session.incidents.presence import Presence
from smartclient.session.incidents.sharing import Sharing, SharingState
from smartclient.session.incidents.topics import Topics
from smartclient.store.incidents.incident_log import IncidentLog
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.notices import Notices
from tests.builders.demo_district import client
from tests.builders.running import until


@dataclass
class Console:
    """One desk."""

    server: XProtectServer
    incidents: Incidents
    presence: Presence
    sharing: Sharing

    @property
    def is_live(self) -> bool:
        """Whether it hears the others."""
        return self.sharing.state is SharingState.LIVE

    def open(self, incident: IncidentId) -> Incident:
        """Works on a file that is there."""
        self.incidents.expect(incident)
        self.incidents.show(self.incidents.read(incident))
        self.incidents.join()
        assert self.incidents.current is not None
        return self.incidents.current

    def ids(self, incident: IncidentId) -> set[str]:
        """All entries it has, by console and number."""
        return {f"{entry.id.console}/{entry.id.number}" for entry in self.incidents.read(incident).entries}


@asynccontextmanager
async def console(
    demo: DemoServer,
    folder: Path,
    name: str,
    user: str = "dispatcher",
    venues: frozenset[VenueId] = frozenset(),
    scope: frozenset[VenueId] | None = None,
) -> AsyncIterator[Console]:
    """Signed in and begun; ends with the block. It shares what the `scope` allows of the `venues`."""
    clock = SystemClock()
    server = client(demo, user=user)
    await server.connect()
    log = IncidentLog(folder / f"{name}.sqlite")
    loop = asyncio.get_running_loop()
    incidents = Incidents(log, lambda _file: name, clock, loop.call_later, Notices(clock))
    presence = Presence(clock)
    topics = Topics(venues, scope, incidents.venue_of)
    sharing = Sharing(server, incidents, presence, lambda: name, clock, topics)
    sharing.start()
    try:
        yield Console(server, incidents, presence, sharing)
    finally:
        await sharing.stop()
        await server.close()
        incidents.close()


@asynccontextmanager
async def consoles(demo: DemoServer, folder: Path, count: int) -> AsyncIterator[list[Console]]:
    """So many, all live."""
    async with AsyncExitStack() as stack:
        made = [await stack.enter_async_context(console(demo, folder, f"desk {n}")) for n in range(1, count + 1)]
        await until(lambda: all(one.is_live for one in made))
        yield made
