"""The thread that media live on."""

import asyncio
import threading

import pytest

from smartclient.adapters.xprotect.webrtc.loop_thread import LoopThread
from smartclient.domain.errors import NoPicture


async def name_of_thread() -> str:
    return threading.current_thread().name


def test_it_starts_with_the_first_work_and_ends_with_close() -> None:
    thread = LoopThread("of its own")
    assert "of its own" not in {each.name for each in threading.enumerate()}
    assert thread.run(name_of_thread(), 5.0) == "of its own"
    assert thread.start(name_of_thread()).result(5.0) == "of its own"
    thread.close()
    thread.close()
    assert "of its own" not in {each.name for each in threading.enumerate()}
    with pytest.raises(NoPicture, match="closed"):
        thread.run(name_of_thread(), 5.0)


def test_work_that_lasts_is_cancelled_in_time_and_at_the_end() -> None:
    thread = LoopThread("of its own")
    cancelled = threading.Event()

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    with pytest.raises(NoPicture, match="did not answer"):
        thread.run(wait(), 0.05)
    assert cancelled.wait(5.0)
    cancelled.clear()
    waiting = thread.start(wait())
    thread.run(name_of_thread(), 5.0)
    thread.close()
    assert cancelled.is_set()
    assert waiting.cancelled()


def test_what_work_raises_is_raised_here() -> None:
    async def fail() -> None:
        raise NoPicture("There is none.")

    thread = LoopThread("of its own")
    with pytest.raises(NoPicture, match="There is none"):
        thread.run(fail(), 5.0)
    thread.close()
