"""One demo server and one client of it for all faults of a module: starting them takes longer than a fault."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

import pytest

from smartclient.adapters.xprotect.watch import Pace
from smartclient.bench.fault_stage import Speed, Stage
from smartclient.session.backoff import Backoff
from tests.builders.demo_district import write_district

T = TypeVar("T")
FAST = Speed(Pace(ping_s=0.3, pong_s=0.6, poll_s=0.2), Backoff(0.1, 0.4))
LONGEST_S = 60.0
Play = Callable[[Callable[[Stage], Coroutine[Any, Any, T]]], T]


@pytest.fixture(scope="module")
def on_stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play[Any]]:
    """Plays a scene on the module's stage."""
    folder = tmp_path_factory.mktemp("stage")
    site = write_district(folder / "district")
    with asyncio.Runner() as runner:

        async def opened() -> Stage:
            stage = Stage(folder, FAST, site)
            await stage.start()
            return stage

        stage = runner.run(opened())

        def play(scene: Callable[[Stage], Coroutine[Any, Any, T]]) -> T:
            async def timed() -> T:
                async with asyncio.timeout(LONGEST_S):
                    return await scene(stage)

            return runner.run(timed())

        try:
            yield play
        finally:
            runner.run(stage.stop())
