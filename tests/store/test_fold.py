"""The fold keeps the later news whatever the order and however often it comes."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.devices import DeviceState, Fact, Leaf, Lock
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import DeviceId, EventId
from smartclient.store.fold import fold, merge

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DOOR = DeviceId("accesscontrolunits/7")


def event(number: int, seconds: int, kind: EventKind) -> Happened:
    return Happened(EventId(f"e{number:04}"), NOON + timedelta(seconds=seconds), kind, DOOR)


events = st.lists(
    st.builds(event, st.integers(0, 9999), st.integers(-50, 50), st.sampled_from(EventKind)),
    max_size=12,
    unique_by=lambda e: e.id,
)


def folded(happened: list[Happened], state: DeviceState | None = None) -> DeviceState:
    state = state or DeviceState()
    for each in happened:
        state = fold(state, each)
    return state


@given(events, st.randoms())
def test_order_does_not_matter(happened: list[Happened], random: Random) -> None:
    shuffled = list(happened)
    random.shuffle(shuffled)
    assert folded(shuffled) == folded(happened)


@given(events)
def test_twice_is_once(happened: list[Happened]) -> None:
    assert folded(happened + happened) == folded(happened)


@given(events)
def test_nothing_older_than_the_snapshot_changes_it(happened: list[Happened]) -> None:
    at = NOON + timedelta(seconds=100)
    snapshot = DeviceState(lock=Fact(Lock.LOCKED, at, EventId("s")), leaf=Fact(Leaf.CLOSED, at, EventId("s")))
    after = folded(happened, snapshot)
    assert (after.lock, after.leaf) == (snapshot.lock, snapshot.leaf)


@given(events, events)
def test_merging_states_is_folding_both_lists(first: list[Happened], second: list[Happened]) -> None:
    seen = {e.id for e in first}
    rest = [e for e in second if e.id not in seen]
    assert merge(folded(first), folded(rest)) == folded(first + rest)


def test_a_forced_door_stays_forced_until_it_closes() -> None:
    state = folded([event(1, 0, EventKind.DOOR_LOCKED), event(2, 5, EventKind.DOOR_FORCED)])
    assert state.leaf is not None
    assert state.lock is not None
    assert (state.leaf.value, state.lock.value) == (Leaf.FORCED, Lock.LOCKED)
    closed = fold(state, event(3, 9, EventKind.DOOR_CLOSED))
    assert closed.leaf is not None
    assert closed.leaf.value is Leaf.CLOSED


def test_what_was_never_heard_is_unknown() -> None:
    assert folded([event(1, 0, EventKind.ACCESS_GRANTED)]) == DeviceState()
