"""A view that is over and that the server does not end is ended by this console, again until it is, and said where nobody was there."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from smartclient.domain.commands import EndGrant
from smartclient.domain.errors import Refused
from smartclient.domain.grants import Ending, GrantTerms
from smartclient.session.grants.overdue import AGAIN, Overdue
from smartclient.session.record import Record
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from tests.builders.grants import EVERYWHERE, PRINCIPALS, opened, requested, sign_in, tell_grants
from tests.builders.running import run, until
from tests.builders.scripted_server import ScriptedServer
from tests.builders.watch import Watch, new_watch

KEEPERS = replace(PRINCIPALS, ends_here=EVERYWHERE)


class Keeping:
    """A console that keeps the memorandum, with one view open for an hour."""

    def __init__(self, folder: Path, server: ScriptedServer, terms: GrantTerms = KEEPERS) -> None:
        self.watch: Watch = new_watch()
        sign_in(self.watch, "principal-hs", terms)
        self.grant = opened(requested())
        tell_grants(self.watch, self.grant)
        self.notices, self.journal = Notices(self.watch.clock), Journal(folder / "journal.db")
        record = Record(self.journal, self.notices, self.watch.clock)
        self.overdue = Overdue(server, self.watch.store, record, self.notices, self.watch.clock)

    def pass_by(self, over: timedelta) -> None:
        """It is so long after the end of the view."""
        assert self.grant.ends_at is not None
        self.watch.clock.advance((self.grant.ends_at + over - self.watch.clock.now()).total_seconds())
        self.overdue.look()

    async def stop(self) -> None:
        await self.overdue.stop()
        self.journal.close()


def test_it_is_ended_when_its_time_is_up_and_not_before(tmp_path: Path) -> None:
    async def body() -> None:
        server = ScriptedServer()
        keeping = Keeping(tmp_path, server)
        keeping.pass_by(timedelta(seconds=-1))
        assert server.commands == []
        keeping.pass_by(timedelta(seconds=1))
        keeping.overdue.look()
        await until(lambda: server.commands)
        assert server.commands == [EndGrant(keeping.grant.id, Ending.TIMER)]
        assert keeping.notices.standing == ()
        await keeping.stop()

    run(body())


def test_at_a_start_long_after_it_is_ended_and_said(tmp_path: Path) -> None:
    async def body() -> None:
        keeping = Keeping(tmp_path, ScriptedServer())
        keeping.pass_by(timedelta(hours=3))
        await until(lambda: keeping.notices.standing)
        (said,) = keeping.notices.standing
        assert "nobody was there to end it" in said.text
        await keeping.stop()

    run(body())


def test_what_the_server_refuses_is_said_and_tried_again(tmp_path: Path) -> None:
    async def body() -> None:
        server = ScriptedServer(executes=[Refused("The role is locked."), None])
        keeping = Keeping(tmp_path, server)
        keeping.pass_by(timedelta(seconds=1))
        await until(lambda: keeping.notices.standing)
        assert "still lets" in keeping.notices.standing[0].text
        assert "The role is locked." in keeping.notices.standing[0].text
        keeping.pass_by(timedelta(seconds=2))
        keeping.pass_by(timedelta(seconds=2) + AGAIN)
        await until(lambda: len(server.commands) == 2)
        await until(lambda: not any("still lets" in each.text for each in keeping.notices.standing))
        await keeping.stop()

    run(body())


def test_where_the_server_ends_views_itself_nothing_is_done(tmp_path: Path) -> None:
    async def body() -> None:
        server = ScriptedServer()
        keeping = Keeping(tmp_path, server, PRINCIPALS)
        keeping.pass_by(timedelta(hours=3))
        await keeping.stop()
        assert server.commands == []

    run(body())
