"""A school day in a hurry with random faults: what it costs in memory, handles, threads, tasks and latency, and that nothing is lost."""

import asyncio
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import psutil

from smartclient.app.loop import run
from smartclient.bench.fault_client import WatchClient
from smartclient.bench.fault_rows import Fault, faults
from smartclient.bench.fault_stage import Speed, Stage
from smartclient.bench.growth import growth
from smartclient.domain.connection import Line
from smartclient.domain.errors import SmartclientError
from smartclient.runtime import paths
from smartclient.session.backoff import Backoff
from smartclient.store.changes import Changes
from smartclient.store.site_store import REMEMBERED

HOURS = 9.5
COMPRESSION = 60
"""An hour of the school day takes a minute."""
PER_SECOND = 40
"""Motion events, some two a minute of each camera in the day's own time."""
FILL, FILL_PER_SECOND, FILL_PATIENCE_S = REMEMBERED, 8_000, 300.0
WARM_UP = 0.2
SAMPLE_S, PROBE_S = 2.0, 1.0
CALM_S = (4.0, 20.0)
"""Between two faults."""
LONGEST_FAULT_S = 8.0
SETTLE_S = 45.0
UNPLAYED = {"another certificate", "asleep longer than the server remembers"}
"""A person has to act, or everything stands still."""
FIRST = "server killed and started again"
"""Never left to chance."""
_PASSING = frozenset({"Motion Started", "Motion Stopped", "Recording Started", "Recording Stopped"})


@dataclass(frozen=True, slots=True)
class Sample:
    """What the process held then; `at_s` since the beginning."""

    at_s: float
    resident_mb: float
    handles: int
    threads: int
    tasks: int


@dataclass(slots=True)
class Diary:
    """What was measured."""

    samples: list[Sample] = field(default_factory=list)
    latencies_ms: list[float] = field(default_factory=list)
    played: Counter[str] = field(default_factory=Counter)
    without_end: list[str] = field(default_factory=list)
    """Faults after which the line was not live again in time."""


def measure(hours: float = HOURS, seed: int = 1, with_window: bool = True) -> dict[str, object]:
    """So many hours of the school day, of which each takes a minute; the same seed gives the same faults."""
    with tempfile.TemporaryDirectory(dir=paths.data_folder()) as folder:
        results: dict[str, object] = {}

        async def body() -> int:
            results.update(await soaked(Path(folder), hours * 3600 / COMPRESSION, seed, with_window=with_window))
            return 0

        run(body)
        return {"school_day_hours": hours, "times_faster": COMPRESSION, **results}


async def soaked(
    folder: Path, seconds: float, seed: int, *, with_window: bool, speed: Speed | None = None, site: Path | None = None
) -> dict[str, object]:
    """Watches for `seconds` while the day goes on and faults come and go."""
    speed = speed or Speed(backoff=Backoff(0.5, 5.0))
    stage = Stage(folder, speed, site, "school-day", (f"--speed={COMPRESSION}",))
    if with_window:
        stage.client = WatchClient(folder, stage.clock)
    diary = Diary()
    try:
        await stage.start()
        await _fill(stage)
        begin = stage.sent_bytes()
        await _watched(stage, diary, seconds, random.Random(seed))
        sent, lost = await _lost(stage, begin)
    finally:
        await stage.stop()
    return _told(diary, sent, lost, seconds)


async def _fill(stage: Stage) -> None:
    """Has the client hear as many events as it remembers: that memory fills once, and would look like a leak."""
    heard = 0

    def count(changes: Changes) -> None:
        nonlocal heard
        heard += changes.events

    let_go = stage.client.store.changed.connect(count)
    await stage.flood(FILL, FILL_PER_SECOND)
    await stage.until(lambda: heard >= FILL, FILL_PATIENCE_S)
    let_go()


async def _watched(stage: Stage, diary: Diary, seconds: float, chance: random.Random) -> None:
    """The day goes on while it is measured."""
    begun_s = time.monotonic()
    beside = [asyncio.ensure_future(_sample(diary, begun_s)), asyncio.ensure_future(_probe(stage, diary))]
    try:
        await _trouble(stage, diary, begun_s + seconds, chance)
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


def deal(chance: random.Random) -> Iterator[Fault]:
    """Faults without end: all of them in an order of chance, then all of them again, a killed server first."""
    known = sorted(
        (fault for fault in faults(0.0) if fault.name not in UNPLAYED), key=lambda fault: fault.name != FIRST
    )
    yield known[0]
    deck = known[1:]
    while True:
        chance.shuffle(deck)
        yield from deck
        deck = known


