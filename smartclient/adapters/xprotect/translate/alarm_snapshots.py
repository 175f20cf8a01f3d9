"""Pictures of alarms as analytics events carry them: the classic SnapshotList, and the newer includesSnapshot."""

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from smartclient.adapters.xprotect.values import Item, child, children, guid, number
from smartclient.domain.alarm_snapshots import AlarmSnapshot
from smartclient.domain.ids import DeviceId

MOST = 8
LARGEST_BYTES = 4 * 1024 * 1024
JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_LARGEST_TEXT = LARGEST_BYTES * 4 // 3 + 4
_LONGEST_MS = 24 * 3_600_000


def snapshots(items: Sequence[Item], by_guid: Mapping[str, DeviceId]) -> tuple[AlarmSnapshot, ...]:
    """Those that are pictures and not too large. Decodes megabytes: for a thread."""
    return tuple(_snapshots(items[:MOST], by_guid))


def within(data: object) -> list[Item]:
    """The snapshots in an event's data."""
    found = children(data, "SnapshotList", limit=MOST) or children(data, "includesSnapshot", limit=MOST)
    return [each for each in found if isinstance(each, Mapping)]


def _snapshots(items: Sequence[Item], by_guid: Mapping[str, DeviceId]) -> Iterator[AlarmSnapshot]:
    for item in items:
        image = _image(child(item, "Image") or child(item, "imageData"))
        if image:
            camera = by_guid.get(guid(child(item, "FQID", "ObjectId")))
            after_ms = max(-_LONGEST_MS, min(_LONGEST_MS, number(child(item, "TimeOffset")) or 0))
            yield AlarmSnapshot(image, camera, timedelta(milliseconds=after_ms))


def _image(told: object) -> bytes:
    if not isinstance(told, str) or len(told) > _LARGEST_TEXT:
        return b""
    try:
        image = base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return image if image.startswith((JPEG, PNG)) and len(image) <= LARGEST_BYTES else b""
