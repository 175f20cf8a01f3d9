"""The session against a scripted server: states of the line, order of journal and store, what happens in trouble."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from smartclient.adapters.server import Capability
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind, DeviceState, Fact, Lock
from smartclient.domain.errors import (
    BadAnswer,
    CertificateUnknown,
    JournalUnwritable,
    NotPermitted,
    ServerUnreachable,
    SignInRefused,
)
from smartclient.domain.events import Event, EventKind, EventsMissing, Happened
from smartclient.domain.ids import DeviceId, EventId
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime.clock import SystemClock
from smartclient.session.backoff import Backoff
from smartclient.session.connection import CHUNK, Session
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later
from tests.builders.running import run, until
from tests.builders.scripted_server import LONG_AGO, ScriptedServer

DOOR = DeviceId("accesscontrolunits/1")
SNAPSHOT = Snapshot(LONG_AGO, "Scripted", "dispatcher", (Device(DOOR, DeviceKind.DOOR, "Door 1"),))


def unlocked(number: int = 1, at: datetime | None = None) -> Happened:
    return Happened(EventId(f"{number:08}"), at or datetime.now(UTC), EventKind.DOOR_UNLOCKED, DOOR)


class FailingJournal(Journal):
    """A journal on a disk that is full while `is_full`."""

    is_full = False

    def write_events(self, events: Sequence[Event], now: datetime) -> None:
        if self.is_full:
            raise JournalUnwritable("The journal cannot be written (disk full).")
        super().write_events(events, now)


@dataclass
class Stage:
    server: ScriptedServer
    store: SiteStore
    journal: FailingJournal
    notices: Notices
    session: Session
    lines: list[Connection] = field(default_factory=list)

    @property
    def line(self) -> Line:
        return self.store.connection.line

    @property
    def texts(self) -> list[str]:
        return [notice.text for notice in self.notices.standing]


@asynccontextmanager
async def stage(folder: Path, server: ScriptedServer | None = None, first_s: float = 0.02) -> AsyncIterator[Stage]:
    server = server or ScriptedServer(SNAPSHOT)
    clock = SystemClock()
    later = Later()
    store = SiteStore(Site("Test"), Connection(Line.NONE, LONG_AGO), later)
    journal, notices = FailingJournal(folder / "journal.sqlite"), Notices(clock)
    session = Session(server, store, journal, notices, clock, Backoff(first_s, 1.0), lambda: 0.5)
    made = Stage(server, store, journal, notices, session)
    told = store.set_connection

    def noted(connection: Connection) -> None:
        made.lines.append(connection)
        told(connection)

    store.set_connection = noted  # type: ignore[method-assign]
    session.start()
    try:
        yield made
    finally:
        await session.stop()
        journal.close()


def test_connecting_then_live_then_events(tmp_path: Path) -> None:
    async def play() -> None:
        async with stage(tmp_path) as on:
            on.server.say()
            await until(lambda: on.line is Line.LIVE)
            assert on.lines[0].line is Line.CONNECTING
            assert on.store.user == "dispatcher"
            on.server.say(unlocked())
            await until(lambda: on.store.state(DOOR).lock is not None)
            assert on.store.connection.heard_at is not None
        assert on.server.is_closed

    run(play())


def test_the_journal_comes_before_the_store_in_small_pieces(tmp_path: Path) -> None:
    async def play() -> None:
        async with stage(tmp_path) as on:
            sizes: list[int] = []
            shown = on.store.apply

            def checked(events: Sequence[Event]) -> None:
                sizes.append(len(events))
                written = {entry.body for entry in on.journal.entries(limit=10_000)}
                assert all(
                    any(event.id.encode() in body for body in written)
                    for event in events
                    if isinstance(event, Happened)
                )
                shown(events)

            on.store.apply = checked  # type: ignore[assignment]
            on.server.say(*(unlocked(number) for number in range(3 * CHUNK + 5)))
            await until(lambda: sum(sizes) == 3 * CHUNK + 5)
            assert sizes == [CHUNK, CHUNK, CHUNK, 5]

    run(play())


def test_what_is_known_at_the_beginning_is_in_the_journal_before_what_happens_then(tmp_path: Path) -> None:
    async def play() -> None:
        states = {
            DeviceId(f"accesscontrolunits/{number}"): DeviceState(lock=Fact(Lock.LOCKED, LONG_AGO, EventId("s")))
            for number in range(2 * CHUNK + 1)
        }
        server = ScriptedServer(replace(SNAPSHOT, states=states))
        async with stage(tmp_path, server) as on:
            await until(lambda: len(on.journal.entries()) == 3)
            told = on.journal.told(datetime.now(UTC), datetime.now(UTC))
            assert {device for piece in told.states for device in piece} == states.keys()
            on.server.say(unlocked())
            await until(lambda: on.store.recent)
            told = on.journal.told(datetime.now(UTC), datetime.now(UTC))
            assert (len(told.states), len(told.events)) == (3, 1)

    run(play())


def test_what_the_server_repeats_is_in_the_journal_once(tmp_path: Path) -> None:
    async def play() -> None:
        async with stage(tmp_path) as on:
            on.server.say(unlocked(1), unlocked(2))
            on.server.say(unlocked(2), unlocked(3))
            await until(lambda: len(on.store.recent) == 3)
            assert len(on.journal.entries()) == 3

    run(play())


def test_between_two_pieces_the_loop_turns(tmp_path: Path) -> None:
    async def play() -> None:
        async with stage(tmp_path) as on:
            on.server.say()
            await until(lambda: on.line is Line.LIVE)
            turns_at: list[int] = []

            async def other() -> None:
                while len(on.store.recent) < 4 * CHUNK:
                    turns_at.append(len(on.store.recent))
                    await asyncio.sleep(0)

            on.server.say(*(unlocked(number) for number in range(4 * CHUNK)))
            await other()
            assert {CHUNK, 2 * CHUNK, 3 * CHUNK} <= set(turns_at)

    run(play())


def test_a_cut_is_offline_with_a_sentence_and_comes_back(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "smartclient.session")

    async def play() -> None:
        async with stage(tmp_path) as on:
            on.server.say(unlocked())
            on.server.cut(ServerUnreachable("The event stream was cut."))
            on.server.cut(ServerUnreachable("The event stream cannot be opened."))
            on.server.cut(ServerUnreachable("The event stream cannot be opened."))
            await until(lambda: on.server.opened == 4)
            on.server.say(unlocked(2))
            await until(lambda: on.line is Line.LIVE)
            offline = [connection for connection in on.lines if connection.line is Line.OFFLINE]
            assert offline[0].detail == "The event stream was cut. Trying again in 1 s."
            assert len({connection.since for connection in offline}) == 1
            assert on.server.connected == 1
            assert on.session.trouble is None
            state = on.store.state(DOOR).lock
            assert state is not None
            assert state.value is Lock.UNLOCKED

    run(play())
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 2
    assert told[0] == "no connection: The event stream was cut."
    assert told[1].startswith("connected again after")


def test_a_server_that_is_not_there_yet_is_tried_again(tmp_path: Path) -> None:
    async def play() -> None:
        server = ScriptedServer(SNAPSHOT, connects=[ServerUnreachable("Away."), BadAnswer("Odd."), None])
        async with stage(tmp_path, server) as on:
            server.say()
            await until(lambda: on.line is Line.LIVE)
            assert server.connected == 3
            assert DOOR in on.store.devices

    run(play())


@pytest.mark.parametrize(
    "error", [SignInRefused("Wrong."), CertificateUnknown("Unknown.", "ab" * 32), NotPermitted("You may not.")]
)
def test_a_refusal_ends_all_trying_until_started_again(tmp_path: Path, error: Exception) -> None:
    async def play() -> None:
        server = ScriptedServer(SNAPSHOT, connects=[error, None])
        async with stage(tmp_path, server, first_s=0.0) as on:
            await until(lambda: on.line is Line.REFUSED)
            assert on.store.connection.detail == str(error)
            assert on.session.trouble is error
            for _ in range(20):
                await asyncio.sleep(0)
            assert server.connected == 1
            on.session.start()
            server.say()
            await until(lambda: on.line is Line.LIVE)

    run(play())


def test_late_events_make_the_line_delayed(tmp_path: Path) -> None:
    async def play() -> None:
        async with stage(tmp_path) as on:
            on.server.say()
            await until(lambda: on.line is Line.LIVE)
            assert on.session._lateness is not None
            on.session._lateness._up_at = LONG_AGO
            on.server.say(unlocked(1, LONG_AGO))
            await until(lambda: on.line is Line.DELAYED)
            assert "late" in on.store.connection.detail
            on.server.say(unlocked(2))
            await until(lambda: on.line is Line.LIVE)

    run(play())


def test_a_gap_is_said(tmp_path: Path) -> None:
    async def play() -> None:
        async with stage(tmp_path) as on:
            on.server.say(EventsMissing(LONG_AGO, datetime.now(UTC)))
            await until(lambda: on.store.missing)
            await until(lambda: any("The server's log had no event of that time" in text for text in on.texts))

    run(play())


def test_a_full_disk_is_one_notice_and_the_watch_goes_on(tmp_path: Path) -> None:
    async def play() -> None:
        async with stage(tmp_path) as on:
            on.journal.is_full = True
            said: list[tuple[object, ...]] = []
            on.notices.changed.connect(said.append)
            on.server.say(unlocked(1))
            on.server.say(unlocked(2))
            await until(lambda: len(on.store.recent) == 2)
            assert on.texts == ["The journal cannot be written (disk full)."]
            assert len(said) == 1
            on.journal.is_full = False
            on.server.say(unlocked(3))
            await until(lambda: len(on.store.recent) == 3)
            assert on.texts == []

    run(play())


def test_without_events_there_is_no_line_to_lose(tmp_path: Path) -> None:
    async def play() -> None:
        server = ScriptedServer(SNAPSHOT, capabilities=frozenset({Capability.LIVE_VIDEO}))
        async with stage(tmp_path, server) as on:
            server.say()
            await until(lambda: on.line is Line.NONE)
            assert on.store.connection.is_live

    run(play())


def test_a_bug_in_an_adapter_does_not_end_the_watch(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def play() -> None:
        async with stage(tmp_path) as on:
            on.server.cut(ZeroDivisionError("a bug"))
            on.server.say(unlocked())
            await until(lambda: on.line is Line.LIVE and on.store.recent)

    run(play())
    assert "the watch failed and goes on" in caplog.text
    caplog.clear()
