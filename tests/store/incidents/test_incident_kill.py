"""A console killed with SIGKILL at random moments: every entry it has shown is in its file, and the next run goes on with it."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smartclient.domain.ids import IncidentId
from smartclient.store.incidents.incident_log import IncidentLog

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("seed", range(3))
def test_no_entry_is_lost_by_a_kill(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "incidents.db"
    command = (sys.executable, "-m", "tests.builders.incident_writer", str(path))
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline()]
        time.sleep(random.Random(seed).random() * 0.2)
        writer.kill()
        lines += writer.stdout.read().splitlines(keepends=True)
    shown = [line.decode().split() for line in lines if line.endswith(b"\n")]
    incident = IncidentId(shown[0][0])
    log = IncidentLog(path)
    kept = {f"{entry.id.console}/{entry.id.number}" for entry in log.entries(incident)}
    assert list(log.own()) == [incident]
    log.close()
    assert {entry for _incident, entry in shown} <= kept
