"""Bookmarks and evidence locks: what may be asked, what the journal keeps, and what is said of the answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from smartclient.adapters.server import Capability
from smartclient.domain.commands import (
    AddBookmark,
    FootageCommand,
    LockEvidence,
    RemoveBookmark,
    RenameBookmark,
    UnlockEvidence,
)
from smartclient.domain.connection import Connection, Line
from smartclient.domain.errors import NotPermitted, Refused, ServerUnreachable
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.domain.site import Site
from smartclient.runtime.clock import SystemClock
from smartclient.session.access import RIGHT
from smartclient.session.marking import Marking
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later
from tests.builders.running import run, until
from tests.builders.scripted_server import LONG_AGO, ScriptedServer

GYM, HALL = DeviceId("cameras/1"), DeviceId("cameras/2")
NOW = datetime.now(UTC)
SPAN = Span(NOW - timedelta(minutes=10), NOW - timedelta(minutes=8))
BOOKMARK = AddBookmark(GYM, SPAN.begin, SPAN, "Gate left open")
LOCK = LockEvidence((GYM, HALL), SPAN, "Forced door", until=NOW + timedelta(days=30))


@dataclass
class Desk:
    server: ScriptedServer
    journal: Journal
    notices: Notices
    marking: Marking
    done: list[FootageCommand] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [notice.text for notice in self.notices.standing]

    @property
    def acts(self) -> list[tuple[str, str]]:
        return [(msgspec.json.decode(e.body)["act"], e.subject) for e in self.journal.entries()]


@asynccontextmanager
async def desk(folder: Path, limit_s: float = 5.0, line: Line = Line.LIVE) -> AsyncIterator[Desk]:
    server, clock = ScriptedServer(), SystemClock()
    store = SiteStore(Site("Test"), Connection(line, LONG_AGO), Later())
    journal, notices = Journal(folder / "journal.sqlite"), Notices(clock)
    at = Desk(server, journal, notices, Marking(server, store, journal, notices, clock, limit_s))
    at.marking.done.connect(at.done.append)
    try:
        yield at
    finally:
        await at.marking.stop()
        journal.close()


@pytest.mark.parametrize(
    ("command", "verb", "subject"),
    [
        (BOOKMARK, "set bookmark", GYM),
        (RenameBookmark("b7", "Gate"), "rename bookmark", "b7"),
        (RemoveBookmark("b7"), "take bookmark away", "b7"),
        (LOCK, "lock evidence", f"{GYM} {HALL}"),
        (UnlockEvidence("l7"), "release evidence", "l7"),
    ],
)
def test_what_is_asked_is_journaled_before_and_after(
    tmp_path: Path, command: FootageCommand, verb: str, subject: str
) -> None:
    async def play() -> None:
        async with desk(tmp_path) as at:
            at.marking.send(command)
            assert at.acts == [(verb, subject)]
            await until(lambda: at.done)
            assert at.done == [command]
            assert at.server.commands == [command]
            assert at.acts == [(verb, subject), (f"{verb}: done", subject)]
            assert at.texts == []

    run(play())


def test_the_journal_keeps_what_was_locked_and_how_long(tmp_path: Path) -> None:
    async def play() -> None:
        async with desk(tmp_path) as at:
            at.marking.send(LOCK)
            told = msgspec.json.decode(at.journal.entries()[0].body)["detail"]
            assert told == {
                "name": "Forced door",
                "begin": SPAN.begin.isoformat(),
                "end": SPAN.end.isoformat(),
                "until": LOCK.until.isoformat() if LOCK.until else None,
            }

    run(play())


@pytest.mark.parametrize("error", [Refused("The server says no."), NotPermitted("The server says no.")])
def test_a_refusal_is_said_with_its_reason(tmp_path: Path, error: Exception) -> None:
    async def play() -> None:
        async with desk(tmp_path) as at:
            at.server.executes = [error]
            at.marking.send(BOOKMARK)
            await until(lambda: at.texts)
            assert at.texts == ["Bookmark “Gate left open” was not set: The server says no."]
            assert at.acts[-1] == ("set bookmark: refused", GYM)
            assert at.done == []

    run(play())


def test_no_answer_is_unknown_never_failed(tmp_path: Path) -> None:
    async def play() -> None:
        async with desk(tmp_path, limit_s=0.05) as at:
            at.server.answer_s = 30.0
            at.marking.send(LOCK)
            await until(lambda: at.texts)
            assert at.texts == ["No answer from the server about Footage “Forced door”: it may be locked or not."]
            at.server.answer_s, at.server.executes = 0.0, [ServerUnreachable("The line was cut.")]
            at.marking.send(UnlockEvidence("l7"))
            await until(lambda: "released" in "".join(at.texts))
            assert at.acts[-1] == ("release evidence: no answer from the server", "l7")

    run(play())


@pytest.mark.parametrize(
    ("command", "barred", "reason"),
    [
        (
            BOOKMARK,
            (GYM, Capability.BOOKMARKS),
            f"You may not set bookmarks on this camera. {RIGHT}",
        ),
        (
            LOCK,
            (HALL, Capability.EVIDENCE_LOCKS),
            f"You may not lock the footage of all these cameras. {RIGHT}",
        ),
    ],
)
def test_what_the_user_may_not_do_is_not_sent(
    tmp_path: Path, command: FootageCommand, barred: tuple[DeviceId, Capability], reason: str
) -> None:
    async def play() -> None:
        async with desk(tmp_path) as at:
            at.server.barred.add(barred)
            at.marking.send(command)
            assert (at.texts, at.server.commands) == ([reason], [])

    run(play())


@pytest.mark.parametrize(
    ("command", "line", "missing", "reason"),
    [
        (BOOKMARK, Line.NONE, None, "There is no server here that keeps marks."),
        (BOOKMARK, Line.OFFLINE, None, "There is no connection to the server."),
        (BOOKMARK, Line.LIVE, Capability.BOOKMARKS, "This server keeps no bookmarks for you."),
        (UnlockEvidence("l7"), Line.LIVE, Capability.EVIDENCE_LOCKS, "This server keeps no evidence locks for you."),
        (AddBookmark(GYM, SPAN.begin, SPAN, " "), Line.LIVE, None, "A bookmark needs a name."),
        (RenameBookmark("b7", " "), Line.LIVE, None, "A bookmark needs a name."),
        (AddBookmark(GYM, NOW + timedelta(days=1), SPAN, "x"), Line.LIVE, None, "That time is yet to come."),
        (LockEvidence((), SPAN, "x"), Line.LIVE, None, "There is no camera whose footage could be locked."),
        (LockEvidence((GYM,), SPAN, ""), Line.LIVE, None, "An evidence lock needs a name."),
        (LockEvidence((GYM,), Span(NOW, NOW), "x"), Line.LIVE, None, "There is no footage of that time."),
        (LockEvidence((GYM,), SPAN, "x", until=SPAN.end), Line.LIVE, None, "The lock would end before now."),
    ],
)
def test_what_cannot_be_asked_is_not_sent(
    tmp_path: Path, command: FootageCommand, line: Line, missing: Capability | None, reason: str
) -> None:
    async def play() -> None:
        async with desk(tmp_path, line=line) as at:
            at.server.capabilities -= {missing} if missing else frozenset()
            at.marking.send(command)
            assert at.texts == [reason]
            assert at.marking.why_not(command) == reason
            assert at.acts == []
            assert at.server.commands == []

    run(play())
