"""Calls from other threads into the loop, gathered so that it wakes for them no more often than a display shows pictures."""

import asyncio
import threading
from collections.abc import Callable

_REST_S = 1 / 60
_MANY = 4
"""Where so much is asked in one rest, the rest is twice as long: each waking costs as much as one of the answers."""


class Bell:
    """Runs on the loop what other threads ask for: at once after a quiet time, else together with what was asked meanwhile."""

    def __init__(self, loop: asyncio.AbstractEventLoop, rest_s: float = _REST_S) -> None:
        self._loop = loop
        self._rest_s = rest_s
        self._lock = threading.Lock()
        self._works: list[Callable[[], None]] = []
        self._is_awake = False

    def ring(self, work: Callable[[], None]) -> None:
        """Runs `work` soon, in the order of asking; from any thread. Without effect once the loop is closed."""
        with self._lock:
            self._works.append(work)
            if self._is_awake or self._loop.is_closed():
                return
            self._is_awake = True
        self._loop.call_soon_threadsafe(self._answer)

    def _answer(self) -> None:
        with self._lock:
            works, self._works = self._works, []
            self._is_awake = bool(works)
        if works:
            self._loop.call_later(self._rest_s * (2 if len(works) >= _MANY else 1), self._answer)
        self._run(works)

    def _run(self, works: list[Callable[[], None]]) -> None:
        """Runs them in order; where one fails, the loop is told and the others are run all the same."""
        rest = iter(works)
        try:
            for work in rest:
                work()
        finally:
            if left := list(rest):
                self._loop.call_soon(self._run, left)
