"""The queue keeps open alarms in order, however they change, and lets go of what is least urgent when there are too many."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.ids import AlarmId
from smartclient.store import alarm_queue
from smartclient.store.alarm_queue import AlarmQueue

START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


def alarm_of(name: str, priority: Priority, state: AlarmState, age_s: int) -> Alarm:
    at = START - timedelta(seconds=age_s)
    return Alarm(AlarmId(name), 1, name, "", priority, state, state.name, at, at, None)


some_alarms = st.lists(
    st.builds(
        alarm_of,
        st.sampled_from("abcdefgh"),
        st.sampled_from(Priority),
        st.sampled_from(AlarmState),
        st.integers(0, 900),
    ),
    max_size=40,
)


@given(some_alarms)
def test_the_order_is_that_of_sorting_the_last_tellings(told: list[Alarm]) -> None:
    queue = AlarmQueue()
    for alarm in told:
        queue.put(alarm)
    last = {alarm.id: alarm for alarm in told}
    expected = sorted((a for a in last.values() if a.is_open), key=lambda a: (a.urgency, a.id))
    assert queue.open() == expected
    assert queue.first == (expected[0] if expected else None)
    assert queue.by_id == last
    for priority, tally in queue.tallies().items():
        states = [a.state is AlarmState.NEW for a in expected if a.priority is priority]
        assert (tally.new, tally.taken) == (states.count(True), states.count(False))


def test_beyond_its_bounds_it_lets_go_of_the_least_urgent_and_of_the_longest_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(alarm_queue, "MOST_OPEN", 2)
    monkeypatch.setattr(alarm_queue, "MOST_CLOSED", 1)
    queue = AlarmQueue()
    high = alarm_of("high", Priority.HIGH, AlarmState.NEW, 10)
    low = alarm_of("low", Priority.LOW, AlarmState.NEW, 1)
    medium = alarm_of("medium", Priority.MEDIUM, AlarmState.NEW, 5)
    assert queue.put(high) == queue.put(low) == ()
    assert queue.is_whole
    assert queue.put(medium) == (low.id,)
    assert queue.open() == [high, medium]
    assert not queue.is_whole
    queue.put(replace(high, state=AlarmState.CLOSED))
    assert queue.put(replace(medium, state=AlarmState.CLOSED)) == (high.id,)
    assert list(queue.by_id) == [medium.id]


def test_it_knows_how_many_came_in_the_last_ten_minutes_open_or_closed() -> None:
    queue = AlarmQueue()
    for number, age_s in enumerate((1, 500, 599, 601, 4_000)):
        queue.put(alarm_of(str(number), Priority.LOW, AlarmState.CLOSED if number % 2 else AlarmState.NEW, age_s))
    assert queue.raised_lately(START) == 3
    assert queue.raised_lately(START + timedelta(minutes=11)) == 0
