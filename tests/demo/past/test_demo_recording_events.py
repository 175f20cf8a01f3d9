"""Motion and recording are told on the event stream as they come and go."""

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from smartclient.demo.catalogue import MOTION, MOTION_STARTED, RECORDING, RECORDING_STARTED
from smartclient.demo.events import EventStream
from smartclient.demo.ids import path
from smartclient.demo.past.calendar import Calendar
from smartclient.demo.past.motion import Motion
from smartclient.demo.past.recorded import Recorded
from smartclient.demo.recording_events import RecordingEvents
from smartclient.demo.server import DemoServer
from smartclient.demo.world import World
from tests.builders.demo_client import demo
from tests.builders.little_district import HALL, guid
from tests.demo.past.test_demo_recorded import Clock
from tests.demo.video.small_campus import small_campus

LESSON = datetime(2026, 11, 20, 9, 5, tzinfo=ZoneInfo("America/Chicago"))
SOURCE = path("cameras", "cam-hall")


def test_each_change_is_told_once() -> None:
    clock = Clock(LESSON)
    world = World(small_campus(), clock)
    recorded = Recorded(Motion(Calendar(), 1), world, lambda: round(clock().timestamp() * 1000))
    stream = EventStream(clock)
    events = RecordingEvents(["cam-hall"], recorded, stream)
    moves = 0
    for _ in range(900):
        before = stream.end
        events.look(["cam-hall"])
        assert stream.end - before <= 2
        moved = bool(recorded.motion("cam-hall", recorded.now(), recorded.now() + 1))
        moves += moved
        assert (stream.state(SOURCE, MOTION) == MOTION_STARTED.id) == moved
        assert stream.state(SOURCE, RECORDING) == RECORDING_STARTED.id
        clock.now += timedelta(seconds=1)
    assert 10 < moves < 900
    assert stream.end < 40


@demo(recording_events=True)
async def test_the_server_tells_what_its_cameras_do(server: DemoServer) -> None:
    source = path("cameras", guid("cameras", HALL))
    server.world.motions[guid("cameras", HALL)].begin(server.world.clock())
    while server.stream.state(source, MOTION) != MOTION_STARTED.id:  # noqa: ASYNC110 - the stream tells nobody
        await asyncio.sleep(0.01)
    assert server.stream.state(source, RECORDING) == RECORDING_STARTED.id
