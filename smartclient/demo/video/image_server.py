"""The recorder's ImageServer protocol over TCP or TLS: live video and the recorded past."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
import time
from collections.abc import Callable, Collection
from random import Random
from typing import Protocol

from smartclient.demo.devices import codec_of
from smartclient.demo.past.recorded import Recorded
from smartclient.demo.video.groups import group_of
from smartclient.demo.video.image_messages import LONGEST_CALL, UNKNOWN, coded
from smartclient.demo.video.image_session import MAIN_SIZE, SUB_SIZE, Session
from smartclient.demo.video.orders import Subject
from smartclient.demo.video.present import World
from smartclient.demo.video.relay import Relay
from smartclient.demo.video.shots import Shot, Stream, tick_at

log = logging.getLogger(__name__)

MOST_CONNECTIONS = 512
_UNSENT = 256 * 1024


class Faults(Protocol):
    """What is wrong with recorder and cameras on request."""

    @property
    def dead_cameras(self) -> Collection[str]:
        """Lower-case guids of cameras that give no picture."""
        ...

    @property
    def recorder_delay_s(self) -> float:
        """How much later than usual everything is sent."""
        ...

    @property
    def corrupt_pictures(self) -> int:
        """Every so many-th picture is damaged; 0 is none."""
        ...

    @property
    def switch_size_s(self) -> float:
        """After how many seconds streams change their size; 0 is never."""
        ...

    @property
    def unknown_codec(self) -> bool:
        """Whether pictures say they are coded in a way nobody knows."""
        ...


class ImageServer:
    """Serves the pictures of a site to whoever `authorise(token, camera guid, action)` lets watch live or play back.

    With `eager` drawing gets ready at once, else when the first picture is wanted; `filming` makes what films.
    """

    def __init__(
        self,
        subject: Subject,
        world: World,
        recorded: Recorded,
        authorise: Callable[[str, str, str], bool],
        faults: Faults,
        *,
        eager: bool = False,
        filming: Callable[[Subject, World, Recorded], Relay] = Relay,
    ) -> None:
        self.cameras = frozenset(camera.guid for camera in subject.site.cameras)
        self.authorise = authorise
        self.faults = faults
        self.recorded = recorded
        self._site = subject.site
        self.relay = filming(subject, world, recorded)
        self.recorded_from_ms: Callable[[str, str], int] = lambda _token, _camera: 0
        """Since when the bearer of a token may see a camera's recordings, milliseconds since 1970."""
        self._eager = eager
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def start(self, host: str, port: int, ssl_context: ssl.SSLContext | None = None) -> int:
        """Begins to listen; returns the port. Raises OSError for a port in use."""
        self._server = await asyncio.start_server(self._accept, host, port, ssl=ssl_context, limit=LONGEST_CALL)
        if self._eager:
            self.relay.start_soon()
        bound: int = self._server.sockets[0].getsockname()[1]
        return bound

    async def stop(self) -> None:
        """Ends every connection, the studio, and listening."""
        if self._server is not None:
            self._server.close()
        self.drop()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self.relay.stop()

    def drop(self) -> None:
        """Cuts every connection."""
        for task in tuple(self._connections):
            task.cancel()

    def is_dead(self, camera: str) -> bool:
        """Whether a camera gives no picture."""
        return camera in self.faults.dead_cameras

    def codec_of(self, camera: str) -> str:
        """How a camera codes its pictures: `h264`, `h265` or `mjpeg`."""
        return codec_of(self._site.by_guid[camera])

    def spoilt(self, stream: Stream, at_ms: int) -> Stream:
        """The stream to send at a time instead of the one asked for, as the faults have it; it changes with a group of pictures."""
        every_ms = round(self.faults.switch_size_s * 1000)
        if every_ms <= 0 or group_of(at_ms) // every_ms % 2 == 0:
            return stream
        width, height = SUB_SIZE if stream.size == MAIN_SIZE else MAIN_SIZE
        return stream._replace(width=width, height=height)

    def coded(self, shot: Shot) -> bytes:
        """A shot as it is sent, damaged as the faults have it."""
        body = coded(shot, UNKNOWN if self.faults.unknown_codec else None)
        every = self.faults.corrupt_pictures
        return damaged(body, shot.at_ms) if every > 0 and tick_at(shot.at_ms) % every == 0 else body

    @staticmethod
    def now_ms() -> int:
        """Milliseconds since 1970."""
        return time.time_ns() // 1_000_000

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or len(self._connections) >= MOST_CONNECTIONS:
            writer.close()
            return
        self._connections.add(task)
        writer.transport.set_write_buffer_limits(high=_UNSENT)
        session = Session(self, reader, writer)
        try:
            await session.run()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            log.debug("a connection ended: %r", error)
        except asyncio.CancelledError:
            log.debug("a connection was ended")
        finally:
            self._connections.discard(task)
            await session.close()
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()


def damaged(body: bytes, seed: int) -> bytes:
    """The body with some bytes behind its header changed and its end cut off, the same for the same seed."""
    random = Random(seed)
    spoilt = bytearray(body[: max(64, len(body) * 9 // 10)])
    for place in random.sample(range(32, len(spoilt)), min(40, max(0, len(spoilt) - 32))):
        spoilt[place] ^= random.randrange(1, 256)
    spoilt[2:6] = len(spoilt).to_bytes(4, "big") if body[:2] != b"\xff\xd8" else spoilt[2:6]
    return bytes(spoilt)
