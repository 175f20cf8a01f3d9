"""Desks at which alarms of one demo server are worked on: each with a session, a store and a dispatcher of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.demo.catalogue import FORCED
from smartclient.demo.server import DemoServer
from smartclient.domain.alarms import Alarm
from smartclient.domain.commands import Command
from smartclient.domain.connection import Connection, Line
from smartclient.domain.ids import AlarmId
from smartclient.domain.site import Site
from smartclient.runtime.clock import SystemClock
from smartclient.session.backoff import Backoff
from smartclient.session.connection import Session
from smartclient.session.dispatcher import Dispatcher
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.pending import PendingState, subject_of
from smartclient.store.site_store import SiteStore
from tests.builders.demo_district import client, guid_of
from tests.builders.running import until

LIMIT_S = 10.0


@dataclass
class Desk:
    """One operator's. `alarm` is the only one there is."""

    server: XProtectServer
    store: SiteStore
    dispatcher: Dispatcher
    notices: Notices

    @property
    def alarm(self) -> Alarm:
        """As this desk knows it."""
        (alarm,) = self.store.alarms.values()
        return alarm

    @property
    def texts(self) -> list[str]:
        """What stands on the notice line."""
        return [notice.text for notice in self.notices.standing]

    async def until(self, condition: Callable[[Alarm], object]) -> Alarm:
        """Waits until this desk knows the alarm to be so."""
        await until(lambda: len(self.store.alarms) == 1 and condition(self.alarm))
        return self.alarm

    async def ask(self, command: Command) -> PendingState | None:
        """Sends it and waits for what comes of it: None is confirmed."""
        subject = subject_of(command)
        self.dispatcher.send(command)
        await until(lambda: (mark := self.store.pending(subject)) is None or mark.state is not PendingState.WAITING)
        mark = self.store.pending(subject)
        return None if mark is None else mark.state


@asynccontextmanager
async def desks(demo: DemoServer, folder: Path, *users: str, limit_s: float = LIMIT_S) -> AsyncIterator[list[Desk]]:
    """A live desk for each user; after `limit_s` an answer that did not come is unknown."""
    async with AsyncExitStack() as closing:
        found = [
            await _desk(demo, folder / f"{number}.sqlite", user, limit_s, closing) for number, user in enumerate(users)
        ]
        await until(lambda: all(desk.store.connection.line is Line.LIVE for desk in found))
        yield found


def force_door(demo: DemoServer) -> AlarmId:
    """A door is forced, which is an alarm; its id."""
    demo.stream.publish(FORCED, f"accessControlUnits/{guid_of('door 2')}")
    return AlarmId(next(reversed(demo.alarms.by_id)))


async def _desk(demo: DemoServer, journal_path: Path, user: str, limit_s: float, closing: AsyncExitStack) -> Desk:
    clock = SystemClock()
    store = SiteStore(Site("Test"), Connection(Line.CONNECTING, clock.now()), asyncio.get_running_loop().call_later)
    journal, notices = Journal(journal_path), Notices(clock)
    server = client(demo, user)
    session = Session(server, store, journal, notices, clock, Backoff(0.05, 0.2))
    dispatcher = Dispatcher(server, store, journal, notices, clock, limit_s)
    closing.callback(journal.close)
    closing.push_async_callback(session.stop)
    closing.push_async_callback(dispatcher.stop)
    session.start()
    return Desk(server, store, dispatcher, notices)
