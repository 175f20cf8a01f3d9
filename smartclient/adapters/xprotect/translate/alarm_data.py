"""What the machine behind an alarm says it found: the analytics contracts and access control."""

from collections.abc import Iterator

from smartclient.adapters.xprotect.translate.events import boxes, person_in
from smartclient.adapters.xprotect.values import LONGEST_TEXT, child, children, fraction, words
from smartclient.domain.alarm_details import Detection


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
