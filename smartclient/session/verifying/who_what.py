"""Who or what an alarm is about: the events behind it, what a machine found in them, and what the devices say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from smartclient.domain.alarms import Alarm
from smartclient.domain.devices import DeviceKind
from smartclient.domain.events import Box, EventKind, Happened
from smartclient.domain.ids import DeviceId
from smartclient.store.site_store import SiteStore

NEAR = timedelta(seconds=2)
"""A server makes an alarm of an event within this; it gives it the event's own time, or its own."""
BADGED = timedelta(seconds=60)
"""Who used a credential at the door so shortly before is worth knowing."""
NOT_PERMITTED = "not permitted"
_ACCESS = (EventKind.ACCESS_GRANTED, EventKind.ACCESS_DENIED)
_OF_MACHINES = (EventKind.WEAPON_DETECTED, EventKind.VAPE_DETECTED)


class Source(StrEnum):
    """Who says it."""

    MACHINE = "machine"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: `name` what is told, `text` what is so; `confidence` 0…1 where a machine says how sure it is."""

    name: str
    text: str
    source: Source
    confidence: float | None = None
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class WhoWhat:
    """All that is known; `camera` and `at` are where and when the picture with the `boxes` was taken."""

    findings: tuple[Finding, ...] = ()
    boxes: tuple[Box, ...] = ()
    camera: DeviceId | None = None
    at: datetime | None = None


def who_what(alarm: Alarm, store: SiteStore, earlier: Sequence[Happened] = ()) -> WhoWhat:
    """What the events at the alarm's device and cameras tell; `earlier` are from the journal, for an alarm of long ago."""
    behind = events_behind(alarm, [*earlier, *store.recent])
    seen = next((event for event in behind if event.boxes), None)
    pictured = seen.device if seen is not None and _is_camera(store, seen.device) else None
    found = tuple(dict.fromkeys((*_by_machines(behind), *_by_people(behind))))
    return WhoWhat(found, seen.boxes if seen is not None else (), pictured, seen.at if seen is not None else None)


def events_behind(alarm: Alarm, events: Iterable[Happened]) -> list[Happened]:
    """The events at its device and cameras that led to it, the nearest in time first; uses of a credential from a minute before."""
    places = {alarm.device, *alarm.related} - {None}
    near = [event for event in events if event.device in places and _is_behind(alarm, event)]
    return sorted(near, key=lambda event: abs(event.at - alarm.at))


def _is_behind(alarm: Alarm, event: Happened) -> bool:
    before = alarm.at - event.at
    return -NEAR <= before <= (BADGED if event.kind in _ACCESS else NEAR)


def _by_machines(events: Sequence[Happened]) -> Iterable[Finding]:
    for event in events:
        for box in event.boxes:
            yield Finding("Detected", box.label or "something", Source.MACHINE, box.confidence)
        for reading in event.readings:
            words = f"{reading.label} {reading.value}".strip()
            yield Finding("Measured", words, Source.MACHINE, reading.confidence)
        if event.text and (event.boxes or event.readings or event.kind in _OF_MACHINES):
            yield Finding("In its words", event.text, Source.MACHINE)


def _by_people(events: Sequence[Happened]) -> Iterable[Finding]:
    event = next(
        (event for event in events if event.kind in _ACCESS and (event.person or event.is_person_withheld)), None
    )
    if event is None:
        return
    said = "granted" if event.kind is EventKind.ACCESS_GRANTED else "denied"
    who = NOT_PERMITTED if event.is_person_withheld else f"{event.person}, access {said}"
    yield Finding("Card holder", who, Source.DEVICE, is_withheld=event.is_person_withheld)


def _is_camera(store: SiteStore, device: DeviceId | None) -> bool:
    known = store.devices.get(device) if device is not None else None
    return known is not None and known.kind is DeviceKind.CAMERA
