"""The studio in a process of its own, so that drawing never holds up the demo server's answers."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from smartclient.demo.plan import DemoSite
from smartclient.demo.video.pictures import SWING_STEPS, Pictures, World
from smartclient.demo.video.studio import Shot, Stream, Studio, tick_at, tick_ms

log = logging.getLogger(__name__)

_LOOK_S = 0.08
_SWITCH_S = 0.0003
"""Filming is many short steps; with the usual 5 ms it would wait that long after each while a background is drawn."""


@dataclass(frozen=True, slots=True)
class Present:
    """The world as the studio is told it: doors that are not closed, and how full the halls are."""

    doors: dict[str, float] = field(default_factory=dict)
    crowd: float = 0.2


Order = tuple[str, Stream | None, Present | None]


class StudioProcess:
    """Starts and feeds the process. Shots arrive through `deliver`, on a thread of this object; so does `failed` when it ended
    by itself."""

    def __init__(self, pictures: Pictures, deliver: Callable[[Shot], None], failed: Callable[[], None]) -> None:
        self._pictures = pictures
        self._deliver = deliver
        self._failed = failed
        self._stopping = threading.Event()
        self._sending = threading.Lock()
        self._process: SpawnProcess | None = None
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Starts the process; returns before it is ready."""
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        pictures = self._pictures
        arguments = (theirs, pictures.site, pictures.seed, pictures.ahead)
        self._process = context.Process(target=run, args=arguments, name="smartclient demo pictures", daemon=True)
        self._process.start()
        theirs.close()
        self._threads = [threading.Thread(target=each, daemon=True) for each in (self._receive, self._tell_world)]
        for thread in self._threads:
            thread.start()

    def film(self, stream: Stream) -> None:
        """Asks for a stream."""
        self._send(("start", stream, None))

    def end(self, stream: Stream) -> None:
        """No longer asks for it."""
        self._send(("end", stream, None))

    def stop(self) -> None:
        """Ends the process and waits for it."""
        if self._process is None:
            return
        self._stopping.set()
        self._send(("stop", None, None))
        self._process.join(3)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        for thread in self._threads:
            thread.join()
        self._connection.close()
        self._process.close()
        self._process = None

    def _send(self, order: Order) -> None:
        with self._sending, contextlib.suppress(OSError):
            self._connection.send(order)

    def _receive(self) -> None:
        while True:
            try:
                shot = self._connection.recv()
            except (EOFError, OSError):
                break
            self._deliver(shot)
        if not self._stopping.is_set():
            log.error("the process that draws the pictures has ended")
            self._failed()

    def _tell_world(self) -> None:
        """Tells the process what has changed, several times a second."""
        told: Present | None = None
        world, doors = self._pictures.world, [door.guid for door in self._pictures.site.doors]
        while not self._stopping.wait(_LOOK_S if told else 0):
            now = datetime.now(UTC)
            fractions = {guid: round(world.door_open_fraction(guid, now) * SWING_STEPS) / SWING_STEPS for guid in doors}
            present = Present({guid: part for guid, part in fractions.items() if part}, world.crowd(now))
            if present != told:
                told = present
                self._send(("world", None, present))


class _Told:
    """The world as this process was last told it."""

    def __init__(self) -> None:
        self.present = Present()

    def door_open_fraction(self, door_guid: str, at: datetime) -> float:
        """How far a leaf stands open, whatever the time: only the present is known."""
        del at
        return self.present.doors.get(door_guid, 0.0)

    def crowd(self, at: datetime) -> float:
        """How full the halls are."""
        del at
        return self.present.crowd


def run(connection: Connection, site: DemoSite, seed: int, ahead: timedelta) -> None:
    """The process: films until it is told to stop or the other end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.setswitchinterval(_SWITCH_S)
    told = _Told()
    world: World = told
    studio = Studio(Pictures(site, world, seed=seed, ahead=ahead), connection.send)
    with contextlib.suppress(EOFError, OSError):
        _film(connection, studio, told)
    studio.close()


def _film(connection: Connection, studio: Studio, told: _Told) -> None:
    number = tick_at(time.time_ns() // 1_000_000) + 1
    while True:
        while connection.poll(max(0.0, tick_ms(number) / 1000 - time.time())):
            kind, stream, present = connection.recv()
            if kind == "stop":
                return
            if kind == "world":
                told.present = present
            elif kind == "start":
                studio.start(stream)
            else:
                studio.end(stream)
        studio.film(tick_ms(number))
        number = max(number + 1, tick_at(time.time_ns() // 1_000_000))
