"""Passing shots on: a slow watcher goes on at a key frame, and nobody's queue grows without end."""

from __future__ import annotations

import asyncio

from smartclient.demo.past.calendar import Calendar
from smartclient.demo.past.motion import Motion
from smartclient.demo.past.recorded import Recorded
from smartclient.demo.video.orders import Subject
from smartclient.demo.video.relay import Relay, Watch
from smartclient.demo.video.shots import Shot, Stream
from smartclient.demo.world import World
from tests.demo.video.fake_world import FakeWorld
from tests.demo.video.small_campus import small_campus

STREAM = Stream("cam-hall", 640, 360)


def shot(number: int) -> Shot:
    return Shot(STREAM, b"x", number % 12 == 0, number * 83, number // 12 * 996, number)


def fetched(watch: Watch) -> list[Shot]:
    async def all_waiting() -> list[Shot]:
        found: list[Shot] = []
        try:
            async with asyncio.timeout(0):
                while True:
                    found.append(await watch.next())
        except TimeoutError:
            return found

    return asyncio.run(all_waiting())


def relay() -> Relay:
    site = small_campus()
    recorded = Recorded(Motion(Calendar(), 0), World(site), lambda: 0)
    return Relay(Subject(site), FakeWorld(), recorded)


def test_a_watcher_who_keeps_up_gets_every_shot() -> None:
    watch = Watch(relay(), STREAM, [])
    for number in range(24):
        watch.put(shot(number))
    assert [each.number for each in fetched(watch)] == list(range(24))


def test_a_slow_watcher_goes_on_at_a_recent_key_frame() -> None:
    watch = Watch(relay(), STREAM, [])
    for number in range(1000):
        watch.put(shot(number))
    waiting = fetched(watch)
    assert waiting[0].is_key
    assert len(waiting) <= 48
    assert [each.number for each in waiting] == list(range(waiting[0].number, 1000))
