"""How one event changes what we know of one device: pure, the later news wins, the same news twice changes nothing."""

from typing import TypeVar

from smartclient.domain.devices import Activity, DeviceState, Fact, Health, Leaf, Lock
from smartclient.domain.events import EventKind, Happened

V = TypeVar("V")

_NEWS: dict[EventKind, Lock | Leaf | Health | Activity] = {
    EventKind.DOOR_LOCKED: Lock.LOCKED,
    EventKind.DOOR_UNLOCKED: Lock.UNLOCKED,
    EventKind.DOOR_OPENED: Leaf.OPEN,
    EventKind.DOOR_CLOSED: Leaf.CLOSED,
    EventKind.DOOR_FORCED: Leaf.FORCED,
    EventKind.DOOR_HELD: Leaf.HELD,
    EventKind.DEVICE_FAILED: Health.FAILED,
    EventKind.DEVICE_RECOVERED: Health.WORKING,
    EventKind.SENSOR_ACTIVATED: Activity.ACTIVE,
    EventKind.WEAPON_DETECTED: Activity.ACTIVE,
    EventKind.VAPE_DETECTED: Activity.ACTIVE,
    EventKind.MOTION_STARTED: Activity.ACTIVE,
    EventKind.SENSOR_CLEARED: Activity.QUIET,
    EventKind.MOTION_STOPPED: Activity.QUIET,
}


def fold(state: DeviceState, event: Happened) -> DeviceState:
    """`state` after `event`; the same object when nothing changed.

    Each facet keeps the latest fact by (time, event id), so the result does not depend on the order or the repetition of events.
    """
    value = _NEWS.get(event.kind)
    lock, leaf, health, activity = state.lock, state.leaf, state.health, state.activity
    if isinstance(value, Activity):
        activity = _later(activity, value, event)
    elif isinstance(value, Leaf):
        leaf = _later(leaf, value, event)
    elif isinstance(value, Lock):
        lock = _later(lock, value, event)
    elif isinstance(value, Health):
        health = _later(health, value, event)
    if lock is state.lock and leaf is state.leaf and health is state.health and activity is state.activity:
        return state
    return DeviceState(lock, leaf, health, activity)


def merge(known: DeviceState, told: DeviceState) -> DeviceState:
    """The newer fact of each facet."""
    return DeviceState(
        lock=_newer(known.lock, told.lock),
        leaf=_newer(known.leaf, told.leaf),
        health=_newer(known.health, told.health),
        activity=_newer(known.activity, told.activity),
    )


def _later(known: Fact[V] | None, value: V, event: Happened) -> Fact[V]:
    if known is not None and not known.is_before(event.at, event.id):
        return known
    return Fact(value, event.at, event.id)


def _newer(a: Fact[V] | None, b: Fact[V] | None) -> Fact[V] | None:
    if a is None or b is None:
        return a or b
    return b if a.is_before(b.at, b.event) else a
