"""Two districts in one present: the same plan served twice, so that ids, campuses and users are called alike (a cloned machine)."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smartclient.adapters.several.client import SeveralServers
from smartclient.adapters.several.keyed import KeyedServer
from smartclient.demo.server import DemoServer
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Lock
from smartclient.domain.ids import DeviceId, ServerKey, keyed
from smartclient.domain.site import Site
from smartclient.plans.district import read
from smartclient.plans.several import joined
from smartclient.runtime.clock import SystemClock
from smartclient.session.backoff import Backoff
from smartclient.session.dispatcher import Dispatcher
from smartclient.session.sessions import Sessions
from smartclient.store.journal import Journal
from smartclient.store.journals import Journals
from smartclient.store.notices import Notices
from smartclient.store.site_store import SiteStore
from tests.builders.demo_district import client, demo_server, write_district
from tests.builders.running import until

NORTH, SOUTH = ServerKey("north"), ServerKey("south")
NAMES = {NORTH: "North School District", SOUTH: "South School District"}


@dataclass
class TwoDistricts:
    """A watch without a window over both."""

    demos: Mapping[ServerKey, DemoServer]
    servers: SeveralServers
    sessions: Sessions
    store: SiteStore
    dispatcher: Dispatcher
    notices: Notices
    journals: Journals

    def line(self, server: ServerKey) -> Line:
        """How the line to one is."""
        return self.store.connections[server].line

    def lock_of(self, door: DeviceId) -> Lock | None:
        """What its bolt is, as far as known."""
        fact = self.store.state(door).lock
        return fact.value if fact else None

    async def are_live(self) -> None:
        """Waits until both are."""
        await until(lambda: self.line(NORTH) is Line.LIVE and self.line(SOUTH) is Line.LIVE)


def of(server: ServerKey, device: DeviceId) -> DeviceId:
    """A device of one of the two."""
    return DeviceId(keyed(server, device))


@asynccontextmanager
async def two_districts(
    folder: Path, south: Mapping[str, Any] | None = None, users: Mapping[ServerKey, str] | None = None
) -> AsyncIterator[TwoDistricts]:
    """Serves and watches both, `south` with options of its own; it does not wait until they are live."""
    write_district(folder / "district")
    plan, _problems = read(folder / "district")
    async with AsyncExitStack() as stack:
        demos = {
            key: await stack.enter_async_context(demo_server(folder, **options))
            for key, options in ((NORTH, {}), (SOUTH, dict(south or {})))
        }
        clock, user = SystemClock(), users or {}
        parts = {key: KeyedServer(client(demo, user.get(key, "dispatcher")), key) for key, demo in demos.items()}
        site: Site = joined(dict.fromkeys(parts, plan), NAMES, "2 districts")
        store = SiteStore(site, Connection(Line.CONNECTING, clock.now()), asyncio.get_running_loop().call_later)
        journals = Journals(folder / "own.db", {key: Journal(folder / f"{key}.db") for key in parts})
        notices, servers = Notices(clock), SeveralServers(parts)
        sessions = Sessions(parts, NAMES, journals.parts, store, notices, clock, backoff=Backoff(0.05, 0.2))
        dispatcher = Dispatcher(servers, store, journals, notices, clock)
        sessions.start()
        try:
            yield TwoDistricts(demos, servers, sessions, store, dispatcher, notices, journals)
        finally:
            await dispatcher.stop()
            await sessions.stop()
            journals.close()
