"""Collection rests while the program starts, and afterwards is the loop's alone."""

import asyncio
import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from smartclient.runtime import garbage
from tests.builders.running import until


class Ring:
    """Garbage that only a collection finds; says in which thread it ended."""

    ended_in: list[threading.Thread]

    def __init__(self, ended_in: list[threading.Thread]) -> None:
        self.itself = self
        self.ended_in = ended_in

    def __del__(self) -> None:
        self.ended_in.append(threading.current_thread())


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.unfreeze()
    yield
    gc.unfreeze()
    (gc.enable if was_enabled else gc.disable)()


def test_nothing_is_collected_while_it_is_held() -> None:
    gc.enable()
    garbage.hold()
    ring = Ring([])
    gone = weakref.ref(ring)
    del ring
    for _ in range(100_000):
        [[]].pop()
    assert not gc.isenabled()
    assert gone() is not None


def test_the_loop_collects_what_threads_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "STARTED_S", 0.0)
    gc.enable()
    ended_in: list[threading.Thread] = []

    async def body() -> None:
        with garbage.collected_by(asyncio.get_running_loop()):
            assert not gc.isenabled()
            await until(lambda: gc.get_freeze_count() > 0)
            thread = threading.Thread(target=lambda: [Ring(ended_in) for _ in range(2_000)])
            thread.start()
            await until(lambda: len(ended_in) == 2_000)
            thread.join()

    asyncio.run(body())
    assert set(ended_in) == {threading.main_thread()}
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_what_was_kept_out_of_sight_ends_when_all_is_looked_through() -> None:
    gc.disable()
    gone = weakref.ref(ring := Ring([]))
    gc.freeze()
    del ring
    gc.collect()
    assert gone() is not None
    garbage.look_through_all()
    assert gone() is None


def test_what_is_loaded_at_once_stays_and_is_not_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "STARTED_S", 0.0)
    looked: list[int] = []

    def look(phase: str, _told: dict[str, int]) -> None:
        if phase == "start":
            looked.append(gc.get_count()[0])

    async def body() -> None:
        with garbage.collected_by(asyncio.get_running_loop()):
            await until(lambda: gc.get_freeze_count() > 0)
            gc.callbacks.append(look)
            before = gc.get_freeze_count()
            loaded = [[number] for number in range(20_000)]
            await until(lambda: gc.get_freeze_count() >= before + len(loaded))
            await until(lambda: looked)

    try:
        asyncio.run(body())
    finally:
        gc.callbacks.remove(look)
    assert max(looked) < 20_000
