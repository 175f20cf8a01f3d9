"""Events and states as they come over the event stream: types, analytics with boxes, access control with people."""

import logging
import re
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from smartclient.adapters.xprotect.translate.devices import VAPE, WEAPON
from smartclient.adapters.xprotect.translate.readings import is_person_withheld, readings
from smartclient.adapters.xprotect.translate.responses import Meaning
from smartclient.adapters.xprotect.values import (
    LONGEST_TEXT,
    child,
    children,
    device_id,
    fraction,
    guid,
    moment,
    number,
    words,
)
from smartclient.domain.events import Box, EventKind, Happened, ResponseChanged
from smartclient.domain.ids import EventId

SAMPLES = 100
LARGEST_SAMPLE = 4_096
MOST_KINDS = 1_000
MOST_BOXES = 64

log = logging.getLogger(__name__)

_KINDS: dict[str, tuple[EventKind, ...]] = {
    "6eb95dd6-7ccc-4bce-99f8-af0d0b582d77": (EventKind.MOTION_STARTED,),
    "6f55a7a7-d21c-4629-ac18-af1975e395a2": (EventKind.MOTION_STOPPED,),
    "4577f552-765a-438c-bc7d-e5ff1f754bc3": (EventKind.RECORDING_STARTED,),
    "79a94f89-92de-4fca-8a43-5561d407423d": (EventKind.RECORDING_STOPPED,),
    "dd3e6464-7dc0-405a-a92f-6150587563e8": (EventKind.DEVICE_RECOVERED,),
    "0ee90664-2924-42a0-a816-4129d0ecabdc": (EventKind.DEVICE_FAILED,),
    "a334af1c-4b4b-4957-9e5f-ab8ca07feab6": (EventKind.DEVICE_FAILED,),
    "836ca458-a833-4742-8ee0-64b2380984bd": (EventKind.SENSOR_ACTIVATED,),
    "8666e3dc-57a7-4f38-9611-51d774ee7358": (EventKind.SENSOR_CLEARED,),
    "7a78f5bb-d8c3-4997-89b7-cae72713b7db": (EventKind.SENSOR_ACTIVATED,),
    "35742498-bcc5-4f0a-9800-827c9388d1cd": (EventKind.SENSOR_CLEARED,),
    "2eeb582a-1506-4d73-96c9-ad356acf85fb": (EventKind.PTZ_STARTED,),
    "eed47283-694f-4683-9e4d-18e7d93cf796": (EventKind.PTZ_STOPPED,),
    "06c5010d-11f2-4d70-bd79-4cec3a20d589": (EventKind.CONFIGURATION_CHANGED,),
    "2c19393a-ea35-4ba6-afcc-5aa6e2a7c970": (EventKind.ACCESS_GRANTED,),
    "c1fb7d57-0b26-4690-8e33-fd3b508ec4d7": (EventKind.ACCESS_GRANTED,),
    "8120d2cf-ef2a-44d3-ad03-8d82dd6ddcae": (EventKind.ACCESS_DENIED,),
    "50a13514-8bdc-4bc0-bd15-8bfe00bf940a": (EventKind.DOOR_UNLOCKED,),
    "2388e3a9-e1b4-4b0a-82e5-6e68a37362eb": (EventKind.DOOR_LOCKED,),
    "d540d326-d5e4-41b6-bb0a-bc97d93966ad": (EventKind.DOOR_OPENED,),
    "16affe3e-18a1-435f-b122-e24b20e390a8": (EventKind.DOOR_CLOSED, EventKind.DOOR_LOCKED),
    "3dd01fd4-c77e-4bbd-afb7-fa4679b6ad40": (EventKind.DOOR_FORCED,),
    "c0b3d197-5100-49bc-8d8c-cf5f82fc3053": (EventKind.DOOR_HELD,),
    "4fc24ff8-9e47-4c85-940b-77f4573705bc": (EventKind.TAMPERED,),
    "18e2767b-5414-45d6-a273-19d117feca0e": (EventKind.POWER_FAILED,),
}
"""System event types, and those of Milestone's access-control simulator; other vendors' are known by their names."""

