"""What happened at doors: from journal and server together, each once, no names without the right, no answers to old questions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from smartclient.adapters.server import Capability
from smartclient.domain.connection import Connection, Line
from smartclient.domain.errors import ServerUnreachable
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import DeviceId, EventId
from smartclient.domain.recordings import Span
from smartclient.domain.site import Site
from smartclient.runtime.clock import ManualClock
from smartclient.session.door_events import ATTEMPTS, DoorEvents, DoorQuestion
from smartclient.store.journal import Journal
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later
from tests.builders.running import run, until
from tests.builders.scripted_server import ScriptedServer

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
DOOR, OTHER = DeviceId("accesscontrolunits/1"), DeviceId("accesscontrolunits/2")
NAMES = frozenset({Capability.EVENTS, Capability.CARD_HOLDERS})


class _Away(ScriptedServer):
    """A server whose kept events cannot be read."""

    async def past_events(self, span: Span, device: DeviceId | None = None) -> list[Happened]:
        raise ServerUnreachable(f"No answer about {device} from {span.begin}.")


def _event(
    number: int, kind: EventKind = EventKind.ACCESS_GRANTED, device: DeviceId = DOOR, person: str = ""
) -> Happened:
    return Happened(EventId(f"e{number}"), NOW - timedelta(minutes=number), kind, device, person=person)


class Post:
    """The events of doors over a journal and a server."""

    def __init__(self, folder: Path, server: ScriptedServer) -> None:
        self.server, self.clock, self.later = server, ManualClock(NOW), Later()
        self.store = SiteStore(Site("s"), Connection(Line.LIVE, NOW, NOW), self.later)
        self.journal = Journal(folder / "journal.db")
        self.events = DoorEvents(server, self.store, self.journal, self.clock)

    def write(self, *events: Happened) -> None:
        """This workstation heard of these."""
        for event in events:
            self.journal.write_events([event], event.at)

    async def ask(self, question: DoorQuestion) -> list[str]:
        """The ids found."""
        self.events.ask(question)
        await until(lambda: not self.events.is_searching)
        return [event.id for event in self.events.found]


@asynccontextmanager
async def on_post(folder: Path, server: ScriptedServer | None = None) -> AsyncIterator[Post]:
    post = Post(folder, server or ScriptedServer(capabilities=NAMES))
    try:
        yield post
    finally:
        await post.events.stop()
        post.journal.close()


DAY = DoorQuestion(frozenset({DOOR}), NOW - timedelta(days=1))


def test_journal_and_server_are_one_list_newest_first(tmp_path: Path) -> None:
    async def scene() -> None:
        async with on_post(tmp_path) as post:
            post.write(_event(1), _event(3), _event(4, device=OTHER))
            post.server.kept = [_event(1), _event(2), Happened(EventId("#state"), NOW, EventKind.DOOR_LOCKED, DOOR)]
            assert await post.ask(DAY) == ["e1", "e2", "e3"]
            assert await post.ask(replace(DAY, doors=None)) == ["e1", "e2", "e3", "e4"]
            assert await post.ask(replace(DAY, until=NOW - timedelta(minutes=2))) == ["e2", "e3"]

    run(scene())


def test_a_person_and_attempts_are_found(tmp_path: Path) -> None:
    async def scene() -> None:
        async with on_post(tmp_path) as post:
            post.server.kept = [
                _event(1, person="Badge 17"),
                _event(2, EventKind.ACCESS_DENIED, person="badge 18"),
                _event(3, EventKind.DOOR_FORCED),
            ]
            assert await post.ask(replace(DAY, person="BADGE 1")) == ["e1", "e2"]
            assert await post.ask(replace(DAY, kinds=ATTEMPTS)) == ["e2", "e3"]

    run(scene())


def test_without_the_right_names_of_an_earlier_user_are_taken_out_and_not_looked_for(tmp_path: Path) -> None:
    async def scene() -> None:
        async with on_post(tmp_path, ScriptedServer(capabilities=frozenset({Capability.EVENTS}))) as post:
            post.write(_event(1, person="Badge 17"))
            assert await post.ask(DAY) == ["e1"]
            assert (post.events.found[0].person, post.events.found[0].is_person_withheld) == ("", True)
            post.events.ask(replace(DAY, person="Badge"))
            assert post.events.question == DAY, "the question is not even asked"
            assert post.events.why_no_person

    run(scene())


def test_a_server_that_is_away_leaves_what_the_journal_has_and_says_so(tmp_path: Path) -> None:
    async def scene() -> None:
        async with on_post(tmp_path, _Away(capabilities=NAMES)) as post:
            post.write(_event(1))
            assert await post.ask(DAY) == ["e1"]
            assert "cannot be read" in post.events.trouble

    run(scene())


def test_answers_to_an_earlier_question_come_no_more(tmp_path: Path) -> None:
    async def scene() -> None:
        async with on_post(tmp_path) as post:
            post.server.kept = [_event(1), _event(2, device=OTHER)]
            post.events.ask(DAY)
            assert await post.ask(replace(DAY, doors=frozenset({OTHER}))) == ["e2"]

    run(scene())


def test_what_happens_meanwhile_is_added(tmp_path: Path) -> None:
    async def scene() -> None:
        async with on_post(tmp_path) as post:
            assert await post.ask(DAY) == []
            post.store.apply([_event(0, EventKind.ACCESS_DENIED), _event(5, device=OTHER)])
            post.later.run()
            assert [event.id for event in post.events.found] == ["e0"]

    run(scene())
