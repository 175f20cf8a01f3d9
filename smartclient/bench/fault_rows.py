"""The faults a watch meets: how each begins and ends, and whether the operator must notice it."""

import asyncio
import socket
import sqlite3
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from smartclient.bench.fault_stage import Stage

Act = Callable[[Stage], Awaitable[None]]
AN_HOUR_S = 3600.0
_MOST = 3600


@dataclass(frozen=True, slots=True)
class Fault:
    """`hold_s` is how long it lasts once it was noticed, or at all where the line stays live.

    `is_cut` whether the line ends being live; `is_reachable` whether things go on to happen at the server meanwhile.
    """

    name: str
    begin: Act
    end: Act
    hold_s: float = 2.0
    is_cut: bool = True
    is_reachable: bool = True


def ordered(**orders: object) -> Act:
    """The server does that to itself."""

    async def begin(stage: Stage) -> None:
        await stage.order(**orders)

    return begin


async def cleared(stage: Stage) -> None:
    """The server works again."""
    await stage.clear()


async def nothing(_stage: Stage) -> None:
    """It ended by itself."""


async def _kill(stage: Stage) -> None:
    await asyncio.to_thread(stage.child.kill)


async def _begin_again(stage: Stage) -> None:
    stage.child.begin()
    await asyncio.to_thread(stage.child.wait)


async def _trust(stage: Stage) -> None:
    await stage.trust()


async def _lose_names(stage: Stage) -> None:
    names = socket.getaddrinfo

    def fails(*_: Any, **__: Any) -> NoReturn:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    await stage.order(drop=True)
    socket.getaddrinfo = fails
    stage.undo = lambda: setattr(socket, "getaddrinfo", names)


async def _undo(stage: Stage) -> None:
    stage.undo()


def _our_clock(off_s: float) -> Act:
    async def jump(stage: Stage) -> None:
        stage.clock.off_s = off_s
        await stage.tell()

    return jump


async def _clock_right(stage: Stage) -> None:
    stage.clock.off_s = 0.0


def _asleep(seconds: float) -> Act:
    """The whole process stands still, its connections are cut meanwhile; the hour went on and the steady seconds too."""

    async def sleep(stage: Stage) -> None:
        await stage.order(drop=True)
        time.sleep(seconds)  # noqa: ASYNC251 (that is the fault)

    return sleep


async def _fill_disk(stage: Stage) -> None:
    database: sqlite3.Connection = stage.client.journal._database  # noqa: SLF001 (the disk under it)
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.execute(f"PRAGMA max_page_count = {pages}")
    await stage.tell()


async def _make_room(stage: Stage) -> None:
    stage.client.journal._database.execute("PRAGMA max_page_count = 1073741823")  # noqa: SLF001
    await stage.tell()


def faults(sleep_s: float) -> tuple[Fault, ...]:
    """All of them; `sleep_s` is longer than the server remembers a session."""
    return (
        Fault("connections cut", ordered(drop=True), nothing, 0.0),
        Fault("server killed and started again", _kill, _begin_again, is_reachable=False),
        Fault("server hangs: accepts, never answers", ordered(hang=True), cleared),
        Fault("half-open TCP", ordered(half_open=True), cleared),
        Fault("connections refused for 3 s", ordered(refuse_s=3.0), nothing, 3.0, is_reachable=False),
        Fault("name resolution lost", _lose_names, _undo, is_reachable=False),
        Fault("tokens expire in the middle of everything", ordered(expire_tokens=True, drop=True), nothing, 0.0),
        Fault("another certificate", ordered(new_certificate=True), _trust),
        Fault("every answer 503", ordered(server_errors=_MOST), cleared),
        Fault("every push twice, all out of order", ordered(repeat=True, reorder=True), cleared, is_cut=False),
        Fault("rubbish between events", ordered(garbage=True), cleared, is_cut=False),
        Fault("a message of 100 MB", ordered(huge_messages=1), nothing, 0.0),
        Fault("answers of 100 MB", ordered(huge_answers=2), cleared, is_cut=False),
        Fault("our clock an hour ahead", _our_clock(AN_HOUR_S), _clock_right),
        Fault("our clock an hour behind", _our_clock(-AN_HOUR_S), _clock_right, is_cut=False),
        Fault("the server's clock ten minutes behind", ordered(clock_off_s=-600.0), cleared, is_cut=False),
        Fault("the server's clock ten minutes ahead", ordered(clock_off_s=600.0), cleared, is_cut=False),
        Fault("asleep longer than the server remembers", _asleep(sleep_s), nothing, 0.0),
        Fault("disk full under the journal", _fill_disk, _make_room, is_cut=False),
    )
