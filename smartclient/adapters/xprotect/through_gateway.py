"""A camera's video through the gateway; WebRTC is loaded with the first that takes this way, as most sites never need it."""

import asyncio
import ssl
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from smartclient.adapters.xprotect.image_connection import Feed
from smartclient.adapters.xprotect.rest import Rest
from smartclient.domain.commands import MovePtz
from smartclient.domain.errors import MediaError, NoPicture, NoSound, Refused
from smartclient.domain.footage import PacketStream, Recording
from smartclient.domain.recordings import Span
from smartclient.domain.sound import SoundStream

if TYPE_CHECKING:
    from smartclient.adapters.xprotect.webrtc.video import GatewayVideo

Recorded = Callable[[Span], Sequence[Span]]
"""What the server says is recorded within a span; blocks, and raises MediaErrors and ServerErrors."""


class ThroughGateway:
    """Opens what recorders would, from `use` to `close`. What blocks is for engines' threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._make: Callable[[], GatewayVideo] | None = None
        self._video: GatewayVideo | None = None

    def use(self, rest: Rest, context: ssl.SSLContext, loop: asyncio.AbstractEventLoop) -> None:
        """From now on, if not yet: the gateway that `rest` talks to, whose connections belong to `loop`."""

        def make() -> "GatewayVideo":
            from smartclient.adapters.xprotect.webrtc.video import GatewayVideo

            return GatewayVideo(rest, context, loop)

        with self._lock:
            self._make = make

    def live(self, feed: Feed) -> PacketStream:
        """A camera's live pictures. Raises NoPicture, CannotDecode or ServerErrors."""
        from smartclient.adapters.xprotect.webrtc.signalling import Wish

        return self._loaded().live(Wish(feed.camera, feed.stream), feed.label)

    def recorded(self, feed: Feed, recorded: Recorded) -> Recording:
        """A camera's past, of which `recorded` tells when it was recorded. Raises NoPicture."""
        from smartclient.adapters.xprotect.webrtc.signalling import Wish

        return self._loaded().recorded(Wish(feed.camera, feed.stream), feed.label, recorded)

    def sound(self, microphone: str, label: str, start: datetime | None = None) -> SoundStream:
        """What a microphone hears, or heard from `start` on. Raises NoSound, CannotDecode or ServerErrors."""
        from smartclient.adapters.xprotect.webrtc.signalling import Wish

        try:
            return self._loaded().sound(Wish(microphone, start=start, is_sound=True), label)
        except NoPicture as error:
            raise NoSound(str(error)) from error

    async def turn(self, command: MovePtz) -> None:
        """Turns a camera over the data channel; for the loop, which it does not block. Raises Unsupported and other ServerErrors."""
        camera = command.camera.partition("/")[2]
        try:
            video = await asyncio.to_thread(self._loaded)
            work = video.turn(camera, command.pan, command.tilt, command.zoom)
            await asyncio.wrap_future(video.thread.start(work))
        except MediaError as error:
            raise Refused(str(error)) from error

    def close(self) -> None:
        """Ends all of it and waits for its thread; nothing opens any more."""
        with self._lock:
            self._make = None
            video, self._video = self._video, None
        if video is not None:
            video.close()

    def _loaded(self) -> "GatewayVideo":
        with self._lock:
            if self._make is None:
                raise NoPicture("The connection to the server was closed.")
            if self._video is None:
                self._video = self._make()
            return self._video
