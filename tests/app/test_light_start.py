"""The second start of a plan shows its map without the projection library; asked of processes of their own."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec

from tests.builders.tiny_site import write_tiny_archive

_START = """
import asyncio, sys
from pathlib import Path
from smartclient.ui.qt_loading import load_qt
load_qt()
from smartclient.adapters.files.client import FilesServer
from smartclient.app.loop import run
from smartclient.app.starting import given, home, plan
from smartclient.app.watch import Watch
from smartclient.runtime.clock import SystemClock

async def start() -> int:
    opened = plan(Path(sys.argv[1]))
    watch = Watch(given(opened, FilesServer(opened.site), "", "dark", SystemClock(), home("test")))
    canvas, loaded = watch.map.canvas, []
    canvas.painted.connect(lambda: loaded.append("pyproj" in sys.modules) if canvas.is_crisp else None)
    watch.start()
    await watch.furnished.wait()
    while not loaded:
        await asyncio.sleep(0.01)
    board = watch.map.stage.board
    print({True: "true", False: "false"}[loaded[0]], [list(map(repr, point)) for point in board.points.tolist()], sep="|")
    await watch.shutdown()
    return 0

sys.exit(run(start))
"""


def _started(site: Path) -> tuple[bool, str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", _START, str(site)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    is_loaded, points = done.stdout.strip().split("|")
    return msgspec.json.decode(is_loaded, type=bool), points


def test_the_second_start_needs_no_projection_and_has_every_pin_where_it_was(tmp_path: Path) -> None:
    write_tiny_archive(tmp_path / "site")
    first, second = _started(tmp_path / "site"), _started(tmp_path / "site")
    assert first[0]
    assert not second[0]
    assert first[1] == second[1] != "[]"
