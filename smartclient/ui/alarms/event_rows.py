"""Recent events and the gaps between them in the order of their times, and which of them a filter lets through."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum

from smartclient.domain.devices import DeviceKind
from smartclient.domain.events import EventKind, EventsMissing, Happened
from smartclient.domain.ids import DeviceId
from smartclient.store.site_store import SiteStore

Line = Happened | EventsMissing

_DOORS = {
    EventKind.DOOR_OPENED,
    EventKind.DOOR_CLOSED,
    EventKind.DOOR_FORCED,
    EventKind.DOOR_HELD,
    EventKind.DOOR_LOCKED,
    EventKind.DOOR_UNLOCKED,
    EventKind.ACCESS_GRANTED,
    EventKind.ACCESS_DENIED,
    EventKind.TAMPERED,
    EventKind.TAMPERING_ENDED,
    EventKind.POWER_FAILED,
    EventKind.POWER_RESTORED,
}
_CHATTER = {
    EventKind.MOTION_STARTED,
    EventKind.MOTION_STOPPED,
    EventKind.RECORDING_STARTED,
    EventKind.RECORDING_STOPPED,
}
"""What four hundred cameras say all day; shown only for the device that is selected."""


class Filter(StrEnum):
    """What the event list shows."""

    ALL = "All"
    DOORS = "Doors"
    SELECTED = "Selected"


def time_of(line: Line) -> datetime:
    """Where a line belongs: when it happened, or when a gap ended."""
    return line.until if isinstance(line, EventsMissing) else line.at


def is_shown(line: Line, kept: Filter, selected: DeviceId | None, store: SiteStore) -> bool:
    """Whether a filter lets a line through; a gap concerns every device and is always shown."""
    if isinstance(line, EventsMissing):
        return True
    if kept is Filter.SELECTED:
        return selected is not None and line.device == selected
    if kept is Filter.DOORS:
        device = store.devices.get(line.device) if line.device is not None else None
        return line.kind in _DOORS or (device is not None and device.kind is DeviceKind.DOOR)
    return line.kind not in _CHATTER


def lines_of(store: SiteStore, shown: Callable[[Line], bool]) -> list[Line]:
    """All lines that are shown, oldest first."""
    lines: list[Line] = [*store.missing, *store.recent]
    return sorted(filter(shown, lines), key=time_of)


def place_for(line: Line, lines: list[Line]) -> int:
    """Where a line goes among `lines` (oldest first): after those of its time."""
    return bisect_right(lines, time_of(line), key=time_of)


def newer_than(last: Line | None, lines: Iterable[Line]) -> list[Line] | None:
    """The lines before `last` among `lines` (newest arrival first), oldest first; None when `last` is no longer there."""
    news: list[Line] = []
    for line in lines:
        if line is last:
            return news[::-1]
        news.append(line)
    return news[::-1] if last is None else None
