"""A client killed with SIGKILL at random moments: everything it has shown is in the journal."""

import asyncio
import random
import sys
from pathlib import Path

import msgspec
import pytest

from smartclient.demo.catalogue import MOTION_STARTED
from smartclient.demo.server import DemoServer
from smartclient.domain.events import EventKind
from smartclient.store.journal import Journal
from tests.builders.demo_district import PASSWORD, demo_server, guid_of
from tests.builders.running import run

MOTION = EventKind.MOTION_STARTED.value
ROOT = Path(__file__).parents[2]


def ids_in(journal_path: Path) -> set[str]:
    """The ids of all events the journal holds."""
    journal = Journal(journal_path)
    found: set[str] = set()
    after = 0
    while entries := journal.entries(after):
        found |= {msgspec.json.decode(entry.body)["id"] for entry in entries if entry.kind == MOTION}
        after = entries[-1].number
    journal.close()
    return found


async def pour(demo: DemoServer) -> None:
    """Motion without end, in bursts."""
    while True:
        for _ in range(20):
            demo.stream.publish(MOTION_STARTED, f"cameras/{guid_of('camera 1')}")
        await asyncio.sleep(0.005)


@pytest.mark.parametrize("seed", range(4))
def test_nothing_shown_is_missing_after_a_kill(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    journal_path = tmp_path / "journal.sqlite"

    async def play() -> list[str]:
        async with demo_server(tmp_path) as demo:
            command = (sys.executable, "-m", "tests.builders.watching_client", demo.url, PASSWORD, str(journal_path))
            client = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=ROOT)
            pouring = asyncio.create_task(pour(demo))
            assert client.stdout is not None
            lines = [await client.stdout.readline()]
            await asyncio.sleep(dice.random() * 0.4)
            client.kill()
            lines += (await client.stdout.read()).splitlines(keepends=True)
            await client.wait()
            pouring.cancel()
            await asyncio.gather(pouring, return_exceptions=True)
            return [line.decode().strip() for line in lines if line.endswith(b"\n")]

    shown = run(play())
    assert shown
    assert set(shown) - ids_in(journal_path) == set()
