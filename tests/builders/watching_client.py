"""A client without a window, run as a process of its own: prints every event id that its store shows, for a test that kills it."""

import asyncio
import sys
from pathlib import Path

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.domain.connection import Connection, Line
from smartclient.domain.site import Site
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret
from smartclient.session.connection import Session
from smartclient.store.changes import Changes
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.site_store import SiteStore


async def watch(url: str, password: str, journal_path: Path) -> None:
    """Shows until killed."""
    clock = SystemClock()
    loop = asyncio.get_running_loop()
    store = SiteStore(Site("Watched"), Connection(Line.CONNECTING, clock.now()), loop.call_later)
    journal = Journal(journal_path)
    shown: set[str] = set()

    def show(_: Changes) -> None:
        new = [event.id for event in store.recent if event.id not in shown]
        shown.update(new)
        sys.stdout.write("".join(f"{each}\n" for each in new))
        sys.stdout.flush()

    store.changed.connect(show)
    session = Session(XProtectServer(url, "dispatcher", Secret(password)), store, journal, Notices(clock), clock)
    session.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(watch(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
