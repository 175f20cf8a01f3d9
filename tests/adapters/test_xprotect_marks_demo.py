"""Marks, recordings and presets of the demo server, asked for as the window does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smartclient.adapters.server import Capability
from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.demo.server import DemoServer
from smartclient.domain.commands import (
    AddBookmark,
    GoToPreset,
    LockEvidence,
    RemoveBookmark,
    RenameBookmark,
    UnlockEvidence,
)
from smartclient.domain.errors import NotPermitted, Refused
from smartclient.domain.recordings import Span
from smartclient.store.spans import within
from tests.builders.demo_district import camera, client, demo_server, guid_of, write_district
from tests.builders.running import run

HOUR = timedelta(hours=1)


@asynccontextmanager
async def connected(folder: Path, user: str = "dispatcher") -> AsyncIterator[tuple[DemoServer, XProtectServer]]:
    write_district(folder / "district", moving=4)
    async with demo_server(folder) as demo:
        server = client(demo, user)
        await server.connect()
        try:
            yield demo, server
        finally:
            await server.close()


def test_a_bookmark_comes_and_goes(tmp_path: Path) -> None:
    async def scene() -> None:
        async with connected(tmp_path) as (_, server):
            now = datetime.now(UTC)
            at = (now - 2 * HOUR).replace(microsecond=0)
            span, today = Span(at - timedelta(seconds=5), at + timedelta(seconds=10)), Span(now - 12 * HOUR, now)
            await server.execute(AddBookmark(camera(1), at, span, "Gate left open", "By the delivery van"))
            (mark,) = (await server.marks(today)).bookmarks
            assert (mark.camera, mark.at, mark.span) == (camera(1), at, span)
            assert (mark.name, mark.description, mark.user) == ("Gate left open", "By the delivery van", "dispatcher")
            assert (await server.marks(Span(now - HOUR, now))).bookmarks == ()
            await server.execute(RenameBookmark(mark.id, "Gate, again"))
            (renamed,) = (await server.marks(today)).bookmarks
            assert renamed == replace(mark, name="Gate, again")
            await server.execute(RemoveBookmark(mark.id))
            assert (await server.marks(today)).bookmarks == ()
            with pytest.raises(Refused, match="not found"):
                await server.execute(RemoveBookmark(mark.id))

    run(scene())


def test_footage_is_locked_and_released(tmp_path: Path) -> None:
    async def scene() -> None:
        async with connected(tmp_path) as (_, server):
            now = datetime.now(UTC).replace(microsecond=0)
            span, until = Span(now - 3 * HOUR, now - 2 * HOUR), now + timedelta(days=90)
            await server.execute(LockEvidence((camera(1), camera(2)), span, "Forced door", "Case 7", until))
            await server.execute(LockEvidence((camera(3),), span, "For ever"))
            locks = {lock.name: lock for lock in (await server.marks(span)).locks}
            assert locks["Forced door"].cameras == (camera(1), camera(2))
            assert (locks["Forced door"].span, locks["Forced door"].until) == (span, until)
            assert locks["For ever"].until is None
            await server.execute(UnlockEvidence(locks["For ever"].id))
            assert [lock.name for lock in (await server.marks(span)).locks] == ["Forced door"]

    run(scene())


def test_who_may_only_watch_is_told(tmp_path: Path) -> None:
    async def scene() -> None:
        async with connected(tmp_path, "responder") as (_, server):
            now = datetime.now(UTC)
            assert not server.permits(camera(1), Capability.BOOKMARKS)
            assert Capability.EVIDENCE_LOCKS not in server.capabilities
            with pytest.raises(NotPermitted, match="You may not set a bookmark"):
                await server.execute(AddBookmark(camera(1), now, Span(now, now), "Gate"))
            assert (await server.marks(Span(now - HOUR, now))).locks == ()

    run(scene())


def test_a_month_of_a_camera_comes_in_one_call_and_as_the_recorder_tells_it(tmp_path: Path) -> None:
    async def scene() -> None:
        async with connected(tmp_path) as (demo, server):
            now = datetime.now(UTC)
            month = Span(now - timedelta(days=29), now - HOUR)
            told = await server.recordings(camera(1), month)
            begin, end = (round(at.timestamp() * 1000) for at in (month.begin, month.end))
            recorded = demo.recorded.recorded(guid_of("camera 1"), begin, end)
            motion = demo.recorded.motion(guid_of("camera 1"), begin, end)
            for kind, known in ((told.recorded, recorded), (told.motion, motion)):
                assert [round(piece.begin.timestamp() * 1000) for piece in kind] == [piece[0] for piece in known]
                assert [round(piece.end.timestamp() * 1000) for piece in kind] == [piece[1] for piece in known]
            week = Span(now - timedelta(days=9), now - timedelta(days=2))
            again = await server.recordings(camera(1), week)
            assert again.recorded == within(told.recorded, week)

    run(scene())


def test_a_moving_camera_goes_to_its_presets(tmp_path: Path) -> None:
    async def scene() -> None:
        async with connected(tmp_path) as (demo, server):
            assert server.permits(camera(4), Capability.PTZ)
            assert not server.permits(camera(1), Capability.PTZ)
            assert await server.presets(camera(1)) == {}
            presets = await server.presets(camera(4))
            assert {"Home", "Left", "Right"} <= set(presets.values())
            left = next(key for key, name in presets.items() if name == "Left")
            await server.execute(GoToPreset(camera(4), left))
            assert demo.world.heads[guid_of("camera 4")].is_moving(demo.world.clock())
            other = client(demo, "principal-hs")
            await other.connect()
            with pytest.raises(Refused, match="moves the camera"):
                await other.execute(GoToPreset(camera(4), left))
            await other.close()

    run(scene())
