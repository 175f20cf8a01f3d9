"""What another console does with an alarm is told here, without any event that would say so, well within a second."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from smartclient.adapters.xprotect import alarm_feed
from smartclient.adapters.xprotect.alarm_feed import AlarmFeed
from smartclient.adapters.xprotect.alarms import REST_S
from smartclient.adapters.xprotect.watch import Pace
from smartclient.demo.scenario import Act
from smartclient.domain.alarms import Alarm, AlarmState, Priority, Verdict
from smartclient.domain.commands import AlarmCommand, AssignAlarm, CommentAlarm, JudgeAlarm, MoveAlarm, RankAlarm
from smartclient.domain.events import AlarmChanged, Event
from tests.builders.demo_district import client, demo_server, guid_of
from tests.builders.running import run


async def told(events: AsyncIterator[Sequence[Event]], wanted: str) -> Alarm:
    """Reads on until an alarm is told that stands so."""
    async for batch in events:
        for event in batch:
            if isinstance(event, AlarmChanged) and wanted in repr(event.alarm):
                return event.alarm
    raise AssertionError("the line ended")


def test_the_longest_wait_between_two_questions_is_less_than_a_second() -> None:
    pace = Pace()
    assert REST_S + pace.poll_s < 1.0


@pytest.mark.parametrize("tells_changes", [True, False])
def test_every_act_of_another_console_is_told(
    tells_changes: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by a server that cannot be asked what changed."""

    async def refuses(_feed: AlarmFeed) -> None:
        return None

    if not tells_changes:
        monkeypatch.setattr(AlarmFeed, "changed", refuses)

    async def play() -> None:
        async with demo_server(tmp_path) as demo:
            mine, other = client(demo), client(demo)
            demo.stage.perform(Act(0, "panic.on", guid_of("panicbutton"), 0))
            await mine.connect()
            (alarm,) = (await other.connect()).alarms
            events = mine.events()
            await anext(events)
            pushed = len(demo.stream.stored)
            acts: tuple[tuple[AlarmCommand, str], ...] = (
                (MoveAlarm(alarm.id, AlarmState.IN_PROGRESS), "In progress"),
                (CommentAlarm(alarm.id, "It is the nurse"), "It is the nurse"),
                (RankAlarm(alarm.id, Priority.LOW), repr(Priority.LOW)),
                (AssignAlarm(alarm.id, "Ann"), "Ann"),
                (JudgeAlarm(alarm.id, Verdict.FALSE), repr(AlarmState.CLOSED)),
            )
            for command, wanted in acts:
                await other.execute(command)
                assert (await told(events, wanted)).id == alarm.id
            assert len(demo.stream.stored) == pushed, "no event of the server said so"
            await events.aclose()
            for server in (mine, other):
                await server.close()

    run(play())


def test_a_short_list_is_read_as_often_as_changes_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo:
            server = client(demo)
            await server.connect()
            feed = AlarmFeed(server._connected().feeds.rest)
            await feed.open()
            assert feed.is_short
            monkeypatch.setattr(alarm_feed, "PAGE", 2)
            for _ in range(3):
                demo.stage.perform(Act(0, "vape.on", guid_of("sensor.vape"), 0))
            await feed.open()
            assert not feed.is_short
            await server.close()

    run(play())
