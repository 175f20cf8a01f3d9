"""The demo's past through the adapter: whole groups that decode, exact gaps, and every fault of the demo in the middle of it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import pytest

from smartclient.adapters.xprotect import image_connection
from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.demo.faults import FaultOrder
from smartclient.demo.server import DemoServer
from smartclient.demo.video.image_server import ImageServer
from smartclient.domain.errors import CannotDecode, CertificateUnknown, NoPicture
from smartclient.domain.footage import Gop, Quality, RecordedSource, Recording
from smartclient.domain.recordings import Span
from tests.builders.demo_district import camera, client, demo_server, guid_of
from tests.builders.running import run, until

MS = timedelta(milliseconds=1)
CAMERA = camera(1)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first pictures are drawn from nothing, on a machine that may have much to do."""
    monkeypatch.setattr(image_connection, "FETCHING_S", 60.0)


class Played:
    """One camera's past, its blocking calls off the loop."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    async def gop(self, at: datetime) -> Gop | None:
        return await asyncio.to_thread(self._recording.gop, at)

    async def following(self, at: datetime) -> datetime | None:
        return await asyncio.to_thread(self._recording.following, at)

    async def preceding(self, at: datetime) -> datetime | None:
        return await asyncio.to_thread(self._recording.preceding, at)


@asynccontextmanager
async def playing(folder: Path) -> AsyncIterator[tuple[DemoServer, XProtectServer, Played]]:
    async with demo_server(folder) as demo:
        server = client(demo)
        await server.connect()
        source = server.past(CAMERA, Quality.MAIN)
        assert isinstance(source, RecordedSource)
        recording = await asyncio.to_thread(source.open)
        try:
            yield demo, server, Played(recording)
        finally:
            recording.close()
            await server.close()


async def an_edge(server: XProtectServer) -> tuple[Span, Span]:
    """Two recorded pieces of the last days with a gap between them."""
    now = datetime.now(UTC)
    told = await server.recordings(CAMERA, Span(now - timedelta(days=7), now - timedelta(hours=1)))
    return next(
        (a, b) for a, b in zip(told.recorded, told.recorded[1:], strict=False) if b.begin - a.end > 5 * 1000 * MS
    )


def test_groups_decode_and_gaps_are_where_the_server_says(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path) as (_, server, past):
            before, after = await an_edge(server)
            last = await past.gop(before.end - 50 * MS)
            assert last is not None
            assert not last.is_followed
            assert abs(last.end - before.end) <= 100 * MS
            decoder = av.CodecContext.create(last.packets[0].codec.value, "r")
            pictures = [frame for packet in last.packets for frame in decoder.decode(av.Packet(packet.data))]
            pictures += decoder.decode(None)
            assert len(pictures) == len(last.packets)
            middle = before.end + (after.begin - before.end) / 2
            assert await past.gop(middle) is None
            first = await past.following(middle)
            assert first is not None
            assert after.begin <= first < after.begin + 100 * MS
            assert await past.preceding(middle) == last.packets[-1].at
            group = await past.gop(first)
            assert group is not None
            assert group.begin == first
            following = await past.gop(group.end)
            assert following is not None
            assert (group.is_followed, following.begin) == (True, group.end)

    run(play(), timeout_s=90)


def test_every_fault_of_the_demo_in_the_middle_of_the_past(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path) as (demo, server, past):
            piece = (await an_edge(server))[0]
            moment = piece.begin + piece.length / 2
            quiet = await past.gop(moment)
            assert quiet is not None

            demo._control.order(FaultOrder(recorder_delay_s=0.2))
            assert await past.gop(moment) == quiet, "a slow recorder is waited for"
            demo._control.order(FaultOrder(recorder_delay_s=0.0))

            images = demo._images
            assert isinstance(images, ImageServer)
            for connection in tuple(images._connections):
                connection.cancel()
            await until(lambda: not images._connections)
            assert await past.gop(moment) == quiet, "a cut is mended"

            demo._control.order(FaultOrder(expire_tokens=True))
            assert await past.gop(moment) == quiet, "an expired token is replaced"

            demo._control.order(FaultOrder(corrupt_pictures=3))
            with contextlib.suppress(NoPicture):
                damaged = await past.gop(moment)
                assert damaged is not None
                assert damaged != quiet
            demo._control.order(FaultOrder(corrupt_pictures=0, unknown_codec=True))
            with pytest.raises(CannotDecode, match="codec"):
                await past.gop(moment)
            demo._control.order(FaultOrder(unknown_codec=False))
            assert await past.gop(moment) == quiet

    run(play(), timeout_s=120)


def test_a_camera_that_died_keeps_its_past_and_has_a_gap_since(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path) as (demo, server, past):
            piece = (await an_edge(server))[0]
            demo._control.order(FaultOrder(dead_cameras=[guid_of("camera 1")]))
            died = datetime.now(UTC)
            assert await past.gop(piece.begin + piece.length / 2) is not None
            assert await past.gop(died + timedelta(seconds=1)) is None
            assert await past.following(died + timedelta(seconds=1)) is None

    run(play(), timeout_s=90)


def test_a_recorder_that_went_away_is_said(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path) as (demo, server, past):
            piece = (await an_edge(server))[0]
            await demo._images.stop()
            with pytest.raises(NoPicture, match="cannot be reached"):
                await past.gop(piece.begin)

    run(play(), timeout_s=90)


def test_the_past_comes_through_tls_from_a_trusted_recorder(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path, https=True) as demo:
            with pytest.raises(CertificateUnknown) as unknown:
                await client(demo).connect()
            server = client(demo, trusted_sha256=frozenset({unknown.value.sha256}))
            await server.connect()
            piece = (await an_edge(server))[0]
            source = server.past(CAMERA, Quality.MAIN)
            assert isinstance(source, RecordedSource)
            recording = await asyncio.to_thread(source.open)
            gop = await Played(recording).gop(piece.begin + piece.length / 2)
            assert gop is not None
            assert len(gop.packets) == 12
            recording.close()
            await server.close()

    run(play(), timeout_s=90)
