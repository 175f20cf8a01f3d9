"""Live and recorded video in four tiles, in a process of its own: how late, how far apart, how long a seek takes."""

import asyncio
import random
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec
import numpy as np

from smartclient.bench.wall import FourTiles, demo_tiles, file_tiles
from smartclient.domain.recordings import Span
from smartclient.runtime.clock import SystemClock
from smartclient.video.status import Phase

GROUP = timedelta(seconds=1)
SEEKS, SCRUB_S, SCRUB_STEP_S, PLAY_S = 40, 12.0, 1 / 30, 12.0
_ROUNDED = timedelta(milliseconds=1)
_BACK = timedelta(minutes=40)


class Live(msgspec.Struct):
    """Milliseconds; latency from the clock burnt in when the picture was drawn until it was decoded. `drift` is how much later the
    last tenth of the time was than the first."""

    first_frame_median_ms: float
    first_frame_worst_ms: float
    latency_p50_ms: float
    latency_p95_ms: float
    latency_drift_ms: float
    minutes: float
    frames: int


class Recorded(msgspec.Struct):
    """Milliseconds, of four tiles together."""

    seek_p50_ms: float
    seek_p95_ms: float
    scrub_lag_p50_ms: float
    scrub_lag_p95_ms: float
    spread_p95_ms: float
    spread_worst_ms: float
    spread_after_seek_worst_ms: float
    frame_interval_ms: float


async def demo(minutes: str) -> dict[str, object]:
    """The demo district: live for so many minutes, then its past."""
    async with demo_tiles() as wall:
        live = await _live(wall, float(minutes))
        now = SystemClock().now()
        span = Span(now - _BACK, now - timedelta(minutes=1))
        return {"live": live, "recorded": await _recorded(wall, span, 1 / 12)}


async def live(minutes: str) -> dict[str, object]:
    """The demo district's live pictures alone."""
    async with demo_tiles() as wall:
        return {"live": await _live(wall, float(minutes))}


async def file(path: str, seconds: str, frames_per_s: str) -> dict[str, object]:
    """A file of so many seconds as the past of all four."""
    begin = SystemClock().now() - timedelta(hours=1)
    async with file_tiles(Path(path), begin) as wall:
        for one in wall.shown:
            one.play()
        span = Span(begin, begin + timedelta(seconds=float(seconds)))
        return {"recorded": await _recorded(wall, span, 1 / float(frames_per_s))}


async def _live(wall: FourTiles, minutes: float) -> Live:
    late: list[tuple[float, float]] = []
    clock = SystemClock()
    for one in wall.shown:
        one.play()
    await wall.until(lambda: all(one.first_after_s is not None for one in wall.shown))
    firsts_ms = [(one.first_after_s or 0.0) * 1e3 for one in wall.shown]
    await asyncio.sleep(3.0)
    for one in wall.shown:
        one.on_frame = lambda at: late.append((time.monotonic(), (clock.now() - at).total_seconds() * 1e3))
    await asyncio.sleep(minutes * 60)
    for one in wall.shown:
        one.on_frame = lambda _at: None
    taken = np.array(late)
    tenth = minutes * 6
    begin, end = taken[taken[:, 0] < taken[0, 0] + tenth, 1], taken[taken[:, 0] > taken[-1, 0] - tenth, 1]
    return Live(
        first_frame_median_ms=_at(firsts_ms, 50),
        first_frame_worst_ms=_at(firsts_ms, 100),
        latency_p50_ms=_at(taken[:, 1], 50),
        latency_p95_ms=_at(taken[:, 1], 95),
        latency_drift_ms=round(float(np.median(end) - np.median(begin)), 1),
        minutes=minutes,
        frames=len(late),
    )


