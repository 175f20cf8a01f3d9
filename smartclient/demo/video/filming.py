"""The process that films: it follows orders, tick by tick, until it is told to stop or the other end is gone."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Mapping
from datetime import datetime
from multiprocessing.connection import Connection

from smartclient.demo.ptz import Aim
from smartclient.demo.video.kept_backdrops import kept_backdrops
from smartclient.demo.video.orders import Answer, Draw, Drawn, End, Start, Stop, Subject
from smartclient.demo.video.pictures import Pictures
from smartclient.demo.video.present import Present
from smartclient.demo.video.shots import moment, tick_at, tick_ms
from smartclient.demo.video.studio import Still, Studio

_SWITCH_S = 0.0003
"""Filming is many short steps; with the usual 5 ms it would wait that long after each while a background is drawn."""


class _Told:
    """The world as this process was last told it, and as it was at the times of stills that are being drawn."""

    def __init__(self) -> None:
        self.present = Present()
        self.past: dict[datetime, Present] = {}

    def door_open_fraction(self, door_guid: str, at: datetime) -> float:
        """How far a leaf stands open."""
        return self.past.get(at, self.present).door_open_fraction(door_guid, at)

    def crowd(self, at: datetime) -> float:
        """How full the halls are."""
        return self.past.get(at, self.present).crowd(at)

    def aims(self, at: datetime) -> Mapping[str, Aim]:
        """Where cameras look that were turned."""
        return self.past.get(at, self.present).aims(at)

    def turning(self, at: datetime) -> frozenset[str]:
        """The cameras that turn or zoom."""
        return self.past.get(at, self.present).turning(at)

    def visits(self, at: datetime) -> Mapping[str, int]:
        """The cameras before which somebody comes by beyond the usual."""
        return self.past.get(at, self.present).visits(at)


class _Line:
    """The connection to the server, on which two threads speak."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sending = threading.Lock()

    def send(self, answer: Answer) -> None:
        """Sends an answer; what the server no longer wants to hear is lost."""
        with self._sending, contextlib.suppress(OSError):
            self._connection.send(answer)


def film(connection: Connection, layouts: Connection, subject: Subject) -> None:
    """Films until it is over; levels laid out elsewhere arrive through `layouts`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.setswitchinterval(_SWITCH_S)
    told, line = _Told(), _Line(connection)
    kept = kept_backdrops(subject.site, subject.seed)
    pictures = Pictures(subject.site, told, seed=subject.seed, calendar=subject.calendar, kept=kept)
    adopt_from(layouts, pictures)
    studio = Studio(pictures, line.send)
    with contextlib.suppress(EOFError, OSError):
        _follow(connection, line, studio, told)
    studio.close()


def adopt_from(layouts: Connection, pictures: Pictures) -> None:
    """Takes over levels laid out elsewhere, from now on, in a thread of its own."""
    threading.Thread(target=_adopt, args=(layouts, pictures), name="layouts", daemon=True).start()


def _adopt(layouts: Connection, pictures: Pictures) -> None:
    with contextlib.suppress(EOFError, OSError):
        while True:
            level_id, layout = layouts.recv()
            pictures.adopt(level_id, layout)


def _follow(connection: Connection, line: _Line, studio: Studio, told: _Told) -> None:
    number = tick_at(_now_ms()) + 1
    while True:
        while connection.poll(max(0.0, tick_ms(number) / 1000 - time.time())):
            match connection.recv():
                case Stop():
                    return
                case Present() as present:
                    told.present = present
                case Start(stream):
                    studio.start(stream, _now_ms())
                case End(stream):
                    studio.end(stream)
                case Draw() as order:
                    studio.draw(_still(order, line, told))
        studio.film(tick_ms(number))
        number = max(number + 1, tick_at(_now_ms()))


def _still(order: Draw, line: _Line, told: _Told) -> Still:
    at = moment(order.at_ms)
    if not order.is_live:
        told.past[at] = order.present

    def deliver(jpeg: bytes) -> None:
        told.past.pop(at, None)
        line.send(Drawn(order.number, jpeg))

    return Still(order.camera, order.at_ms, order.width, order.height, order.is_live, deliver)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
