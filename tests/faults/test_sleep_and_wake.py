"""A client that stands still longer than the server remembers it (a laptop lid, SIGSTOP): it wakes, says so and reads what it missed."""

import asyncio
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from smartclient.bench.fault_rows import faults
from smartclient.bench.fault_stage import on_stage
from smartclient.bench.faults import played
from smartclient.demo.catalogue import GRANTED
from smartclient.demo.server import DemoServer
from smartclient.store.journal import Journal
from tests.builders.demo_district import PASSWORD, demo_server, guid_of, write_district
from tests.builders.running import run, until
from tests.faults.conftest import FAST

ROOT = Path(__file__).parents[2]
WINDOW_S = 0.3
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def pass_door(demo: DemoServer) -> str:
    return demo.stream.publish(GRANTED, f"accessControlUnits/{guid_of('door 1')}").id


def kept(path: Path) -> frozenset[str]:
    journal = Journal(path)
    found = journal.ids_since(LONG_AGO)
    journal.close()
    return found


@pytest.mark.parametrize("is_cut", [False, True], ids=["the line stays", "the line is cut meanwhile"])
def test_a_stopped_client_goes_on_and_lacks_nothing(tmp_path: Path, is_cut: bool) -> None:
    journal_path = tmp_path / "journal.sqlite"

    async def play() -> None:
        async with demo_server(tmp_path, resume_window_s=WINDOW_S) as demo:
            command = (sys.executable, "-m", "tests.builders.watching_client", demo.url, PASSWORD, str(journal_path))
            client = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=ROOT)
            try:
                assert client.stdout is not None
                shown = asyncio.ensure_future(client.stdout.readline())
                while not shown.done():
                    pass_door(demo)
                    await asyncio.wait({shown}, timeout=0.1)
                sent = {pass_door(demo)}
                await until(lambda: sent <= kept(journal_path))
                client.send_signal(signal.SIGSTOP)
                if is_cut:
                    demo.faults.drop_connections()
                sent |= {pass_door(demo) for _ in range(5)}
                await asyncio.sleep(3 * WINDOW_S)  # that is what is tested
                client.send_signal(signal.SIGCONT)
                sent.add(pass_door(demo))
                await until(lambda: sent <= kept(journal_path))
            finally:
                client.kill()
                await client.communicate()

    run(play())


def test_a_process_that_stood_still_says_what_it_read_and_what_nobody_kept(tmp_path: Path) -> None:
    (asleep,) = (each for each in faults(1.5) if each.name.startswith("asleep"))

    async def play() -> None:
        site = write_district(tmp_path / "district")
        async with on_stage(tmp_path, FAST, site, more=(f"--resume-window={WINDOW_S}",)) as stage:
            await stage.flood(200, 50)
            outcome = await played(stage, asleep)
            assert outcome.lost == 0
            assert "No events came from" in outcome.seen
            assert "what it does not keep, such as motion, is missing" in outcome.seen

    run(play(), timeout_s=60)
