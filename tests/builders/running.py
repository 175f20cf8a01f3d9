"""Runs a coroutine as a test: an end to waiting, and no task left behind."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T], timeout_s: float = 30.0) -> T:
    """The result of `work`; fails when it takes too long or leaves a task running."""

    async def watched() -> T:
        async with asyncio.timeout(timeout_s):
            result = await work
        for _ in range(100):
            left = asyncio.all_tasks() - {asyncio.current_task()}
            if not left:
                return result
            await asyncio.sleep(0.01)
        raise AssertionError(f"still running: {sorted(task.get_name() for task in left)}")

    return asyncio.run(watched())


async def until(condition: Callable[[], object], timeout_s: float = 30.0) -> None:
    """Waits until `condition()` is true, looking at it again at every turn of the loop."""
    async with asyncio.timeout(timeout_s):
        while not condition():  # noqa: ASYNC110  what is waited for belongs to code that knows no test
            await asyncio.sleep(0.002)
