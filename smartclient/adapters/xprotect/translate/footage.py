"""Recorded sequences, bookmarks and evidence locks, whose exact shapes no published document tells: read tolerantly."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from smartclient.adapters.xprotect.values import LONGEST_TEXT, Item, child, children, device_id, guid, moment, words
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Bookmark, EvidenceLock, Span

MOST_FOUND = 200_000
_BEGIN = re.compile(r"(time|date|utc)*(begin|start|from)(time|date|utc)*", re.IGNORECASE)
_END = re.compile(r"(time|date|utc)*(end|stop|to)(time|date|utc)*", re.IGNORECASE)
_FOR_EVER = datetime(9000, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def time_span(length: timedelta) -> str:
    """A length as the server writes it, `d.HH:mm:ss`, rounded up."""
    minutes, seconds = divmod(-(-length // timedelta(seconds=1)), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    return f"{days}.{hours:02}:{minutes:02}:{seconds:02}"


def utc_text(at: datetime) -> str:
    """A time as the server reads it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "Z"


def sequences(told: object, open_end: datetime) -> list[Span]:
    """Every object with a begin and an end in an answer, wherever it stands; what has no end lasts until `open_end`."""
    found: list[Span] = []
    left = [told]
    while left and len(found) < MOST_FOUND:
        value = left.pop()
        if isinstance(value, list):
            left += reversed(value[:MOST_FOUND])
        elif isinstance(value, dict):
            if (span := _sequence(value, open_end)) is not None:
                found.append(span)
            else:
                left += reversed([inner for inner in value.values() if isinstance(inner, (dict, list))])
    return found


def _sequence(item: Mapping[str, Any], open_end: datetime) -> Span | None:
    begins = [_time(value) for key, value in item.items() if _side(key) == "begin"]
    ends = [_time(value) for key, value in item.items() if _side(key) == "end"]
    begin = next((at for at in begins if at is not None), None)
    if begin is None or not ends:
        return None
    end = next((at for at in ends if at is not None), open_end)
    return Span(begin, end) if begin < end else None


@lru_cache(maxsize=1_000)
def _side(key: str) -> str:
    """Which end of a sequence a key names; a month of one camera has tens of thousands of them."""
    return "begin" if _BEGIN.fullmatch(key) else "end" if _END.fullmatch(key) else ""


def _time(value: object) -> datetime | None:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 4_102_444_800_000:
        return _EPOCH + timedelta(milliseconds=value)
    return moment(value)


def items_of(told: object) -> Iterator[Item]:
    """The objects of a search's answer: a list under `result`, `array`, `data` or a word of its own, or one object."""
    value = told
    for _ in range(4):
        if isinstance(value, list):
            break
        inner = next((child(value, key) for key in ("result", "array", "data") if child(value, key) is not None), None)
        lists = [each for each in value.values() if isinstance(each, list)] if isinstance(value, dict) else []
        if inner is None and not lists:
            break
        value = inner if inner is not None else lists[0]
    if isinstance(value, dict):
        value = [value]
    for item in value[:MOST_FOUND] if isinstance(value, list) else ():
        inner = child(item, "bookmark") or child(item, "evidenceLock") or item
        if isinstance(inner, dict):
            yield inner


def bookmark(item: Item, by_guid: Mapping[str, DeviceId]) -> Bookmark | None:
    """One bookmark; None without an id, a camera or a time."""
    key, camera = _key(item), _camera(item.get("devicePath") or item.get("deviceId"), by_guid)
    begin, end = moment(item.get("timeBegin")), moment(item.get("timeEnd"))
    at = moment(item.get("timeTriggered")) or moment(item.get("timeTrigged")) or begin
    if not key or camera is None or at is None:
        return None
    begin, end = begin or at, end or at
    return Bookmark(
        id=key,
        camera=camera,
        at=at,
        span=Span(min(begin, at), max(end, at)),
        name=words(item.get("header")) or "Bookmark",
        description=words(item.get("description"), LONGEST_TEXT),
        user=words(item.get("user")),
    )


def evidence_lock(item: Item, by_guid: Mapping[str, DeviceId]) -> EvidenceLock | None:
    """One evidence lock; None without an id or its two times."""
    key, begin, end = _key(item), moment(item.get("startTime")), moment(item.get("endTime"))
    if not key or begin is None or end is None or end < begin:
        return None
    told = children(item, "devicePaths") or children(item, "deviceIds")
    cameras = (_camera(path, by_guid) for path in told)
    until = moment(item.get("retentionExpire"))
    return EvidenceLock(
        id=key,
        cameras=tuple(camera for camera in cameras if camera is not None),
        span=Span(begin, end),
        name=words(item.get("header")) or "Evidence lock",
        description=words(item.get("description"), LONGEST_TEXT),
        user=words(item.get("user")),
        until=until if until is not None and until < _FOR_EVER else None,
    )


def _key(item: Item) -> str:
    return guid(item.get("id")) or guid(child(item, "relations", "self", "id"))


def _camera(path: object, by_guid: Mapping[str, DeviceId]) -> DeviceId | None:
    """The camera of a path such as `{type, id}`, `cameras/<guid>` or a bare GUID."""
    if isinstance(path, dict):
        path = f"{child(path, 'type')}/{child(path, 'id')}" if child(path, "type") else child(path, "id")
    found = device_id(path) or by_guid.get(guid(path))
    return found if found is not None and found.startswith("cameras/") else None
