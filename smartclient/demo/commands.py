"""User-defined events that move doors, and the rule behind each: which doors, locked or unlocked."""

from dataclasses import dataclass

from smartclient.demo.catalogue import EXTERNAL, EventType, event_type_item
from smartclient.demo.configuration import Configuration, item
from smartclient.demo.ids import derived
from smartclient.demo.plan import DemoSite

BUILT_IN = {
    "85867627-b287-4439-9e55-a63701e1715b": "RequestStartRecording",
    "77b1e70d-ba8d-4bb8-9ee8-43b09746d82a": "RequestStopRecording",
    "7605f8b0-7f5f-4432-b223-0bb2dc3f1f5c": "RequestPlayAudio",
}


@dataclass(frozen=True, slots=True)
class DoorRule:
    """What happens when the user-defined event `event` is raised."""

    event: str
    locked: bool
    doors: tuple[str, ...]
    is_of_building: bool = False


def add_user_defined_event(
    configuration: Configuration, guid: str, name: str, subtype: str, campus: str | None
) -> None:
    """Adds the event and its event type, so that it can be raised and looked up."""
    made = item("userDefinedEvents", guid, name, createdDate="2026-08-03T14:00:00.0000000Z", subtype=subtype)
    configuration.add("userDefinedEvents", guid, made, campus)
    kind = EventType(guid, name, EXTERNAL, ("UserDefinedEvent",))
    configuration.add("eventTypes", guid, event_type_item(kind) | {"name": name, "builtIn": False}, campus)


def add_commands(configuration: Configuration, site: DemoSite) -> dict[str, DoorRule]:
    """Adds the built-in events and one per door command; returns the rules by event id."""
    for guid, name in BUILT_IN.items():
        add_user_defined_event(configuration, guid, name, "System", None)
    rules = {}
    for door in site.doors:
        for locked, verb in ((False, "Unlock"), (True, "Lock")):
            guid = derived("userDefinedEvents", f"{verb} {door.guid}")
            add_user_defined_event(configuration, guid, f"{verb} door {door.name}", "", door.campus)
            rules[guid] = DoorRule(guid, locked, (door.guid,))
    for building in site.buildings:
        inside = tuple(door.guid for door in site.doors if site.building_of(door) == building)
        if inside:
            guid = derived("userDefinedEvents", f"Lock all {building.id}")
            add_user_defined_event(configuration, guid, f"Lock all doors {building.name}", "", building.campus)
            rules[guid] = DoorRule(guid, True, inside, is_of_building=True)
    return rules
