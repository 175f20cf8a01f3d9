"""Entries as JSON, the same on disk and on the wire; what cannot be understood is kept, so that no console lacks it."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from math import isfinite
from typing import Any, get_args

import msgspec

from smartclient.domain.ids import ConsoleId, IncidentId
from smartclient.domain.incident_entries import Body, Entry, EntryId, Unread

LARGEST_BODY = 16 * 1024
"""Bytes of one body as JSON; a larger one is no entry."""
LONGEST_TEXT = 4_000
_LONGEST_NAME = 80
_MOST_POINTS = 500
_HIGHEST_NUMBER = 10_000_000
_ID = re.compile(r"[0-9a-z][0-9a-z-]{3,63}")

_KINDS: dict[str, type] = {kind.__name__: kind for kind in get_args(Body) if kind is not Unread}
_NAME = {kind: name for name, kind in _KINDS.items()}
_encode = msgspec.json.Encoder().encode


class Wire(msgspec.Struct, frozen=True):
    """An entry as it travels."""

    incident: str
    console: str
    number: int
    stamp: int
    at: datetime
    by: str
    kind: str
    body: msgspec.Raw


def kind_of(body: Body) -> str:
    """The name of its kind."""
    return body.kind if isinstance(body, Unread) else _NAME[type(body)]


def body_json(body: Body) -> bytes:
    """What is in it."""
    return body.content if isinstance(body, Unread) else _encode(body)


def body_of(kind: str, content: bytes) -> Body:
    """The body of that kind, Unread where it makes no sense here."""
    try:
        body: Body = msgspec.json.decode(content, type=_KINDS[kind])
    except (KeyError, msgspec.DecodeError, RecursionError, ValueError):
        return Unread(kind, content)
    return body if all(map(_is_sound, _values(body))) else Unread(kind, content)


def wired(entry: Entry) -> Wire:
    """The entry, to be sent."""
    body = msgspec.Raw(body_json(entry.body))
    return Wire(
        entry.incident, entry.id.console, entry.id.number, entry.stamp, entry.at, entry.by, kind_of(entry.body), body
    )


def received(wire: Wire) -> Entry | None:
    """The entry that came; None where it is none: no ids, no time, or too large."""
    is_named = all(_ID.fullmatch(each) for each in (wire.incident, wire.console))
    is_whole = 0 < wire.number <= _HIGHEST_NUMBER and wire.at.tzinfo is not None and len(wire.body) <= LARGEST_BODY
    if not is_named or not is_whole or max(len(wire.by), len(wire.kind)) > _LONGEST_NAME:
        return None
    return Entry(
        EntryId(ConsoleId(wire.console), wire.number),
        IncidentId(wire.incident),
        wire.stamp,
        wire.at,
        wire.by,
        body_of(wire.kind, bytes(wire.body)),
    )


def _values(value: Any) -> Iterator[Any]:
    """Every value inside, and the tuples themselves."""
    if is_dataclass(value):
        for each in fields(value):
            yield from _values(getattr(value, each.name))
        return
    yield value
    if isinstance(value, tuple):
        for each in value:
            yield from _values(each)


def _is_sound(value: Any) -> bool:
    """Bounded, and of positions: on Earth."""
    match value:
        case str():
            return len(value) <= LONGEST_TEXT
        case datetime():
            return value.tzinfo is not None
        case (float() as lon, float() as lat):
            return isfinite(lon) and isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90
        case tuple():
            return len(value) <= _MOST_POINTS
        case _:
            return True