async def _recorded(wall: FourTiles, span: Span, interval_s: float) -> Recorded:
    wall.playback.pause()
    seeks = await _seeks(wall, await _common(wall, span), timedelta(seconds=interval_s))
    lags_ms = await _scrub(wall, span)
    spreads_ms = await _play(wall, span.begin + span.length / 4)
    return Recorded(
        seek_p50_ms=_at([took for took, _ in seeks], 50),
        seek_p95_ms=_at([took for took, _ in seeks], 95),
        scrub_lag_p50_ms=_at(lags_ms, 50),
        scrub_lag_p95_ms=_at(lags_ms, 95),
        spread_p95_ms=_at(spreads_ms, 95),
        spread_worst_ms=_at(spreads_ms, 100),
        spread_after_seek_worst_ms=max(spread for _, spread in seeks),
        frame_interval_ms=round(interval_s * 1e3, 1),
    )


async def _common(wall: FourTiles, span: Span) -> list[Span]:
    """Where all four are recorded."""
    pieces = [span]
    for one in wall.shown:
        recorded = (await wall.recordings(one.camera, span)).recorded
        pieces = [Span(max(a.begin, b.begin), min(a.end, b.end)) for a in pieces for b in recorded if a.meets(b)]
    return [piece for piece in pieces if piece.length > 3 * GROUP]


async def _seeks(wall: FourTiles, pieces: Sequence[Span], interval: timedelta) -> list[tuple[float, float]]:
    """Milliseconds until all four show the picture asked for, and milliseconds between the four."""
    chance = random.Random(7)
    found: list[tuple[float, float]] = []
    for _ in range(SEEKS):
        piece = chance.choice(pieces)
        at = piece.begin + GROUP + chance.random() * (piece.length - 2 * GROUP)
        begun_s = time.monotonic()
        wall.playback.go_to(at)
        await wall.until(partial(_all_stand, wall, at, interval))
        took_ms = (time.monotonic() - begun_s) * 1e3
        found.append((took_ms, wall.spread.total_seconds() * 1e3))
    return found


def _all_stand(wall: FourTiles, wanted: datetime, interval: timedelta) -> bool:
    """Each shows the very picture that stood at that time."""
    return all(
        one.player.status.phase is Phase.STANDING
        and one.at is not None
        and one.at <= wanted < one.at + interval + _ROUNDED
        for one in wall.shown
    )


async def _scrub(wall: FourTiles, span: Span) -> list[float]:
    """A pointer drawn along the timeline: how long ago, in milliseconds, it was where each tile's picture is."""
    targets: list[tuple[float, datetime]] = []
    lags_ms: list[float] = []
    begun_s = time.monotonic()
    while (elapsed_s := time.monotonic() - begun_s) < SCRUB_S:
        at = span.begin + span.length * (elapsed_s / SCRUB_S)
        targets.append((time.monotonic(), at))
        wall.playback.go_to(at)
        await asyncio.sleep(SCRUB_STEP_S)
        if elapsed_s < 1.0:
            continue
        for one in wall.shown:
            shown = one.at
            passed = [when_s for when_s, target in targets if shown is not None and target <= shown + GROUP]
            lags_ms.append((time.monotonic() - (passed[-1] if passed else begun_s)) * 1e3)
    return lags_ms


async def _play(wall: FourTiles, begin: datetime) -> list[float]:
    """Milliseconds between the earliest and the latest of the four pictures, looked at twenty times a second at 1×."""
    wall.playback.go_to(begin)
    await wall.until(lambda: all(one.player.status.phase is Phase.STANDING for one in wall.shown))
    wall.playback.play(1.0)
    await asyncio.sleep(1.0)
    spreads_ms = []
    for _ in range(round(PLAY_S / 0.05)):
        await asyncio.sleep(0.05)
        spreads_ms.append(wall.spread.total_seconds() * 1e3)
    return spreads_ms


def _at(taken_ms: object, percentile: float) -> float:
    return round(float(np.percentile(np.asarray(taken_ms, dtype=np.float64), percentile)), 1)


_CASES: dict[str, Callable[..., Coroutine[None, None, dict[str, object]]]] = {
    "demo": demo,
    "live": live,
    "file": file,
}


def main() -> int:
    """Arguments: the case and what it takes."""
    name, *arguments = sys.argv[1:]
    sys.stdout.buffer.write(msgspec.json.encode(asyncio.run(_CASES[name](*arguments))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
