"""A watch killed with SIGKILL at random moments, also while it starts and while it writes: the next one shows the same."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smartclient.adapters.files.client import FilesServer
from smartclient.app.loop import run
from smartclient.app.starting import given, home, plan
from smartclient.app.watch import Watch
from smartclient.domain.devices import DeviceKind
from smartclient.runtime.clock import SystemClock
from tests.app.test_site_folder import site_with_a_clip
from tests.builders.killed_watch import SCALE
from tests.builders.running import until

ROOT = Path(__file__).parents[2]


def begun(site: Path, *more: str) -> "subprocess.Popen[bytes]":
    command = (sys.executable, "-m", "tests.builders.killed_watch", str(site), *more)
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, cwd=ROOT, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    )


def killed_after(process: "subprocess.Popen[bytes]", word: bytes, seconds: float) -> None:
    with process:
        assert process.stdout is not None
        while process.stdout.readline().strip() != word:
            assert process.poll() is None
        time.sleep(seconds)
        process.kill()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("seed", range(2))
def test_the_next_watch_shows_the_same(tmp_path: Path, seed: int) -> None:
    dice, site = random.Random(seed), site_with_a_clip(tmp_path / "site")
    killed_after(begun(site, "arrange"), b"kept", dice.random() * 0.3)
    killed_after(begun(site), b"begun", dice.random() * 1.2)

    async def last() -> int:
        opened = plan(site)
        watch = Watch(given(opened, FilesServer(opened.site), "", "dark", SystemClock(), home("files")))
        watch.window.resize(1200, 800)
        assert watch.workspace.viewport is not None
        watch.furnish()
        watch.start()
        camera = next(device.id for device in watch.store.devices.values() if device.kind is DeviceKind.CAMERA)
        assert watch.workspace.layout.name == "9"
        assert watch.workspace.tiles[7] == camera
        assert watch.map.viewport.metres_per_px == pytest.approx(SCALE)
        incidents = watch.answering.incidents.incidents
        await until(lambda: incidents.current is not None and incidents.is_taking_part)
        assert incidents.current is not None
        assert incidents.current.name == "Killed in the middle"
        await watch.shutdown()
        return 0

    assert run(last) == 0
