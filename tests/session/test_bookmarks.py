"""A bookmark is set at the watched moment, named anew and taken away."""

from datetime import timedelta
from pathlib import Path

from smartclient.domain.commands import AddBookmark, RemoveBookmark, RenameBookmark
from smartclient.domain.connection import Connection, Line
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Bookmark, Span
from smartclient.domain.site import Site
from smartclient.runtime.clock import ManualClock
from smartclient.session.bookmarks import AFTER, BEFORE, Bookmarks
from smartclient.session.marking import Marking
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later
from tests.builders.running import run, until
from tests.builders.scripted_server import LONG_AGO, ScriptedServer

HALL = DeviceId("cameras/hall")
NOW = LONG_AGO + timedelta(days=100)


def bookmarks(server: ScriptedServer, folder: Path) -> tuple[Bookmarks, Marking, Journal]:
    clock = ManualClock(NOW)
    store = SiteStore(Site("Test"), Connection(Line.LIVE, NOW, NOW), Later())
    journal = Journal(folder / "journal.db")
    marking = Marking(server, store, journal, Notices(clock), clock)
    return Bookmarks(marking, clock), marking, journal


def test_it_is_set_with_what_led_to_it_and_never_beyond_now(tmp_path: Path) -> None:
    async def body() -> None:
        server = ScriptedServer()
        made, marking, journal = bookmarks(server, tmp_path)
        made.add(HALL, NOW - timedelta(seconds=4))
        await until(lambda: server.commands)
        command = server.commands[0]
        assert isinstance(command, AddBookmark)
        assert command.at == NOW - timedelta(seconds=4)
        assert command.span == Span(command.at - BEFORE, NOW)
        assert made.command(HALL, NOW - timedelta(hours=1)).span.end == NOW - timedelta(hours=1) + AFTER
        await marking.stop()
        journal.close()

    run(body())


def test_another_name_and_removal_are_asked_of_the_server(tmp_path: Path) -> None:
    old = Bookmark("old", HALL, NOW - timedelta(hours=1), Span(NOW - timedelta(hours=1), NOW), "Bag")

    async def body() -> None:
        server = ScriptedServer()
        made, marking, journal = bookmarks(server, tmp_path)
        made.rename(old, "Red bag")
        await until(lambda: len(server.commands) == 1)
        made.remove(old)
        await until(lambda: len(server.commands) == 2)
        assert server.commands == [RenameBookmark("old", "Red bag"), RemoveBookmark("old")]
        await marking.stop()
        journal.close()

    run(body())
