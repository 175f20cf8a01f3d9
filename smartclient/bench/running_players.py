"""From the order to open a stream to its first picture in players that run already: our engines, and mpv through its socket."""

import json
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median

from smartclient.domain.footage import UrlSource
from smartclient.runtime.mailbox import Mailbox
from smartclient.video.engine import Engine
from smartclient.video.frames import Frame
from smartclient.video.pyav_engine import PyavEngine
from smartclient.video.vlc_engine import VlcEngine

RUNS = 5
PATIENCE_S = 20.0
SIZE = (640, 360)
_MPV = ("mpv", "--idle", "--no-config", "--vo=null", "--ao=null", "--profile=low-latency", "--really-quiet")


def opened_ms(url: str) -> dict[str, float]:
    """Median of some runs after a first one that is not counted; what is not installed or cannot play it is left out."""
    found: dict[str, float] = {}
    engines: dict[str, Engine] = {"smartclient": PyavEngine(), "libvlc": VlcEngine()}
    for name, engine in engines.items():
        source = UrlSource(url, "bench")
        if engine.can_open(source) is not None:
            continue
        taken = [_first_picture_s(engine, source) for _ in range(RUNS + 1)]
        if all(taken):
            found[f"{name}_ms"] = round(median(s for s in taken[1:] if s is not None) * 1e3)
    if shutil.which(_MPV[0]) is not None:
        with tempfile.TemporaryDirectory() as folder, _running_mpv(Path(folder) / "mpv") as mpv:
            taken = [mpv.first_picture_s(url) for _ in range(RUNS + 1)]
            found["mpv_low_latency_ms"] = round(median(s for s in taken[1:] if s is not None) * 1e3)
    return found


def _first_picture_s(engine: Engine, source: UrlSource) -> float | None:
    arrived, sink = threading.Event(), Mailbox[Frame]()
    begun_s = time.monotonic()
    decoding = engine.open(source, sink, SIZE, arrived.set, lambda _error: arrived.set())
    try:
        arrived.wait(PATIENCE_S)
        return time.monotonic() - begun_s if sink.take() is not None else None
    finally:
        decoding.stop()
        decoding.join(PATIENCE_S)


class _Mpv:
    """mpv's JSON IPC: a command a line, an event a line (mpv manual, JSON IPC)."""

    def __init__(self, line: socket.socket) -> None:
        self._line, self._lines = line, line.makefile("r", encoding="utf-8")

    def first_picture_s(self, url: str) -> float:
        begun_s = time.monotonic()
        self._say("loadfile", url)
        self._wait_for("playback-restart")
        taken_s = time.monotonic() - begun_s
        self._say("stop")
        self._wait_for("idle")
        return taken_s

    def _say(self, *words: str) -> None:
        self._line.sendall(json.dumps({"command": words}).encode() + b"\n")

    def _wait_for(self, event: str) -> None:
        while json.loads(self._lines.readline()).get("event") != event:
            pass


@contextmanager
def _running_mpv(path: Path) -> Iterator[_Mpv]:
    with subprocess.Popen([*_MPV, f"--input-ipc-server={path}"], stdin=subprocess.DEVNULL) as process:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(PATIENCE_S)
                ends_s = time.monotonic() + PATIENCE_S
                while time.monotonic() < ends_s:
                    with suppress(OSError):
                        line.connect(str(path))
                        break
                    time.sleep(0.05)
                yield _Mpv(line)
        finally:
            process.kill()
