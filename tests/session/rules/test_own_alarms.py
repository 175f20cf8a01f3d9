"""Alarms of own rules over a scripted server: shown at once, worked here, and on the server once, whoever was first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smartclient.adapters.server import Capability
from smartclient.domain.alarms import Alarm, AlarmState, Priority, Verdict
from smartclient.domain.commands import (
    AssignAlarm,
    CommentAlarm,
    JudgeAlarm,
    MoveAlarm,
    RaiseAlarm,
    RankAlarm,
)
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.errors import NotPermitted, Refused, ServerUnreachable
from smartclient.domain.events import AlarmChanged, EventKind, Happened
from smartclient.domain.ids import AlarmId, DeviceId, EventId
from smartclient.domain.own_alarms import is_own
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime.clock import ManualClock
from smartclient.session.access import why_not
from smartclient.session.record import Record
from smartclient.session.rules.own_alarms import OwnAlarms
from smartclient.session.rules.rule_watch import RuleWatch
from smartclient.session.rules.rulebook import Rulebook
from smartclient.session.rules.rules import Rules
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later
from tests.builders.running import run, until
from tests.builders.scripted_server import ScriptedServer

START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
DOOR, SENSOR = DeviceId("doors/7"), DeviceId("sensors/1")


class Console:
    """One console: its store, its rules, and the journal behind them."""

    def __init__(self, folder: Path, server: ScriptedServer, name: str = "one", wait_s: float = 0.0) -> None:
        self.clock, self._later = ManualClock(START), Later()
        self.server = server
        self.store = SiteStore(Site("Test"), Connection(Line.LIVE, START, START), self._later)
        devices = (
            Device(DOOR, DeviceKind.DOOR, "Door 7", is_on_server=True),
            Device(SENSOR, DeviceKind.VAPE_SENSOR, "Restroom", is_on_server=True),
        )
        self.store.take_snapshot(Snapshot(START, "demo", name, devices))
        self.journal = Journal(folder / f"{name}.db")
        self.opened: list[DeviceId] = []
        self.own = OwnAlarms(
            self.store, Record(self.journal, Notices(self.clock), self.clock), self.clock, lambda _device: "Door 7"
        )
        rules = Rules(Rulebook(), lambda _device: "High School")
        self.watch = RuleWatch(server, self.store, rules, self.own, self.opened.append, lambda: wait_s)
        self._count = 0

    def happen(self, kind: EventKind, device: DeviceId = DOOR) -> None:
        self._count += 1
        self.store.apply([Happened(EventId(f"e{self._count}"), START + timedelta(seconds=self._count), kind, device)])
        self.tell()

    def deny_thrice(self) -> Alarm:
        for _ in range(3):
            self.happen(EventKind.ACCESS_DENIED)
        return next(alarm for alarm in self.store.open_alarms() if is_own(alarm.id))

    def hear(self, alarm: Alarm) -> None:
        self.store.apply([AlarmChanged(alarm)])
        self.tell()

    def tell(self) -> None:
        self._later.run()

    async def end(self) -> None:
        await self.watch.stop()
        self.journal.close()


def on_server(alarm: Alarm, number: int = 77) -> Alarm:
    """The server's alarm that was made for that one."""
    return replace(alarm, id=AlarmId("guid"), number=number, at=START + timedelta(seconds=5))


def test_a_third_refusal_raises_an_alarm_that_says_whose_it_is(tmp_path: Path) -> None:
    async def body() -> None:
        console = Console(tmp_path, ScriptedServer(capabilities=frozenset()))
        alarm = console.deny_thrice()
        assert (alarm.name, alarm.device, alarm.priority) == ("Access denied again and again", DOOR, Priority.MEDIUM)
        assert "smartclient's own rule" in alarm.message
        assert console.server.commands == []
        assert any(entry.subject == alarm.id for entry in console.journal.entries())
        await console.end()

    run(body())


