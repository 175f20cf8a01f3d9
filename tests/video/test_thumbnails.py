"""Thumbnails of any time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from smartclient.domain.errors import ServerUnreachable
from smartclient.domain.footage import PastSource
from smartclient.domain.ids import DeviceId
from smartclient.video.thumbnails import Thumbnail, Thumbnails
from tests.builders.past import BEGIN, Past, gops
from tests.builders.past_tiles import burnt_in
from tests.builders.running import run, until

HALL, YARD = DeviceId("cameras/hall"), DeviceId("cameras/yard")
SECOND = timedelta(seconds=1)


class Strip:
    """What hangs over a timeline."""

    def __init__(self, pasts: dict[DeviceId, Past]) -> None:
        self.pasts = pasts
        self.arrived: list[Thumbnail] = []
        self.thumbnails = Thumbnails(self._past, asyncio.get_running_loop().call_soon_threadsafe)
        self.thumbnails.arrived.connect(self.arrived.append)

    def _past(self, camera: DeviceId) -> PastSource:
        return self.pasts[camera].source()

    async def picture(self, camera: DeviceId, at: datetime) -> Thumbnail:
        self.thumbnails.wish(camera, at)
        await until(lambda: any((one.camera, one.asked) == (camera, at) for one in self.arrived))
        return next(one for one in self.arrived if (one.camera, one.asked) == (camera, at))


@asynccontextmanager
async def strip(**pasts: Past) -> AsyncIterator[Strip]:
    each = Strip({DeviceId(f"cameras/{name}"): past for name, past in pasts.items()})
    yield each
    each.thumbnails.close()
    assert each.thumbnails.join(5)
    assert all(recording.is_closed for past in pasts.values() for recording in past.opened)


def past(key_s: float = 0.0) -> Past:
    return Past(gops(BEGIN, 100, 10, 10), key_s=key_s)


def test_the_key_frame_of_the_time_is_shown_small() -> None:
    async def work() -> None:
        async with strip(hall=past()) as wall:
            thumbnail = await wall.picture(HALL, BEGIN + 3.7 * SECOND)
            assert thumbnail.frame is not None
            assert (thumbnail.frame.width, thumbnail.frame.height) == (160, 90)
            assert burnt_in(thumbnail.frame) == thumbnail.frame.at == BEGIN + 3 * SECOND

    run(work())


def test_in_a_gap_there_is_none_and_that_is_known() -> None:
    async def work() -> None:
        async with strip(hall=past()) as wall:
            thumbnail = await wall.picture(HALL, BEGIN + 60 * SECOND)
            assert thumbnail.frame is None
            assert wall.thumbnails.nearest(HALL, BEGIN + 60 * SECOND, SECOND) is thumbnail

    run(work())


def test_the_nearest_is_found_and_only_of_that_camera() -> None:
    async def work() -> None:
        async with strip(hall=past(), yard=past()) as wall:
            early = await wall.picture(HALL, BEGIN + SECOND)
            late = await wall.picture(HALL, BEGIN + 8 * SECOND)
            assert wall.thumbnails.nearest(HALL, BEGIN + 2 * SECOND, 2 * SECOND) is early
            assert wall.thumbnails.nearest(HALL, BEGIN + 9 * SECOND, 2 * SECOND) is late
            assert wall.thumbnails.nearest(HALL, BEGIN + 5 * SECOND, 2 * SECOND) is None
            assert wall.thumbnails.nearest(YARD, BEGIN + SECOND, SECOND) is None

    run(work())


def test_the_newest_wish_is_served_first_and_the_oldest_are_forgotten() -> None:
    async def work() -> None:
        async with strip(hall=past(key_s=0.02)) as wall:
            wishes = [BEGIN + 0.05 * number * SECOND for number in range(100)]
            for at in wishes:
                wall.thumbnails.wish(HALL, at)
            await wall.picture(HALL, wishes[-1])
            assert len(wall.arrived) <= 2
            await until(lambda: len(wall.arrived) >= 32)
            await wall.picture(HALL, BEGIN + 9 * SECOND)
            assert len(wall.arrived) < 40
            assert wishes[10] not in {one.asked for one in wall.arrived}

    run(work())


def test_a_recorder_that_fails_leaves_the_others_and_is_asked_again() -> None:
    async def work() -> None:
        hall, yard = past(), past()
        hall.fails = ServerUnreachable("The recorder does not answer.")
        async with strip(hall=hall, yard=yard) as wall:
            wall.thumbnails.wish(HALL, BEGIN)
            await wall.picture(YARD, BEGIN)
            assert [one.camera for one in wall.arrived] == [YARD]
            hall.fails = None
            await wall.picture(HALL, BEGIN)

    run(work())


def test_a_wish_for_what_is_there_asks_nobody() -> None:
    async def work() -> None:
        async with strip(hall=past()) as wall:
            await wall.picture(HALL, BEGIN)
            wall.thumbnails.wish(HALL, BEGIN)
            await wall.picture(HALL, BEGIN + SECOND)
            assert len(wall.arrived) == 2

    run(work())


def test_what_is_closed_to_a_person_is_forgotten() -> None:
    async def work() -> None:
        async with strip(hall=past(), yard=past()) as wall:
            await wall.picture(HALL, BEGIN)
            kept = await wall.picture(YARD, BEGIN)
            wall.thumbnails.forget(lambda camera: camera == HALL)
            assert wall.thumbnails.nearest(HALL, BEGIN, SECOND) is None
            assert wall.thumbnails.nearest(YARD, BEGIN, SECOND) is kept
            wall.arrived.clear()
            await wall.picture(HALL, BEGIN)

    run(work())
