"""Alarms: made from events by alarm definitions or by clients, worked on by operators, with their history."""

import tomllib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files

import msgspec

from smartclient.demo.alarm_terms import CATEGORIES, CLOSE_REASONS, PRIORITIES, STATES
from smartclient.demo.answers import ApiError, Json
from smartclient.demo.catalogue import EVENT_TYPES
from smartclient.demo.configuration import Configuration, item
from smartclient.demo.events import Event
from smartclient.demo.ids import derived, fresh
from smartclient.demo.people import without_names
from smartclient.demo.times import parsed, stamp

KEPT = 10_000
LONGEST_TEXT = 4_000


class Definition(msgspec.Struct, frozen=True):
    """A row of alarm_definitions.toml; an empty `device` means every device."""

    name: str
    event: str
    priority: str
    category: str
    instructions: str
    device: str = ""


class _Definitions(msgspec.Struct):
    definition: list[Definition]


def definitions() -> list[Definition]:
    """The alarm definitions that travel with the demo."""
    text = files("smartclient.demo").joinpath("alarm_definitions.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Definitions).definition


def add_definitions(configuration: Configuration) -> None:
    """Adds the definitions as `alarmDefinitions`."""
    types = {kind.name: kind.id for kind in EVENT_TYPES.values()}
    for each in definitions():
        made = item(
            "alarmDefinitions",
            derived("alarmDefinitions", each.name),
            each.name,
            enabled=True,
            description=each.instructions,
            eventType=types[each.event],
            priority=PRIORITIES[each.priority]["id"],
            category=CATEGORIES[each.category]["id"],
        )
        configuration.add("alarmDefinitions", made["id"], made)


@dataclass(slots=True)
class Alarm:
    """One alarm; `source` is a path. `data` is the data of the event behind it."""

    id: str
    local_id: int
    name: str
    message: str
    source: str
    source_name: str
    type: str
    time: str
    priority: Json
    category: Json
    description: str = ""
    event_id: str = ""
    data: object = None
    state: Json = field(default_factory=lambda: STATES["New"])
    updated: str = ""
    assigned_to: str = ""
    reason: str = ""
    history: list[Json] = field(default_factory=list)
    snapshots: list[Json] = field(default_factory=list)
    """What clients added."""
    _told: Json = field(default_factory=dict)

    def json(self, *, with_data: bool = False, with_names: bool = True) -> Json:
        """The alarm as the server writes it; `data` only when asked for. Written anew after each change, not for each list."""
        if not with_data:
            if self._told.get("lastUpdatedTime") != self.updated:
                self._told = self._written()
            return self._told
        return self._written() | {"data": self.data if with_names else without_names(self.data)}

    def _written(self) -> Json:
        resource, _, guid = self.source.partition("/")
        return {
            "id": self.id,
            "localId": self.local_id,
            "name": self.name,
            "message": self.message,
            "description": self.description,
            "source": self.source,
            "sourceName": self.source_name,
            "cameraId": guid if resource == "cameras" else None,
            "type": self.type,
            "eventId": self.event_id,
            "priority": self.priority,
            "state": self.state,
            "category": self.category,
            "time": self.time,
            "lastUpdatedTime": self.updated or self.time,
            "assignedTo": {"displayName": self.assigned_to},
            "reasonForClosing": self.reason,
        }


class Alarms:
    """All alarms by id, oldest first; beyond KEPT the oldest are forgotten. `category_of` is a device's category by path."""

    def __init__(
        self, names: Callable[[str], str], category_of: Callable[[str], str], now: Callable[[], datetime]
    ) -> None:
        self.by_id: dict[str, Alarm] = {}
        self._by_change: OrderedDict[str, Alarm] = OrderedDict()
        self._names, self._category_of, self._now = names, category_of, now
        self.observers: list[Callable[[Alarm], None]] = []
        """Told of alarms that events raised."""
        self._count = 0
        self._definitions: dict[str, list[Definition]] = {}
        types = {kind.name: kind.id for kind in EVENT_TYPES.values()}
        for each in definitions():
            self._definitions.setdefault(types[each.event], []).append(each)

    def watch(self, event: Event) -> None:
        """Makes an alarm of an event for every definition it meets."""
        for each in self._definitions.get(event.type, ()):
            if not each.device or each.device == self._category_of(event.source):
                made = self._make(each.name, f"{each.name}: {self._names(event.source)}", event.source, each)
                made.type, made.time, made.event_id = event.type, event.time, event.id
                made.data = None if event.data is msgspec.UNSET else event.data
                made.description = each.instructions
                self._remember(made, "", "Alarm created")
                for observe in self.observers:
                    observe(made)

    def changed_after(self, at: datetime) -> Iterator[Alarm]:
        """Those that are new or different since then, the latest first; as cheap with ten thousand alarms as with ten."""
        for alarm in reversed(self._by_change.values()):
            if parsed(alarm.updated) <= at:
                return
            yield alarm

    def create(self, name: str, message: str, source: str, author: str, priority: str = "Medium") -> Alarm:
        """An alarm that a client, or the server by itself, raised."""
        made = self._make(name, message, source, None)
        made.priority = PRIORITIES[priority]
        self._remember(made, author, "Alarm created")
        return made

    def _make(self, name: str, message: str, source: str, definition: Definition | None) -> Alarm:
        self._count += 1
        made = Alarm(
            id=fresh(),
            local_id=self._count,
            name=name[:LONGEST_TEXT],
            message=message[:LONGEST_TEXT],
            source=source,
            source_name=self._names(source),
            type="",
            time=stamp(self._now()),
            priority=PRIORITIES[definition.priority if definition else "Medium"],
            category=CATEGORIES[definition.category if definition else "Other"],
        )
        self.by_id[made.id] = made
        while len(self.by_id) > KEPT:
            oldest = next(iter(self.by_id))
            del self.by_id[oldest]
            self._by_change.pop(oldest, None)
        return made

    def patch(self, alarm: Alarm, changes: Json, author: str) -> None:
        """Takes over state, priority, comment, assignment and reason; nulls leave things as they are. Raises ApiError 400."""
        state = _chosen(STATES, changes, "state")
        priority = _chosen(PRIORITIES, changes, "priority")
        comment, assigned = _words(changes, "comment"), _words(changes, "assignedTo.displayName")
        reason = _reason(changes)
        alarm.state, alarm.priority = state or alarm.state, priority or alarm.priority
        alarm.assigned_to = alarm.assigned_to if assigned is None else assigned
        alarm.reason = alarm.reason if reason is None else reason
        self._remember(alarm, author, comment or "")

    def add_snapshot(self, alarm: Alarm, snapshot: Json, author: str) -> None:
        """Keeps a picture with the alarm."""
        alarm.snapshots.append(snapshot)
        self._remember(alarm, author, "Picture added")

    def _remember(self, alarm: Alarm, author: str, text: str) -> None:
        alarm.updated = stamp(self._now())
        self._by_change[alarm.id] = alarm
        self._by_change.move_to_end(alarm.id)
        alarm.history.append(
            {
                "author": author,
                "time": alarm.updated,
                "state": alarm.state,
                "priority": alarm.priority,
                "assignedTo": {"displayName": alarm.assigned_to},
                "text": text,
            }
        )


def _chosen(choices: dict[str, Json], changes: Json, key: str) -> Json | None:
    wanted = changes.get(key)
    if isinstance(wanted, dict):
        wanted = wanted.get("id")
    if wanted is None:
        return None
    found = next((choice for choice in choices.values() if choice["id"] == str(wanted).lower()), None)
    if found is None:
        raise ApiError(400, f"Unknown {key}.", place=key)
    return found


def _words(changes: Json, key: str) -> str | None:
    value = changes.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ApiError(400, f"{key} must be a text of at most {LONGEST_TEXT} characters.", place=key)
    return value


def _reason(changes: Json) -> str | None:
    """The name of the reason given by its id or name."""
    wanted = _words(changes, "reasonForClosing")
    if not wanted:
        return wanted
    for reason in CLOSE_REASONS.values():
        if wanted.casefold() in (reason["id"], str(reason["name"]).casefold()):
            return str(reason["name"])
    raise ApiError(400, "Unknown reasonForClosing.", place="reasonForClosing")


def statistics(alarms: list[Alarm]) -> list[Json]:
    """Counts in total, by priority and by state."""
    counted = [{"type": "Total", "number": 0, "value": len(alarms)}]
    for priority in PRIORITIES.values():
        value = sum(alarm.priority is priority for alarm in alarms)
        counted.append({"type": "Priority", "number": priority["level"], "value": value})
    for state in STATES.values():
        value = sum(alarm.state is state for alarm in alarms)
        counted.append({"type": "State", "number": state["level"], "value": value})
    return counted
