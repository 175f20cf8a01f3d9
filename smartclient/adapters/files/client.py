"""A site folder behind the port: devices with streams of their own, and nothing that happens."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NoReturn
from urllib.parse import urlsplit

from smartclient.adapters.server import Capability
from smartclient.domain.commands import Command, PlainCommand
from smartclient.domain.errors import Unsupported
from smartclient.domain.events import Event
from smartclient.domain.footage import Quality, UrlSource
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Marks, Span
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot

LIVE_SCHEMES = ("rtsp", "rtsps", "http", "https")


class FilesServer:
    """The port's Server for a plan whose cameras have their own rtsp, http or file URLs."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._urls = {device.id: device for device in site.devices if device.url}

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Live video where the plan names streams; there is no server to do more."""
        return frozenset({Capability.LIVE_VIDEO} if self._urls else ())

    def permits(self, camera: DeviceId, capability: Capability) -> bool:
        """Whatever the camera's stream allows."""
        return capability in self.capabilities and camera in self._urls

    async def connect(self) -> Snapshot:
        """The plan's own devices; their states are unknown and stay so."""
        return Snapshot(taken_at=datetime.now(UTC), server_name=self._site.name, user="")

    async def events(self) -> AsyncGenerator[Sequence[Event], None]:
        """One empty batch, then waits."""
        yield ()
        await asyncio.get_running_loop().create_future()

    async def execute(self, command: Command | PlainCommand) -> NoReturn:
        """There is nobody to ask. Raises Unsupported."""
        raise Unsupported(f"There is no server here that could {type(command).__name__}.")

    def media(self, camera: DeviceId, quality: Quality) -> UrlSource:  # noqa: ARG002  a URL is one stream
        """The camera's own URL. Raises Unsupported where it has none."""
        device = self._urls.get(camera)
        if device is None:
            raise Unsupported("The plan names no stream for this camera.")
        is_live = urlsplit(device.url).scheme.lower() in LIVE_SCHEMES
        return UrlSource(device.url, device.name, is_live=is_live)

    async def still(self, camera: DeviceId, width_px: int) -> NoReturn:  # noqa: ARG002  the port's shape
        """Nobody makes stills here. Raises Unsupported."""
        raise Unsupported("There is no server here that makes stills.")

    def past(self, camera: DeviceId, quality: Quality) -> NoReturn:  # noqa: ARG002  the port's shape
        """Nobody records here. Raises Unsupported."""
        raise Unsupported("There is no server here that records.")

    async def recordings(self, camera: DeviceId, span: Span) -> NoReturn:  # noqa: ARG002  the port's shape
        """Nobody records here. Raises Unsupported."""
        raise Unsupported("There is no server here that records.")

    async def marks(self, span: Span) -> Marks:  # noqa: ARG002  the port's shape
        """None: nobody keeps them."""
        return Marks()

    async def presets(self, camera: DeviceId) -> Mapping[str, str]:  # noqa: ARG002  the port's shape
        """None: nobody moves cameras here."""
        return {}

    async def close(self) -> None:
        """Nothing is open."""
