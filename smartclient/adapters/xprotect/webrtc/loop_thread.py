"""A thread with an asyncio loop of its own, so that media never wait for the window's loop nor it for them."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

from smartclient.domain.errors import NoPicture

T = TypeVar("T")

START_TIMEOUT_S = 10.0


class LoopThread:
    """Starts with the first work it is given and ends with `close`, after which it takes none. Safe to use from any thread."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None
        self._is_closed = False

    def start(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        """Begins `work` there. Raises NoPicture after `close`."""
        try:
            loop = self._started()
        except NoPicture:
            work.close()
            raise
        return asyncio.run_coroutine_threadsafe(work, loop)

    def run(self, work: Coroutine[Any, Any, T], timeout_s: float) -> T:
        """The result of `work`, waited for in this thread. Raises NoPicture when it takes too long or everything ends."""
        future = self.start(work)
        try:
            return future.result(timeout_s)
        except TimeoutError as error:
            future.cancel()
            raise NoPicture(f"The gateway did not answer within {timeout_s:.0f} s.") from error
        except CancelledError as error:
            raise NoPicture("The connection to the server was closed.") from error

    def close(self) -> None:
        """Cancels all work and waits until the thread has ended; calling it twice is harmless."""
        with self._lock:
            self._is_closed = True
            thread, loop, end = self._thread, self._loop, self._end
            self._thread = None
        if thread is not None and loop is not None and end is not None:
            loop.call_soon_threadsafe(end.set)
            thread.join()

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._is_closed:
                raise NoPicture("The connection to the server was closed.")
            if self._thread is None:
                is_ready = threading.Event()
                self._thread = threading.Thread(
                    target=asyncio.run, args=[self._serve(is_ready)], name=self._name, daemon=True
                )
                self._thread.start()
                is_ready.wait(START_TIMEOUT_S)
            if self._loop is None:
                raise NoPicture("Video through the gateway could not be started.")
            return self._loop

    async def _serve(self, is_ready: threading.Event) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        is_ready.set()
        await self._end.wait()
