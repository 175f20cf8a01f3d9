"""What consoles write to each other about incidents, as JSON on one topic of the server's message channel."""

import re
from collections.abc import Mapping
from datetime import datetime

import msgspec

from smartclient.domain.ids import IncidentId
from smartclient.domain.site import LonLat
from smartclient.store.incidents.encoding import Wire

TOPIC = "smartclient.incidents"
_LARGEST = 128 * 1024
_MOST_CONSOLES, _MOST_FILES, _MOST_ENTRIES = 400, 200, 1_000
_LONGEST_NAME = 80
_ID = re.compile(r"[0-9a-z][0-9a-z-]{3,63}")

Have = dict[str, dict[str, int]]
"""By incident, of each console the number up to which nothing is missing."""


class Entries(msgspec.Struct, frozen=True, tag="entries", tag_field="letter"):
    """Entries that somebody may lack."""

    console: str
    entries: list[Wire]


class Here(msgspec.Struct, frozen=True, tag="here", tag_field="letter"):
    """`by` is there, at work on `incident` (empty: on none), its clock says `at`, and it has so much."""

    console: str
    by: str
    at: datetime
    incident: str
    have: Have
    is_new: bool = False
    """Came just now and knows nobody."""
    is_part: bool = False
    """Tells one campus of what the whole district is told besides."""


class Gone(msgspec.Struct, frozen=True, tag="gone", tag_field="letter"):
    """That console leaves."""

    console: str


class Asked(msgspec.Struct, frozen=True, tag="asked", tag_field="letter"):
    """`console` asks `to` for what it lacks of an incident beyond `have`."""

    console: str
    to: str
    incident: str
    have: dict[str, int]


class Pointed(msgspec.Struct, frozen=True, tag="pointed", tag_field="letter"):
    """Where the pointer of somebody is on the map; `position` None where it left."""

    console: str
    by: str
    incident: str
    position: LonLat | None = None
    level: str = ""


Letter = Entries | Here | Gone | Asked | Pointed

_decode = msgspec.json.Decoder(Letter).decode
encoded = msgspec.json.Encoder().encode


def opened(data: bytes) -> Letter | None:
    """The letter in a message; None for what is none, or larger than any should be."""
    if len(data) > _LARGEST:
        return None
    try:
        letter: Letter = _decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, ValueError):
        return None
    if not _ID.fullmatch(letter.console):
        return None
    match letter:
        case Entries(entries=entries):
            is_sound = len(entries) <= _MOST_ENTRIES
        case Here(by=by, incident=incident, have=have, at=at):
            is_sound = len(by) <= _LONGEST_NAME and _is_incident(incident) and _is_have(have) and at.tzinfo is not None
        case Asked(incident=incident, have=have):
            is_sound = _is_have({incident: have})
        case Pointed(by=by, incident=incident, position=position):
            is_sound = len(by) <= _LONGEST_NAME and _is_incident(incident) and _is_on_earth(position)
        case Gone():
            is_sound = True
    return letter if is_sound else None


def incident_of(text: str) -> IncidentId | None:
    """The incident a letter names."""
    return IncidentId(text) if text else None


def _is_incident(text: str) -> bool:
    return not text or _ID.fullmatch(text) is not None


def _is_have(have: Mapping[str, Mapping[str, int]]) -> bool:
    return len(have) <= _MOST_FILES and all(
        _ID.fullmatch(incident) and len(numbers) <= _MOST_CONSOLES and all(map(_ID.fullmatch, numbers))
        for incident, numbers in have.items()
    )


def _is_on_earth(position: LonLat | None) -> bool:
    return position is None or (abs(position[0]) <= 180 and abs(position[1]) <= 90)
