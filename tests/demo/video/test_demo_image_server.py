"""The image server as a client meets it: sign-in, live pictures, the past, faults."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import av
import pytest

from smartclient.demo.daylight import school_calendar
from smartclient.demo.devices import SUB, stream_id
from smartclient.demo.past.motion import Motion
from smartclient.demo.past.recorded import Recorded
from smartclient.demo.video import strip
from smartclient.demo.video.codec import pixels
from smartclient.demo.video.image_messages import END
from smartclient.demo.video.image_server import ImageServer
from smartclient.demo.video.image_session import LIVE
from smartclient.demo.video.orders import Subject
from smartclient.demo.video_parts import CONNECT, Authorise
from smartclient.demo.world import World
from tests.demo.video.fake_world import FakeWorld
from tests.demo.video.small_campus import small_campus

CAMERA = "cam-hall"
PATIENCE_S = 30
GOOD = "good"


@dataclass
class NoFaults:
    dead_cameras: set[str] = field(default_factory=set)
    recorder_delay_s: float = 0.0
    corrupt_pictures: int = 0
    switch_size_s: float = 0.0
    unknown_codec: bool = False


@dataclass
class Picture:
    previous_ms: int
    current_ms: int
    next_ms: int
    body: bytes


class Client:
    """A plain client of the protocol."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.statuses: list[str] = []

    def call(self, method: str, inner: str = "") -> None:
        text = f"<methodcall><requestid>1</requestid><methodname>{method}</methodname>{inner}</methodcall>"
        self.writer.write(text.encode() + END)

    def connect(self, camera: str = CAMERA, token: str = GOOD, more: str = "") -> None:
        small = stream_id(camera, SUB)
        self.call(
            "connect",
            f"{more}<connectparam>id={camera}&amp;connectiontoken={token}&amp;streamid={small}</connectparam>",
        )

    async def header(self) -> str:
        async with asyncio.timeout(PATIENCE_S):
            return (await self.reader.readuntil(END)).decode()

    async def picture(self) -> Picture:
        while True:
            header = await self.header()
            if header.startswith("ImageResponse"):
                return await self._body(header)
            self.statuses.append(header)

    async def status(self) -> str:
        while (header := await self.header()).startswith("ImageResponse"):
            await self._body(header)
        return header

    async def _body(self, header: str) -> Picture:
        fields = dict(line.split(": ") for line in header.strip().splitlines()[1:])
        body = await self.reader.readexactly(int(fields["Content-length"]))
        await self.reader.readexactly(len(END))
        return Picture(int(fields["Prev"]), int(fields["Current"]), int(fields["Next"]), body)

    async def at_end(self) -> bool:
        async with asyncio.timeout(PATIENCE_S):
            return await self.reader.read() == b""


@asynccontextmanager
async def serving(
    faults: NoFaults | None = None, may: Authorise | None = None
) -> AsyncIterator[tuple[ImageServer, int]]:
    """A server whose present is a morning at school, so that everything until now is recorded."""
    site = small_campus()
    subject = Subject(site, calendar=school_calendar(site, None, None))
    recorded = Recorded(Motion(subject.calendar, subject.seed), World(site), ImageServer.now_ms)
    allowed = may or (lambda token, camera, _action: token == GOOD and camera != "cam-wall")
    server = ImageServer(subject, FakeWorld(0.3), recorded, allowed, faults or NoFaults())
    port = await server.start("127.0.0.1", 0)
    try:
        yield server, port
    finally:
        await server.stop()


@asynccontextmanager
async def client(port: int) -> AsyncIterator[Client]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
    try:
        yield Client(reader, writer)
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not is_so():  # noqa: ASYNC110 - the relay tells nobody
            await asyncio.sleep(0.01)


def test_live_pictures_begin_with_a_key_frame_and_are_filmed_once() -> None:
    async def scenario() -> None:
        async with serving() as (server, port), client(port) as first, client(port) as second:
            first.connect()
            assert "<connected>yes</connected>" in await first.header()
            first.call("live")
            shots = [await first.picture() for _ in range(8)]
            assert "<statusid>1</statusid>" in first.statuses[0]
            assert shots[0].body[11] & 1
            decoder = av.CodecContext.create("h264", "r")
            frames = [frame for shot in shots for frame in decoder.decode(av.Packet(shot.body[32:]))]
            times = [strip.read(pixels(frame.reformat(format="rgb24"))) for frame in frames]
            assert [int(at.timestamp() * 1000 + 0.5) for at in times if at] == [shot.current_ms for shot in shots][
                : len(times)
            ]
            assert len(times) >= 7

            second.connect()
            second.call("live")
            joined = await second.picture()
            assert joined.body[11] & 1
            while shots[-1].current_ms < joined.current_ms:
                shots.append(await first.picture())
            assert joined.current_ms in {shot.current_ms for shot in shots}
            assert len(server.relay.filmed) == 1

        await until(lambda: not server.relay.filmed)

    asyncio.run(scenario())