def test_it_is_worked_here_without_any_server(tmp_path: Path) -> None:
    async def body() -> None:
        console = Console(tmp_path, ScriptedServer(capabilities=frozenset()))
        key = console.deny_thrice().id
        console.store.set_connection(Connection(Line.OFFLINE, START, START))
        commands = (
            MoveAlarm(key, AlarmState.IN_PROGRESS),
            AssignAlarm(key, "Dana"),
            CommentAlarm(key, "A new reader"),
            RankAlarm(key, Priority.LOW),
            JudgeAlarm(key, Verdict.FALSE),
        )
        for command in commands:
            assert why_not(command, console.store, frozenset()) == ""
            console.own.change(command)
        alarm = console.store.alarms[key]
        assert (alarm.state, alarm.owner, alarm.priority) == (AlarmState.CLOSED, "Dana", Priority.LOW)
        assert alarm.judgement is not None
        assert alarm.judgement.verdict is Verdict.FALSE
        assert alarm.comment is not None
        assert alarm.comment.text == "A new reader"
        with pytest.raises(Refused, match="no longer at hand"):
            console.own.change(MoveAlarm(AlarmId("own/gone"), AlarmState.CLOSED))
        await console.end()

    run(body())


def test_it_is_given_to_the_server_and_ends_here_when_it_is_there(tmp_path: Path) -> None:
    async def body() -> None:
        console = Console(tmp_path, ScriptedServer(capabilities=frozenset({Capability.ALARMS})))
        alarm = console.deny_thrice()
        console.own.change(MoveAlarm(alarm.id, AlarmState.IN_PROGRESS))
        await until(lambda: console.server.commands)
        assert console.server.commands == [RaiseAlarm(DOOR, alarm.name, alarm.message)]
        console.hear(on_server(alarm))
        await until(lambda: not console.store.alarms[alarm.id].is_open)
        assert console.store.alarms[alarm.id].reason == "It is alarm 77 on the server now."
        assert console.server.commands[1:] == [MoveAlarm(AlarmId("guid"), AlarmState.IN_PROGRESS)]
        await console.end()

    run(body())


def test_of_several_consoles_one_gives_it(tmp_path: Path) -> None:
    async def body() -> None:
        server = ScriptedServer(capabilities=frozenset({Capability.ALARMS}))
        quick, slow = Console(tmp_path, server, "quick"), Console(tmp_path, server, "slow", wait_s=0.05)
        mine, other = quick.deny_thrice(), slow.deny_thrice()
        assert mine.id == other.id, "the same event is the same alarm"
        await until(lambda: server.commands)
        for console in (quick, slow):
            console.hear(on_server(mine))
        await until(lambda: not quick.store.alarms[mine.id].is_open and not slow.store.alarms[mine.id].is_open)
        assert len(server.commands) == 1
        await quick.end()
        await slow.end()

    run(body())


@pytest.mark.parametrize("trouble", [NotPermitted("Not you"), ServerUnreachable("Away")])
def test_what_the_server_does_not_take_stays_here(tmp_path: Path, trouble: Exception) -> None:
    async def body() -> None:
        server = ScriptedServer(capabilities=frozenset({Capability.ALARMS}), executes=[trouble])
        console = Console(tmp_path, server)
        alarm = console.deny_thrice()
        await until(lambda: server.commands and not console.watch.is_giving)
        assert console.store.alarms[alarm.id].is_open
        await console.end()

    run(body())


def test_a_vape_sensor_asks_for_the_camera_outside_once(tmp_path: Path) -> None:
    async def body() -> None:
        console = Console(tmp_path, ScriptedServer(capabilities=frozenset()))
        console.happen(EventKind.VAPE_DETECTED, SENSOR)
        console.happen(EventKind.VAPE_DETECTED, SENSOR)
        assert console.opened == [SENSOR]
        assert console.store.open_alarms() == []
        await console.end()

    run(body())
