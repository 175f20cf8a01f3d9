"""Reads from the journal what happened in the time somebody looks at, also before this watch."""

import asyncio
from datetime import timedelta

from smartclient.domain.recordings import Span
from smartclient.runtime.clock import Clock
from smartclient.runtime.tasks import Tasks
from smartclient.store.history import KnownHistory
from smartclient.store.journal import Journal

LEAST = timedelta(minutes=1)
"""A shorter piece is not read yet: the store of the present has it."""


class HistoryReader:
    """Fills the history for the time on show, in a thread; needs a running loop."""

    def __init__(self, journal: Journal, history: KnownHistory, clock: Clock) -> None:
        self._journal, self._history, self._clock = journal, history, clock
        self._tasks = Tasks("history")
        self._window: Span | None = None

    def look(self, window: Span) -> None:
        """This is on show now."""
        self._window = window
        if len(self._tasks) == 0 and self._wanted():
            self._tasks.start("read the journal", self._run())

    async def stop(self) -> None:
        """Reads nothing more."""
        await self._tasks.cancel()

    async def _run(self) -> None:
        while wanted := self._wanted():
            piece = wanted[-1]
            told = await asyncio.to_thread(self._journal.notable, piece.begin, piece.end)
            self._history.take(piece, told)

    def _wanted(self) -> list[Span]:
        window, now = self._window, self._clock.now()
        if window is None or window.begin >= min(window.end, now):
            return []
        pieces = self._history.unknown(Span(window.begin, min(window.end, now)))
        return [piece for piece in pieces if piece.length >= LEAST]
