"""A demo server with a loop and a thread of its own, for tests whose own loop is the window's."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from smartclient.demo.server import DemoOptions, DemoServer
from tests.builders.grey_cameras import GreyDemoServer

PATIENCE_S = 20.0


@contextmanager
def demo_server(options: DemoOptions, *, is_drawn: bool = False) -> Iterator[DemoServer]:
    """Serves inside the block; what the server knows (`url`, `password`, `world`) may be read, not changed.

    Cameras see nothing but the time unless their pictures shall be drawn.
    """
    made = DemoServer if is_drawn else GreyDemoServer
    ready = threading.Event()
    serving: list[tuple[DemoServer, asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve() -> None:
        async with made(options) as server:
            ended = asyncio.Event()
            serving.append((server, asyncio.get_running_loop(), ended))
            ready.set()
            await ended.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="demo server")
    thread.start()
    try:
        assert ready.wait(PATIENCE_S), "the demo server did not start"
        yield serving[0][0]
    finally:
        for _server, loop, ended in serving:
            loop.call_soon_threadsafe(ended.set)
        thread.join(PATIENCE_S)
