"""What a measured start does once it is under way: opens the watch, waits for the map, moves the mouse over it."""

import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from smartclient.adapters.files.client import FilesServer
from smartclient.app.loop import run
from smartclient.app.starting import Plan, given, home, plan
from smartclient.app.watch import Watch
from smartclient.domain.errors import SmartclientError
from smartclient.runtime.clock import SystemClock
from smartclient.ui.map.canvas import Canvas

PATIENCE_S = 60.0
LOOK_EVERY_S = 0.002


class Probed(msgspec.Struct):
    """Milliseconds from the start of the process: until the first sharp picture of the plan was painted, until the map had
    answered a movement of the mouse, and until wall, timeline and lists stood around it. `resident_mb` is the process's
    memory then, in MiB."""

    painted_ms: float
    interactive_ms: float
    furnished_ms: float
    resident_mb: float


async def _open(opened: Plan, started_at: float) -> int:
    watch = Watch(given(opened, FilesServer(opened.site), "", "dark", SystemClock(), home("bench")))
    canvas = watch.map.canvas
    sharp_at: list[float] = []
    canvas.painted.connect(lambda: sharp_at.append(time.time()) if canvas.is_crisp else None)
    watch.window.resize(1600, 960)
    watch.start()
    await _until(lambda: bool(sharp_at))
    _move_mouse(canvas)
    await _until(lambda: canvas.pointer.at is not None)
    answered_at = time.time()
    await watch.furnished.wait()
    painted_ms, answered_ms, furnished_ms = (
        (moment - started_at) * 1000 for moment in (sharp_at[0], answered_at, time.time())
    )
    import psutil

    resident_mb = psutil.Process().memory_info().rss / 2**20
    probed = Probed(painted_ms, answered_ms, furnished_ms, resident_mb)
    sys.stdout.buffer.write(msgspec.json.encode(probed))
    await watch.shutdown()
    return 0


def _move_mouse(canvas: Canvas) -> None:
    middle = QPointF(canvas.rect().center())
    none = Qt.MouseButton.NoButton
    there = canvas.mapToGlobal(middle)
    move = QMouseEvent(QEvent.Type.MouseMove, middle, there, none, none, Qt.KeyboardModifier.NoModifier)
    QCoreApplication.postEvent(canvas, move)


async def _until(is_so: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > ends_at:
            raise SmartclientError("The map did not come.")
        await asyncio.sleep(LOOK_EVERY_S)


def watch_start(path: Path, started_at: float) -> int:
    """Opens the site at `path`; `started_at` is when the process was started, seconds since the epoch."""
    opened = plan(path)
    return run(lambda: _open(opened, started_at))
