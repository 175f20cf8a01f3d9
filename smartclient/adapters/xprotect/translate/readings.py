"""What analytics found that has no place in a picture: a sensor's measured values, and whose credential it was."""

from smartclient.adapters.xprotect.values import child, children, fraction, number, words
from smartclient.domain.events import Reading

MOST_READINGS = 16


def readings(data: object) -> tuple[Reading, ...]:
    """Objects without a box, from the classic analytics contract (`ObjectList`) or the newer one (`involvedObject`)."""
    found = [
        Reading(
            words(child(item, "Name") or child(item, "Type")),
            _value(child(item, "Value"), child(item, "SizeUnit")),
            fraction(child(item, "Confidence")),
        )
        for item in children(data, "ObjectList", limit=MOST_READINGS)
        if child(item, "BoundingBox") is None
    ]
    found += [
        Reading(
            words(child(item, "name") or child(item, "class")),
            _value(child(item, "readout") or child(item, "hasSize", "value"), child(item, "hasSize", "unitText")),
            fraction(child(item, "confidence")),
        )
        for item in children(data, "involvedObject", limit=MOST_READINGS)
        if child(item, "hasOutline") is None
    ]
    return tuple(reading for reading in found if reading.label)


def is_person_withheld(data: object, person: str) -> bool:
    """Whether a credential was used whose holder is told to others, but not to this user."""
    return not person and bool(children(data, "RelatedAccessControlCredentialHolderIds", limit=1))


def _value(value: object, unit: object) -> str:
    read = number(value)
    text = words(value) if read is None else f"{read:g}"
    return f"{text} {words(unit)}".strip() if text else ""
