"""Alarms as the alarms REST tells them."""

from collections.abc import Mapping
from datetime import datetime

from smartclient.adapters.xprotect.translate.alarm_keys import AlarmKeys, named_alarm_state, priority_of, verdict_in
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
from smartclient.domain.alarms import Alarm, AlarmState, Judgement
from smartclient.domain.ids import AlarmId, DeviceId

NO_KEYS = AlarmKeys()


def alarm(item: Item, by_guid: Mapping[str, DeviceId], keys: AlarmKeys = NO_KEYS) -> Alarm | None:
    """One alarm; None when it has no id or no time. `by_guid` finds the device of a source told without its resource.

    A verdict is told here only as far as a state of the site's own or the reason for closing says it.
    """
    key, at = guid(item.get("id")), moment(item.get("time")) or moment(item.get("timestamp"))
    if not key or at is None:
        return None
    told_state = child(item, "state")
    state = named_alarm_state(told_state) or AlarmState.IN_PROGRESS
    state_name, name = words(child(told_state, "name")), words(item.get("name")) or "Alarm"
    reason = keys.reason_name(item.get("reasonForClosing")) if state is AlarmState.CLOSED else ""
    changed_at = max(at, updated_at(item) or at)
    related = [_device(camera, by_guid) for camera in children(item, "relatedCameras", limit=16)]
    return Alarm(
        id=AlarmId(key),
        number=integer(item.get("localId")) or 0,
        name=name,
        message=words(item.get("message") or item.get("description"), LONGEST_TEXT),
        priority=priority_of(child(item, "priority")),
        state=state,
        state_name=state_name,
        at=at,
        changed_at=changed_at,
        device=_device(item.get("source"), by_guid) or _device(item.get("cameraId"), by_guid),
        owner=words(child(item, "assignedTo", "displayName") or item.get("assignedTo")),
        related=tuple(device for device in related if device is not None),
        source_name=words(item.get("sourceName")),
        category=words(child(item, "category", "name") or item.get("category")),
        instructions=keys.instructions.get(name.casefold(), ""),
        reason=reason,
        judgement=_judgement(state, state_name, reason, changed_at),
    )


def updated_at(item: Item) -> datetime | None:
    """When the server changed it last; None where it does not tell."""
    return moment(item.get("lastUpdatedTime")) or moment(item.get("modified"))


def _judgement(state: AlarmState, state_name: str, reason: str, at: datetime) -> Judgement | None:
    if state is AlarmState.CLOSED:
        verdict = verdict_in(reason)
    elif state is AlarmState.IN_PROGRESS:
        verdict = verdict_in(state_name)
    else:
        verdict = None
    return None if verdict is None else Judgement(verdict, "", at)


def _device(source: object, by_guid: Mapping[str, DeviceId]) -> DeviceId | None:
    if isinstance(source, Mapping):
        source = f"{child(source, 'type')}/{child(source, 'id')}"
    return device_id(source) or by_guid.get(guid(source))
