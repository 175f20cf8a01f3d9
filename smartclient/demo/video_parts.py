"""What the demo server needs of its video: something that draws pictures and something that serves them."""

import ssl
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from smartclient.demo.faults import Faults
from smartclient.demo.plan import DemoSite
from smartclient.demo.stills import Pictures as PictureSource
from smartclient.demo.video.shots import Shot, Stream
from smartclient.demo.world import World

Authorise = Callable[[str, str], bool]


class LiveWatch(Protocol):
    """A place at a live stream."""

    async def next(self) -> Shot:
        """The next shot, when there is one."""
        ...

    def close(self) -> None:
        """Stops watching."""
        ...


class Cameras(PictureSource, Protocol):
    """Single pictures, and live ones as long as somebody watches."""

    def watch(self, stream: Stream) -> LiveWatch:
        """Joins a live stream."""
        ...


class ImageService(Protocol):
    """Serves live pictures over TCP (reference: ImageServer)."""

    async def start(self, host: str, port: int, ssl_context: ssl.SSLContext | None) -> int:
        """Begins to listen; returns the port."""

    async def stop(self) -> None:
        """Ends every connection and stops listening."""


Video = Callable[[DemoSite, World, Authorise, Faults], tuple[Cameras, ImageService]]


def drawn_video(
    site: DemoSite,
    world: World,
    authorise: Authorise,
    faults: Faults,
    *,
    seed: int = 0,
    ahead: timedelta = timedelta(0),
    eager: bool = False,
) -> tuple[Cameras, ImageService]:
    """The demo's own video: each camera's view into the plan, drawn and encoded by processes of its own.

    `ahead` shifts the light against the clock; with `eager` they start at once instead of when the first picture is wanted.
    """
    from smartclient.demo.video.image_server import ImageServer
    from smartclient.demo.video.orders import Subject

    images = ImageServer(Subject(site, seed, ahead), world, authorise, faults, eager=eager)
    return images.relay, images
