"""Changed parts of a feature put into its text; members and properties that nobody here knows stay as they are."""

from collections.abc import Mapping
from typing import Any

import msgspec

from smartclient.plans.imdf import FEATURE_TYPES, Kind
from smartclient.plans.text import in_language, is_language_tag
from smartclient.plans.writing.features import LANGUAGE
from smartclient.plans.writing.geometry import Json

_Members = dict[str, msgspec.Raw]


def patched(raw: msgspec.Raw, before: Json, after: Json, language: str) -> msgspec.Raw:
    """The text of a feature with what differs between `before` and `after`, the feature as we would write it then and now.

    Names are changed in the one language they are read in; translations stay. A new shape has its label written down, which may
    have been worked out from the old one.
    """
    members = msgspec.json.decode(raw, type=_Members)
    if before["geometry"] != after["geometry"]:
        members["geometry"] = _encoded(_with_heights(_decoded(members, "geometry"), after["geometry"]))
    properties = _properties(members)
    old, new = before["properties"], after["properties"]
    kinds = FEATURE_TYPES[after["feature_type"]].properties
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            is_labels = name in kinds and kinds[name].kind is Kind.LABELS
            had = _decoded(properties, name)
            value = _relabelled(had, new.get(name), language) if is_labels else _merged(had, new.get(name))
            properties[name] = _encoded(value)
    if before["geometry"] != after["geometry"] and new.get("display_point") is not None:
        properties["display_point"] = _encoded(new["display_point"])
    members["properties"] = _encoded(properties)
    return _encoded(members)


def _properties(members: _Members) -> _Members:
    try:
        return msgspec.json.decode(members.get("properties", b"{}"), type=_Members)
    except msgspec.ValidationError:
        return {}


def _decoded(members: Mapping[str, msgspec.Raw], name: str) -> Any:
    return msgspec.json.decode(members[name]) if name in members else None


def _encoded(value: Any) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))


def _relabelled(had: Any, labels: Json | None, language: str) -> Any:
    """The label that was shown gets the new text."""
    if labels is None or not isinstance(had, dict):
        return None if labels is None else {language: labels[LANGUAGE]}
    shown = in_language(had, language)
    tag = next((tag for tag in had if is_language_tag(tag) and in_language({tag: had[tag]}, tag) == shown), language)
    return {**had, tag: labels[LANGUAGE]}


def _merged(had: Any, value: Any) -> Any:
    """An object keeps members that are not ours."""
    is_object = isinstance(had, dict) and isinstance(value, dict) and "coordinates" not in value
    return {**had, **value} if is_object else value


def _with_heights(had: Any, geometry: Json | None) -> Json | None:
    """A moved point keeps its altitude, the third number."""
    if geometry is None or geometry["type"] != "Point" or not isinstance(had, dict):
        return geometry
    coordinates = had.get("coordinates")
    more = coordinates[2:] if isinstance(coordinates, list) else []
    return {**geometry, "coordinates": [*geometry["coordinates"], *more]}
