"""What the machine behind an alarm says it found: the classic analytics contract, access control, and pictures."""

import base64
import binascii
from collections.abc import Iterable, Iterator

from smartclient.adapters.xprotect.translate.events import boxes, person_in
from smartclient.adapters.xprotect.values import LONGEST_TEXT, Item, child, children, fraction, words
from smartclient.domain.alarm_details import Detection

MOST_PICTURES = 4
LARGEST_PICTURE = 4 * 1024 * 1024
_JPEG = b"\xff\xd8"


def detections(data: object) -> tuple[Detection, ...]:
    """Each object with its label, reading and confidence, and its box where it has one."""
    return tuple(_detections(data))


def _detections(data: object) -> Iterator[Detection]:
    for item in children(data, "ObjectList", limit=16):
        label = words(child(item, "Name") or child(item, "Type"))
        box = next(iter(boxes({"ObjectList": [item]})), None)
        if label or box:
            yield Detection(label, words(child(item, "Value")), fraction(child(item, "Confidence")), box)
    for item in children(data, "involvedObject", limit=16):
        label = words(child(item, "name") or child(item, "class"))
        box = next(iter(boxes({"involvedObject": [item]})), None)
        if label or box:
            yield Detection(label, "", fraction(child(item, "confidence")), box)


def description(data: object) -> str:
    """In the machine's words."""
    return words(child(data, "Description") or child(data, "Reason") or child(data, "Message"), LONGEST_TEXT)


def detected_by(data: object) -> str:
    """The analytics' own name."""
    return words(child(data, "Vendor", "Name"))


def person(data: object) -> str:
    """The credential holder."""
    return person_in(data)


def pictures(data: object, snapshots: Iterable[Item]) -> tuple[bytes, ...]:
    """JPEGs that came with the alarm or that the server keeps of it; what is none, or too large, is passed over."""
    told = [child(item, "Image") for item in (*children(data, "SnapshotList", limit=MOST_PICTURES), *snapshots)]
    found = (_picture(each) for each in told[: 4 * MOST_PICTURES])
    return tuple(picture for picture in found if picture)[:MOST_PICTURES]


def _picture(told: object) -> bytes:
    if not isinstance(told, str) or len(told) > LARGEST_PICTURE:
        return b""
    try:
        picture = base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return picture if picture.startswith(_JPEG) else b""