_ACCESS = "accesscontrolunits/"
_DEVICES = ("cameras/", "microphones/", "speakers/", "metadata/", "inputevents/", "outputs/", _ACCESS)
_PLAIN = {
    EventKind.MOTION_STARTED,
    EventKind.MOTION_STOPPED,
    EventKind.RECORDING_STARTED,
    EventKind.RECORDING_STOPPED,
    EventKind.SENSOR_ACTIVATED,
    EventKind.SENSOR_CLEARED,
    EventKind.DEVICE_FAILED,
    EventKind.DEVICE_RECOVERED,
}
"""Device events, whose data says nothing."""
_ACCESS_WORDS: tuple[tuple[re.Pattern[str], tuple[EventKind, ...]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kinds)
    for pattern, kinds in (
        (r"tamper.*\b(ended|over|cleared|restored|normal)\b", (EventKind.TAMPERING_ENDED,)),
        (r"tamper", (EventKind.TAMPERED,)),
        (r"power.*\b(restored|back|ok|normal)\b", (EventKind.POWER_RESTORED,)),
        (r"power.*\b(fail\w*|lost|loss|out)\b", (EventKind.POWER_FAILED,)),
        (r"\b(disconnected|offline|not responding)\b", (EventKind.DEVICE_FAILED,)),
        (r"\b(re)?connected\b|\bonline\b", (EventKind.DEVICE_RECOVERED,)),
        (r"forced", (EventKind.DOOR_FORCED,)),
        (r"too long|held", (EventKind.DOOR_HELD,)),
        (r"denied|rejected", (EventKind.ACCESS_DENIED,)),
        (r"granted", (EventKind.ACCESS_GRANTED,)),
        (r"closed and locked", (EventKind.DOOR_CLOSED, EventKind.DOOR_LOCKED)),
        (r"\bunlocked\b", (EventKind.DOOR_UNLOCKED,)),
        (r"\blocked\b", (EventKind.DOOR_LOCKED,)),
        (r"\bclosed\b", (EventKind.DOOR_CLOSED,)),
        (r"\bopened\b", (EventKind.DOOR_OPENED,)),
    )
)
_CALL_WORDS = (
    (re.compile(r"\bcall (was |is )?(answered|accepted)\b", re.IGNORECASE), EventKind.CALL_ANSWERED),
    (re.compile(r"\bcall (was |is )?(declined|rejected)\b", re.IGNORECASE), EventKind.CALL_DECLINED),
)
_OVER = re.compile(r"\b(cleared|ended|stopped|over|normal)\b", re.IGNORECASE)
_PERSON = re.compile(r"card ?holder|credential ?holder|person|user ?name", re.IGNORECASE)


class _Wire(msgspec.Struct):
    """An event or state as it comes; every field may hold anything."""

    id: Any = None
    type: Any = None
    source: Any = None
    time: Any = None
    data: msgspec.Raw = msgspec.Raw()


_decode = msgspec.json.Decoder(_Wire).decode


class Untranslated:
    """Messages that could not be understood: counted, logged once a kind, the last ones kept for diagnosis."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.samples: deque[tuple[str, bytes]] = deque(maxlen=SAMPLES)

    def add(self, kind: str, message: bytes) -> None:
        """One more of `kind`; of endlessly many kinds all further ones count as one."""
        name = kind if kind in self.counts or len(self.counts) < MOST_KINDS else "others"
        if name not in self.counts:
            log.warning("cannot translate: %s", name)
        self.counts[name] += 1
        self.samples.append((name, bytes(message[:LARGEST_SAMPLE])))


class Translator:
    """Events of one server. `names` are display names by event type id."""

    def __init__(self, names: Mapping[str, str], untranslated: Untranslated) -> None:
        self._names, self._untranslated = names, untranslated
        self._responses: Mapping[str, Meaning] = {}
        self._kinds: dict[tuple[str, bool], tuple[EventKind, ...]] = {}

    def learn_names(self, names: Mapping[str, str]) -> None:
        """The server has other event types now."""
        self._names = names
        self._kinds.clear()

    def learn_responses(self, meanings: Mapping[str, Meaning]) -> None:
        """These user-defined events say what a building is under."""
        self._responses = meanings

    def events(self, messages: Iterable[msgspec.Raw | bytes], now: datetime) -> list[Happened | ResponseChanged]:
        """What happened, in the order told. What has no usable time happened `now`."""
        return [event for message in messages for event in self._event(message, now, is_state=False)]

    def states(self, messages: Iterable[msgspec.Raw | bytes], now: datetime) -> list[Happened]:
        """The answer of getState as the events that led to it; their ids begin with `#`, as the server tells none."""
        told = (event for message in messages for event in self._event(message, now, is_state=True))
        return [event for event in told if isinstance(event, Happened)]

    def _event(
        self, message: msgspec.Raw | bytes, now: datetime, *, is_state: bool
    ) -> Sequence[Happened | ResponseChanged]:
        try:
            wire = _decode(message)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            self._untranslated.add("malformed event", bytes(message))
            return []
        kind_id, source = guid(wire.type), device_id(wire.source)
        if not kind_id:
            self._untranslated.add("event without a type", bytes(message))
            return []
        device = source if source is not None and source.startswith(_DEVICES) else None
        is_access = device is not None and device.startswith(_ACCESS)
        kinds = self._kinds.get((kind_id, is_access)) or self._learn(kind_id, is_access, bytes(message))
        at = moment(wire.time) or now
        given = "" if is_state else guid(wire.id)
        key = EventId(given or f"#{source or ''}/{kind_id}/{at.isoformat()}")
        data = None if kinds[0] in _PLAIN else _read(wire.data)
        meaning = self._responses.get(kind_id)
        if meaning is not None:
            status = meaning.status(at, data)
            return [Happened(key, at, kinds[0], None, self._names.get(kind_id, ""), status.by), ResponseChanged(status)]
        text = self._text(kind_id, kinds[0], data)
        if data is None:
            return [Happened(key, at, kind, device, text) for kind in kinds]
        is_ptz = kinds[0] in (EventKind.PTZ_STARTED, EventKind.PTZ_STOPPED)
        person, found = words(child(data, "User")) if is_ptz else person_in(data), boxes(data)
        withheld, read = is_person_withheld(data, person), readings(data)
        return [Happened(key, at, kind, device, text, person, found, read, withheld) for kind in kinds]

    def _learn(self, kind_id: str, is_access: bool, message: bytes) -> tuple[EventKind, ...]:
        name = self._names.get(kind_id, "")
        kinds = _KINDS.get(kind_id) or _kinds_by_name(name, is_access)
        if kinds == (EventKind.OTHER,) and not name:
            self._untranslated.add(f"event type {kind_id}", message)
        if len(self._kinds) < MOST_KINDS:
            self._kinds[kind_id, is_access] = kinds
        return kinds

    def _text(self, kind_id: str, kind: EventKind, data: object) -> str:
        name = self._names.get(kind_id, "")
        if data is None:
            return name if kind is EventKind.OTHER else ""
        told = words(child(data, "Description") or child(data, "Reason") or child(data, "Message"), LONGEST_TEXT)
        location = words(child(data, "Location") or child(data, "atLocation", "name"))
        rank = number(child(data, "Priority")) if kind is EventKind.PTZ_STARTED else None
        priority = f"priority {rank:.0f}" if rank is not None else ""
        said = " · ".join(part for part in (told, location, priority) if part)
        if kind is EventKind.OTHER and name:
            return f"{name}: {said}" if said else name
        return said


def system_kinds(event_type: object) -> tuple[EventKind, ...]:
    """What a system event type means; empty for a site's own."""
    return _KINDS.get(guid(event_type), ())


