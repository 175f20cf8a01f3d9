"""What the demo server needs of its video: something that draws pictures and something that serves them."""

import ssl
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Protocol

from smartclient.demo.faults import Faults
from smartclient.demo.plan import DemoSite
from smartclient.demo.stills import Pictures
from smartclient.demo.world import World

Authorise = Callable[[str, str], bool]


class ImageService(Protocol):
    """Serves live pictures over TCP (reference: ImageServer)."""

    async def start(self, host: str, port: int, ssl_context: ssl.SSLContext | None) -> int:
        """Begins to listen; returns the port."""

    async def stop(self) -> None:
        """Ends every connection and stops listening."""


Video = Callable[[DemoSite, World, Authorise, Faults], tuple[Pictures, ImageService]]


def drawn_video(site: DemoSite, world: World, authorise: Authorise, faults: Faults) -> tuple[Pictures, ImageService]:
    """The demo's own video: each camera's view into the plan, drawn and encoded; imported only when it is wanted."""
    try:
        image_server, drawn = (import_module(f"smartclient.demo.video.{name}") for name in ("image_server", "pictures"))
    except ModuleNotFoundError:
        return _NoPictures(), _NoImages()
    pictures = drawn.Pictures(site, world)
    return pictures, image_server.ImageServer(pictures, authorise, faults)


class _NoPictures:
    def jpeg(self, camera_guid: str, at: datetime, width: int, height: int) -> bytes:  # noqa: ARG002
        return b""


class _NoImages:
    async def start(self, host: str, port: int, ssl_context: ssl.SSLContext | None) -> int:  # noqa: ARG002
        return port or 7563

    async def stop(self) -> None:
        return
