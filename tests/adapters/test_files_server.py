"""A site folder without a server: pictures, and nothing that happens."""

import asyncio

import pytest

from smartclient.adapters.files.client import FilesServer
from smartclient.adapters.server import Capability, Server
from smartclient.domain.commands import UnlockDoor
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.errors import Unsupported
from smartclient.domain.footage import Quality, UrlSource
from smartclient.domain.ids import DeviceId
from smartclient.domain.site import Site
from tests.builders.running import run


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


def test_it_can_show_live_video_and_nothing_else() -> None:
    assert FilesServer(SITE).capabilities == {Capability.LIVE_VIDEO}
    assert FilesServer(Site("Empty")).capabilities == frozenset()


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
