"""How one event changes what we know of one device: pure, the later news wins, the same news twice changes nothing."""

from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from smartclient.domain.devices import Activity, DeviceState, Fact, Health, Leaf, Lock, Power, Tamper
from smartclient.domain.events import EventKind, Happened

V = TypeVar("V")

_NEWS: dict[EventKind, Lock | Leaf | Health | Activity | Tamper | Power] = {
    EventKind.DOOR_LOCKED: Lock.LOCKED,
    EventKind.DOOR_UNLOCKED: Lock.UNLOCKED,
    EventKind.DOOR_OPENED: Leaf.OPEN,
    EventKind.DOOR_CLOSED: Leaf.CLOSED,
    EventKind.DOOR_FORCED: Leaf.FORCED,
    EventKind.DOOR_HELD: Leaf.HELD,
    EventKind.DEVICE_FAILED: Health.FAILED,
    EventKind.DEVICE_RECOVERED: Health.WORKING,
    EventKind.TAMPERED: Tamper.TAMPERED,
    EventKind.TAMPERING_ENDED: Tamper.INTACT,
    EventKind.POWER_FAILED: Power.FAILED,
    EventKind.POWER_RESTORED: Power.MAINS,
    EventKind.SENSOR_ACTIVATED: Activity.ACTIVE,
    EventKind.WEAPON_DETECTED: Activity.ACTIVE,
    EventKind.VAPE_DETECTED: Activity.ACTIVE,
    EventKind.MOTION_STARTED: Activity.ACTIVE,
    EventKind.SENSOR_CLEARED: Activity.QUIET,
    EventKind.MOTION_STOPPED: Activity.QUIET,
}

_FACETS: dict[type, str] = {
    Lock: "lock",
    Leaf: "leaf",
    Health: "health",
    Activity: "activity",
    Tamper: "tamper",
    Power: "power",
}


def fold(state: DeviceState, event: Happened) -> DeviceState:
    """`state` after `event`; the same object when nothing changed.

    Each facet keeps the latest fact by (time, event id), so the result does not depend on the order or the repetition of events.
    """
    value = _NEWS.get(event.kind)
    if value is None:
        return state
    facet = _FACETS[type(value)]
    known: Fact[Any] | None = getattr(state, facet)
    told = _later(known, value, event)
    return state if told is known else replace(state, **{facet: told})


def heard_after(state: DeviceState, silent_since: datetime) -> DeviceState:
    """`state` without what was heard of bolt and leaf before the device fell silent: how they stand now is unknown."""
    lock = state.lock if state.lock is not None and state.lock.at > silent_since else None
    leaf = state.leaf if state.leaf is not None and state.leaf.at > silent_since else None
    return replace(state, lock=lock, leaf=leaf)


def merge(known: DeviceState, told: DeviceState) -> DeviceState:
    """The newer fact of each facet."""
    return DeviceState(
        lock=_newer(known.lock, told.lock),
        leaf=_newer(known.leaf, told.leaf),
        health=_newer(known.health, told.health),
        activity=_newer(known.activity, told.activity),
        tamper=_newer(known.tamper, told.tamper),
        power=_newer(known.power, told.power),
    )


def _later(known: Fact[V] | None, value: V, event: Happened) -> Fact[V]:
    if known is not None and not known.is_before(event.at, event.id):
        return known
    return Fact(value, event.at, event.id)


def _newer(a: Fact[V] | None, b: Fact[V] | None) -> Fact[V] | None:
    if a is None or b is None:
        return a or b
    return b if a.is_before(b.at, b.event) else a
