"""A loop on which nothing waits: where all would sleep, its clock leaps to the next thing that is due."""

import asyncio
import selectors
from collections.abc import Coroutine
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
LONGEST_S = 3 * 3600.0
"""Of the loop's own time."""
_THREAD_S = 5.0


class WaitsForEver(Exception):
    """Nothing is due, or the same is due again and again."""


class _Impatient(selectors.DefaultSelector):
    def __init__(self) -> None:
        super().__init__()
        self.leapt_s = self.most_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(_THREAD_S if timeout is None else 0)
        if not found and timeout:
            self.leapt_s += timeout
        if (not found and timeout is None) or self.leapt_s > self.most_s:
            raise WaitsForEver
        return found


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.impatient = _Impatient()
        super().__init__(self.impatient)

    def time(self) -> float:
        return super().time() + self.impatient.leapt_s


@cache
def _loop() -> _Loop:
    return _Loop()


def hurry(work: Coroutine[Any, Any, T]) -> T:
    """What `work` answers or raises; WaitsForEver where it would still wait after hours."""
    loop = _loop()
    loop.impatient.most_s = loop.impatient.leapt_s + LONGEST_S
    task = loop.create_task(work)
    try:
        return loop.run_until_complete(task)
    finally:
        loop.impatient.most_s = float("inf")
        if not task.done():
            task.cancel()
            loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
