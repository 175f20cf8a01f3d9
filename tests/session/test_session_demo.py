"""The session and the dispatcher against the demo server: a command confirmed by the door, an outage, a server that says no."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from smartclient.demo.catalogue import MOTION_STARTED
from smartclient.demo.faults import FaultOrder
from smartclient.demo.server import DemoServer
from smartclient.domain.alarms import AlarmState
from smartclient.domain.commands import MoveAlarm, UnlockDoor
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Leaf, Lock
from smartclient.domain.site import Site
from smartclient.runtime.clock import SystemClock
from smartclient.session.backoff import Backoff
from smartclient.session.connection import Session
from smartclient.session.dispatcher import Dispatcher
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.site_store import SiteStore
from tests.builders.demo_district import client, demo_server, door, guid_of
from tests.builders.running import run, until


@dataclass
class Watch:
    demo: DemoServer
    store: SiteStore
    session: Session
    dispatcher: Dispatcher
    notices: Notices

    @property
    def line(self) -> Line:
        return self.store.connection.line

    def lock_of(self, number: int) -> Lock | None:
        fact = self.store.state(door(number)).lock
        return fact.value if fact else None


@asynccontextmanager
async def on_watch(folder: Path, user: str = "dispatcher") -> AsyncIterator[Watch]:
    async with demo_server(folder) as demo:
        clock = SystemClock()
        store = SiteStore(Site("Test"), Connection(Line.CONNECTING, clock.now()), asyncio.get_running_loop().call_later)
        journal, notices = Journal(folder / "journal.sqlite"), Notices(clock)
        server = client(demo, user)
        session = Session(server, store, journal, notices, clock, Backoff(0.05, 0.2))
        dispatcher = Dispatcher(server, store, journal, notices, clock)
        session.start()
        await until(lambda: store.connection.line is Line.LIVE)
        try:
            yield Watch(demo, store, session, dispatcher, notices)
        finally:
            await dispatcher.stop()
            await session.stop()
            journal.close()


def test_a_door_is_unlocked_when_it_says_so(tmp_path: Path) -> None:
    async def play() -> None:
        async with on_watch(tmp_path) as watch:
            assert watch.lock_of(1) is Lock.LOCKED
            watch.dispatcher.send(UnlockDoor(door(1)))
            assert watch.lock_of(1) is Lock.LOCKED
            assert watch.store.pending(door(1)) is not None
            await until(lambda: watch.store.pending(door(1)) is None)
            assert watch.lock_of(1) is Lock.UNLOCKED
            assert watch.notices.standing == ()

    run(play())


def test_a_forced_door_becomes_an_alarm_that_is_acknowledged(tmp_path: Path) -> None:
    async def play() -> None:
        async with on_watch(tmp_path) as watch:
            watch.demo.stage._force(watch.demo.site.by_guid[guid_of("door 2")])
            await until(watch.store.open_alarms)
            leaf = watch.store.state(door(2)).leaf
            assert leaf is not None
            assert leaf.value is Leaf.FORCED
            alarm = watch.store.open_alarms()[0]
            assert alarm.device == door(2)
            watch.dispatcher.send(MoveAlarm(alarm.id, AlarmState.IN_PROGRESS))
            await until(lambda: watch.store.alarms[alarm.id].state is AlarmState.IN_PROGRESS)
            assert watch.store.pending(alarm.id) is None

    run(play())


def test_a_responder_is_told_why_not(tmp_path: Path) -> None:
    async def play() -> None:
        async with on_watch(tmp_path, "responder") as watch:
            watch.dispatcher.send(UnlockDoor(door(1)))
            await until(lambda: watch.notices.standing)
            assert watch.store.pending(door(1)) is None
            assert "You cannot command doors" in watch.notices.standing[0].text

    run(play())


def test_an_outage_is_offline_then_live_and_what_happened_meanwhile_follows(tmp_path: Path) -> None:
    async def play() -> None:
        async with on_watch(tmp_path) as watch:
            watch.demo._control.order(FaultOrder(refuse_s=0.6))
            await until(lambda: watch.line is Line.OFFLINE)
            assert "Trying again" in watch.store.connection.detail
            sent = [watch.demo.stream.publish(MOTION_STARTED, f"cameras/{guid_of('camera 3')}").id for _ in range(3)]
            await until(lambda: watch.line is Line.LIVE)
            await until(lambda: [event.id for event in watch.store.recent] == sent)
            assert list(watch.store.missing) == []

    run(play())
