"""A million alarms in the journal: how long until the list of all of them stands, a search answers, and a scrolled row is read."""

import asyncio
import random
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import psutil

from smartclient.adapters.files.client import FilesServer
from smartclient.app.demo import SITE
from smartclient.app.loop import run
from smartclient.app.starting import Home, Plan, given, plan
from smartclient.app.watch import Watch
from smartclient.bench.events import Beat
from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.devices import Device
from smartclient.domain.errors import SmartclientError
from smartclient.domain.events import AlarmChanged
from smartclient.domain.ids import AlarmId
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.store import alarm_archive
from smartclient.store.alarm_archive import AlarmArchive
from smartclient.store.alarm_filter import AlarmFilter, Stage
from smartclient.store.alarm_places import AlarmPlaces
from smartclient.store.journal import Journal
from smartclient.store.places import Places
from smartclient.ui.alarms.past_list import PastList

ALARMS = 1_000_000
EVERY_S = 16
"""Half a year at this pace."""
SCROLLS = 60
PATIENCE_S = 120.0
CALM_S = 3.0
"""The window is long there before somebody asks for all alarms."""
_BATCH = 5_000
_KINDS = (
    ("Door forced open", "Access", Priority.HIGH),
    ("Door open too long", "Access", Priority.MEDIUM),
    ("Vape detected", "Air", Priority.MEDIUM),
    ("Camera does not answer", "Technical", Priority.LOW),
    ("Access denied again and again", "Own rules", Priority.MEDIUM),
)
_SEARCHES = (
    "vape",
    "vape 2",
    "door forced high school",
    "camera hall b",
    "ortiz",
    "elm street entrance",
    "nothing like this",
    "d",
)


def measure() -> dict[str, object]:
    """Writes the journal, then works the window's own list; milliseconds are from the key to the painted row."""
    opened = plan(paths.floorplans() / SITE)
    results: dict[str, object] = {"alarms": ALARMS}
    with TemporaryDirectory(dir=paths.data_folder()) as folder:
        home = Home(Path(folder), Path(folder) / "journal.db")
        results |= _fill(home.journal, opened)
        run(lambda: _measure(opened, home, results))
    return results


def _fill(path: Path, opened: Plan) -> dict[str, object]:
    journal, chance = Journal(path), random.Random(5)
    devices = list(opened.site.devices)
    start = datetime.now(UTC) - timedelta(seconds=EVERY_S * ALARMS)
    started_s = time.perf_counter()
    for first in range(0, ALARMS, _BATCH):
        numbers = range(first, min(ALARMS, first + _BATCH))
        journal.write_events([AlarmChanged(_alarm(number, start, devices, chance)) for number in numbers], start)
    journal.close()
    written_s = time.perf_counter() - started_s
    archive = AlarmArchive(path.with_name(f"alarms-{path.name}"), path)
    places = AlarmPlaces({device.id: device for device in devices}, Places(opened.site))
    usual, alarm_archive.BATCH = alarm_archive.BATCH, 20_000
    started_s = time.perf_counter()
    while archive.read_journal(places):
        pass
    alarm_archive.BATCH = usual
    return {
        "journal_us_per_alarm": round(written_s / ALARMS * 1e6, 1),
        "archive_us_per_alarm": round((time.perf_counter() - started_s) / ALARMS * 1e6, 1),
        "archive_megabytes": round(path.with_name(f"alarms-{path.name}").stat().st_size / 2**20),
    }


def _alarm(number: int, start: datetime, devices: list[Device], chance: random.Random) -> Alarm:
    at = start + timedelta(seconds=EVERY_S * number)
    (name, category, priority), device = chance.choice(_KINDS), chance.choice(devices)
    is_open = number % 10_000 == 0
    state = AlarmState.NEW if is_open else AlarmState.CLOSED
    return Alarm(
        AlarmId(str(uuid.UUID(int=chance.getrandbits(128)))),
        number,
        name,
        f"{name}: {device.name}",
        priority,
        state,
        "New" if is_open else "Closed",
        at,
        at,
        device.id,
        chance.choice(("", "M. Ortiz", "dispatcher")),
        category=category,
    )


async def _measure(opened: Plan, home: Home, results: dict[str, object]) -> int:
    watch = Watch(given(opened, FilesServer(opened.site), "", "dark", SystemClock(), home))
    watch.window.resize(1600, 960)
    watch.furnish()
    watch.start()
    before_mb = psutil.Process().memory_info().rss / 2**20
    await asyncio.sleep(CALM_S)
    beat = Beat()
    beating = asyncio.ensure_future(beat.run())
    try:
        results["list_opens_ms"] = round(await _ask(watch, AlarmFilter(Stage.ANY)), 1)
        await until(lambda: _count(watch) == ALARMS)
        results["scroll"] = await _scroll(watch)
        answers = [await _ask(watch, AlarmFilter(Stage.ANY, text=text)) for text in _SEARCHES]
        results["search_p50_ms"] = round(median(answers), 1)
        results["search_worst_ms"] = round(max(answers), 1)
        results["longest_loop_block_ms"] = round(beat.longest_ms, 1)
        results["grown_by_megabytes"] = round(psutil.Process().memory_info().rss / 2**20 - before_mb)
    finally:
        beating.cancel()
        await watch.shutdown()
    return 0


async def _ask(watch: Watch, kept: AlarmFilter) -> float:
    """Milliseconds from the asking until the first answer is painted."""
    answers: list[float] = []
    disconnect = watch.alarm_lists.search.found.connect(
        lambda found: answers.append(_painted(watch)) if found.kept == kept else None
    )
    started_s = time.perf_counter()
    watch.alarms.bar.choose(kept)
    await until(lambda: bool(answers))
    disconnect()
    return (answers[0] - started_s) * 1e3


def _painted(watch: Watch) -> float:
    """Paints the rows now; when that was done."""
    if watch.alarms.past is not None:
        watch.alarms.past.view.viewport().repaint()
    return time.perf_counter()


async def _scroll(watch: Watch) -> dict[str, object]:
    """Jumps all over the list: how long each painting held the loop, and until the rows there were read and painted."""
    past = watch.alarms.past
    if past is None:
        raise SmartclientError("The list of all alarms did not come.")
    bar, chance = past.view.verticalScrollBar(), random.Random(6)
    held_ms, read_ms = [], []
    for _ in range(SCROLLS):
        bar.setValue(chance.randrange(bar.maximum()))
        started_s = time.perf_counter()
        past.view.viewport().repaint()
        held_ms.append((time.perf_counter() - started_s) * 1e3)
        row = past.view.indexAt(past.view.viewport().rect().center()).row()
        await until(partial(_is_read, past, row))
        read_ms.append((time.perf_counter() - started_s) * 1e3)
    return {
        "painting_p99_ms": round(float(np.percentile(held_ms, 99)), 1),
        "rows_read_p50_ms": round(float(np.percentile(read_ms, 50)), 1),
        "rows_read_p99_ms": round(float(np.percentile(read_ms, 99)), 1),
    }


def _is_read(past: PastList, row: int) -> bool:
    return past.model.alarm(row) is not None


def _count(watch: Watch) -> int:
    return watch.alarms.past.model.rowCount() if watch.alarms.past is not None else 0


async def until(is_so: Callable[[], bool]) -> None:
    """Waits; raises SmartclientError after PATIENCE_S."""
    ends_s = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > ends_s:
            raise SmartclientError("The list did not answer in time.")
        await asyncio.sleep(0.001)
