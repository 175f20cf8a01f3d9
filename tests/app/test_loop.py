"""Qt's loop under asyncio: what is left behind ends in a task of its own."""

import asyncio
from collections.abc import AsyncIterator

import anyio
import pytest

from smartclient.app.loop import run
from tests.builders.running import until

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_generator_that_is_left_ends_in_a_task_of_its_own_and_harms_no_scope() -> None:
    ended: list[asyncio.Task[object] | None] = []

    async def pieces() -> AsyncIterator[int]:
        try:
            while True:
                yield 1
        finally:
            with anyio.CancelScope(shield=True):
                await asyncio.sleep(0)
            ended.append(asyncio.current_task())

    async def leave() -> None:
        async for _piece in pieces():
            raise LookupError

    async def body() -> int:
        with anyio.CancelScope():
            with pytest.raises(LookupError):
                await leave()
            await until(lambda: ended)
        assert ended[0] is not asyncio.current_task()
        return 0

    assert run(body) == 0
