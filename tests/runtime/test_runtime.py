"""The small pieces every program needs."""

import asyncio
import contextlib
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from smartclient.runtime import paths
from smartclient.runtime.clock import ManualClock
from smartclient.runtime.mailbox import Mailbox
from smartclient.runtime.secret import Secret
from smartclient.runtime.settings import Settings, SettingsFile
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks


def test_the_newest_letter_wins() -> None:
    box: Mailbox[int] = Mailbox()
    assert [box.put(n) for n in range(500)] == [True] + [False] * 499
    assert (box.take(), box.take(), box.dropped) == (499, None, 499)


def test_a_mailbox_between_threads_never_hands_out_a_value_twice() -> None:
    box: Mailbox[int] = Mailbox()
    taken: list[int] = []
    writer = threading.Thread(target=lambda: [box.put(n) for n in range(20_000)])
    writer.start()
    while writer.is_alive():
        if (value := box.take()) is not None:
            taken.append(value)
    writer.join()
    if (value := box.take()) is not None:
        taken.append(value)
    assert taken == sorted(set(taken))
    assert taken[-1] == 19_999


@pytest.mark.logs_errors
def test_one_failing_observer_does_not_silence_the_rest(caplog: pytest.LogCaptureFixture) -> None:
    signal: Signal[int] = Signal()
    heard: list[int] = []
    signal.connect(lambda value: heard.append(1 // (value - 1)))
    signal.connect(heard.append)
    signal.emit(1)
    assert heard == [1]
    assert "observer failed" in caplog.text


def test_an_observer_can_leave_while_it_is_told() -> None:
    signal: Signal[int] = Signal()
    heard: list[int] = []

    def once(value: int) -> None:
        heard.append(value)
        leave()

    leave = signal.connect(once)
    signal.emit(1)
    signal.emit(2)
    leave()
    assert heard == [1]


def test_a_task_that_has_ended_is_not_counted_before_its_callback_came() -> None:
    async def body() -> tuple[int, int]:
        tasks, ended = Tasks("owner"), asyncio.Event()

        async def work() -> None:
            ended.set()

        tasks.start("short", work())
        running = len(tasks)
        await ended.wait()
        return running, len(tasks)

    assert asyncio.run(body()) == (1, 0)


@pytest.mark.logs_errors
def test_a_failed_task_is_logged_by_name_and_cancel_ends_the_rest(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise ValueError("broken")

    async def body() -> int:
        tasks = Tasks("owner")
        tasks.start("first", fail())
        tasks.start("second", asyncio.Event().wait())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        running = len(tasks)
        await tasks.cancel()
        return running

    assert asyncio.run(body()) == 1
    assert "owner: first" in caplog.text


def test_a_task_that_swallows_a_cancellation_is_cancelled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartclient.runtime.tasks.AGAIN_S", 0.01)

    async def deaf_once() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        await asyncio.Event().wait()

    async def body() -> int:
        tasks = Tasks("owner")
        tasks.start("deaf", deaf_once())
        await asyncio.sleep(0)
        await tasks.cancel()
        return len(tasks)

    assert asyncio.run(body()) == 0


def test_a_secret_does_not_show_itself() -> None:
    secret = Secret("hunter2")
    assert "hunter2" not in f"{secret} {secret!r} {[secret]}"
    assert secret == Secret("hunter2")


def test_settings_survive_and_broken_ones_are_set_aside(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path)
    assert file.read() == Settings()
    file.write(Settings(server="https://vms", trusted_sha256={"vms:443": "ab"}))
    assert file.read().server == "https://vms"
    (tmp_path / "settings.json").write_text("{broken")
    assert file.read() == Settings()
    assert (tmp_path / "settings.broken").read_text() == "{broken"


def test_the_manual_clock_moves_only_when_told() -> None:
    clock = ManualClock(datetime(2026, 3, 2, tzinfo=UTC))
    clock.advance(90)
    assert (clock.now().minute, clock.steady_s()) == (1, 90)


def test_the_data_that_travels_with_the_program_is_found() -> None:
    assert (paths.floorplans() / "README.md").is_file()
    assert paths.resources().is_dir()