async def live_and_past(one: Client) -> tuple[Picture, Picture]:
    """A live picture and the recorded one of its time; they differ while either is only sketched."""
    one.call("live")
    live = await one.picture()
    one.call("stop")
    assert "<methodname>stop" in await one.status()
    one.call("goto", f"<time>{live.current_ms}</time>")
    return live, await one.picture()


def test_jpeg_live_is_what_is_recorded() -> None:
    async def scenario() -> None:
        async with serving() as (_, port), client(port) as one:
            one.connect(more="<alwaysstdjpeg>yes</alwaysstdjpeg>")
            await one.header()
            live, past = await live_and_past(one)
            while past.body != live.body:
                live, past = await live_and_past(one)
            assert live.body[:2] == b"\xff\xd8"
            assert past.current_ms == live.current_ms

    asyncio.run(scenario())


@pytest.mark.parametrize(("camera", "token"), [(CAMERA, "bad"), ("cam-wall", "good"), ("nobody", "good")])
def test_who_may_not_watch_is_told_no(camera: str, token: str) -> None:
    async def scenario() -> None:
        async with serving() as (_, port), client(port) as one:
            one.connect(camera, token)
            answer = await one.header()
            assert "<connected>no</connected>" in answer
            assert "<errorreason>" in answer
            assert await one.at_end()

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "text",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"<methodcall><requestid>1</requestid><methodname>live</methodname></methodcall>\r\n\r\n",
        b'<!DOCTYPE a [<!ENTITY b "c">]><methodcall/>\r\n\r\n',
        b"x" * 200_000,
    ],
)
def test_hostile_input_ends_the_connection_only(text: bytes) -> None:
    async def scenario() -> None:
        async with serving() as (_, port):
            async with client(port) as hostile:
                hostile.writer.write(text)
                with suppress(ConnectionError):
                    assert await hostile.at_end()
            async with client(port) as friendly:
                friendly.connect()
                assert "<connected>yes</connected>" in await friendly.header()

    asyncio.run(scenario())


def test_a_dead_camera_says_so_and_comes_back() -> None:
    async def scenario() -> None:
        faults = NoFaults()
        async with serving(faults) as (_, port), client(port) as one:
            one.connect()
            one.call("live")
            await one.picture()
            faults.dead_cameras.add(CAMERA)
            assert "<statusid>5</statusid><value>1</value>" in await one.status()
            faults.dead_cameras.clear()
            back = await one.picture()
            assert back.body[11] & 1
            assert "<statusid>5</statusid><value>0</value>" in one.statuses[-1]

    asyncio.run(scenario())


def test_a_stream_that_changes_its_size_does_so_with_a_key_frame() -> None:
    async def scenario() -> None:
        faults = NoFaults(switch_size_s=1.0)
        async with serving(faults) as (_, port), client(port) as one:
            one.connect()
            one.call("live")
            decoder, sizes = av.CodecContext.create("h264", "r"), list[tuple[int, int]]()
            while len(set(sizes)) < 2:
                shot = await one.picture()
                found = [(frame.width, frame.height) for frame in decoder.decode(av.Packet(shot.body[32:]))]
                assert not sizes or not found or found[0] == sizes[-1] or shot.body[11] & 1
                sizes += found
            assert set(sizes) == {(640, 360), (1280, 720)}

    asyncio.run(scenario())


def test_live_pictures_end_with_the_token() -> None:
    async def scenario() -> None:
        good = {GOOD}
        async with serving(may=lambda token, _camera, _action: token in good) as (_, port), client(port) as one:
            one.connect()
            one.call("live")
            await one.picture()
            good.clear()
            while "<connected>no</connected>" not in await one.status():
                pass
            assert await one.at_end()

    asyncio.run(scenario())


def test_who_may_only_watch_live_cannot_play_back() -> None:
    async def scenario() -> None:
        async with (
            serving(may=lambda _token, _camera, action: action in (LIVE, CONNECT)) as (_, port),
            client(port) as one,
        ):
            one.connect()
            assert "<connected>yes</connected>" in await one.header()
            one.call("begin")
            assert "<connected>no</connected>" in await one.header()
            assert await one.at_end()

    asyncio.run(scenario())
