"""The only place where tasks start: named, kept, their failure logged, cancelled with their owner."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

AGAIN_S = 1.0

log = logging.getLogger(__name__)


class Tasks:
    """The running tasks of one owner."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, name: str, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Starts `work` on the running loop."""
        task = asyncio.get_running_loop().create_task(work, name=f"{self._owner}: {name}")
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (failure := task.exception()) is not None:
            log.error("task failed: %s", task.get_name(), exc_info=failure)

    def __len__(self) -> int:
        """How many still run; one that has ended does not count, although its callback may not have come yet."""
        return sum(not task.done() for task in self._running)

    async def cancel(self) -> None:
        """Cancels all and waits until they have ended; a task that lost a cancellation on its way is cancelled again."""
        while running := tuple(self._running):
            for task in running:
                task.cancel()
            await asyncio.wait(running, timeout=AGAIN_S)
