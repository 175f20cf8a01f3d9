"""The clients that faults are played to: one without a window, and the whole watch."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from smartclient.adapters.server import Server
from smartclient.domain.connection import Connection, Line
from smartclient.domain.site import Site
from smartclient.runtime import paths
from smartclient.runtime.clock import Clock, SystemClock
from smartclient.session.backoff import Backoff
from smartclient.session.connection import Session
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.site_store import SiteStore


class SkewedClock(SystemClock):
    """This machine's clock, set wrong by `off_s`; seconds that never jump stay as they are."""

    def __init__(self) -> None:
        self.off_s = 0.0

    def now(self) -> datetime:
        """Aware, UTC."""
        return super().now() + timedelta(seconds=self.off_s)


class Client(Protocol):
    """What is played to."""

    store: SiteStore
    journal: Journal
    notices: Notices

    async def sign_in(self, server: Server) -> None:
        """Begins to watch that server, in place of the one before."""
        ...

    async def stop(self) -> None:
        """Ends."""
        ...


class WindowlessClient:
    """Session, store and journal."""

    def __init__(self, journal: Path, clock: Clock, backoff: Backoff) -> None:
        self._clock, self._backoff = clock, backoff
        self.journal, self.notices = Journal(journal), Notices(clock)
        later = asyncio.get_running_loop().call_later
        self.store = SiteStore(Site("Faults"), Connection(Line.CONNECTING, clock.now()), later)
        self._session: Session | None = None

    async def sign_in(self, server: Server) -> None:
        """Begins a session."""
        if self._session is not None:
            await self._session.stop()
        self._session = Session(server, self.store, self.journal, self.notices, self._clock, self._backoff)
        self._session.start()

    async def stop(self) -> None:
        """Ends the session and closes the journal."""
        if self._session is not None:
            await self._session.stop()
        self.store.stop()
        self.journal.close()


class WatchClient:
    """The window with all that stands in it; signs in once. Needs Qt's loop."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder, self._clock = folder, clock

    async def sign_in(self, server: Server) -> None:
        """Opens the watch over Maple Grove."""
        from smartclient.app.demo import SITE, USER
        from smartclient.app.starting import Home, given, plan
        from smartclient.app.watch import Watch

        opened = plan(paths.floorplans() / SITE)
        watch = Watch(given(opened, server, USER, "dark", self._clock, Home(self._folder, self._folder / "journal.db")))
        watch.window.resize(1600, 960)
        watch.start()
        self.watch: Watch = watch
        self.store, self.journal, self.notices = watch.store, watch.given.journal, watch.notices

    async def stop(self) -> None:
        """Closes the watch."""
        await self.watch.shutdown()
