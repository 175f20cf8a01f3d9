"""A thousand alarms a second for a minute through session, journal, store, list and map: what is lost, and how long the loop is held."""

import asyncio
import sqlite3
import time
import uuid
from collections.abc import AsyncGenerator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from smartclient.adapters.files.client import FilesServer
from smartclient.adapters.server import Capability
from smartclient.app.demo import SITE
from smartclient.app.loop import run
from smartclient.app.starting import Home, given, plan
from smartclient.app.watch import Watch
from smartclient.bench.alarm_archive import PATIENCE_S, until
from smartclient.bench.events import Beat
from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.events import AlarmChanged, Event
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.domain.site import Site
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.store.alarm_filter import AlarmFilter, Stage

PER_S, SECONDS = 1_000, 60
BATCHES_PER_S = 50
REST_S = 0.5
_KINDS = ("Door open too long", "Vape detected", "Camera does not answer", "Door forced open")


class Pouring(FilesServer):
    """A server of the plan's devices that tells of new alarms as fast as it is asked to."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self._devices = site.devices
        self.told = 0
        self.goes = asyncio.Event()

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Alarms as they happen."""
        return frozenset({Capability.EVENTS, Capability.ALARMS})

    async def events(self) -> AsyncGenerator[Sequence[Event], None]:
        """Nothing until it goes; then batches at their times, none left out when they are late."""
        yield ()
        await self.goes.wait()
        started_s = time.monotonic()
        for number in range(SECONDS * BATCHES_PER_S):
            await asyncio.sleep(max(0.0, started_s + number / BATCHES_PER_S - time.monotonic()))
            batch = []
            for _ in range(PER_S // BATCHES_PER_S):
                device = self._devices[self.told % len(self._devices)]
                batch.append(AlarmChanged(_alarm(self.told, device.id)))
                self.told += 1
            yield batch
        await asyncio.get_running_loop().create_future()


def _alarm(number: int, device: DeviceId) -> Alarm:
    at, priority = datetime.now(UTC), Priority(1 + number % 3)
    kind = _KINDS[number % len(_KINDS)]
    return Alarm(AlarmId(str(uuid.uuid4())), number, kind, "", priority, AlarmState.NEW, "New", at, at, device)


def measure() -> dict[str, object]:
    """The journal lies on the disk where journals lie, and is deleted afterwards."""
    results: dict[str, object] = {}
    with TemporaryDirectory(dir=paths.data_folder()) as folder:
        run(lambda: _measure(Home(Path(folder), Path(folder) / "journal.db"), results))
    return results


async def _measure(home: Home, results: dict[str, object]) -> int:
    opened = plan(paths.floorplans() / SITE)
    server = Pouring(opened.site)
    watch = Watch(given(opened, server, "", "dark", SystemClock(), home))
    watch.window.resize(1600, 960)
    watch.furnish()
    watch.verifying.verifying.opens_by_itself = False
    watch.start()
    wanted = PER_S * SECONDS
    try:
        await until(lambda: watch.store.connection.is_live)
        before_mb = psutil.Process().memory_info().rss / 2**20
        beat = Beat()
        beating = asyncio.ensure_future(beat.run())
        started_s, started_cpu_s = time.monotonic(), time.process_time()
        server.goes.set()
        await until(lambda: server.told == wanted and watch.store.queue.raised >= wanted)
        took_s, cpu_s = time.monotonic() - started_s, time.process_time() - started_cpu_s
        beating.cancel()
        rows = watch.alarms.model.rowCount()
        archive = watch.alarm_lists.archive
        found = 0
        while found < wanted and time.monotonic() < started_s + took_s + PATIENCE_S:
            found = (await asyncio.to_thread(archive.course, AlarmFilter(Stage.ANY))).count
            await asyncio.sleep(REST_S)
        results |= {
            "sent": wanted,
            "in_the_journal": await asyncio.to_thread(_in_journal, home.journal),
            "found_by_searching": found,
            "sustained_per_s": round(wanted / took_s),
            "rows_in_the_list": rows,
            "longest_loop_block_ms": round(beat.longest_ms, 1),
            "longest_loop_block_cpu_ms": round(beat.longest_cpu_ms, 1),
            "cpu_us_per_alarm": round(cpu_s / wanted * 1e6, 1),
            "grown_by_megabytes": round(psutil.Process().memory_info().rss / 2**20 - before_mb),
        }
    finally:
        await watch.shutdown()
    return 0


def _in_journal(path: Path) -> int:
    with closing(sqlite3.connect(path)) as journal:
        (count,) = journal.execute("SELECT count(*) FROM journal WHERE kind = 'alarm'").fetchone()
    return int(count)
