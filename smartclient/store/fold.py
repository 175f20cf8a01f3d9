"""How one event changes what we know of one device: pure, the later news wins, the same news twice changes nothing."""

from dataclasses import replace
from typing import TypeVar

from smartclient.domain.devices import Activity, DeviceState, Fact, Health, Leaf, Lock
from smartclient.domain.events import EventKind, Happened

V = TypeVar("V")

_LOCK = {EventKind.DOOR_LOCKED: Lock.LOCKED, EventKind.DOOR_UNLOCKED: Lock.UNLOCKED}
_LEAF = {
    EventKind.DOOR_OPENED: Leaf.OPEN,
    EventKind.DOOR_CLOSED: Leaf.CLOSED,
    EventKind.DOOR_FORCED: Leaf.FORCED,
    EventKind.DOOR_HELD: Leaf.HELD,
}
_HEALTH = {EventKind.DEVICE_FAILED: Health.FAILED, EventKind.DEVICE_RECOVERED: Health.WORKING}
_ACTIVITY = {
    EventKind.SENSOR_ACTIVATED: Activity.ACTIVE,
    EventKind.WEAPON_DETECTED: Activity.ACTIVE,
    EventKind.VAPE_DETECTED: Activity.ACTIVE,
    EventKind.MOTION_STARTED: Activity.ACTIVE,
    EventKind.SENSOR_CLEARED: Activity.QUIET,
    EventKind.MOTION_STOPPED: Activity.QUIET,
}


def _later(known: Fact[V] | None, value: V | None, event: Happened) -> Fact[V] | None:
    if value is None or (known is not None and not known.is_before(event.at, event.id)):
        return known
    return Fact(value, event.at, event.id)


def fold(state: DeviceState, event: Happened) -> DeviceState:
    """`state` after `event`; the same object when nothing changed.

    Each facet keeps the latest fact by (time, event id), so the result does not depend on the order or the repetition of events.
    """
    kind = event.kind
    lock = _later(state.lock, _LOCK.get(kind), event)
    leaf = _later(state.leaf, _LEAF.get(kind), event)
    health = _later(state.health, _HEALTH.get(kind), event)
    activity = _later(state.activity, _ACTIVITY.get(kind), event)
    if lock is state.lock and leaf is state.leaf and health is state.health and activity is state.activity:
        return state
    return replace(state, lock=lock, leaf=leaf, health=health, activity=activity)


def _newer(a: Fact[V] | None, b: Fact[V] | None) -> Fact[V] | None:
    if a is None or b is None:
        return a or b
    return b if a.is_before(b.at, b.event) else a


def merge(known: DeviceState, told: DeviceState) -> DeviceState:
    """The newer fact of each facet."""
    return DeviceState(
        lock=_newer(known.lock, told.lock),
        leaf=_newer(known.leaf, told.leaf),
        health=_newer(known.health, told.health),
        activity=_newer(known.activity, told.activity),
    )
