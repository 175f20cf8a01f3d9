"""How long the loop is held while a wall is filled: the whole watch over the demo district, in a process of its own."""

import asyncio
import sys
import time

import msgspec
from PySide6.QtCore import QTimer

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.demo import SITE, USER
from smartclient.app.demo_child import DemoChild
from smartclient.app.loop import run
from smartclient.app.starting import given, home, plan
from smartclient.app.watch import Watch
from smartclient.domain.connection import Line
from smartclient.domain.devices import DeviceKind
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock

_FRAME_MS = 16.0
_CALM_S, _OPENING_S = 2.0, 4.0
ROUNDS = 3


class Opened(msgspec.Struct):
    """Milliseconds that single turns of the loop took of the window's thread while so many tiles were opened: the worst and the
    median over some rounds of each round's worst, and how many turns of a round took longer than a display frame."""

    tiles: int
    worst_turn_ms: float
    usual_worst_turn_ms: float
    turns_over_a_frame: float


class _Turns:
    """Measures turns of Qt's loop by the processor time of this thread."""

    def __init__(self) -> None:
        self.took_ms: list[float] = []
        self._last_s = 0.0
        self._timer = QTimer(interval=0)
        self._timer.timeout.connect(self._turned)

    def begin(self) -> None:
        """Counts from now on."""
        self.took_ms.clear()
        self._last_s = time.thread_time()
        self._timer.start()

    def end(self) -> list[float]:
        """All turns since it was begun, longest first."""
        self._timer.stop()
        return sorted(self.took_ms, reverse=True)

    def _turned(self) -> None:
        now_s = time.thread_time()
        self.took_ms.append((now_s - self._last_s) * 1e3)
        self._last_s = now_s


async def _opened(watch: Watch, tiles: int) -> Opened:
    cameras = [d.id for d in watch.store.devices.values() if d.kind is DeviceKind.CAMERA and d.placement is not None]
    turns, rounds = _Turns(), []
    for _ in range(ROUNDS):
        watch.workspace.open_cameras(cameras[:1])  # so that FFmpeg is loaded
        await asyncio.sleep(_CALM_S)
        turns.begin()
        watch.workspace.open_cameras(cameras[:tiles])
        await asyncio.sleep(_OPENING_S)
        rounds.append(turns.end())
    worst = sorted(each[0] for each in rounds)
    over = sum(took_ms > _FRAME_MS for each in rounds for took_ms in each) / ROUNDS
    return Opened(tiles, round(worst[-1], 1), round(worst[len(worst) // 2], 1), round(over, 1))


async def _measured(child: DemoChild, numbers: list[int]) -> list[Opened]:
    clock = SystemClock()
    server = XProtectServer(child.url, USER, child.password, clock=clock)
    watch = Watch(given(plan(paths.floorplans() / SITE), server, USER, "dark", clock, home("bench")))
    watch.window.resize(1600, 960)
    watch.furnish()
    watch.start()
    try:
        await _live(watch)
        await asyncio.sleep(_CALM_S)
        return [await _opened(watch, tiles) for tiles in numbers]
    finally:
        await watch.shutdown()


async def _live(watch: Watch) -> None:
    is_live = asyncio.Event()
    leave = watch.store.changed.connect(
        lambda _changes: is_live.set() if watch.store.connection.line is Line.LIVE else None
    )
    await is_live.wait()
    leave()


def main() -> int:
    """Arguments: numbers of tiles."""
    child, numbers = DemoChild("", seed=1), [int(word) for word in sys.argv[1:]]
    found: list[Opened] = []

    async def body() -> int:
        found.extend(await _measured(child, numbers))
        return 0

    child.begin()
    child.wait()
    try:
        run(body)
    finally:
        child.stop()
    sys.stdout.buffer.write(msgspec.json.encode(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
