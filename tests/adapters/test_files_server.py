"""A site folder without a server: pictures, and nothing that happens."""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smartclient.adapters.files.client import FilesServer
from smartclient.adapters.server import Capability, Server
from smartclient.domain.commands import UnlockDoor
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.errors import ServerUnreachable, Unsupported
from smartclient.domain.footage import Quality, UrlSource
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.domain.site import Site
from tests.builders.clips import write_clip
from tests.builders.running import run

GATE, HOUR = DeviceId("plan/gate"), timedelta(hours=1)
MORNING = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)


def device(name: str, url: str = "") -> Device:
    return Device(DeviceId(f"plan/{name}"), DeviceKind.CAMERA, name, url=url)


SITE = Site(
    "Folder",
    devices=(
        device("rtsp", "rtsp://ann:secret@10.0.0.5/live"),
        device("http", "HTTP://10.0.0.5/video"),
        device("file", "/site/gate.mp4"),
        device("none"),
    ),
)


@pytest.mark.parametrize(("name", "is_live"), [("rtsp", True), ("http", True), ("file", False)])
def test_each_camera_has_its_own_url(name: str, is_live: bool) -> None:
    source = FilesServer(SITE).media(DeviceId(f"plan/{name}"), Quality.SUB)
    assert isinstance(source, UrlSource)
    assert (source.label, source.is_live) == (name, is_live)


def test_what_is_not_there_is_said() -> None:
    async def play() -> None:
        server: Server = FilesServer(SITE)
        with pytest.raises(Unsupported, match="no stream"):
            server.media(DeviceId("plan/none"), Quality.MAIN)
        with pytest.raises(Unsupported):
            await server.still(DeviceId("plan/rtsp"), 320)
        with pytest.raises(Unsupported):
            await server.execute(UnlockDoor(DeviceId("plan/door")))
        await server.close()

    run(play())


def test_it_can_do_what_its_streams_can() -> None:
    server = FilesServer(SITE)
    assert server.capabilities == {
        Capability.EDIT_PLANS,
        Capability.LIVE_VIDEO,
        Capability.LISTEN,
        Capability.RECORDED_VIDEO,
        Capability.EXPORT,
    }
    assert server.permits(DeviceId("plan/file"), Capability.EXPORT)
    assert server.permits(DeviceId("plan/http"), Capability.LIVE_VIDEO)
    assert not server.permits(DeviceId("plan/http"), Capability.RECORDED_VIDEO)
    assert not server.permits(DeviceId("plan/none"), Capability.LIVE_VIDEO)
    assert FilesServer(Site("Live", devices=(device("http", "http://10.0.0.5/"),))).capabilities == {
        Capability.EDIT_PLANS,
        Capability.LIVE_VIDEO,
        Capability.LISTEN,
    }
    assert FilesServer(Site("Empty")).capabilities == {Capability.EDIT_PLANS}


def test_live_streams_alone_can_be_heard_and_nobody_is_spoken_to() -> None:
    server = FilesServer(SITE)
    assert server.sound(DeviceId("plan/http")).url == "HTTP://10.0.0.5/video"
    assert server.permits(DeviceId("plan/http"), Capability.LISTEN)
    assert not server.permits(DeviceId("plan/file"), Capability.LISTEN)
    with pytest.raises(Unsupported, match="sound is live only"):
        server.sound(DeviceId("plan/file"))
    with pytest.raises(Unsupported, match="carries a voice"):
        server.talk(DeviceId("plan/http"))


def clip_server(clip: Path, recorded_from: datetime | None = None) -> FilesServer:
    gate = Device(GATE, DeviceKind.CAMERA, "Gate", url=str(clip), recorded_from=recorded_from)
    return FilesServer(Site("Folder", devices=(gate,)))


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_a_file_is_the_past_from_when_the_plan_says(tmp_path: Path, suffix: str) -> None:
    async def play() -> None:
        server = clip_server(write_clip(tmp_path / f"gate.{suffix}", created="2020-01-01T00:00:00Z"), MORNING)
        source = server.past(GATE, Quality.MAIN)
        assert (source.is_live, source.begins_at) == (False, MORNING)
        told = await server.recordings(GATE, Span(MORNING - HOUR, MORNING + HOUR))
        assert told.recorded == (Span(MORNING, MORNING + timedelta(seconds=2)),)
        assert (await server.recordings(GATE, Span(MORNING - HOUR, MORNING))).recorded == ()

    run(play())


def test_without_it_the_file_s_own_time_counts(tmp_path: Path) -> None:
    async def play() -> None:
        server = clip_server(write_clip(tmp_path / "gate.mp4", created="2026-03-02T08:15:00Z"))
        assert server.past(GATE, Quality.MAIN).begins_at is None
        told = await server.recordings(GATE, Span(MORNING - HOUR, MORNING + HOUR))
        assert told.recorded == (Span(MORNING, MORNING + timedelta(seconds=2)),)

    run(play())


def test_without_any_it_ended_when_it_was_last_written(tmp_path: Path) -> None:
    async def play() -> None:
        clip = write_clip(tmp_path / "gate.ts")
        os.utime(clip, (MORNING.timestamp(), MORNING.timestamp()))
        told = await clip_server(clip).recordings(GATE, Span(MORNING - HOUR, MORNING + HOUR))
        assert [piece.end for piece in told.recorded] == [MORNING]
        assert abs(told.recorded[0].length - timedelta(seconds=2)) < timedelta(seconds=0.2)

    run(play())


def test_what_has_no_past_is_said(tmp_path: Path) -> None:
    async def play() -> None:
        server = FilesServer(SITE)
        for name, sentence in (("http", "live only"), ("none", "no stream")):
            with pytest.raises(Unsupported, match=sentence):
                server.past(DeviceId(f"plan/{name}"), Quality.MAIN)
        (tmp_path / "broken.mp4").write_bytes(b"no film")
        for clip in (tmp_path / "broken.mp4", tmp_path / "gone.mp4"):
            with pytest.raises(ServerUnreachable, match="Gate cannot be opened"):
                await clip_server(clip).recordings(GATE, Span(MORNING, MORNING + HOUR))

    run(play())


def test_events_wait_for_ever() -> None:
    async def play() -> None:
        server = FilesServer(SITE)
        assert (await server.connect()).server_name == "Folder"
        batches = server.events()
        assert await anext(batches) == ()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await anext(batches)

    run(play())
