"""What of the server's states is written down again: other values only, and none that is overtaken."""

from datetime import timedelta

from smartclient.domain.devices import DeviceState, Fact, Leaf, Lock
from smartclient.domain.ids import EventId
from smartclient.store.state_news import state_news
from tests.builders.watch import DOOR, START


def state(leaf: Leaf | None = None, lock: Lock | None = None, seconds: float = 0) -> DeviceState:
    at, event = START + timedelta(seconds=seconds), EventId("e")
    return DeviceState(
        leaf=Fact(leaf, at, event) if leaf is not None else None,
        lock=Fact(lock, at, event) if lock is not None else None,
    )


def is_news(known: DeviceState, told: DeviceState) -> bool:
    return bool(state_news({DOOR: known}, {DOOR: told}))


def test_the_same_value_told_again_is_no_news_however_late() -> None:
    assert not is_news(state(Leaf.CLOSED), state(Leaf.CLOSED, seconds=60))
    assert not is_news(state(Leaf.CLOSED, Lock.LOCKED), state())


def test_another_value_is_news_unless_it_is_older() -> None:
    assert is_news(state(Leaf.CLOSED), state(Leaf.OPEN, seconds=1))
    assert not is_news(state(Leaf.CLOSED), state(Leaf.OPEN, seconds=-1))
    assert is_news(state(Leaf.CLOSED), state(Leaf.CLOSED, Lock.LOCKED))


def test_of_a_device_never_heard_of_everything_is_news_but_nothing() -> None:
    assert state_news({}, {DOOR: state(Leaf.CLOSED)}) == {DOOR: state(Leaf.CLOSED)}
    assert state_news({}, {DOOR: state()}) == {}
