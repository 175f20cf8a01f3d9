"""Events from the demo server's socket to paint on the map: how many a second without loss, how late, how long the loop was held."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.demo import SITE, USER
from smartclient.app.demo_child import DemoChild
from smartclient.app.loop import run
from smartclient.app.starting import Home, given, plan
from smartclient.app.watch import Watch
from smartclient.domain.connection import Line
from smartclient.domain.errors import SmartclientError
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore

STEADY_PER_S, STEADY_S = 1_000, 10
FLOOD_PER_S, FLOOD_S = 20_000, 5
UNLIMITED_PER_S = 100_000
"""More than server and client together can do on one machine."""
PATIENCE_S = 60.0
BEAT_S = 0.002


@dataclass(frozen=True, slots=True)
class Flood:
    """Where events are ordered, and the secret that allows it."""

    url: str
    control: Secret


def measure() -> dict[str, object]:
    """A steady stream, a flood, then all at once, through socket, translation, journal, store and map.

    The journal lies on the disk where journals lie, and is deleted afterwards.
    """
    results: dict[str, object] = {}
    child = DemoChild("", seed=1, is_calm=True)
    child.begin()
    try:
        with TemporaryDirectory(dir=paths.data_folder()) as folder:
            run(lambda: _measure(child, Home(Path(folder), Path(folder) / "journal.db"), results))
    finally:
        child.stop()
    return results


async def _measure(child: DemoChild, home: Home, results: dict[str, object]) -> int:
    clock = SystemClock()
    flood = Flood(child.url, await asyncio.to_thread(child.wait))
    opened = plan(paths.floorplans() / SITE)
    server = XProtectServer(child.url, USER, child.password, clock=clock)
    watch = Watch(given(opened, server, USER, "dark", clock, home))
    watch.window.resize(1600, 960)
    watch.start()
    try:
        await _until(lambda: watch.store.connection.line is Line.LIVE and watch.map.canvas.is_crisp)
        lateness = Lateness(watch.map.canvas, watch.store)
        steady = await _pour(flood, lateness, STEADY_PER_S, STEADY_S)
        ages_ms = np.array(lateness.painted_ms)
        results["steady"] = steady | {
            "event_to_painted_p50_ms": round(float(np.percentile(ages_ms, 50)), 1),
            "event_to_painted_p99_ms": round(float(np.percentile(ages_ms, 99)), 1),
        }
        results["flood"] = await _pour(flood, lateness, FLOOD_PER_S, FLOOD_S)
        results["as_fast_as_it_goes"] = await _pour(flood, lateness, UNLIMITED_PER_S, 1)
    finally:
        await watch.shutdown()
    return 0


async def _pour(flood: Flood, lateness: "Lateness", per_second: int, seconds: int) -> dict[str, object]:
    """Lets the server pour events and waits until all have come or no more come."""
    sent, before = per_second * seconds, lateness.received
    headers = {"Authorization": f"Bearer {flood.control.reveal()}"}
    order = {"count": sent, "per_second": per_second}
    async with httpx.AsyncClient(timeout=PATIENCE_S) as http:
        beat = Beat()
        beating = asyncio.ensure_future(beat.run())
        started_s, started_cpu_s = time.monotonic(), time.process_time()
        answer = await http.post(f"{flood.url}/x-demo/flood", headers=headers, json=order)
        if answer.is_error:
            raise SmartclientError(f"The demo server refused the flood: {answer.text}")
        await _until(lambda: lateness.received - before >= sent, gives_up=True)
        cpu_s = time.process_time() - started_cpu_s
        beating.cancel()
    received = lateness.received - before
    return {
        "sent": sent,
        "received": received,
        "asked_per_s": per_second,
        "sustained_per_s": round(received / (lateness.last_s - started_s)),
        "client_cpu_us_per_event": round(cpu_s / sent * 1e6, 1),
        "longest_loop_block_ms": round(beat.longest_ms, 1),
        "longest_loop_block_cpu_ms": round(beat.longest_cpu_ms, 1),
    }


class Beat:
    """Beats every 2 ms; what is missing between two beats is how long something held the loop.

    `longest_cpu_ms` is the most processor time the loop's thread used between two beats: what remains of a block when no
    other program takes the processor away.
    """

    def __init__(self) -> None:
        self.longest_ms = self.longest_cpu_ms = 0.0

    async def run(self) -> None:
        """Until it is cancelled."""
        last_s, last_cpu_s = time.monotonic(), time.thread_time()
        while True:
            await asyncio.sleep(BEAT_S)
            now_s, now_cpu_s = time.monotonic(), time.thread_time()
            self.longest_ms = max(self.longest_ms, (now_s - last_s - BEAT_S) * 1000)
            self.longest_cpu_ms = max(self.longest_cpu_ms, (now_cpu_s - last_cpu_s) * 1000)
            last_s, last_cpu_s = now_s, now_cpu_s


async def _until(is_so: Callable[[], bool], gives_up: bool = False) -> None:
    ends_s = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > ends_s:
            if gives_up:
                return
            raise SmartclientError("The demo server or the map was not ready in time.")
        await asyncio.sleep(0.05)


class Lateness(QObject):
    """How old each event is when the canvas has painted the telling it came with."""

    def __init__(self, canvas: QWidget, store: SiteStore) -> None:
        super().__init__(canvas)
        self._store = store
        self._waiting: list[datetime] = []
        self.received = 0
        self.last_s = time.monotonic()
        self.painted_ms: list[float] = []
        canvas.installEventFilter(self)
        store.changed.connect(self._changed)

    def _changed(self, changes: Changes) -> None:
        if changes.events:
            self.received += changes.events
            self.last_s = time.monotonic()
            self._waiting.extend(event.at for event in islice(reversed(self._store.recent), changes.events))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Counts what this paint has shown; lets everything through."""
        if event.type() == QEvent.Type.Paint and self._waiting:
            now = datetime.now(UTC)
            self.painted_ms.extend((now - at).total_seconds() * 1000 for at in self._waiting)
            self._waiting.clear()
        return super().eventFilter(watched, event)
