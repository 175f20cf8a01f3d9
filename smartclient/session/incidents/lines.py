"""The lines to all topics as one: what comes on any of them is heard, and when one is cut all are."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack

from smartclient.adapters.server import MessageLine, Server
from smartclient.domain.errors import ServerError, ServerUnreachable
from smartclient.runtime.tasks import Tasks

_MOST_WAITING = 1_000


class Lines:
    """Needs a running loop; one task may wait in `receive`, `close` ends it."""

    def __init__(self, lines: Mapping[str, MessageLine]) -> None:
        self._lines = lines
        self._heard: asyncio.Queue[tuple[str, bytes] | ServerError] = asyncio.Queue(_MOST_WAITING)
        self._tasks = Tasks("message lines")
        for topic, line in lines.items():
            self._tasks.start(topic, self._listen(topic, line))

    async def publish(self, topic: str, data: bytes) -> None:
        """Sends one JSON value on that topic. Raises Refused where it is too large, and ServerUnreachable."""
        await self._lines[topic].publish(data)

    async def receive(self) -> tuple[str, bytes]:
        """The next JSON value on any topic, and on which. Raises ServerUnreachable when one of the lines is cut."""
        told = await self._heard.get()
        if isinstance(told, ServerError):
            raise told
        return told

    async def close(self) -> None:
        """Ends all lines, for who receives too; calling it twice is harmless."""
        await self._tasks.cancel()
        with contextlib.suppress(asyncio.QueueFull):
            self._heard.put_nowait(ServerUnreachable("The message channel was closed."))
        for line in self._lines.values():
            await line.close()

    async def _listen(self, topic: str, line: MessageLine) -> None:
        try:
            while True:
                await self._heard.put((topic, await line.receive()))
        except ServerError as error:
            await self._heard.put(error)


async def open_lines(server: Server, topics: Sequence[str]) -> Lines:
    """Opens a line to each topic, or to none. Raises what `Server.messages` raises."""
    async with AsyncExitStack() as opened:
        lines: dict[str, MessageLine] = {}
        for topic in topics:
            lines[topic] = await server.messages(topic)
            opened.push_async_callback(lines[topic].close)
        opened.pop_all()
    return Lines(lines)
