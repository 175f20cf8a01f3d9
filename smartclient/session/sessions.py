"""The lines to several servers, each kept by a session of its own: one that hangs, fails or refuses holds up no other."""

import asyncio
from collections.abc import Mapping

from smartclient.adapters.server import Server
from smartclient.domain.connection import Connection, Line
from smartclient.domain.ids import ServerKey
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime.clock import Clock
from smartclient.session.connection import Session
from smartclient.store.journal import Journal
from smartclient.store.notices import DistrictNotices, Notices
from smartclient.store.servers import ServerPart
from smartclient.store.shares import Share
from smartclient.store.site_store import SiteStore


class Sessions:
    """Keeps the store the present of all; `of` gives the session of one."""

    def __init__(
        self,
        servers: Mapping[ServerKey, Server],
        districts: Mapping[ServerKey, str],
        journals: Mapping[ServerKey, Journal],
        store: SiteStore,
        notices: Notices,
        clock: Clock,
        firsts: Mapping[ServerKey, Snapshot] | None = None,
    ) -> None:
        """`districts` are the names that people read; `journals` are written each by its own session; `firsts` are the presents of
        those that are connected already.
        """
        self._firsts = dict(firsts or {})
        connecting = Connection(Line.CONNECTING, clock.now(), detail="Not yet signed in.")
        store.parts = {key: ServerPart(districts[key], connecting) for key in servers}
        snapshots: dict[ServerKey, Snapshot] = {}
        self.of = {
            key: Session(
                server,
                Share(store, key, snapshots),
                journals[key],
                DistrictNotices(notices, clock, districts[key]),
                clock,
            )
            for key, server in servers.items()
        }

    def start(self, first: Snapshot | None = None) -> None:
        """Begins to connect to all, or goes on from what each has told; harmless where a session runs already."""
        for key, session in self.of.items():
            session.start(self._firsts.pop(key, first))

    async def stop(self) -> None:
        """Ends all, at once."""
        await asyncio.gather(*(session.stop() for session in self.of.values()))
