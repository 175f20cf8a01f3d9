"""Events of a gap are read from the server's log, however long it takes to answer; what it does not keep is said to be missing."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from smartclient.adapters.server import Server
from smartclient.domain.errors import NotPermitted, ServerError, ServerUnreachable
from smartclient.domain.events import Event, EventKind, EventsMissing, Happened
from smartclient.domain.ids import DeviceId, EventId
from smartclient.domain.recordings import Span
from smartclient.runtime.clock import ManualClock
from smartclient.session import missed_events
from smartclient.session.missed_events import LONGEST, MARGIN, MissedEvents
from smartclient.store.notices import Notices
from tests.builders.running import run

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
GAP = EventsMissing(NOON, NOON + timedelta(seconds=40))


def passed(number: int) -> Happened:
    at = NOON + timedelta(seconds=number)
    return Happened(EventId(f"e{number}"), at, EventKind.ACCESS_GRANTED, DeviceId("accesscontrolunits/7"))


class Log:
    """A server whose log can be asked, after some failures."""

    def __init__(self, *failures: ServerError) -> None:
        self.failures = list(failures)
        self.asked: list[Span] = []

    async def past_events(self, span: Span, device: DeviceId | None = None) -> Sequence[Happened]:  # noqa: ARG002
        self.asked.append(span)
        if self.failures:
            raise self.failures.pop(0)
        return [passed(3), passed(1), passed(2)]


async def no_take(events: Sequence[Event]) -> int:
    """None of them is shown."""
    raise AssertionError(events)


def read(server: Log, newest: datetime | None = None) -> tuple[list[Event], str]:
    taken: list[Event] = []
    notices = Notices(ManualClock(NOON))

    async def take(events: Sequence[Event]) -> int:
        taken.extend(events)
        return len(events)

    run(MissedEvents(cast("Server", server), notices, take).read(GAP, newest))
    return taken, notices.standing[0].text


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missed_events, "AGAIN_S", (0.0, 0.001))


def test_they_come_oldest_first_and_are_counted() -> None:
    taken, said = read(Log())
    assert taken == [passed(1), passed(2), passed(3)]
    assert "The server's log had 3 events of that time; what it does not keep, such as motion, is missing." in said


def test_a_server_that_is_cut_again_is_asked_until_it_answers() -> None:
    log = Log(*(ServerUnreachable("away") for _ in range(9)))
    assert len(read(log)[0]) == 3
    assert len(log.asked) == 10


def test_who_may_not_read_the_log_is_told_so_at_once() -> None:
    log = Log(NotPermitted("no"))
    taken, said = read(log)
    assert taken == []
    assert said.endswith("the server's log of that time cannot be read.")
    assert len(log.asked) == 1


def test_clocks_may_differ() -> None:
    log = Log()
    slow = NOON - timedelta(hours=2)
    read(log, newest=slow)
    assert log.asked[0].begin == slow - MARGIN
    assert log.asked[0].end > GAP.until + timedelta(hours=2)


def test_after_a_long_absence_no_more_than_a_day_is_read() -> None:
    log = Log()
    missed = MissedEvents(cast("Server", log), Notices(ManualClock(NOON)), no_take)
    assert len(run(missed.since(NOON - timedelta(days=90), NOON))) == 3
    assert log.asked[0].begin == NOON - LONGEST - MARGIN
