"""The site store joins plan and server, tells changes together, and ends marks only by the server's word."""

from datetime import UTC, datetime, timedelta

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.commands import MoveAlarm, UnlockDoor
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind, Leaf, Placement
from smartclient.domain.events import AlarmChanged, Event, EventKind, EventsMissing, Happened
from smartclient.domain.ids import AlarmId, DeviceId, EventId
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.store.changes import Changes
from smartclient.store.pending import CLOCKS_APART, Pending, PendingState
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DOOR = DeviceId("accesscontrolunits/7")
PLANNED = Device(DOOR, DeviceKind.DOOR, "Door 7", Placement((-89.5, 43.1)))


def make() -> tuple[SiteStore, Later, list[Changes]]:
    waiting = Later()
    store = SiteStore(Site("here", devices=(PLANNED,)), Connection(Line.CONNECTING, NOON), waiting)
    told: list[Changes] = []
    store.changed.connect(told.append)
    return store, waiting, told


def happened(number: int, kind: EventKind, at: datetime = NOON) -> Happened:
    return Happened(EventId(f"e{number}"), at, kind, DOOR)


def alarm(state: AlarmState, changed_at: datetime = NOON, number: int = 1, priority: Priority = Priority.HIGH) -> Alarm:
    return Alarm(AlarmId(f"a{number}"), number, "Forced", "", priority, state, state.name, NOON, changed_at, DOOR)


def test_a_flood_is_told_once() -> None:
    store, waiting, told = make()
    store.apply(happened(n, EventKind.DOOR_OPENED) for n in range(1000))
    assert told == []
    waiting.run()
    assert [(c.devices, c.events) for c in told] == [(frozenset({DOOR}), 1000)]


def test_once_stopped_it_tells_nothing_neither_what_waits_nor_what_comes() -> None:
    store, waiting, told = make()
    store.apply([happened(1, EventKind.DOOR_OPENED)])
    store.stop()
    waiting.run()
    store.apply([happened(2, EventKind.DOOR_OPENED)])
    waiting.run()
    assert told == []
    assert len(store.recent) == 2


def test_a_repeated_event_is_listed_once() -> None:
    store, _, _ = make()
    store.apply([happened(1, EventKind.DOOR_FORCED), happened(1, EventKind.DOOR_FORCED)])
    assert len(store.recent) == 1


def test_the_plan_keeps_its_place_and_the_server_its_name() -> None:
    store, _, _ = make()
    told = Device(DOOR, DeviceKind.OTHER, "East entrance", None)
    stranger = Device(DeviceId("cameras/9"), DeviceKind.CAMERA, "Cam 9", None)
    store.take_snapshot(Snapshot(NOON, "vms", "dispatcher", (told, stranger)))
    assert store.devices[DOOR].name == "East entrance"
    assert store.devices[DOOR].placement == PLANNED.placement
    assert store.devices[DOOR].kind is DeviceKind.DOOR
    assert store.unplaced() == [store.devices[stranger.id]]


def test_an_older_telling_of_an_alarm_changes_nothing() -> None:
    store, _, _ = make()
    newer = alarm(AlarmState.IN_PROGRESS, NOON + timedelta(seconds=5))
    store.apply([AlarmChanged(newer), AlarmChanged(alarm(AlarmState.NEW))])
    assert store.alarms[newer.id].state is AlarmState.IN_PROGRESS


def test_open_alarms_are_worst_first() -> None:
    store, _, _ = make()
    store.apply(
        [
            AlarmChanged(alarm(AlarmState.IN_PROGRESS, number=1)),
            AlarmChanged(alarm(AlarmState.NEW, number=2, priority=Priority.LOW)),
            AlarmChanged(alarm(AlarmState.NEW, number=3, priority=Priority.HIGH)),
            AlarmChanged(alarm(AlarmState.CLOSED, number=4)),
        ]
    )
    assert [a.number for a in store.open_alarms()] == [3, 2, 1]


