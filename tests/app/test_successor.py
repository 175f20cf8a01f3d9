"""Taking a console over: the next watch signs in by itself, in a process of its own, with a password that no list of processes shows."""

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil

from smartclient.app.successor import Successor, handed_over
from smartclient.demo.server import DemoOptions
from smartclient.evidence.audit.files import all_logs
from smartclient.runtime import paths
from smartclient.runtime.secret import Secret
from smartclient.runtime.settings import KeptTile, KeptWall
from smartclient.store.last_view import KeptTiles, LastView
from smartclient.ui.shell.sign_in import SignIn
from tests.app.test_auditing_window import entries
from tests.builders.demo_thread import demo_server

PATIENCE_S = 60.0


def signed_in() -> list[str]:
    return [entry.by for log in all_logs() for entry in entries(log) if entry.act == "signed in"]


def test_the_next_user_signs_in_by_himself(tmp_path: Path) -> None:
    with demo_server(DemoOptions()) as server:
        plan = paths.floorplans() / "maple-grove"
        entered = SignIn(server.url, "principal-hs", Secret(server.password), remember=False, plan=plan)
        successor = Successor((entered,))
        assert successor.arguments[0] == sys.executable
        process = subprocess.Popen(
            successor.arguments,
            stdin=subprocess.PIPE,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            cwd=Path.cwd(),
        )
        try:
            assert process.stdin is not None
            process.stdin.write(successor.letter)
            process.stdin.close()
            told = psutil.Process(process.pid)
            assert server.password not in " ".join(told.cmdline())
            assert server.password not in str(told.environ())
            ends = time.monotonic() + PATIENCE_S
            while not signed_in() and time.monotonic() < ends and process.poll() is None:
                told.cpu_percent(0.1)  # waits a tenth of a second
            assert signed_in() == ["principal-hs"]
        finally:
            process.kill()
            process.wait()
    settings = list(tmp_path.rglob("settings.json"))
    assert settings
    assert all(server.password.encode() not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_what_is_handed_over_comes_as_it_went_and_rubbish_brings_nobody() -> None:
    entered = SignIn("https://vms.example.org", "ana", Secret("open-sesame"), remember=False, plan=None)
    wall = KeptWall(tiles=[KeptTile(cameras=["cameras/1"])])
    successor = Successor((entered, entered), LastView(walls=[KeptTiles(wall=wall)]), {"window": "AAAA"})
    told = handed_over(io.BytesIO(successor.letter))
    assert (told.view, told.arrangement) == (successor.view, successor.arrangement)
    assert [(each.server, each.user, each.password.reveal()) for each in told.entered] == [
        ("https://vms.example.org", "ana", "open-sesame")
    ] * 2
    assert "open-sesame" not in repr(told)
    assert handed_over(io.BytesIO(b"{")).entered == ()
    assert handed_over(io.BytesIO(b'{"servers": 1}')).entered == ()


def test_a_view_that_no_pipe_takes_is_left_out_of_what_is_handed_over() -> None:
    entered = SignIn("https://vms.example.org", "ana", Secret("open-sesame"), remember=False, plan=None)
    view = LastView(levels={f"building {number}": "level" for number in range(9000)})
    told = handed_over(io.BytesIO(Successor((entered,), view).letter))
    assert told.view is None
    assert len(told.entered) == 1