def _read(data: msgspec.Raw) -> Any:
    try:
        return msgspec.json.decode(data) if bytes(data) else None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def _kinds_by_name(name: str, is_access: bool) -> tuple[EventKind, ...]:
    if is_access:
        return next((kinds for pattern, kinds in _ACCESS_WORDS if pattern.search(name)), (EventKind.OTHER,))
    for pattern, kind in _CALL_WORDS:
        if pattern.search(name):
            return (kind,)
    for pattern, kind in ((WEAPON, EventKind.WEAPON_DETECTED), (VAPE, EventKind.VAPE_DETECTED)):
        if pattern.search(name):
            return (EventKind.SENSOR_CLEARED if _OVER.search(name) else kind,)
    return (EventKind.OTHER,)


def person_in(data: object) -> str:
    """The credential holder of an access event; empty where none is told."""
    for pair in children(data, "Properties", limit=50):
        if _PERSON.search(words(child(pair, "Key"))):
            return words(child(pair, "Value"))
    return ""


def boxes(data: object) -> tuple[Box, ...]:
    """Detected objects, from the classic analytics contract (`ObjectList`) or the newer one (`involvedObject`)."""
    found: list[Box] = []
    for item in children(data, "ObjectList", limit=MOST_BOXES):
        box = child(item, "BoundingBox")
        edges = [fraction(child(box, edge)) for edge in ("Left", "Top", "Right", "Bottom")]
        found += _box(edges, words(child(item, "Name") or child(item, "Type")), child(item, "Confidence"))
    for item in children(data, "involvedObject", limit=MOST_BOXES):
        corners = children(item, "hasOutline", "hasVertices") or children(item, "hasOutline", "Polygon", "hasVertices")
        xs, ys = ([x for c in corners if (x := fraction(child(c, axis))) is not None] for axis in ("x", "y"))
        edges = [min(xs), min(ys), max(xs), max(ys)] if xs and ys else []
        found += _box(edges, words(child(item, "name") or child(item, "class")), child(item, "confidence"))
    return tuple(found)


def _box(edges: list[float | None] | list[float], label: str, confidence: object) -> list[Box]:
    known = [edge for edge in edges if edge is not None]
    if len(known) != 4 or known[0] >= known[2] or known[1] >= known[3]:
        return []
    left, top, right, bottom = known
    return [Box(left, top, right, bottom, label, fraction(confidence))]
