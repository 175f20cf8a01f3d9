"""What the properties of a map feature say of a room: its name, number, category and floors, whoever chose the words."""

import math
import re
from collections.abc import Mapping
from typing import Any

from smartclient.plans.importing.categories import category_in, is_number
from smartclient.plans.importing.drawing import Facts
from smartclient.plans.text import clean

_NAMES = ("name", "name:en", "room_name", "roomname", "longname", "label", "title", "nom", "bezeichnung", "text")
_NUMBERS = ("ref", "number", "room_number", "roomnumber", "room_no", "roomno", "rm_num", "room", "num", "numero", "nr")
_KINDS = ("category", "room", "type", "use", "usage", "function", "class", "kind", "amenity", "feature_type")
_LEVELS = ("level", "floor", "storey", "story", "etage", "geschoss", "floor_id", "level_id")
_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)(?:-(-?\d+(?:\.\d+)?))?")
_FILE_FLOOR = re.compile(
    r"(?:etage|étage|floor|level|lvl|ebene|storey|story|niveau|piso|planta|geschoss|og|fl)[\s_-]*(-?\d{1,2})(?!\d)"
    r"|(?<![a-z0-9])(-?\d{1,2})(?:st|nd|rd|th)?[\s_-]*(?:etage|floor|level|og|ug|f|fl)(?![a-z0-9])",
    re.IGNORECASE,
)
_GROUND = re.compile(r"(?<![a-z])(ground|erdgeschoss|eg|rdc|rez)(?![a-z])", re.IGNORECASE)
_BASEMENT = re.compile(r"(?<![a-z])(basement|keller|kg|sous-sol|souterrain)(?![a-z])", re.IGNORECASE)
_MOST_FLOORS = 60


def facts_of(properties: Mapping[str, Any]) -> Facts:
    """Name, number and category of a feature; a name that is only a number is a number."""
    lower = {str(key).lower(): value for key, value in properties.items()}
    name, number = _first(lower, _NAMES), _first(lower, _NUMBERS)
    if name and not number and is_number(name):
        name, number = "", name
    if number and not is_number(number):
        name, number = name or number, ""
    kinds = " ".join(_first(lower, (kind,)) for kind in _KINDS)
    return Facts(name, number, category_in(kinds) or category_in(name))


def floors_of(properties: Mapping[str, Any]) -> tuple[int, ...]:
    """The ordinals that a feature says it is on; empty when it says none.

    Knows the values of OpenStreetMap's `level`: `0`, `-1`, `0;2`, `0-3`; a half level, a landing, counts to the floor below it.
    """
    lower = {str(key).lower(): value for key, value in properties.items()}
    for key in _LEVELS:
        value = lower.get(key)
        if isinstance(value, bool) or value is None:
            continue
        floors = levels_in(str(value))
        if floors:
            return floors
    return ()


def levels_in(text: str) -> tuple[int, ...]:
    """The ordinals in a text such as `0;2` or `-1-3`; empty when it is none."""
    found: set[int] = set()
    for part in text.split(";"):
        match = _RANGE.fullmatch(part.strip())
        if match is None:
            return ()
        low = math.floor(float(match[1]))
        high = math.floor(float(match[2])) if match[2] else low
        if not -_MOST_FLOORS <= low <= high <= 3 * _MOST_FLOORS:
            return ()
        found.update(range(low, min(high, low + _MOST_FLOORS) + 1))
    return tuple(sorted(found))


def floor_in_name(name: str) -> int | None:
    """The ordinal that a file's name tells: `salles_etage2`, `Level 1`, `2F`, `EG`, `basement`; None when it tells none.

    A storey counted from 1 (`1st floor`) is taken as it is written: the person sets it right where the ground floor is the first.
    """
    match = _FILE_FLOOR.search(name)
    if match is not None:
        return int(match[1] or match[2])
    if _GROUND.search(name):
        return 0
    return -1 if _BASEMENT.search(name) else None


def _first(properties: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        value = properties.get(key)
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            text = clean(f"{value:g}" if isinstance(value, float) else str(value))
            if text:
                return text
    return ""
