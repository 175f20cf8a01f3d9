"""Taking a console over: the next watch signs in by itself, in a process of its own, with a password that no list of processes shows."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil

from smartclient.app.successor import Successor
from smartclient.demo.server import DemoOptions
from smartclient.evidence.audit.files import all_logs
from smartclient.runtime import paths
from smartclient.runtime.secret import Secret
from tests.app.test_auditing_window import entries
from tests.builders.demo_thread import demo_server

PATIENCE_S = 60.0


def signed_in() -> list[str]:
    return [entry.by for log in all_logs() for entry in entries(log) if entry.act == "signed in"]


def test_the_next_user_signs_in_by_himself(tmp_path: Path) -> None:
    with demo_server(DemoOptions()) as server:
        successor = Successor(server.url, "principal-hs", Secret(server.password), paths.floorplans() / "maple-grove")
        assert successor.arguments[0] == sys.executable
        process = subprocess.Popen(
            successor.arguments,
            stdin=subprocess.PIPE,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            cwd=Path.cwd(),
        )
        try:
            assert process.stdin is not None
            process.stdin.write(server.password.encode() + b"\n")
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
