"""What refers to a room that is removed: it is led to another room, or goes with it."""

from collections.abc import Callable
from typing import Any

import msgspec

from smartclient.plans.writing.opened import OpenArchive

Places = Callable[[str], dict[str, Any]]
"""The properties that say where the amenity of that id is once the rooms are gone: `unit_ids`, or `level_id` where none is left."""


def mend(archive: OpenArchive, gone: frozenset[str], places_of: Places) -> None:
    """Amenities keep their other rooms, or get another; anchors, their occupants, and relationships go. Raises PlanUnwritable."""
    if not gone:
        return
    _lead_amenities(archive, gone, places_of)
    anchors = _remove(archive, "anchor", lambda properties: _lower(properties.get("unit_id")) in gone)
    _remove(archive, "occupant", lambda properties: _lower(properties.get("anchor_id")) in anchors)
    _remove(archive, "relationship", lambda properties: bool(_related(properties) & gone))


def _lead_amenities(archive: OpenArchive, gone: frozenset[str], places_of: Places) -> None:
    collection = archive.collection("amenity")
    for number, value in enumerate(collection.values()):
        properties = _properties(value)
        units = properties.get("unit_ids")
        if not isinstance(units, list) or not {_lower(unit) for unit in units} & gone:
            continue
        left = [unit for unit in units if _lower(unit) not in gone]
        where = {"unit_ids": left} if left else places_of(_lower(value.get("id")))
        members = msgspec.json.decode(collection.raw(number), type=dict[str, msgspec.Raw])
        members["properties"] = msgspec.Raw(msgspec.json.encode({**properties, **where}))
        collection.put(number, msgspec.Raw(msgspec.json.encode(members)))


def _remove(archive: OpenArchive, feature_type: str, is_orphan: Callable[[dict[str, Any]], bool]) -> set[str]:
    """The ids of those that went."""
    collection, found = archive.collection(feature_type), set()
    for number, value in enumerate(collection.values()):
        if isinstance(value, dict) and is_orphan(_properties(value)):
            collection.remove(number)
            found.add(_lower(value.get("id")))
    return found


def _related(properties: dict[str, Any]) -> set[str]:
    ends = (properties.get("origin"), properties.get("destination"))
    return {_lower(end.get("id")) for end in ends if isinstance(end, dict)}


def _properties(value: Any) -> dict[str, Any]:
    properties = value.get("properties") if isinstance(value, dict) else None
    return properties if isinstance(properties, dict) else {}


def _lower(own_id: object) -> str:
    return own_id.lower() if isinstance(own_id, str) else ""
