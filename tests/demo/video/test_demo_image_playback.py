"""The recorded past over the ImageServer protocol: every picture is the one of its time, over gaps, days and clock changes."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import av
import numpy as np
import pytest
from av.video.codeccontext import VideoCodecContext
from numpy.typing import NDArray

from smartclient.demo.past.calendar import Calendar
from smartclient.demo.past.motion import Motion
from smartclient.demo.past.recorded import Recorded
from smartclient.demo.video import strip
from smartclient.demo.video.codec import pixels
from smartclient.demo.video.groups import group_of
from smartclient.demo.video.image_server import ImageServer
from smartclient.demo.video.orders import Subject
from smartclient.demo.video.shots import tick_at, tick_ms
from smartclient.demo.world import World
from tests.demo.video.small_campus import small_campus
from tests.demo.video.test_demo_image_server import CAMERA, GOOD, Client, NoFaults, Picture, client, until

CHICAGO = ZoneInfo("America/Chicago")
NOON = datetime(2026, 11, 5, 12, 0, 0, 500_000, tzinfo=CHICAGO)
NOW_MS = round(NOON.timestamp() * 1000)
DECODERS = {0x0A: "h264", 0x0E: "hevc"}


class Playback:
    """A server whose present stands still at NOON, with its world, and a client that plays back."""

    def __init__(self, server: ImageServer, world: World, faults: NoFaults, one: Client) -> None:
        self.server, self.world, self.faults, self.one = server, world, faults, one
        self.tokens = {GOOD}

    async def ask(self, method: str, inner: str = "") -> Picture:
        self.one.call(method, inner)
        return await self.one.picture()

    async def go_to(self, at_ms: int, *, keys_only: bool = False) -> Picture:
        return await self.ask(
            "goto", f"<time>{at_ms}</time><keyframesonly>{'yes' if keys_only else 'no'}</keyframesonly>"
        )

    async def group(self, at_ms: int) -> list[Picture]:
        """A key frame and what builds on it."""
        return [await self.go_to(at_ms, keys_only=True), *[await self.ask("next") for _ in range(11)]]


@asynccontextmanager
async def playing(camera: str = CAMERA, more: str = "", now_ms: int = NOW_MS) -> AsyncIterator[Playback]:
    site, faults = small_campus(), NoFaults()
    subject = Subject(site, calendar=Calendar())
    world = World(site, lambda: datetime.fromtimestamp(now_ms / 1000, UTC), subject.calendar.crowd)
    recorded = Recorded(Motion(subject.calendar, subject.seed), world, lambda: now_ms)
    good = {GOOD}
    server = ImageServer(subject, world, recorded, lambda token, _camera, _action: token in good, faults)
    port = await server.start("127.0.0.1", 0)
    try:
        async with client(port) as one:
            one.connect(camera, more=more)
            assert "<connected>yes" in await one.header()
            playback = Playback(server, world, faults, one)
            playback.tokens = good
            yield playback
    finally:
        await server.stop()


def play(scenario: Callable[[Playback], Awaitable[None]], **options: object) -> None:
    async def run() -> None:
        async with playing(**options) as playback:  # type: ignore[arg-type]
            await scenario(playback)

    asyncio.run(run())


def frames(pictures: list[Picture]) -> list[NDArray[np.uint8]]:
    decoder = av.CodecContext.create(DECODERS[int.from_bytes(pictures[0].body[6:8], "big")], "r")
    assert isinstance(decoder, VideoCodecContext)
    decoded = [frame for picture in pictures for frame in decoder.decode(av.Packet(picture.body[32:]))]
    decoded += decoder.decode(None)
    return [pixels(frame.reformat(format="rgb24")) for frame in decoded]


def times(pictures: list[Picture]) -> list[int]:
    return [round(at.timestamp() * 1000) if (at := strip.read(frame)) else 0 for frame in frames(pictures)]


def test_every_picture_of_a_group_shows_its_time() -> None:
    async def scenario(past: Playback) -> None:
        group = await past.group(NOW_MS - 3_600_000)
        assert times(group) == [picture.current_ms for picture in group]
        assert [bool(picture.body[11] & 1) for picture in group] == [True] + [False] * 11
        begin = group[0].current_ms
        assert begin == group_of(begin)
        assert [int.from_bytes(picture.body[12:20], "big") for picture in group] == [begin] * 12
        assert [picture.next_ms for picture in group[:-1]] == [picture.current_ms for picture in group[1:]]
        backward = [await past.ask("previous") for _ in range(11)]
        assert [(one.current_ms, one.body) for one in backward] == [
            (one.current_ms, one.body) for one in reversed(group[:-1])
        ]
        again = await past.group(begin + 700)
        assert [one.body for one in again] == [one.body for one in group]

    play(scenario)


def moments() -> list[int]:
    """Times over the thirty days: at school, over midnight, and about the change of the clocks."""
    at_school = [NOON - timedelta(days=days, minutes=37 * days) for days in (0, 1, 9, 20, 29)]
    midnight = datetime(2026, 10, 29, tzinfo=CHICAGO)
    change = datetime(2026, 11, 1, 1, 30, tzinfo=CHICAGO)
    around = [midnight, change, change.replace(fold=1), datetime(2026, 11, 1, 12, tzinfo=CHICAGO)]
    return [round(at.astimezone(UTC).timestamp() * 1000) for at in (*at_school, *around)]


def test_pictures_are_found_over_thirty_days_and_gaps_are_jumps() -> None:
    async def scenario(past: Playback) -> None:
        recorded = past.server.recorded
        for wanted in moments():
            shown = await past.go_to(wanted)
            held = recorded.recorded(CAMERA, wanted, wanted + 1)
            assert shown.current_ms == (tick_ms(tick_at(wanted)) if held else recorded.preceding(CAMERA, wanted))
            assert shown.current_ms <= wanted < shown.next_ms or shown.next_ms == shown.current_ms
            key = await past.go_to(wanted, keys_only=True)
            assert times([key]) == [key.current_ms] == [group_of(shown.current_ms)]
            if not held:
                assert shown.next_ms - shown.current_ms > 1000
                assert (await past.go_to(shown.next_ms)).previous_ms == shown.current_ms

    play(scenario)


def test_the_ends_of_the_data() -> None:
    async def scenario(past: Playback) -> None:
        last = await past.ask("end")
        assert (last.current_ms, last.next_ms) == (NOW_MS, NOW_MS)
        assert (await past.ask("next")).current_ms == NOW_MS
        assert (await past.go_to(NOW_MS + 10**9)).current_ms == NOW_MS
        assert (await past.ask("previous")).next_ms == NOW_MS
        first = await past.ask("begin")
        assert first.previous_ms == first.current_ms == past.server.recorded.following(CAMERA, 0)
        assert (await past.ask("previous")).current_ms == first.current_ms
        assert (await past.go_to(0)).current_ms == first.current_ms

    play(scenario, more="<alwaysstdjpeg>yes</alwaysstdjpeg>")


def test_sequences_agree_with_steps_and_alarms() -> None:
    async def scenario(past: Playback) -> None:
        middle = round(datetime(2026, 10, 31, 12, tzinfo=CHICAGO).timestamp() * 1000)
        day = 24 * 3_600_000
        pieces = past.server.recorded.sequences(CAMERA, middle - day, middle + day)
        assert len(pieces) > 2
        await past.go_to(pieces[0][0])
        for piece in pieces[1:]:
            assert (await past.ask("nextsequence")).current_ms == piece[0]
        for piece in reversed(pieces[:-1]):
            assert (await past.ask("previoussequence")).current_ms == piece[0]
        past.one.call("alarms", f"<centertime>{middle}</centertime><timespan>{day}</timespan><numalarms>99</numalarms>")
        told = await past.one.header()
        listed = [entry.split('"')[3::2] for entry in told.split("<alarm ")[1:]]
        assert [(int(begin), int(end)) for begin, _, end, *_ in listed] == list(reversed(pieces))

    play(scenario, more="<alwaysstdjpeg>yes</alwaysstdjpeg>")


def test_calls_in_a_row_are_answered_in_order() -> None:
    async def scenario(past: Playback) -> None:
        for _ in range(3):
            past.one.call("goto", f"<time>{NOW_MS - 60_000}</time><keyframesonly>yes</keyframesonly>")
            for _ in range(3):
                past.one.call("next")
        found = [await past.one.picture() for _ in range(12)]
        assert [one.current_ms for one in found[:4]] == [
            tick_ms(tick_at(found[0].current_ms) + step) for step in range(4)
        ]
        assert [one.body for one in found[:4]] == [one.body for one in found[4:8]] == [one.body for one in found[8:]]

    play(scenario)


def test_what_was_reached_in_haste_fits_together() -> None:
    async def scenario(past: Playback) -> None:
        in_the_middle = await past.go_to(NOW_MS - 7_200_000 + 400)
        key = await past.go_to(in_the_middle.current_ms, keys_only=True)
        assert int.from_bytes(in_the_middle.body[12:20], "big") == key.current_ms
        group = [key]
        while len(group) < 12:
            group.append(await past.ask("next"))
        assert times(group) == [one.current_ms for one in group]

    play(scenario)


def test_a_fisheye_is_coded_in_h265() -> None:
    async def scenario(past: Playback) -> None:
        group = await past.group(NOW_MS - 60_000)
        assert group[0].body[6:8] == b"\x00\x0e"
        assert times(group) == [one.current_ms for one in group]

    play(scenario, camera="cam-fisheye")


def test_a_door_that_was_forced_is_seen_being_forced() -> None:
    async def scenario(past: Playback) -> None:
        forced = NOON - timedelta(seconds=20)
        past.world.clock = lambda: forced
        past.world.force("door-101")
        groups = [frames(await past.group(NOW_MS - 20_000 + shift)) for shift in (-3_000, 0, 3_000)]
        shut, opened = (pictures[0][30:300].astype(int) for pictures in (groups[0], groups[2]))
        assert np.abs(shut - opened).max() > 60
        swinging = [picture[30:300].astype(int) for picture in (groups[1][0], groups[1][-1])]
        swings = [np.abs(picture - shut).mean() for picture in (*swinging, opened)]
        assert swings[0] < swings[1] <= swings[2] * 1.5

    play(scenario, camera="cam-door")


def test_where_a_moving_camera_looked_is_remembered() -> None:
    async def scenario(past: Playback) -> None:
        head = past.world.heads["cam-ptz"]
        head.move(NOON - timedelta(seconds=20), 1.0, 0, 0)
        head.move(NOON - timedelta(seconds=17), 0, 0, 0)
        before, turning, after = [(await past.group(group_of(NOW_MS) - ago * 1000))[:1] for ago in (30, 18, 10)]
        assert times(before + turning + after) == [one[0].current_ms for one in (before, turning, after)]
        left, right = (frames(one)[0][30:300].astype(int) for one in (before, after))
        assert np.abs(left - right).mean() > 10

    play(scenario, camera="cam-ptz")


def test_a_cut_ends_playback() -> None:
    async def scenario(past: Playback) -> None:
        past.server.drop()
        assert await past.one.at_end()

    play(scenario)


def test_a_camera_that_failed_is_a_gap() -> None:
    async def scenario(past: Playback) -> None:
        outage = past.world.outages[CAMERA]
        outage.begin(NOON - timedelta(seconds=60))
        outage.end(NOON - timedelta(seconds=30))
        last = await past.go_to(NOW_MS - 45_000)
        assert last.current_ms < NOW_MS - 60_000
        assert last.next_ms >= NOW_MS - 30_000

    play(scenario, more="<alwaysstdjpeg>yes</alwaysstdjpeg>")


def test_an_expired_token_ends_playback() -> None:
    async def scenario(past: Playback) -> None:
        await past.go_to(NOW_MS - 60_000)
        past.tokens.clear()
        past.one.call("next")
        assert "<connected>no</connected>" in await past.one.header()
        assert await past.one.at_end()

    play(scenario, more="<alwaysstdjpeg>yes</alwaysstdjpeg>")


def test_faults_of_pictures() -> None:
    async def scenario(past: Playback) -> None:
        at_ms = group_of(NOW_MS - 60_000)
        good = await past.go_to(at_ms, keys_only=True)
        past.faults.unknown_codec = True
        unknown = await past.go_to(at_ms, keys_only=True)
        assert unknown.body[6:8] == b"\x00\x63"
        past.faults.unknown_codec = False
        past.faults.corrupt_pictures = 1
        corrupt = await past.go_to(at_ms, keys_only=True)
        assert corrupt.body != good.body
        assert int.from_bytes(corrupt.body[2:6], "big") == len(corrupt.body)
        past.faults.corrupt_pictures = 0
        past.faults.switch_size_s = 1.0
        sizes = {frames([await past.go_to(at_ms + step * 1000, keys_only=True)])[0].shape for step in range(2)}
        assert sizes == {(360, 640, 3), (720, 1280, 3)}

    play(scenario)


@pytest.mark.parametrize("text", ["<time>soon</time>", "<time>-5</time>", f"<time>{10**20}</time>"])
def test_times_that_are_none_end_the_connection(text: str) -> None:
    async def scenario(past: Playback) -> None:
        past.one.call("goto", text)
        assert await past.one.at_end()

    play(scenario)


def test_playback_goes_on_when_its_process_was_killed() -> None:
    async def scenario(past: Playback) -> None:
        first = await past.go_to(NOW_MS - 60_000, keys_only=True)
        process = past.server.relay.past._process
        assert process is not None
        for child in multiprocessing.active_children():
            if child.name == "the past":
                child.kill()
        await until(lambda: not process.is_alive)
        again = await past.go_to(NOW_MS - 120_000, keys_only=True)
        assert times([first, again]) == [first.current_ms, again.current_ms]

    play(scenario)
