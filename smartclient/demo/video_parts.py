"""What the demo server needs of its video: something that draws pictures and something that serves them."""

import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from smartclient.demo.faults import Faults
from smartclient.demo.past.calendar import Calendar
from smartclient.demo.past.motion import Motion
from smartclient.demo.past.recorded import Recorded
from smartclient.demo.plan import DemoSite
from smartclient.demo.stills import Pictures as PictureSource
from smartclient.demo.video.shots import Shot, Stream
from smartclient.demo.world import World

Authorise = Callable[[str, str, str], bool]
"""Whether the bearer of a connection token may see a camera, by guid: live (`VIEW_LIVE`), recorded (`PLAYBACK`), or one of them."""
CONNECT = "CONNECT"
"""Stands for live or recorded, before the client has said which."""


class LiveWatch(Protocol):
    """A place at a live stream."""

    async def next(self) -> Shot:
        """The next shot, when there is one."""
        ...

    def close(self) -> None:
        """Stops watching."""
        ...


class Cameras(PictureSource, Protocol):
    """Single pictures, live ones as long as somebody watches, and recorded ones."""

    def watch(self, stream: Stream) -> LiveWatch:
        """Joins a live stream."""
        ...

    async def group(
        self, stream: Stream, at_ms: int, until_ms: int = 1 << 48, *, in_haste: bool = False
    ) -> tuple[Shot, ...]:
        """The pictures of the second that holds a time, milliseconds since 1970, those before `until_ms`; the first is a key frame.

        Whether the time is recorded is not asked here. In haste they may be rough, and fit only others got in haste.
        """
        ...


class ImageService(Protocol):
    """Serves live and recorded pictures over TCP (reference: ImageServer)."""

    async def start(self, host: str, port: int, ssl_context: ssl.SSLContext | None) -> int:
        """Begins to listen; returns the port."""

    async def stop(self) -> None:
        """Ends every connection and stops listening."""

    def drop(self) -> None:
        """Cuts every connection."""


if TYPE_CHECKING:
    from smartclient.demo.video.orders import Subject
    from smartclient.demo.video.present import World as Present
    from smartclient.demo.video.relay import Relay

    Filming = Callable[[Subject, Present, Recorded], Relay]

Video = Callable[[DemoSite, World, Authorise, Faults], tuple[Cameras, ImageService]]


def drawn_video(
    site: DemoSite,
    world: World,
    authorise: Authorise,
    faults: Faults,
    *,
    recorded: Recorded | None = None,
    seed: int = 0,
    calendar: Calendar | None = None,
    eager: bool = False,
    filming: "Filming | None" = None,
    recorded_from_ms: Callable[[str, str], int] | None = None,
) -> tuple[Cameras, ImageService]:
    """The demo's own video: each camera's view into the plan, drawn and encoded by processes of its own.

    `recorded` says what is kept of the past; `calendar` who comes by when, and in what light; with `eager` they start at once
    instead of when the first picture is wanted. `filming` makes what films instead of processes that draw.
    `recorded_from_ms(token, camera)` says since when somebody may see recordings.
    """
    from smartclient.demo.video.image_server import ImageServer
    from smartclient.demo.video.orders import Subject
    from smartclient.demo.video.relay import Relay

    subject = Subject(site, seed, calendar or Calendar())
    kept = recorded or Recorded(Motion(subject.calendar, seed), world, ImageServer.now_ms)
    images = ImageServer(subject, world, kept, authorise, faults, eager=eager, filming=filming or Relay)
    if recorded_from_ms is not None:
        images.recorded_from_ms = recorded_from_ms
    return images.relay, images
