"""Their words into ours: event types, analytics, access control and alarms. No other file knows what the server calls things."""

import logging
import re
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from smartclient.adapters.xprotect.values import (
    LONGEST_TEXT,
    Item,
    child,
    children,
    device_id,
    fraction,
    guid,
    integer,
    moment,
    number,
    words,
)
from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.devices import CameraForm, DeviceKind, View
from smartclient.domain.events import Box, EventKind, Happened
from smartclient.domain.footage import Quality
from smartclient.domain.ids import AlarmId, DeviceId, EventId

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
_WEAPON = re.compile(r"\b(weapons?|guns?|firearms?|handgun|rifle|pistol|knife|knives)\b", re.IGNORECASE)
_VAPE = re.compile(r"\b(vape|vaping)\b", re.IGNORECASE)
_OVER = re.compile(r"\b(cleared|ended|stopped|over|normal)\b", re.IGNORECASE)
_PANIC = re.compile(r"\b(panic|duress|hold-?up)\b", re.IGNORECASE)
_SMALL = re.compile(r"\b(sub|low|small|second|mobile|thumbnail)", re.IGNORECASE)
_LARGE = re.compile(r"\b(main|high|large|full|first)", re.IGNORECASE)
_PERSON = re.compile(r"card ?holder|credential ?holder|person|user ?name", re.IGNORECASE)

_STATE_NAMES = {
    "new": AlarmState.NEW,
    "in progress": AlarmState.IN_PROGRESS,
    "on hold": AlarmState.ON_HOLD,
    "closed": AlarmState.CLOSED,
}
_PRIORITY_NAMES = {"high": Priority.HIGH, "medium": Priority.MEDIUM, "low": Priority.LOW}


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
        self._kinds: dict[tuple[str, bool], tuple[EventKind, ...]] = {}

    def learn_names(self, names: Mapping[str, str]) -> None:
        """The server has other event types now."""
        self._names = names
        self._kinds.clear()

    def events(self, messages: Iterable[msgspec.Raw | bytes], now: datetime) -> list[Happened]:
        """What happened, in the order told. What has no usable time happened `now`."""
        return [event for message in messages for event in self._event(message, now, is_state=False)]

    def states(self, messages: Iterable[msgspec.Raw | bytes], now: datetime) -> list[Happened]:
        """The answer of getState as the events that led to it; their ids begin with `#`, as the server tells none."""
        return [event for message in messages for event in self._event(message, now, is_state=True)]

    def _event(self, message: msgspec.Raw | bytes, now: datetime, *, is_state: bool) -> list[Happened]:
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
        text = self._text(kind_id, kinds[0], data)
        if data is None:
            return [Happened(key, at, kind, device, text) for kind in kinds]
        person, found = _person(data), boxes(data)
        return [Happened(key, at, kind, device, text, person, found) for kind in kinds]

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
        said = " · ".join(part for part in (told, location) if part)
        if kind is EventKind.OTHER and name:
            return f"{name}: {said}" if said else name
        return said


def _read(data: msgspec.Raw) -> Any:
    try:
        return msgspec.json.decode(data) if bytes(data) else None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def _kinds_by_name(name: str, is_access: bool) -> tuple[EventKind, ...]:
    if is_access:
        return next((kinds for pattern, kinds in _ACCESS_WORDS if pattern.search(name)), (EventKind.OTHER,))
    for pattern, kind in ((_WEAPON, EventKind.WEAPON_DETECTED), (_VAPE, EventKind.VAPE_DETECTED)):
        if pattern.search(name):
            return (EventKind.SENSOR_CLEARED if _OVER.search(name) else kind,)
    return (EventKind.OTHER,)


def _person(data: object) -> str:
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


def view(item: Item) -> View | None:
    """Where a camera looks. Direction and field of view are told as parts of a full turn; all zero means not set."""
    turn, width, depth = (number(item.get(f"coverage{what}")) or 0.0 for what in ("Direction", "FieldOfView", "Depth"))
    if width <= 0 or depth <= 0:
        return None
    form = CameraForm.PTZ if item.get("ptzEnabled") is True else CameraForm.BULLET
    return View(turn % 1.0 * 360.0, min(width, 1.0) * 360.0, min(depth, 1_000.0), form)


def door_kind(unit: Item) -> DeviceKind | None:
    """Doors among the access-control units; controllers and readers are none."""
    category = words(unit.get("category") or unit.get("elementType")).casefold()
    return DeviceKind.DOOR if category == "door" else None


def input_kind(item: Item) -> DeviceKind:
    """What hangs on an input, which the server only tells by its name."""
    name = words(item.get("displayName") or item.get("name"))
    kinds = ((_PANIC, DeviceKind.PANIC_BUTTON), (_VAPE, DeviceKind.VAPE_SENSOR), (_WEAPON, DeviceKind.WEAPON_SENSOR))
    return next((kind for pattern, kind in kinds if pattern.search(name)), DeviceKind.OTHER)


def stream_for(streams: Iterable[Item], quality: Quality) -> str:
    """The id of a camera's stream of that quality, judged by name, then by which one is shown by default; empty for the default."""
    found = [
        (guid(item.get("streamReferenceId")), words(item.get("name")), item.get("liveDefault") is True)
        for item in streams
    ]
    known = [stream for stream in found if stream[0]]
    if len(known) < 2:
        return ""
    pattern, is_default = (_SMALL, False) if quality is Quality.SUB else (_LARGE, True)
    return max(known, key=lambda stream: (bool(pattern.search(stream[1])), stream[2] is is_default))[0]


def recorded_stream_for(streams: Iterable[Item], quality: Quality) -> str:
    """The id of a recorded stream of that quality; empty for the one the recorder plays by itself, which most cameras only have."""
    return stream_for([item for item in streams if guid(item.get("recordTo")).strip("0-")], quality)


def lock_command(door_name: str) -> str:
    """The user-defined event that locks a door."""
    return f"Lock door {door_name}"


def unlock_command(door_name: str) -> str:
    """The user-defined event that unlocks a door."""
    return f"Unlock door {door_name}"


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
