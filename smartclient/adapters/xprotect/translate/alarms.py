"""Alarms as the alarms REST tells them."""

from collections.abc import Mapping

from smartclient.adapters.xprotect.values import (
    LONGEST_TEXT,
    Item,
    child,
    children,
    device_id,
    guid,
    integer,
    moment,
    words,
)
from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.ids import AlarmId, DeviceId

_STATE_NAMES = {
    "new": AlarmState.NEW,
    "in progress": AlarmState.IN_PROGRESS,
    "on hold": AlarmState.ON_HOLD,
    "closed": AlarmState.CLOSED,
}
_PRIORITY_NAMES = {"high": Priority.HIGH, "medium": Priority.MEDIUM, "low": Priority.LOW}


def named_alarm_state(item: object) -> AlarmState | None:
    """One of the four states we know, by level or by name; None for a site's own."""
    level = integer(child(item, "level"))
    if level in set(AlarmState):
        return AlarmState(level)
    return _STATE_NAMES.get(words(child(item, "name")).casefold())


def alarm(item: Item, by_guid: Mapping[str, DeviceId]) -> Alarm | None:
    """One alarm; None when it has no id or no time. `by_guid` finds the device of a source told without its resource."""
    key, at = guid(item.get("id")), moment(item.get("time")) or moment(item.get("timestamp"))
    if not key or at is None:
        return None
    state = child(item, "state")
    related = [_device(camera, by_guid) for camera in children(item, "relatedCameras", limit=16)]
    return Alarm(
        id=AlarmId(key),
        number=integer(item.get("localId")) or 0,
        name=words(item.get("name")) or "Alarm",
        message=words(item.get("message") or item.get("description"), LONGEST_TEXT),
        priority=_priority(child(item, "priority")),
        state=named_alarm_state(state) or AlarmState.IN_PROGRESS,
        state_name=words(child(state, "name")),
        at=at,
        changed_at=max(at, moment(item.get("lastUpdatedTime")) or moment(item.get("modified")) or at),
        device=_device(item.get("source"), by_guid) or _device(item.get("cameraId"), by_guid),
        owner=words(child(item, "assignedTo", "displayName") or item.get("assignedTo")),
        related=tuple(device for device in related if device is not None),
    )


def _priority(item: object) -> Priority:
    named = _PRIORITY_NAMES.get(words(child(item, "name")).casefold())
    level = integer(child(item, "level"))
    if named is not None or level is None:
        return named or Priority.MEDIUM
    return Priority(max(1, min(3, level)))


def _device(source: object, by_guid: Mapping[str, DeviceId]) -> DeviceId | None:
    if isinstance(source, Mapping):
        source = f"{child(source, 'type')}/{child(source, 'id')}"
    return device_id(source) or by_guid.get(guid(source))
