"""The past at any instant, asked in any order, is what folding from the beginning makes of it; the journal tells it from its own rows."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import DeviceState, Fact, Leaf, Lock
from smartclient.domain.events import AlarmChanged, Event, EventKind, Happened
from smartclient.domain.ids import AlarmId, DeviceId, EventId
from smartclient.domain.site import Site
from smartclient.store.changes import Changes
from smartclient.store.journal import Journal
from smartclient.store.past_course import EVERY, PastCourse
from smartclient.store.past_site import PastSite, Standing
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later
from tests.builders.watch import DOOR, START, alarm_of

DEVICES = [DeviceId(f"doors/{number}") for number in range(4)]
KINDS = [EventKind.DOOR_OPENED, EventKind.DOOR_CLOSED, EventKind.DOOR_LOCKED, EventKind.DOOR_UNLOCKED]


def second(number: float) -> datetime:
    return START + timedelta(seconds=number)


@st.composite
def courses(draw: st.DrawFn) -> list[Event]:
    """Events of doors and alarms, late and out of order as a server tells them."""
    events: list[Event] = []
    seconds = draw(st.lists(st.integers(0, 60), max_size=30))
    for number, at in enumerate(seconds):
        if number % 5 == 4:
            state = AlarmState.NEW if number % 2 else AlarmState.CLOSED
            events.append(AlarmChanged(_alarm(f"a{number % 3}", state, second(at), number)))
        else:
            kind, device = KINDS[number % len(KINDS)], DEVICES[(number * 7) % len(DEVICES)]
            events.append(Happened(EventId(f"e{number:05}"), second(at), kind, device))
    return events


def _alarm(name: str, state: AlarmState, changed_at: datetime, number: int = 1) -> Alarm:
    return Alarm(AlarmId(name), number, name, "", Priority.HIGH, state, state.name, START, changed_at, DEVICES[0])


def from_scratch(events: list[Event], instant: datetime) -> SiteStore:
    """A store that hears what was told of the time until then, earliest first."""
    store = SiteStore(Site("Test"), Connection(Line.LIVE, START), Later())
    heard = [event for event in events if _at(event) <= instant]
    store.apply(sorted(heard, key=_at))
    return store


def _at(event: Event) -> datetime:
    assert isinstance(event, Happened | AlarmChanged)
    return event.at if isinstance(event, Happened) else event.alarm.changed_at


@given(courses(), st.lists(st.integers(-1, 61), min_size=1, max_size=8), st.integers(1, 7))
def test_any_instant_is_what_folding_from_the_beginning_makes_of_it(
    events: list[Event], asked: list[int], every: int
) -> None:
    course = PastCourse(events, every=every)
    for at in asked:
        instant = second(at)
        standing, fresh = course.at(instant), from_scratch(events, instant)
        assert standing.states == fresh.states
        assert {key: alarm.changed_at for key, alarm in standing.alarms.items()} == {
            key: alarm.changed_at for key, alarm in fresh.alarms.items()
        }
        assert course.at(instant) is standing


def test_a_jump_back_over_checkpoints_is_what_was_so_then() -> None:
    kinds = (EventKind.DOOR_OPENED, EventKind.DOOR_CLOSED)
    events = [Happened(EventId(f"e{i:05}"), second(i), kinds[i % 2], DOOR) for i in range(3 * EVERY)]
    course = PastCourse(events)
    for at in (3 * EVERY, EVERY, EVERY - 1, 2 * EVERY + 7, 0):
        leaf = course.at(second(at)).states[DOOR].leaf
        assert leaf is not None
        assert leaf.at == second(min(at, 3 * EVERY - 1))


def test_a_site_of_the_past_tells_what_is_different_and_nothing_else() -> None:
    later, told = Later(), list[Changes]()
    site = PastSite(Site("Test"), {}, START, later)
    site.changed.connect(told.append)
    opened = Happened(EventId("e"), second(5), EventKind.DOOR_FORCED, DOOR)
    course = PastCourse([opened, AlarmChanged(_alarm("a", AlarmState.NEW, second(6)))])
    for at in (4, 5, 5.5, 7, 5):
        site.stand_at(course.at(second(at)), second(at))
        later.run()
    assert [(changes.devices, changes.alarms) for changes in told] == [
        (frozenset({DOOR}), frozenset()),
        (frozenset(), frozenset({"a"})),
        (frozenset(), frozenset({"a"})),
    ]
    assert site.open_alarms() == []
    assert site.connection.heard_at == second(5)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    made = Journal(tmp_path / "journal.db")
    yield made
    made.close()


def closed(at: float) -> dict[DeviceId, DeviceState]:
    """Door 7 as a snapshot tells it."""
    fact = Fact(Leaf.CLOSED, second(at), EventId("snapshot"))
    return {DOOR: DeviceState(leaf=fact, lock=Fact(Lock.LOCKED, second(at), EventId("snapshot")))}


def happened(number: int) -> Happened:
    return Happened(EventId(f"e{number}"), second(number), EventKind.DOOR_FORCED, DOOR)


def test_the_journal_tells_a_span_from_the_last_time_all_was_written(journal: Journal) -> None:
    journal.write_states(closed(-100), second(-100), are_all=True)
    journal.write_events([happened(-99)], second(-99))
    journal.write_states(closed(0), second(0), are_all=True)
    journal.write_act("dispatcher", "unlock door", DOOR, second(1))
    journal.write_events([happened(10)], second(10))
    journal.write_states(closed(15), second(15), are_all=False)
    journal.write_events([AlarmChanged(alarm_of("a", age_s=-20))], second(20))
    journal.write_events([happened(9_000)], second(9_000))
    told = journal.told(second(5), second(30))
    assert told.states == (closed(0), closed(15))
    assert [_at(event) for event in told.events] == [second(10), second(20)]
    course = PastCourse(told.events, told.states)
    leaves = [course.at(second(at)).states[DOOR].leaf for at in (5, 12, 20)]
    assert [leaf.value for leaf in leaves if leaf is not None] == [Leaf.CLOSED, Leaf.FORCED, Leaf.CLOSED]
    assert course.at(second(-5)) == Standing()


def test_a_journal_without_states_is_told_from_its_first_row(journal: Journal) -> None:
    journal.write_events([happened(1)], second(1))
    assert journal.told(second(50), second(60)).events == (happened(1),)


def test_a_journal_that_cannot_be_read_tells_nothing(journal: Journal, tmp_path: Path) -> None:
    journal.close()
    (tmp_path / "journal.db").unlink()
    assert journal.told(second(0), second(9)).events == ()
