"""One video case in a process of its own: tiles of a wall, players without a window, or the same streams merely decoded."""

import asyncio
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

import av
import msgspec
import psutil

from smartclient.bench.footage import SIZE
from smartclient.bench.wall import clip_server
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.footage import UrlSource
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import SystemClock
from smartclient.video.engine import Engine
from smartclient.video.player import Player
from smartclient.video.pyav_engine import PyavEngine
from smartclient.video.vlc_engine import VlcEngine

SETTLE_S = 1.5


class Case(msgspec.Struct):
    """What one case cost; memory is the whole process."""

    first_frame_median_ms: float
    first_frame_worst_ms: float
    cpu_percent_of_one_core: float
    cpu_ms_per_frame: float
    resident_mb: float
    frames_per_s: float


class _Meter:
    """Counts frames of each stream and the processor time of this process, once every stream runs."""

    def __init__(self, streams: int) -> None:
        self.counts = [0] * streams
        self.first_s: list[float] = []

    def frame(self, stream: int, begun_s: float) -> None:
        """Stream number `stream`, begun at `begun_s`, has one more."""
        if self.counts[stream] == 0:
            self.first_s.append(time.monotonic() - begun_s)
        self.counts[stream] += 1

    def mark(self) -> tuple[float, float, int]:
        """Now: wall seconds, processor seconds, frames."""
        used = psutil.Process().cpu_times()
        return time.monotonic(), used.user + used.system, sum(self.counts)

    def case(self, begin: tuple[float, float, int], end: tuple[float, float, int]) -> Case:
        """The result between two marks."""
        seconds = end[0] - begin[0]
        return Case(
            first_frame_median_ms=round(median(self.first_s) * 1000, 1),
            first_frame_worst_ms=round(max(self.first_s) * 1000, 1),
            cpu_percent_of_one_core=round((end[1] - begin[1]) / seconds * 100, 1),
            cpu_ms_per_frame=round((end[1] - begin[1]) / max(1, end[2] - begin[2]) * 1000, 3),
            resident_mb=round(psutil.Process().memory_info().rss / 2**20, 1),
            frames_per_s=round((end[2] - begin[2]) / seconds, 1),
        )


Size = tuple[int, int]
"""Width and height of a tile in pixels."""


async def _played(engine: Engine, path: str, tiles: int, seconds: float, size: Size) -> Case:
    loop = asyncio.get_running_loop()
    meter = _Meter(tiles)
    players: list[Player] = []

    def follow(number: int, player: Player, begun_s: float) -> None:
        def take(_none: None) -> None:
            if player.take() is not None:
                meter.frame(number, begun_s)

        player.frame_arrived.connect(take)

    for number in range(tiles):
        player = Player(
            lambda _quality: UrlSource(path, "bench"),
            (engine,),
            SystemClock(),
            lambda delay_s, work: loop.call_later(delay_s, work).cancel,
            loop.call_soon_threadsafe,
        )
        player.set_size(*size)
        follow(number, player, time.monotonic())
        players.append(player)
        player.start()
    await asyncio.sleep(SETTLE_S)
    begin = meter.mark()
    await asyncio.sleep(seconds)
    end = meter.mark()
    for player in players:
        player.stop()
    for player in players:
        player.join(2.0)
    return meter.case(begin, end)


def _decoded(path: str, streams: int, seconds: float) -> Case:
    """The rival: a thread a stream that decodes in real time, converts nothing and hands nothing on."""
    meter, over = _Meter(streams), threading.Event()

    def decode(number: int) -> None:
        begun_s = time.monotonic()
        with av.open(path) as container:
            stream: Any = container.streams.video[0]
            stream.thread_count = 1
            for picture in container.decode(stream):
                if over.wait(max(0.0, begun_s + float(picture.time) - time.monotonic())):
                    return
                meter.frame(number, begun_s)

    threads = [threading.Thread(target=decode, args=(number,)) for number in range(streams)]
    for thread in threads:
        thread.start()
    time.sleep(SETTLE_S)
    begin = meter.mark()
    time.sleep(seconds)
    end = meter.mark()
    over.set()
    for thread in threads:
        thread.join()
    return meter.case(begin, end)


def _on_the_wall(path: str, tiles: int, seconds: float, size: Size) -> Case:
    """Decoded and painted: the wall's own tiles in a window of Qt's offscreen platform."""
    from smartclient.app.loop import run

    cases: list[Case] = []

    async def body() -> int:
        cases.append(await _painted(path, tiles, seconds, size))
        return 0

    run(body)
    return cases[0]


async def _painted(path: str, tiles: int, seconds: float, size: Size) -> Case:
    from smartclient.app.tiles import Players
    from smartclient.bench.tile_board import board_of

    clock, loop = SystemClock(), asyncio.get_running_loop()
    devices = [Device(DeviceId(str(number)), DeviceKind.CAMERA, f"bench {number}", url=path) for number in range(tiles)]
    players = Players(clip_server(*devices), clock, loop, {})
    meter, begun_s = _Meter(tiles), time.monotonic()
    board = board_of(devices, clock, loop.call_later, players.new, size)
    board.show()
    connected = 0
    while connected < tiles:
        for number, tile in enumerate(board.tiles[connected:], connected):
            tile.painted.connect(partial(_note, meter, number, begun_s))
        connected = len(board.tiles)
        await asyncio.sleep(0)
    await asyncio.sleep(SETTLE_S)
    begin = meter.mark()
    await asyncio.sleep(seconds)
    end = meter.mark()
    players.stop()
    board.hide()
    return meter.case(begin, end)


def _note(meter: _Meter, number: int, begun_s: float, _none: None) -> None:
    meter.frame(number, begun_s)


_CASES: dict[str, Callable[[str, int, float, Size], Case]] = {
    "player": lambda path, tiles, seconds, size: asyncio.run(_played(PyavEngine(), path, tiles, seconds, size)),
    "libvlc": lambda path, tiles, seconds, size: asyncio.run(_played(VlcEngine(), path, tiles, seconds, size)),
    "wall": _on_the_wall,
    "bare": lambda path, streams, seconds, _size: _decoded(path, streams, seconds),
}


def main() -> int:
    """Arguments: the case, the clip's path, how many streams, for how many seconds, and a tile's width and height if not the clip's."""
    name, path, streams, seconds, *size = sys.argv[1:]
    width, height = map(int, size or SIZE)
    case = _CASES[name](path, int(streams), float(seconds), (width, height))
    sys.stdout.buffer.write(msgspec.json.encode(case))
    return 0


if __name__ == "__main__":
    sys.exit(main())
