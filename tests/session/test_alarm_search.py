"""The search follows the journal, asks in a thread, throws late answers away and looks back on the server, a page at a time."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.connection import Connection, Line
from smartclient.domain.errors import ServerUnreachable
from smartclient.domain.events import AlarmChanged
from smartclient.domain.ids import AlarmId
from smartclient.domain.own_alarms import OWN
from smartclient.domain.site import Site
from smartclient.runtime.clock import ManualClock
from smartclient.session import alarm_search
from smartclient.session.alarm_search import AlarmSearch, Found, Older
from smartclient.store.alarm_archive import AlarmArchive
from smartclient.store.alarm_course import Piece
from smartclient.store.alarm_filter import AlarmFilter, Stage
from smartclient.store.journal import Journal
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later
from tests.builders.running import run, until
from tests.builders.scripted_server import ScriptedServer

START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


def alarm_of(name: str, age_s: float, state: AlarmState = AlarmState.CLOSED) -> Alarm:
    at = START - timedelta(seconds=age_s)
    return Alarm(AlarmId(name), 1, f"Door {name}", "", Priority.LOW, state, "", at, at, None)


class Desk:
    """A search over a journal of its own; `found` are its answers."""

    def __init__(self, folder: Path, older: Older) -> None:
        later = Later()
        self.journal = Journal(folder / "journal.db")
        self.store = SiteStore(Site("Test"), Connection(Line.LIVE, START, START), later)
        self._tell = later.run
        self.archive = AlarmArchive(folder / "alarms.db", folder / "journal.db")
        self.search = AlarmSearch(self.archive, self.store, Places(self.store.site), older, ManualClock(START))
        self.found: list[Found] = []
        self.search.found.connect(self.found.append)

    def hear(self, *alarms: Alarm) -> None:
        events = [AlarmChanged(alarm) for alarm in alarms]
        self.journal.write_events(events, START)
        self.store.apply(events)
        self._tell()

    @property
    def names(self) -> list[str]:
        return [alarm.id for alarm in self.found[-1].first] if self.found else []


@pytest.fixture
def at_desk(tmp_path: Path) -> Callable[[Callable[[Desk], Coroutine[Any, Any, None]], Older], None]:
    """Runs a body at a desk whose server has these older alarms."""

    def start(body: Callable[[Desk], Coroutine[Any, Any, None]], older: Older) -> None:
        async def whole() -> None:
            desk = Desk(tmp_path, older)
            try:
                await body(desk)
            finally:
                await desk.search.stop()
                desk.journal.close()

        run(whole())

    return start


AtDesk = Callable[[Callable[[Desk], Coroutine[Any, Any, None]], Older], None]


def nothing_older() -> Older:
    return ScriptedServer(older_alarms=[]).alarms_before


def test_answers_come_again_when_alarms_come(at_desk: AtDesk) -> None:
    async def body(desk: Desk) -> None:
        desk.hear(alarm_of("a", 50), alarm_of("b", 40))
        desk.search.ask(AlarmFilter(Stage.ANY, text="door"))
        await until(lambda: desk.names == ["b", "a"])
        desk.hear(alarm_of("c", 1, AlarmState.NEW))
        await until(lambda: desk.names == ["c", "b", "a"])
        desk.search.ask(AlarmFilter(Stage.CLOSED))
        await until(lambda: desk.names == ["b", "a"])

    at_desk(body, nothing_older())


def test_the_head_comes_first_and_then_all_of_it(at_desk: AtDesk) -> None:
    async def body(desk: Desk) -> None:
        desk.hear(*(alarm_of(f"n{n}", n) for n in range(250)))
        desk.search.ask(AlarmFilter(Stage.CLOSED))
        await until(lambda: desk.found and desk.found[-1].course.count == 250)
        for found in desk.found:
            assert found.is_all or found.course.count == alarm_search.HEAD
            assert len(found.first) == min(alarm_search.HEAD, found.course.count)
        assert any(not found.is_all for found in desk.found)

    at_desk(body, nothing_older())


def test_the_servers_own_list_is_read_back_to_its_end(at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alarm_search, "PAGE", 4)
    monkeypatch.setattr(alarm_search, "MOST_PAGES", 2)
    older = [alarm_of(f"old {n}", 1_000 + n) for n in range(18)]

    async def body(desk: Desk) -> None:
        search = desk.search
        search.ask(AlarmFilter(Stage.ANY))
        await until(lambda: search.reach.since is not None and not search.reach.is_reading)
        await until(lambda: desk.found and desk.found[-1].course.count in range(4, 9))
        assert not search.reach.is_end
        while not search.reach.is_end:
            search.look_further_back()
            await until(lambda: not search.reach.is_reading)
        await until(lambda: desk.found and desk.found[-1].course.count == 18)
        assert search.reach.since == older[-1].at
        assert desk.names[0] == "old 0"

    at_desk(body, ScriptedServer(older_alarms=older).alarms_before)


def test_a_server_that_is_away_is_a_sentence_and_the_journal_is_searched(at_desk: AtDesk) -> None:
    async def away(_before: datetime, _most: int) -> list[Alarm]:
        raise ServerUnreachable("The server does not answer.")

    async def body(desk: Desk) -> None:
        desk.hear(alarm_of("a", 50))
        desk.search.ask(AlarmFilter(text="door a"))
        await until(lambda: desk.search.reach.trouble)
        desk.search.ask(AlarmFilter(Stage.ANY, text="door a"))
        await until(lambda: desk.names == ["a"])
        assert desk.search.reach.trouble == "The server does not answer."

    at_desk(body, away)


def test_a_question_that_was_replaced_is_not_answered(at_desk: AtDesk) -> None:
    async def body(desk: Desk) -> None:
        desk.hear(alarm_of("a", 50), alarm_of("b", 40))
        for text in ("d", "do", "door", "door b"):
            desk.search.ask(AlarmFilter(Stage.ANY, text=text))
        await until(lambda: desk.names == ["b"])
        assert {found.kept.text for found in desk.found} == {"door b"}
        desk.search.ask(None)
        count = len(desk.found)
        desk.hear(alarm_of("b2", 1))
        search = desk.search
        assert [alarm.id for alarm in await search.open_of_own_rules()] == []
        assert len(desk.found) == count

    at_desk(body, nothing_older())


def test_open_alarms_of_own_rules_are_given_back_to_the_next_watch(at_desk: AtDesk) -> None:
    async def body(desk: Desk) -> None:
        desk.hear(alarm_of(f"{OWN}denied/1", 50, AlarmState.NEW), alarm_of(f"{OWN}denied/2", 40), alarm_of("x", 1))
        assert [alarm.id for alarm in await desk.search.open_of_own_rules()] == [f"{OWN}denied/1"]

    at_desk(body, nothing_older())


def test_while_nobody_searches_an_alarm_is_written_to_the_archive_after_the_rush(
    at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarm_search, "RUSH_S", 3_600.0)
    monkeypatch.setattr(alarm_search, "REST_S", 0.0)

    async def body(desk: Desk) -> None:
        desk.hear(alarm_of("a", 50))
        assert not await desk.search.open_of_own_rules()
        desk.hear(alarm_of("b", 40))
        for _look in range(30):
            written = await asyncio.to_thread(desk.archive.alarms, Piece(AlarmFilter(Stage.ANY)))
            assert [alarm.id for alarm in written] == ["a"]
        desk.search.ask(AlarmFilter(Stage.ANY))
        await until(lambda: desk.names == ["b", "a"])

    at_desk(body, nothing_older())
