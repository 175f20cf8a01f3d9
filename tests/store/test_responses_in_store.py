"""What buildings are under, and doors whose controller is cut off, in the store: late, twice and out of order."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.commands import SetResponse
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind, Leaf, Lock
from smartclient.domain.events import EventKind, Happened, ResponseChanged
from smartclient.domain.ids import BuildingId, DeviceId, EventId
from smartclient.domain.response import ResponseAction, ResponseStatus
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.store.changes import Changes
from smartclient.store.journal import Journal
from smartclient.store.pending import Pending, PendingState
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
MAIN, GYM = BuildingId("main"), BuildingId("gym")
DOOR, GATE, CONTROLLER = (
    DeviceId("accesscontrolunits/1"),
    DeviceId("accesscontrolunits/2"),
    DeviceId("accesscontrolunits/c"),
)


def _store() -> tuple[SiteStore, Later]:
    later = Later()
    return SiteStore(Site("s"), Connection(Line.LIVE, NOW, NOW), later), later


def _status(minute: int, action: ResponseAction | None, building: BuildingId = MAIN) -> ResponseStatus:
    return ResponseStatus(building, action, NOW + timedelta(minutes=minute), "ann")


STATUSES = st.lists(
    st.builds(_status, st.integers(0, 50), st.sampled_from([None, *ResponseAction]), st.sampled_from([MAIN, GYM])),
    unique_by=lambda status: (status.building, status.since),
)


@given(STATUSES, st.randoms(use_true_random=False))
def test_the_latest_word_holds_in_whatever_order_it_comes(told: list[ResponseStatus], random: Random) -> None:
    store, _later = _store()
    shuffled = told * 2
    random.shuffle(shuffled)
    store.apply([ResponseChanged(status) for status in shuffled])
    for building in (MAIN, GYM):
        of_it = [status for status in told if status.building == building]
        latest = max(of_it, key=lambda status: status.since or NOW, default=None)
        assert store.responses.get(building) == latest


def test_a_snapshot_of_nothing_set_never_overrides_what_was_heard() -> None:
    store, _later = _store()
    store.take_snapshot(Snapshot(NOW, "s", "ann", responses=(ResponseStatus(MAIN),)))
    assert store.responses[MAIN].action is None
    store.apply([ResponseChanged(_status(1, ResponseAction.HOLD))])
    store.take_snapshot(Snapshot(NOW, "s", "ann", responses=(ResponseStatus(MAIN),)))
    assert store.responses[MAIN].action is ResponseAction.HOLD


def test_a_mark_ends_only_by_that_very_action_set_after_it_was_asked() -> None:
    store, later = _store()
    store.take_snapshot(Snapshot(NOW, "s", "ann", directable=frozenset({MAIN})))
    later.run()
    heard: list[Changes] = []
    store.changed.connect(heard.append)
    asked = Pending(SetResponse(MAIN, ResponseAction.LOCKDOWN, is_drill=True), NOW)
    store.mark(asked)
    earlier = ResponseStatus(MAIN, ResponseAction.LOCKDOWN, NOW - timedelta(minutes=1), is_drill=True)
    for status in (earlier, _status(1, ResponseAction.LOCKDOWN), _status(2, ResponseAction.HOLD)):
        store.apply([ResponseChanged(status)])
        assert store.pending(MAIN) == asked, "another time, not a drill, another action"
    store.apply(
        [ResponseChanged(ResponseStatus(MAIN, ResponseAction.LOCKDOWN, NOW + timedelta(minutes=3), is_drill=True))]
    )
    assert store.pending(MAIN) is None
    assert not store.end_mark(asked, PendingState.UNKNOWN, "")
    later.run()
    assert heard[0].responses == {MAIN}


def _doors(store: SiteStore) -> None:
    devices = (
        Device(DOOR, DeviceKind.DOOR, "Door 1", controller=CONTROLLER),
        Device(GATE, DeviceKind.DOOR, "Gate"),
        Device(CONTROLLER, DeviceKind.DOOR_CONTROLLER, "Controller"),
    )
    store.take_snapshot(Snapshot(NOW, "s", "ann", devices))


def _event(number: int, kind: EventKind, device: DeviceId) -> Happened:
    return Happened(EventId(f"{device} {number}"), NOW + timedelta(seconds=number), kind, device)


def test_a_door_is_unknown_while_its_controller_is_cut_off_and_only_then() -> None:
    store, later = _store()
    _doors(store)
    for door in (DOOR, GATE):
        store.apply([_event(1, EventKind.DOOR_LOCKED, door), _event(1, EventKind.DOOR_CLOSED, door)])
    later.run()
    heard: list[Changes] = []
    store.changed.connect(heard.append)
    store.apply([_event(5, EventKind.DEVICE_FAILED, CONTROLLER)])
    later.run()
    assert heard[0].devices == {CONTROLLER, DOOR}, "its doors look otherwise now"
    assert (store.state(DOOR).lock, store.state(DOOR).leaf) == (None, None)
    last = store.last_state(DOOR)
    assert last.lock is not None
    assert last.lock.value is Lock.LOCKED
    assert store.silent_since(DOOR) == NOW + timedelta(seconds=5)
    assert store.state(GATE).lock is not None
    assert store.silent_since(GATE) is None
    store.apply([_event(6, EventKind.DOOR_OPENED, DOOR)])
    leaf = store.state(DOOR).leaf
    assert leaf is not None, "what is heard after all is known"
    assert leaf.value is Leaf.OPEN
    store.apply([_event(9, EventKind.DEVICE_RECOVERED, CONTROLLER)])
    assert store.silent_since(DOOR) is None
    assert store.state(DOOR).lock == last.lock


def test_controllers_are_not_listed_as_unplaced() -> None:
    store, _later = _store()
    _doors(store)
    assert [device.id for device in store.unplaced()] == [DOOR, GATE]


def test_the_journal_keeps_what_was_set(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    journal.write_events([ResponseChanged(_status(1, ResponseAction.SECURE))], NOW)
    (entry,) = journal.entries()
    journal.close()
    assert (entry.kind, entry.subject) == ("response", MAIN)
    assert msgspec.json.decode(entry.body)["status"]["action"] == "Secure"
