"""Commands: a mark that ends by the server's event, by a refusal, or as unknown; and what the journal keeps of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from smartclient.adapters.server import Capability
from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.commands import Command, LockDoor, MoveAlarm, UnlockDoor
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.errors import NotPermitted, Refused, ServerUnreachable
from smartclient.domain.events import AlarmChanged, EventKind, Happened
from smartclient.domain.ids import AlarmId, DeviceId, EventId
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime.clock import SystemClock
from smartclient.session.access import RIGHT_WHERE_IT_CAN
from smartclient.session.dispatcher import Dispatcher
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.pending import PendingState
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later
from tests.builders.running import run, until
from tests.builders.scripted_server import LONG_AGO, ScriptedServer

DOOR, OTHER = DeviceId("accesscontrolunits/1"), DeviceId("accesscontrolunits/2")
ALARM = Alarm(AlarmId("a"), 7, "Forced", "", Priority.HIGH, AlarmState.NEW, "New", LONG_AGO, LONG_AGO, DOOR)
SNAPSHOT = Snapshot(
    LONG_AGO,
    "Scripted",
    "dispatcher",
    tuple(Device(device, DeviceKind.DOOR, f"Door {device[-1]}") for device in (DOOR, OTHER)),
    alarms=(ALARM,),
    commandable=frozenset({DOOR}),
)


@dataclass
class Post:
    server: ScriptedServer
    store: SiteStore
    later: Later
    journal: Journal
    notices: Notices
    dispatcher: Dispatcher

    @property
    def texts(self) -> list[str]:
        return [notice.text for notice in self.notices.standing]

    @property
    def acts(self) -> list[tuple[str, str]]:
        return [(msgspec.json.decode(e.body)["act"], e.subject) for e in self.journal.entries()]

    def answer(self, kind: EventKind, device: DeviceId = DOOR) -> None:
        self.store.apply([Happened(EventId("1"), datetime.now(UTC), kind, device)])
        self.later.run()


@asynccontextmanager
async def post(folder: Path, limit_s: float = 5.0, line: Line = Line.LIVE) -> AsyncIterator[Post]:
    server, clock, later = ScriptedServer(), SystemClock(), Later()
    store = SiteStore(Site("Test"), Connection(line, LONG_AGO), later)
    store.take_snapshot(SNAPSHOT)
    journal, notices = Journal(folder / "journal.sqlite"), Notices(clock)
    dispatcher = Dispatcher(server, store, journal, notices, clock, limit_s)
    try:
        yield Post(server, store, later, journal, notices, dispatcher)
    finally:
        await dispatcher.stop()
        journal.close()


def test_a_command_is_journaled_marked_and_sent_and_the_event_confirms_it(tmp_path: Path) -> None:
    async def play() -> None:
        async with post(tmp_path) as at:
            at.dispatcher.send(UnlockDoor(DOOR))
            assert at.acts == [("unlock door", DOOR)]
            assert at.server.commands == []
            mark = at.store.pending(DOOR)
            assert mark is not None
            assert mark.state is PendingState.WAITING
            await until(lambda: at.server.commands)
            at.answer(EventKind.DOOR_LOCKED)
            assert at.store.pending(DOOR) is not None
            at.store.apply([Happened(EventId("2"), datetime.now(UTC), EventKind.DOOR_UNLOCKED, DOOR)])
            assert at.store.pending(DOOR) is None
            assert at.texts == []

    run(play())


def test_without_an_event_in_time_the_answer_is_unknown_never_failed(tmp_path: Path) -> None:
    async def play() -> None:
        async with post(tmp_path, limit_s=0.05) as at:
            at.dispatcher.send(LockDoor(DOOR))
            await until(lambda: at.texts)
            assert at.texts == ["No answer from the server about Door 1."]
            mark = at.store.pending(DOOR)
            assert mark is not None
            assert mark.state is PendingState.UNKNOWN
            assert at.acts[-1] == ("lock door: no answer from the server", DOOR)
            at.later.run()
            assert at.texts != []
            at.answer(EventKind.DOOR_LOCKED)
            assert at.texts == []

    run(play())


@pytest.mark.parametrize("error", [Refused("The door is in fire mode."), NotPermitted("You may not command the door.")])
def test_a_refusal_is_said_with_its_reason(tmp_path: Path, error: Exception) -> None:
    async def play() -> None:
        async with post(tmp_path) as at:
            at.server.executes = [error]
            at.dispatcher.send(UnlockDoor(DOOR))
            await until(lambda: at.texts)
            assert at.texts == [f"Door 1: {error}"]
            mark = at.store.pending(DOOR)
            assert mark is not None
            assert mark.state is PendingState.REFUSED
            assert at.acts[-1] == ("unlock door: refused", DOOR)
            at.store.clear_mark(DOOR)
            at.later.run()
            assert at.texts == []

    run(play())


def test_a_line_cut_while_sending_leaves_it_unknown(tmp_path: Path) -> None:
    async def play() -> None:
        async with post(tmp_path) as at:
            at.server.executes = [ServerUnreachable("Cut.")]
            at.dispatcher.send(UnlockDoor(DOOR))
            await until(lambda: at.texts)
            assert at.texts == ["No answer from the server about Door 1."]

    run(play())


def test_a_server_that_never_answers_leaves_it_unknown(tmp_path: Path) -> None:
    async def play() -> None:
        async with post(tmp_path, limit_s=0.05) as at:
            at.server.answer_s = 60
            at.dispatcher.send(UnlockDoor(DOOR))
            await until(lambda: at.texts)
            assert at.texts == ["No answer from the server about Door 1."]

    run(play())


def test_a_newer_command_replaces_the_older_mark(tmp_path: Path) -> None:
    async def play() -> None:
        async with post(tmp_path, limit_s=0.05) as at:
            at.server.answer_s = 0.02
            at.dispatcher.send(UnlockDoor(DOOR))
            await asyncio.sleep(0)
            at.dispatcher.send(LockDoor(DOOR))
            at.answer(EventKind.DOOR_LOCKED)
            await until(lambda: len(at.dispatcher._tasks) == 0)
            assert at.texts == []
            assert at.store.pending(DOOR) is None

    run(play())


def test_an_alarm_is_moved_and_its_new_state_confirms(tmp_path: Path) -> None:
    async def play() -> None:
        async with post(tmp_path) as at:
            at.dispatcher.send(MoveAlarm(ALARM.id, AlarmState.IN_PROGRESS, "On it"))
            assert at.acts == [("acknowledge alarm", ALARM.id)]
            await until(lambda: at.server.commands)
            changed = Alarm(
                ALARM.id,
                7,
                "Forced",
                "",
                Priority.HIGH,
                AlarmState.IN_PROGRESS,
                "In progress",
                LONG_AGO,
                datetime.now(UTC),
                DOOR,
            )
            at.store.apply([AlarmChanged(changed)])
            assert at.store.pending(ALARM.id) is None

    run(play())


@pytest.mark.parametrize(
    ("command", "line", "capabilities", "reason"),
    [
        (
            UnlockDoor(OTHER),
            Line.LIVE,
            frozenset(Capability),
            f"Door 2: You cannot command this door through this server. {RIGHT_WHERE_IT_CAN}",
        ),
        (UnlockDoor(DOOR), Line.OFFLINE, frozenset(Capability), "Door 1: There is no connection to the server."),
        (
            UnlockDoor(DOOR),
            Line.LIVE,
            frozenset(),
            f"Door 1: You cannot command doors through this server. {RIGHT_WHERE_IT_CAN}",
        ),
        (
            MoveAlarm(ALARM.id, AlarmState.CLOSED),
            Line.LIVE,
            frozenset(),
            "alarm 7: This server offers no alarms to you.",
        ),
    ],
)
def test_what_cannot_be_asked_is_not_sent(
    tmp_path: Path, command: Command, line: Line, capabilities: frozenset[Capability], reason: str
) -> None:
    async def play() -> None:
        async with post(tmp_path, line=line) as at:
            at.server.capabilities = capabilities
            at.dispatcher.send(command)
            assert at.texts == [reason]
            assert len(at.dispatcher._tasks) == 0
            assert at.acts == []

    run(play())