async def _trouble(stage: Stage, diary: Diary, ends_s: float, chance: random.Random) -> None:
    """Motion all the time, and a fault now and then; the last one is over when this returns."""
    dealt = deal(chance)
    while time.monotonic() < ends_s:
        calm_s = min(chance.uniform(*CALM_S), max(0.0, ends_s - time.monotonic()))
        await stage.flood(max(1, round((calm_s + 10) * PER_SECOND)), PER_SECOND)
        await asyncio.sleep(calm_s)
        if time.monotonic() < ends_s:
            await _play(stage, diary, next(dealt), chance)


async def _play(stage: Stage, diary: Diary, fault: Fault, chance: random.Random) -> None:
    diary.played[fault.name] += 1
    await fault.begin(stage)
    await asyncio.sleep(max(fault.hold_s, chance.uniform(0.0, LONGEST_FAULT_S)) if fault.is_cut else fault.hold_s)
    await fault.end(stage)
    await stage.tell()
    try:
        await stage.until(lambda: stage.line is Line.LIVE)
    except SmartclientError:
        diary.without_end.append(fault.name)


async def _sample(diary: Diary, begun_s: float) -> None:
    process = psutil.Process()
    handles = getattr(process, "num_fds" if hasattr(process, "num_fds") else "num_handles")
    while True:
        memory = process.memory_info().rss / 2**20
        sample = Sample(
            time.monotonic() - begun_s,
            memory,
            handles(),
            threading.active_count(),
            len(asyncio.all_tasks()),
        )
        diary.samples.append(sample)
        await asyncio.sleep(SAMPLE_S)


async def _probe(stage: Stage, diary: Diary) -> None:
    """From the order at the server until the event is shown, while the line is live."""
    while True:
        await asyncio.sleep(PROBE_S)
        was_live, began_s = stage.line is Line.LIVE, time.monotonic()
        told = await stage.tell()
        try:
            await stage.until(lambda told=told: told in stage.heard, 5.0)  # type: ignore[misc]
        except SmartclientError:
            continue
        if was_live and stage.line is Line.LIVE:
            diary.latencies_ms.append((stage.heard[told] - began_s) * 1e3)


async def _lost(stage: Stage, begin: int) -> tuple[int, Counter[str]]:
    """How many events the server has sent until now, and by their kind those that the journal never gets."""
    from smartclient.demo.catalogue import EVENT_TYPES

    ends_s = time.monotonic() + SETTLE_S
    sent = {event.id: event.type for event in stage.sent(begin)}
    before: Counter[str] | None = None
    while True:
        missing = sent.keys() - await stage.kept()
        names = Counter(EVENT_TYPES[sent[each]].name if sent[each] in EVENT_TYPES else sent[each] for each in missing)
        is_settled = _PASSING.issuperset(names) and names == before
        if not missing or is_settled or time.monotonic() > ends_s:
            return len(sent), names
        before = names
        await asyncio.sleep(1.0)


def _told(diary: Diary, sent: int, lost: Counter[str], seconds: float) -> dict[str, object]:
    warm = [each for each in diary.samples if each.at_s >= seconds * WARM_UP] or diary.samples
    grown = growth([each.at_s * COMPRESSION / 3600 for each in warm], [each.resident_mb for each in warm])
    kept = Counter({name: count for name, count in lost.items() if name not in _PASSING})
    latencies = diary.latencies_ms or [float("nan")]
    return {
        "minutes": round(seconds / 60, 1),
        "faults_played": dict(diary.played),
        "faults_without_recovery": diary.without_end,
        "events_sent": sent,
        "events_lost": kept.total(),
        "kinds_lost": dict(kept),
        "motion_lost_that_servers_keep_nowhere": lost.total() - kept.total(),
        "resident_mb_after_warm_up": round(warm[0].resident_mb, 1),
        "resident_mb_at_the_end": round(warm[-1].resident_mb, 1),
        "memory_mb_per_hour_of_the_day_in_the_second_half": round(grown.per_hour, 2),
        "give_or_take": round(grown.uncertainty, 2),
        "memory": grown.verdict,
        "handles_after_warm_up_most_end": [warm[0].handles, max(each.handles for each in warm), warm[-1].handles],
        "threads_after_warm_up_most_end": [warm[0].threads, max(each.threads for each in warm), warm[-1].threads],
        "tasks_after_warm_up_most_end": [warm[0].tasks, max(each.tasks for each in warm), warm[-1].tasks],
        "latency_p50_ms": round(float(np.percentile(latencies, 50)), 1),
        "latency_p99_ms": round(float(np.percentile(latencies, 99)), 1),
    }
