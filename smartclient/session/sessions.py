"""The lines to several servers, each kept by a session of its own: one that hangs, fails or refuses holds up no other."""

import asyncio
from collections.abc import Mapping

from smartclient.adapters.server import Server
from smartclient.adapters.several.keyed import KeyedServer
from smartclient.domain.connection import Connection, Line
from smartclient.domain.ids import ServerKey
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime.clock import Clock
from smartclient.session.backoff import Backoff
from smartclient.session.connection import DEFAULT_BACKOFF, Session
from smartclient.store.journal import Journal
from smartclient.store.notices import DistrictNotices, Notices
from smartclient.store.servers import ServerPart
from smartclient.store.shares import Share
from smartclient.store.site_store import SiteStore


class Sessions:
    """Keeps the store the present of all; `of` gives the session of one."""

    def __init__(
        self,
        servers: Mapping[ServerKey, KeyedServer],
        districts: Mapping[ServerKey, str],
        journals: Mapping[ServerKey, Journal],
        store: SiteStore,
        notices: Notices,
        clock: Clock,
        firsts: Mapping[ServerKey, Snapshot] | None = None,
        backoff: Backoff = DEFAULT_BACKOFF,
    ) -> None:
        """`districts` are the names that people read; `journals` are written each by its own session; `firsts` are the presents of
        those that are connected already.
        """
        self._servers, self._firsts = servers, dict(firsts or {})
        connecting = Connection(Line.CONNECTING, clock.now())
        store.parts = {key: ServerPart(districts[key], connecting) for key in servers}
        snapshots: dict[ServerKey, Snapshot] = {}
        self.of = {
            key: Session(
                server,
                Share(store, key, snapshots),
                journals[key],
                DistrictNotices(notices, clock, districts[key]),
                clock,
                backoff,
            )
            for key, server in servers.items()
        }

    def start(self, first: Snapshot | None = None) -> None:
        """Begins to connect to all, or goes on from what each has told; harmless where a session runs already."""
        for key, session in self.of.items():
            session.start(self._firsts.pop(key, first))

    async def sign_in_again(self, key: ServerKey, server: Server) -> None:
        """Goes on with the same machine signed in to anew; the others are not touched."""
        await self.of[key].stop()
        await self._servers[key].use(server)
        self.of[key].start()

    async def stop(self) -> None:
        """Ends all, at once."""
        await asyncio.gather(*(session.stop() for session in self.of.values()))
