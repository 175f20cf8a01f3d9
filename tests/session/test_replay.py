"""The clock led by a person: pace and direction, jumps from recording to recording and moment to moment, alarms as they happened."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.connection import Connection, Line
from smartclient.domain.events import AlarmChanged
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.domain.recordings import Span
from smartclient.domain.site import Site
from smartclient.runtime.clock import ManualClock
from smartclient.session.footage_reader import FootageReader
from smartclient.session.replay import LEAD, Replay
from smartclient.store.notices import Notices
from smartclient.store.past import Past
from smartclient.store.playback import Playback
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from tests.builders.later import Later
from tests.builders.running import run, until
from tests.builders.scripted_server import ScriptedServer

START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
CAMERA, SECOND = DeviceId("cameras/1"), DeviceId("cameras/2")


def ago(hours: float) -> datetime:
    return START - timedelta(hours=hours)


def stands_at(playback: Playback, goal: datetime) -> bool:
    return playback.instant == goal


def alarm_of(age_s: float) -> Alarm:
    at = START - timedelta(seconds=age_s)
    return Alarm(AlarmId(f"{age_s}"), 1, "Forced", "", Priority.HIGH, AlarmState.NEW, "New", at, at, None)


@dataclass
class Room:
    """A person at the clock; `steps` are the pictures asked for."""

    store: SiteStore
    workspace: Workspace
    past: Past
    clock: ManualClock
    replay: Replay
    notices: Notices
    steps: list[int] = field(default_factory=list)


def at_the_clock(body: Callable[[Room], Coroutine[Any, Any, None]], *recorded: Span) -> None:
    async def whole() -> None:
        clock, workspace = ManualClock(START), Workspace()
        store = SiteStore(Site("Test"), Connection(Line.LIVE, START, START), Later())
        past, notices = Past.new(clock), Notices(clock)
        workspace.open_cameras([CAMERA, SECOND])
        reader = FootageReader(ScriptedServer(recorded={CAMERA: recorded}), past, clock)
        steps: list[int] = []
        replay = Replay(store, workspace, past, reader, notices, clock, steps.append)
        try:
            await body(Room(store, workspace, past, clock, replay, notices, steps))
        finally:
            await replay.stop()
            await reader.stop()

    run(whole())


def test_it_plays_pauses_and_turns_round_at_the_chosen_pace() -> None:
    async def body(room: Room) -> None:
        replay, playback = room.replay, room.past.playbacks.one
        replay.play_or_pause()
        assert (playback.is_live, playback.speed, playback.instant) == (False, 0.0, START)
        replay.play_backward()
        replay.change_pace(1)
        assert playback.speed == -2.0
        replay.play_or_pause()
        replay.play_or_pause()
        assert playback.speed == 2.0
        for _ in range(20):
            replay.change_pace(1)
        assert playback.speed == 64.0
        for _ in range(20):
            replay.change_pace(-1)
        assert playback.speed == 0.125
        replay.go_live()
        assert playback.is_live
        replay.change_pace(1)
        assert playback.is_live
        replay.change_pace(-1)
        assert playback.speed == 0.5

    at_the_clock(body)


def test_from_live_a_jump_runs_on_and_one_beyond_now_is_live() -> None:
    async def body(room: Room) -> None:
        replay, playback = room.replay, room.past.playbacks.one
        replay.go_by(-10)
        assert (playback.instant, playback.speed) == (START - timedelta(seconds=10), 1.0)
        replay.play_or_pause()
        replay.go_by(-10)
        assert (playback.instant, playback.speed) == (START - timedelta(seconds=20), 0.0)
        replay.go_by(30)
        assert playback.is_live

    at_the_clock(body)


def test_from_recording_to_recording_however_far_and_at_last_live() -> None:
    async def body(room: Room) -> None:
        replay, playback = room.replay, room.past.playbacks.one
        playback.run_from(ago(1), 0.0)
        goals = [ago(100), ago(700)]
        for goal in goals:
            replay.next_recording(-1)
            await until(partial(stands_at, playback, goal))
        replay.next_recording(-1)
        await until(lambda: room.notices.standing)
        assert room.notices.standing[-1].text == "No earlier recording of this camera is there."
        assert playback.instant == ago(700)
        replay.next_recording(1)
        await until(lambda: playback.instant == ago(100))
        replay.next_recording(1)
        await until(lambda: playback.is_live)

    at_the_clock(body, Span(ago(700), ago(600)), Span(ago(100), ago(50)))


def test_the_beginning_of_a_long_recording_is_its_own_not_that_of_what_is_known() -> None:
    async def body(room: Room) -> None:
        playback = room.past.playbacks.one
        playback.run_from(ago(1), 0.0)
        room.replay.next_recording(-1)
        await until(lambda: playback.instant == ago(40))

    at_the_clock(body, Span(ago(40), ago(0)))


def test_from_moment_to_moment_with_what_led_to_it() -> None:
    async def body(room: Room) -> None:
        replay, playback = room.replay, room.past.playbacks.one
        room.store.apply([AlarmChanged(alarm_of(100)), AlarmChanged(alarm_of(500))])
        replay.next_moment(-1)
        assert playback.instant == START - timedelta(seconds=100) - LEAD
        room.clock.advance(2)
        replay.next_moment(-1)
        assert playback.instant == START - timedelta(seconds=500) - LEAD
        replay.next_moment(1)
        assert playback.instant == START - timedelta(seconds=100) - LEAD
        replay.next_moment(1)
        assert room.notices.standing[-1].text == "No later alarm, event or bookmark is known."

    at_the_clock(body)


def test_what_happened_at_an_alarm_is_shown_by_all_tiles() -> None:
    async def body(room: Room) -> None:
        wall, playbacks = room.workspace.wall, room.past.playbacks
        room.workspace.choose_tile(1)
        room.replay.toggle_loose()
        assert playbacks.is_loose(wall, 1)
        room.replay.show_at(alarm_of(100).at)
        assert not playbacks.loose
        assert playbacks.one.instant == START - timedelta(seconds=100) - LEAD
        assert playbacks.one.speed == 1.0

    at_the_clock(body)


def test_the_verbs_are_about_the_chosen_tile() -> None:
    async def body(room: Room) -> None:
        wall, playbacks = room.workspace.wall, room.past.playbacks
        room.workspace.choose_tile(1)
        room.replay.toggle_loose()
        room.replay.go_by(-60)
        assert playbacks.one.is_live
        assert playbacks.of(wall, 1).instant == START - timedelta(seconds=60)
        room.replay.step(-1)
        assert room.steps == [-1]
        room.replay.toggle_loose()
        assert not playbacks.loose

    at_the_clock(body)
