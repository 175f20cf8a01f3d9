"""After the server's configuration changed the devices are read again, once, beside the running events."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.errors import ServerUnreachable
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import DeviceId, EventId
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime.clock import SystemClock
from smartclient.session import rereading
from smartclient.session.backoff import Backoff
from smartclient.session.connection import Session
from smartclient.session.record import Record
from smartclient.session.rereading import Rereading
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later
from tests.builders.running import run, until
from tests.builders.scripted_server import LONG_AGO, ScriptedServer

OLD = Device(DeviceId("cameras/1"), DeviceKind.CAMERA, "Old")
NEW = Device(DeviceId("cameras/2"), DeviceKind.CAMERA, "New")
FIRST = Snapshot(LONG_AGO, "Scripted", "dispatcher", (OLD,))


class Stage:
    def __init__(self, folder: Path, calm_s: float) -> None:
        clock = SystemClock()
        self.server = ScriptedServer(FIRST)
        self.store = SiteStore(Site("Test"), Connection(Line.NONE, LONG_AGO), Later())
        self.journal, self.notices = Journal(folder / "journal.sqlite"), Notices(clock)
        self.store.take_snapshot(FIRST)
        self.rereading = Rereading(
            self.server,
            self.store,
            Record(self.journal, self.notices, clock),
            self.notices,
            self.store.take_snapshot,
            calm_s,
        )

    def play(self, body: Coroutine[Any, Any, None]) -> None:
        async def playing() -> None:
            task = asyncio.create_task(self.rereading.run())
            await body
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        run(playing())
        self.journal.close()


def test_new_and_gone_devices_are_told_and_in_the_journal(tmp_path: Path) -> None:
    on = Stage(tmp_path, calm_s=0.0)

    async def body() -> None:
        on.server.snapshot = replace(FIRST, devices=(NEW,))
        on.rereading.want()
        await until(lambda: NEW.id in on.store.devices)
        assert not on.store.devices[OLD.id].is_on_server
        assert [notice.text for notice in on.notices.standing] == ["The server's devices changed: 1 new, 1 gone."]
        (entry,) = on.journal.entries()
        said = msgspec.json.decode(entry.body)
        assert (said["act"], said["detail"]) == (
            "read the configuration again",
            {"new": [NEW.id], "gone": [OLD.id]},
        )

    on.play(body())


def test_many_changes_are_one_reading(tmp_path: Path) -> None:
    on = Stage(tmp_path, calm_s=0.02)

    async def body() -> None:
        for _ in range(50):
            on.rereading.want()
            await asyncio.sleep(0)
        await until(lambda: on.server.connected == 1)
        for _ in range(50):
            await asyncio.sleep(0)
        assert on.server.connected == 1
        on.rereading.want()
        await until(lambda: on.server.connected == 2)

    on.play(body())


def test_a_reading_that_fails_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "smartclient.session")
    monkeypatch.setattr(rereading, "AGAIN", Backoff(0.0, 0.0))
    on = Stage(tmp_path, calm_s=0.0)
    on.server.connects = [ServerUnreachable("Away."), None]

    async def body() -> None:
        on.server.snapshot = replace(FIRST, devices=(OLD, NEW))
        on.rereading.want()
        await until(lambda: NEW.id in on.store.devices)

    on.play(body())
    assert caplog.messages == ["the configuration cannot be read again: Away."]


def test_the_session_reads_again_when_the_server_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted: list[Rereading] = []
    monkeypatch.setattr(Rereading, "want", lambda this: wanted.append(this))
    on = Stage(tmp_path, calm_s=0.0)

    async def body() -> None:
        session = Session(on.server, on.store, on.journal, on.notices, SystemClock())
        session.start()
        changed = Happened(EventId("1"), datetime.now(UTC), EventKind.CONFIGURATION_CHANGED, None)
        on.server.say(changed)
        on.server.say(changed)
        await until(lambda: wanted and on.store.recent)
        await session.stop()
        assert len(wanted) == 1

    on.play(body())
