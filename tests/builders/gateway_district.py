"""The tiny campus behind a firewall: its recorder's port is closed, and video comes through the gateway alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.demo.video.codec import pixels
from smartclient.demo.video.strip import read
from smartclient.domain.footage import Packet
from tests.builders.demo_client import NoImages
from tests.builders.demo_district import PASSWORD, client, write_district
from tests.builders.strip_cameras import StripCameras


@dataclass(frozen=True, slots=True)
class Firewalled:
    """A demo server, its cameras and a client that has connected."""

    demo: DemoServer
    cameras: StripCameras
    server: XProtectServer


@asynccontextmanager
async def firewalled(folder: Path, user: str = "dispatcher", **options: Any) -> AsyncIterator[Firewalled]:
    """Serves inside the block; `options` are the client's."""
    cameras = StripCameras()
    made = DemoOptions(site=write_district(folder / "district"), password=PASSWORD, firewalled=True)
    async with DemoServer(made, lambda *_: (cameras, NoImages())) as demo:
        server = client(demo, user, **options)
        await server.connect()
        try:
            yield Firewalled(demo, cameras, server)
        finally:
            await server.close()


def errors_ms(packets: list[Packet]) -> list[float]:
    """How many milliseconds the packets' times differ from those in their pictures; the first must be a key frame."""
    decoder = av.CodecContext.create("h264", "r")
    assert isinstance(decoder, av.VideoCodecContext)
    found = []
    for packet in packets:
        for frame in decoder.decode(av.Packet(packet.data)):
            at = read(pixels(frame.reformat(format="rgb24")))
            assert at is not None
            found.append((packet.at - at).total_seconds() * 1000)
    return found
