"""Moments worth going to: alarms, what happened near the watched cameras, and what people marked, in order of time."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from itertools import chain

import numpy as np

from smartclient.domain.alarms import Alarm, Priority
from smartclient.domain.devices import Device
from smartclient.domain.events import EventKind
from smartclient.domain.ids import DeviceId, LevelId
from smartclient.domain.recordings import Span
from smartclient.domain.site import LonLat
from smartclient.store.history import KnownHistory
from smartclient.store.marks import KnownMarks
from smartclient.store.past import Past
from smartclient.store.site_store import SiteStore

NEAR_M = 20.0
"""What happens farther from a camera than this is no concern of its timeline."""
_METRES_PER_DEGREE = 111_195.0


class MomentKind(Enum):
    """What kind of moment: each has a shape of its own."""

    ALARM = auto()
    DOOR = auto()
    BADGE = auto()
    SENSOR = auto()
    TROUBLE = auto()
    BOOKMARK = auto()
    LOCK = auto()
    EXPORT = auto()


_KINDS = {
    EventKind.DOOR_OPENED: MomentKind.DOOR,
    EventKind.DOOR_FORCED: MomentKind.DOOR,
    EventKind.DOOR_HELD: MomentKind.DOOR,
    EventKind.DOOR_UNLOCKED: MomentKind.DOOR,
    EventKind.ACCESS_GRANTED: MomentKind.BADGE,
    EventKind.ACCESS_DENIED: MomentKind.BADGE,
    EventKind.SENSOR_ACTIVATED: MomentKind.SENSOR,
    EventKind.WEAPON_DETECTED: MomentKind.SENSOR,
    EventKind.VAPE_DETECTED: MomentKind.SENSOR,
    EventKind.DEVICE_FAILED: MomentKind.TROUBLE,
}
"""Closings, clearings and recoveries are the ends of these, motion and recording are bars."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, or with a `span` a piece of time that begins at `at`; `words` are for people, from outside."""

    at: datetime
    kind: MomentKind
    words: str
    span: Span | None = None
    priority: Priority | None = None
    is_open: bool = False


def moments(store: SiteStore, past: Past, concerned: Collection[DeviceId]) -> tuple[Moment, ...]:
    """All moments of these devices, such as those `near` some cameras; alarms of the whole site."""
    found = [*_alarms(store, past.history), *_events(store, past.history, concerned), *_marked(past.marks)]
    return tuple(sorted(found, key=lambda moment: moment.at))


def near(store: SiteStore, cameras: Collection[DeviceId]) -> frozenset[DeviceId]:
    """The cameras and the devices on their floors within 20 m."""
    floors: dict[LevelId | None, list[LonLat]] = {}
    for camera in cameras:
        device = store.devices.get(camera)
        if device is not None and device.placement is not None:
            floors.setdefault(device.placement.level_id, []).append(device.placement.position)
    placed: dict[LevelId | None, list[Device]] = {}
    for device in store.devices.values():
        if device.placement is not None and device.placement.level_id in floors:
            placed.setdefault(device.placement.level_id, []).append(device)
    found = (device for level, devices in placed.items() for device in _within_reach(devices, floors[level]))
    return frozenset((*cameras, *(device.id for device in found)))


def _within_reach(devices: Sequence[Device], places: Sequence[LonLat]) -> Iterator[Device]:
    """Those of the placed devices that are near one of the places."""
    own = np.array([device.placement.position for device in devices if device.placement is not None])
    away = (own[:, None] - np.array(places)) * _METRES_PER_DEGREE
    away[:, :, 0] *= np.cos(np.radians(own[:, None, 1]))
    is_near = (np.hypot(away[:, :, 0], away[:, :, 1]) <= NEAR_M).any(axis=1)
    return (device for device, near_one in zip(devices, is_near, strict=True) if near_one)


def _alarms(store: SiteStore, history: KnownHistory) -> Iterator[Moment]:
    """One moment for those of one second that look alike: in a flood there are hundreds."""
    alike: dict[tuple[int, Priority, bool], list[Alarm]] = {}
    for alarm in {**history.alarms, **store.alarms}.values():
        is_open = alarm.is_open and alarm.id in store.alarms
        alike.setdefault((int(alarm.at.timestamp()), alarm.priority, is_open), []).append(alarm)
    for (_second, priority, is_open), alarms in alike.items():
        first = alarms[0]
        more = f" and {len(alarms) - 1} more" if len(alarms) > 1 else ""
        yield Moment(first.at, MomentKind.ALARM, f"Alarm {first.number}: {first.name}{more}", None, priority, is_open)


def _events(store: SiteStore, history: KnownHistory, concerned: Collection[DeviceId]) -> Iterator[Moment]:
    known = history.events
    for event in chain(known.values(), (event for event in store.recent if event.id not in known)):
        kind = _KINDS.get(event.kind)
        if kind is not None and event.device in concerned:
            device = store.devices.get(event.device) if event.device is not None else None
            name = device.name if device is not None else "Unknown device"
            yield Moment(event.at, kind, f"{name}: {event.kind.value}")


def _marked(marks: KnownMarks) -> Iterator[Moment]:
    for mark in marks.bookmarks:
        yield Moment(mark.at, MomentKind.BOOKMARK, f"Bookmark: {mark.name}", mark.span if mark.span.length else None)
    for lock in marks.locks:
        yield Moment(lock.span.begin, MomentKind.LOCK, f"Evidence lock: {lock.name}", lock.span)
    for exported in marks.exports:
        yield Moment(exported.span.begin, MomentKind.EXPORT, f"Exported: {exported.name}", exported.span)
