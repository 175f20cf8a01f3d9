"""The bench of events counts every event the demo server poured and says when it was painted; no number is judged here."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from smartclient.bench.events import Beat
from smartclient.bench.start_watch import Probed
from tests.builders.running import run, until
from tests.builders.tiny_site import tiny_archive, write_files

_SMALL = """
import sys, msgspec
from smartclient.bench import events
events.STEADY_PER_S, events.FLOOD_PER_S, events.UNLIMITED_PER_S = 200, 400, 600
events.STEADY_S = events.FLOOD_S = 1
sys.stdout.buffer.write(msgspec.json.encode(events.measure()))
"""


@pytest.fixture
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCLIENT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


@pytest.mark.usefixtures("_own_home")
def test_a_small_pour_arrives_whole() -> None:
    done = subprocess.run([sys.executable, "-c", _SMALL], stdout=subprocess.PIPE, check=True)
    said = msgspec.json.decode(done.stdout)
    assert list(said) == ["steady", "flood", "as_fast_as_it_goes"]
    assert [part["sent"] for part in said.values()] == [200, 400, 600]
    assert all(part["received"] == part["sent"] for part in said.values())
    assert said["steady"]["event_to_painted_p99_ms"] >= said["steady"]["event_to_painted_p50_ms"] > 0


@pytest.mark.usefixtures("_own_home")
def test_a_start_is_painted_before_it_answers(tmp_path: Path) -> None:
    write_files(tmp_path / "site", tiny_archive())
    command = [sys.executable, "-m", "smartclient.bench.start_probe", str(tmp_path / "site"), "0"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    probed = msgspec.json.decode(done.stdout, type=Probed)
    assert 0 < probed.painted_ms <= probed.interactive_ms
    assert probed.resident_mb > 1


def test_a_held_loop_is_noticed() -> None:
    beat = Beat()

    async def scene() -> None:
        beating = asyncio.ensure_future(beat.run())
        await until(lambda: beat.longest_cpu_ms > 0)
        ends_s = time.thread_time() + 0.03
        while time.thread_time() < ends_s:
            pass
        await until(lambda: beat.longest_cpu_ms >= 30)
        beating.cancel()

    run(scene())
    assert beat.longest_ms >= 28