def test_a_pending_unlock_ends_with_the_servers_event_only() -> None:
    store, _, _ = make()
    store.mark(Pending(UnlockDoor(DOOR), NOON))
    store.apply([happened(1, EventKind.DOOR_LOCKED), happened(2, EventKind.DOOR_UNLOCKED, NOON - timedelta(minutes=1))])
    assert store.pending(DOOR) is not None
    store.apply([happened(3, EventKind.DOOR_UNLOCKED, NOON + timedelta(seconds=1))])
    assert store.pending(DOOR) is None


def test_a_server_whose_clock_is_behind_confirms_all_the_same() -> None:
    store, _, _ = make()
    store.mark(Pending(UnlockDoor(DOOR), NOON))
    store.apply([happened(1, EventKind.DOOR_UNLOCKED, NOON - CLOCKS_APART - timedelta(microseconds=1))])
    assert store.pending(DOOR) is not None
    store.apply([happened(2, EventKind.DOOR_UNLOCKED, NOON - CLOCKS_APART)])
    assert store.pending(DOOR) is None


def test_what_was_heard_is_told_from_news() -> None:
    store, _, _ = make()
    known: list[Event] = [
        happened(1, EventKind.DOOR_CLOSED),
        AlarmChanged(alarm(AlarmState.IN_PROGRESS)),
        EventsMissing(NOON, NOON),
    ]
    assert store.unheard(known) == known
    store.apply(known)
    news: list[Event] = [
        happened(1, EventKind.DOOR_LOCKED),
        AlarmChanged(alarm(AlarmState.CLOSED, NOON + timedelta(seconds=1))),
    ]
    assert store.unheard([*known, *news]) == [known[2], *news]


def test_a_device_the_server_no_longer_has_stays_and_says_so() -> None:
    store, _, _ = make()
    stranger = Device(DeviceId("cameras/9"), DeviceKind.CAMERA, "Cam 9", None)
    store.take_snapshot(Snapshot(NOON, "vms", "dispatcher", (PLANNED, stranger)))
    assert store.devices[DOOR].is_on_server
    store.take_snapshot(Snapshot(NOON, "vms", "dispatcher", (PLANNED,)))
    assert [device.is_on_server for device in store.devices.values()] == [True, False]
    assert store.devices[stranger.id].name == "Cam 9"


def test_no_answer_is_unknown_and_a_late_answer_still_counts() -> None:
    store, _, _ = make()
    mark = Pending(UnlockDoor(DOOR), NOON)
    store.mark(mark)
    assert store.end_mark(mark, PendingState.UNKNOWN, "No answer from the server about Door 7.")
    left = store.pending(DOOR)
    assert left is not None
    assert left.state is PendingState.UNKNOWN
    store.apply([happened(3, EventKind.DOOR_UNLOCKED, NOON + timedelta(seconds=30))])
    assert store.pending(DOOR) is None
    assert not store.end_mark(mark, PendingState.UNKNOWN, "late")


def test_an_acknowledged_alarm_clears_its_mark() -> None:
    store, _, _ = make()
    store.apply([AlarmChanged(alarm(AlarmState.NEW))])
    store.mark(Pending(MoveAlarm(AlarmId("a1"), AlarmState.IN_PROGRESS), NOON))
    store.apply([AlarmChanged(alarm(AlarmState.IN_PROGRESS, NOON + timedelta(seconds=1)))])
    assert store.pending(AlarmId("a1")) is None


def test_a_snapshot_does_not_undo_newer_news() -> None:
    store, _, _ = make()
    store.apply([happened(1, EventKind.DOOR_FORCED, NOON + timedelta(seconds=9))])
    forced = store.state(DOOR)
    store.take_snapshot(Snapshot(NOON, "vms", "dispatcher", (PLANNED,)))
    assert store.state(DOOR) == forced
    assert forced.leaf is not None
    assert forced.leaf.value is Leaf.FORCED
