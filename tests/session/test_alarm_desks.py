"""The life of an alarm at two desks of one demo server: what one does the other sees; refusals, races and silence are told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from smartclient.demo.faults import FaultOrder
from smartclient.demo.server import DemoServer
from smartclient.domain.alarms import AlarmAct, AlarmState, Priority, Verdict
from smartclient.domain.commands import (
    AlarmCommand,
    AssignAlarm,
    CommentAlarm,
    JudgeAlarm,
    MoveAlarm,
    RankAlarm,
)
from smartclient.domain.ids import AlarmId
from smartclient.session.access import why_not
from smartclient.store.pending import PendingState
from tests.builders.alarm_desks import LIMIT_S, Desk, desks, force_door
from tests.builders.demo_district import demo_server
from tests.builders.running import run, until


@asynccontextmanager
async def two_desks(
    folder: Path, first: str = "dispatcher", second: str = "district", limit_s: float = LIMIT_S
) -> AsyncIterator[tuple[DemoServer, Desk, Desk, AlarmId]]:
    async with demo_server(folder) as demo, desks(demo, folder, first, second, limit_s=limit_s) as (mine, yours):
        alarm = force_door(demo)
        await mine.until(lambda known: known.id == alarm)
        await yours.until(lambda known: known.id == alarm)
        yield demo, mine, yours, alarm


def test_what_one_desk_does_the_other_sees(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_desks(tmp_path) as (_demo, mine, yours, alarm):
            assert mine.alarm.instructions.startswith("Look at the nearest camera.")
            assert mine.alarm.source_name
            assert mine.alarm.category == "Access"
            assert await mine.ask(MoveAlarm(alarm, AlarmState.IN_PROGRESS)) is None
            taken = await yours.until(lambda known: known.state is AlarmState.IN_PROGRESS)
            assert taken.owner == "dispatcher"
            assert await mine.ask(CommentAlarm(alarm, "Ruiz <is> on\nthe way")) is None
            told = await yours.until(lambda known: known.comment is not None)
            assert told.comment is not None
            assert (told.comment.text, told.comment.by) == ("Ruiz ‹is› on the way", "Dispatcher")
            assert await yours.ask(RankAlarm(alarm, Priority.LOW)) is None
            await mine.until(lambda known: known.priority is Priority.LOW)
            assert await yours.ask(AssignAlarm(alarm, "Ann")) is None
            await mine.until(lambda known: known.owner == "Ann")
            assert await mine.ask(MoveAlarm(alarm, AlarmState.ON_HOLD, "Waiting for the key")) is None
            await yours.until(lambda known: known.state is AlarmState.ON_HOLD)
            assert await yours.ask(MoveAlarm(alarm, AlarmState.IN_PROGRESS, own_state="Waiting for a key")) is None
            own = await mine.until(lambda known: known.state_name == "Waiting for a key")
            assert own.state is AlarmState.IN_PROGRESS
            assert await mine.ask(MoveAlarm(alarm, AlarmState.CLOSED, "Door is shut", "Resolved")) is None
            closed = await yours.until(lambda known: known.state is AlarmState.CLOSED)
            assert (closed.reason, closed.judgement) == ("Resolved", None)
            assert await yours.ask(MoveAlarm(alarm, AlarmState.NEW)) is None
            await mine.until(lambda known: known.state is AlarmState.NEW)
            assert mine.texts == yours.texts == []

    run(play())


@pytest.mark.parametrize(
    ("verdict", "state", "reason"),
    [(Verdict.REAL, "Verified real", ""), (Verdict.DRILL, "Drill", ""), (Verdict.FALSE, "Closed", "False alarm")],
)
def test_a_verdict_is_told_with_who_gave_it_and_goes_with_new(
    tmp_path: Path, verdict: Verdict, state: str, reason: str
) -> None:
    async def play() -> None:
        async with two_desks(tmp_path) as (demo, mine, yours, alarm):
            assert await mine.ask(JudgeAlarm(alarm, verdict, "Seen on camera")) is None
            told = await yours.until(lambda known: known.judgement is not None and known.judgement.by)
            assert told.judgement is not None
            assert (told.judgement.verdict, told.judgement.by) == (verdict, "Dispatcher")
            assert told.is_drill is (verdict is Verdict.DRILL)
            assert (told.state_name, told.reason, told.owner) == (state, reason, "dispatcher")
            assert demo.alarms.by_id[alarm].history[-1]["text"] == f"Verified: {verdict.value}. Seen on camera"
            assert await yours.ask(MoveAlarm(alarm, AlarmState.NEW)) is None
            fresh = await mine.until(lambda known: known.state is AlarmState.NEW)
            assert fresh.judgement is None

    run(play())


def test_a_verdict_that_no_state_says_is_read_from_the_history(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_desks(tmp_path) as (demo, mine, _yours, alarm):
            told = demo.alarms.by_id[alarm]
            demo.alarms.patch(told, {"comment": "verified:  Drill, the fire marshal is here"}, "Principal, high school")
            known = await mine.until(lambda known: known.judgement is not None)
            assert known.judgement is not None
            assert (known.judgement.verdict, known.judgement.by) == (Verdict.DRILL, "Principal, high school")
            assert known.is_drill

    run(play())


def test_who_is_second_is_told_who_was_first(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_desks(tmp_path) as (demo, mine, yours, alarm):
            demo._control.order(FaultOrder(delay_s=0.05))
            mine.dispatcher.send(MoveAlarm(alarm, AlarmState.IN_PROGRESS))
            await until(lambda: demo.alarms.by_id[alarm].assigned_to)
            assert yours.alarm.state is AlarmState.NEW
            yours.dispatcher.send(MoveAlarm(alarm, AlarmState.IN_PROGRESS))
            await until(lambda: yours.texts)
            assert yours.texts == [f"alarm {yours.alarm.number}: dispatcher has it already."]
            await yours.until(lambda known: known.owner == "dispatcher")
            mark = yours.store.pending(alarm)
            assert mark is not None
            assert mark.state is PendingState.REFUSED
            assert demo.alarms.by_id[alarm].assigned_to == "dispatcher"
            await mine.until(lambda known: known.owner == "dispatcher")

    run(play())


def test_a_change_overtaken_on_the_server_is_refused_and_what_is_so_is_shown(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_desks(tmp_path) as (demo, mine, _yours, alarm):
            demo._control.order(FaultOrder(alarm_conflicts=1))
            assert await mine.ask(RankAlarm(alarm, Priority.LOW)) is PendingState.REFUSED
            assert "changed by somebody else" in mine.texts[0]
            assert mine.alarm.priority is Priority.HIGH
            assert await mine.ask(RankAlarm(alarm, Priority.LOW)) is None
            assert mine.texts == []

    run(play())


@pytest.mark.parametrize(
    "command", [lambda alarm: MoveAlarm(alarm, AlarmState.ON_HOLD), lambda alarm: CommentAlarm(alarm, "Hello")]
)
def test_a_change_the_server_accepts_and_does_not_make_is_unknown(tmp_path: Path, command: object) -> None:
    assert callable(command)

    async def play() -> None:
        async with two_desks(tmp_path, limit_s=0.8) as (demo, mine, _yours, alarm):
            demo._control.order(FaultOrder(alarm_changes_lost=1))
            assert await mine.ask(command(alarm)) is PendingState.UNKNOWN
            assert mine.texts == [f"No answer from the server about alarm {mine.alarm.number}."]
            assert (mine.alarm.state, mine.alarm.comment) == (AlarmState.NEW, None)

    run(play())


def test_a_server_that_fails_meanwhile_leaves_it_unknown(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_desks(tmp_path) as (demo, mine, _yours, alarm):
            demo._control.order(FaultOrder(server_errors=2))
            mine.dispatcher.send(MoveAlarm(alarm, AlarmState.CLOSED))
            await until(lambda: (mark := mine.store.pending(alarm)) is None or mark.state is PendingState.UNKNOWN)
            demo.faults.clear()
            await asyncio.sleep(0)
            assert await mine.ask(MoveAlarm(alarm, AlarmState.CLOSED)) is None

    run(play())


@pytest.mark.parametrize(
    ("command", "right"),
    [
        (MoveAlarm(AlarmId("x"), AlarmState.IN_PROGRESS), AlarmAct.ACKNOWLEDGE),
        (CommentAlarm(AlarmId("x"), "Hello"), AlarmAct.ACKNOWLEDGE),
        (JudgeAlarm(AlarmId("x"), Verdict.FALSE), AlarmAct.ACKNOWLEDGE),
    ],
)
def test_a_responder_may_look_and_is_told_why_not_more(tmp_path: Path, command: AlarmCommand, right: AlarmAct) -> None:
    async def play() -> None:
        async with two_desks(tmp_path, "responder") as (demo, mine, _yours, alarm):
            meant = type(command)(**{key: getattr(command, key) for key in command.__slots__} | {"alarm": alarm})
            reason = why_not(meant, mine.store, mine.server.capabilities)
            assert reason == f"Your role may not {right.value}. The server gives that right; ask who keeps it."
            mine.dispatcher.send(meant)
            assert mine.texts == [f"alarm {mine.alarm.number}: {reason}"]
            assert len(demo.alarms.by_id[alarm].history) == 1

    run(play())


def test_the_server_itself_refuses_what_the_role_may_not(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_desks(tmp_path, "principal-hs") as (demo, mine, _yours, alarm):
            assert mine.store.alarm_terms.barred == {AlarmAct.ASSIGN}
            assert why_not(AssignAlarm(alarm, "Ann"), mine.store, mine.server.capabilities)
            assert not why_not(AssignAlarm(alarm, "principal-hs"), mine.store, mine.server.capabilities)
            mine.store.alarm_terms = type(mine.store.alarm_terms)()
            assert await mine.ask(AssignAlarm(alarm, "Ann")) is PendingState.REFUSED
            assert "You may not change the alarm" in mine.texts[0]
            assert demo.alarms.by_id[alarm].assigned_to == ""

    run(play())


def test_what_was_done_during_a_cut_is_seen_after_it(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_desks(tmp_path) as (demo, mine, yours, alarm):
            demo._control.order(FaultOrder(refuse_s=0.4))
            demo.alarms.patch(
                demo.alarms.by_id[alarm], {"comment": "Verified: real", "assignedTo.displayName": "Ann"}, "Ann"
            )
            for desk in (mine, yours):
                known = await desk.until(lambda known: known.judgement is not None and known.owner)
                assert known.judgement is not None
                assert known.judgement.by == known.owner == "Ann"

    run(play())
