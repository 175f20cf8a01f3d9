"""What other threads ask of the loop is run in order, at once after a quiet time, and together while much is asked."""

import asyncio
import logging
import threading

import pytest

from smartclient.runtime.bell import Bell
from tests.builders.running import run, until


def test_a_first_ring_is_answered_at_once() -> None:
    async def body() -> list[str]:
        told: list[str] = []
        bell = Bell(asyncio.get_running_loop(), rest_s=3600)
        thread = threading.Thread(target=bell.ring, args=(lambda: told.append(threading.current_thread().name),))
        thread.start()
        thread.join()
        await until(lambda: told)
        return told

    assert run(body()) == [threading.current_thread().name]


def test_what_is_asked_meanwhile_is_run_together_and_in_order() -> None:
    async def body() -> None:
        told: list[int] = []
        bell = Bell(asyncio.get_running_loop(), rest_s=0.02)
        bell.ring(lambda: told.append(-1))
        await until(lambda: told)
        for number in range(100):
            bell.ring(lambda number=number: told.append(number))  # type: ignore[misc]
        while len(told) < 101:
            assert told == [-1]
            await asyncio.sleep(0)
        assert told == list(range(-1, 100))
        bell.ring(lambda: told.append(100))
        await until(lambda: told[-1] == 100)

    run(body())


@pytest.mark.logs_errors
def test_one_that_fails_keeps_no_other_from_being_run(caplog: pytest.LogCaptureFixture) -> None:
    async def body() -> None:
        told: list[float] = []
        bell = Bell(asyncio.get_running_loop())
        bell.ring(lambda: told.append(1))
        bell.ring(lambda: told.append(1 // 0))
        bell.ring(lambda: told.append(3))
        await until(lambda: told == [1, 3])

    with caplog.at_level(logging.ERROR):
        run(body())
    assert "ZeroDivisionError" in caplog.text


def test_after_the_loop_nobody_is_disturbed() -> None:
    loop = asyncio.new_event_loop()
    bell = Bell(loop)
    loop.close()
    bell.ring(lambda: None)
