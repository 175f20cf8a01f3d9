"""Things that wait are worked out in their order, in batches, and a failure among them holds up no other."""

import asyncio
from collections.abc import Sequence

import pytest

from smartclient.runtime.backlog import Backlog
from tests.builders.running import run, until


class Worker:
    """Takes batches once `gate` is open; fails at those that begin with `bad`."""

    def __init__(self, most: int = 1) -> None:
        self.gate = asyncio.Event()
        self.taken: list[list[str]] = []
        self.backlog = Backlog("test", self._work, most)

    async def _work(self, some: Sequence[str]) -> None:
        await self.gate.wait()
        if some[0].startswith("bad"):
            raise ValueError(some[0])
        self.taken.append(list(some))


def test_each_waits_once_and_in_order() -> None:
    async def body() -> None:
        worker = Worker()
        worker.backlog.add(["b", "a"])
        worker.backlog.add(["a", "c"])
        assert worker.backlog.is_working
        assert "a" in worker.backlog
        worker.gate.set()
        await worker.backlog.settled()
        assert worker.taken == [["b"], ["a"], ["c"]]
        assert not worker.backlog.is_working
        await worker.backlog.stop()

    run(body())


def test_what_is_being_worked_out_can_wait_again() -> None:
    async def body() -> None:
        worker = Worker(most=2)
        worker.backlog.add("abc")
        await until(lambda: "a" not in worker.backlog)
        worker.backlog.add("a")
        worker.gate.set()
        await worker.backlog.settled()
        assert worker.taken == [["a", "b"], ["c", "a"]]
        await worker.backlog.stop()

    run(body())


@pytest.mark.logs_errors
def test_one_that_fails_holds_up_no_other() -> None:
    async def body() -> None:
        worker = Worker()
        worker.gate.set()
        worker.backlog.add(["bad", "good"])
        await worker.backlog.settled()
        assert worker.taken == [["good"]]
        await worker.backlog.stop()

    run(body())


def test_nothing_begins_after_the_end() -> None:
    async def body() -> None:
        worker = Worker()
        worker.backlog.add("ab")
        await worker.backlog.stop()
        worker.gate.set()
        worker.backlog.add("c")
        await worker.backlog.settled()
        assert worker.taken == []
        worker.backlog.clear()
        assert "c" not in worker.backlog

    run(body())
