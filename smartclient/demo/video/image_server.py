"""The recorder's ImageServer protocol over TCP or TLS: live video, and the drawn past as JPEG."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
import time
from collections.abc import Callable, Collection
from typing import Protocol

from smartclient.demo.video.image_messages import LONGEST_CALL
from smartclient.demo.video.image_session import Session
from smartclient.demo.video.orders import Subject
from smartclient.demo.video.present import World
from smartclient.demo.video.relay import Relay

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


class ImageServer:
    """Serves the pictures of a site to whoever `authorise(token, camera guid)` lets watch.

    With `eager` drawing gets ready at once, else when the first picture is wanted.
    """

    def __init__(
        self,
        subject: Subject,
        world: World,
        authorise: Callable[[str, str], bool],
        faults: Faults,
        *,
        eager: bool = False,
    ) -> None:
        self.cameras = frozenset(camera.guid for camera in subject.site.cameras)
        self.authorise = authorise
        self.faults = faults
        self.relay = Relay(subject, world)
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
        for task in tuple(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self.relay.stop()

    def is_dead(self, camera: str) -> bool:
        """Whether a camera gives no picture."""
        return camera in self.faults.dead_cameras

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
