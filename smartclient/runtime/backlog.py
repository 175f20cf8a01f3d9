"""Things that are worked out one after another behind what goes on: in the order in which they came, each waiting once."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Generic, TypeVar

from smartclient.runtime.tasks import Tasks

T = TypeVar("T")


class Backlog(Generic[T]):
    """`work` is given up to `most` at a time. One that fails is logged and holds up no other. `stop` ends it."""

    def __init__(self, name: str, work: Callable[[Sequence[T]], Awaitable[None]], most: int = 1) -> None:
        self._work, self._most = work, most
        self._waiting: dict[T, None] = {}
        self._tasks = Tasks(name)
        self._worker: asyncio.Task[None] | None = None
        self._is_over = False

    @property
    def is_working(self) -> bool:
        """Whether anything waits or is being worked out."""
        return self._worker is not None and not self._worker.done()

    def __contains__(self, thing: T) -> bool:
        """Whether it waits; what is being worked out waits no more."""
        return thing in self._waiting

    def add(self, things: Iterable[T]) -> None:
        """Lets these wait at the end, where they do not wait yet. Needs a running loop."""
        self._waiting.update(dict.fromkeys(things))
        self._begin()

    def clear(self) -> None:
        """Nothing waits any more; what is being worked out comes to its end."""
        self._waiting.clear()

    async def settled(self) -> None:
        """Waits until nothing waits and nothing is being worked out."""
        while (worker := self._worker) is not None and not worker.done():
            await asyncio.wait([worker])

    async def stop(self) -> None:
        """Works nothing out any more."""
        self._is_over = True
        await self._tasks.cancel()

    def _begin(self) -> None:
        if self._waiting and not self.is_working and not self._is_over:
            self._worker = self._tasks.start("work", self._work_off())

    async def _work_off(self) -> None:
        try:
            while self._waiting:
                some = list(self._waiting)[: self._most]
                for thing in some:
                    del self._waiting[thing]
                await self._work(some)
        finally:
            self._worker = None
            self._begin()
