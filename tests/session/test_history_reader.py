"""The timeline's past: what the journal has of before this watch, read when it is looked at, and beside what is told now."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.events import AlarmChanged, Event, EventKind, Happened
from smartclient.domain.ids import AlarmId, DeviceId, EventId
from smartclient.domain.recordings import Span
from smartclient.domain.site import Site
from smartclient.runtime.clock import SystemClock
from smartclient.session.history_reader import HistoryReader
from smartclient.store.journal import Journal
from smartclient.store.moments import MomentKind, moments
from smartclient.store.past import Past
from smartclient.store.site_store import SiteStore
from tests.builders.running import run, until

DOOR = DeviceId("outputs/door")
NOW = datetime.now(UTC)
YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    kept = Journal(tmp_path / "journal.sqlite")
    yield kept
    kept.close()


def happened(name: str, kind: EventKind, at: datetime) -> Happened:
    return Happened(EventId(name), at, kind, DOOR)


def alarm(state: AlarmState, changed_at: datetime) -> AlarmChanged:
    return AlarmChanged(
        Alarm(AlarmId("a"), 7, "Door forced", "", Priority.HIGH, state, state.name, YESTERDAY, changed_at, DOOR)
    )


def _is_known(past: Past, window: Span) -> bool:
    return not past.history.unknown(window)


async def read(journal: Journal, past: Past, *windows: Span) -> None:
    reader = HistoryReader(journal, past.history, SystemClock())
    try:
        for window in windows:
            reader.look(window)
            await until(partial(_is_known, past, window))
    finally:
        await reader.stop()


def test_the_past_of_an_earlier_watch_is_on_the_timeline(journal: Journal) -> None:
    journal.write_events([happened("forced", EventKind.DOOR_FORCED, YESTERDAY)], YESTERDAY)
    journal.write_events([happened("moved", EventKind.MOTION_STARTED, YESTERDAY)], YESTERDAY)
    later = YESTERDAY + timedelta(minutes=5)
    journal.write_events([alarm(AlarmState.NEW, YESTERDAY), alarm(AlarmState.CLOSED, later)], later)
    past, told = Past.new(SystemClock()), list[None]()
    past.history.changed.connect(told.append)
    window = Span(YESTERDAY - timedelta(hours=1), YESTERDAY + timedelta(hours=1))
    run(read(journal, past, window, window))
    assert [event.id for event in past.history.events.values()] == ["forced"]
    assert past.history.alarms[AlarmId("a")].state is AlarmState.CLOSED
    assert len(told) == 1

    store = SiteStore(
        Site(name="a", devices=(Device(DOOR, DeviceKind.DOOR, "Door 7"),)),
        Connection(Line.LIVE, NOW),
        lambda _s, call: call(),
    )
    found = moments(store, past, {DOOR})
    assert {moment.kind: moment.is_open for moment in found} == {MomentKind.DOOR: False, MomentKind.ALARM: False}
    store.stop()


def test_what_is_on_show_already_is_not_read_again(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[tuple[datetime, datetime]]()
    real = journal.notable

    def noted(since: datetime, until: datetime) -> tuple[Event, ...]:
        asked.append((since, until))
        return real(since, until)

    monkeypatch.setattr(journal, "notable", noted)
    day, wider = (Span(YESTERDAY - timedelta(hours=hours), YESTERDAY) for hours in (4, 8))
    run(read(journal, Past.new(SystemClock()), day, day, wider))
    assert asked == [(day.begin, day.end), (wider.begin, day.begin)]
