"""Gives the ids in a value a server's key, or takes it away: directed by the value's own types, so that new kinds follow by themselves."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from types import UnionType
from typing import Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from smartclient.domain import ids
from smartclient.domain.commands import RemoveBookmark, RenameBookmark, UnlockEvidence
from smartclient.domain.grants import GrantId
from smartclient.domain.ids import ServerKey, keyed, plain, server_of
from smartclient.domain.incident_entries import CommandEntered, Exported, Granted
from smartclient.domain.recordings import Bookmark, EvidenceLock
from smartclient.domain.site import Amenity, Fixture

_T = TypeVar("_T")
_Rename = Callable[[str], str]
_Change = Callable[[Any, _Rename], Any]

_KEYED = frozenset(
    {
        ids.DeviceId,
        ids.AlarmId,
        ids.EventId,
        ids.VenueId,
        ids.BuildingId,
        ids.LevelId,
        ids.UnitId,
        ids.OpeningId,
        ids.IncidentId,
        GrantId,
    }
)
_PLAIN_TEXT: Mapping[type, str] = {
    Amenity: "id",
    Fixture: "id",
    Bookmark: "id",
    EvidenceLock: "id",
    RenameBookmark: "bookmark",
    RemoveBookmark: "bookmark",
    UnlockEvidence: "lock",
    CommandEntered: "subject",
    Exported: "cameras",
    Granted: "grant",
}
"""Fields that are ids though their type is text, or a tuple of texts."""


def with_key(value: _T, server: ServerKey) -> _T:
    """The same value among those of several servers. `value` is a dataclass of the domain, an id's container, or nothing of ours."""
    return _changed(value, lambda thing: keyed(server, thing))


def without_key(value: _T) -> _T:
    """The same value as its own server knows it."""
    return _changed(value, plain)


def servers_in(value: object) -> frozenset[ServerKey]:
    """The servers whose ids are in it."""
    found: set[ServerKey] = set()

    def note(thing: str) -> str:
        found.add(server_of(thing))
        return thing

    _changed(value, note)
    return frozenset(found)


def _changed(value: _T, rename: _Rename) -> _T:
    kind: type = type(value)
    change = _of_class(kind)
    return value if change is None else change(value, rename)


@cache
def _of_class(kind: Hashable) -> _Change | None:
    """What changes values of a class; None where nothing in them is an id."""
    if not isinstance(kind, type) or not is_dataclass(kind):
        return None
    hints = get_type_hints(kind)
    changes: dict[str, _Change] = {}
    for each in fields(kind):
        found = _of_plain(hints[each.name]) if _PLAIN_TEXT.get(kind) == each.name else _of_type(hints[each.name])
        if found is not None:
            changes[each.name] = found
    if not changes:
        return None

    def change(value: Any, rename: _Rename) -> Any:
        return replace(value, **{name: one(getattr(value, name), rename) for name, one in changes.items()})

    return change


def _of_type(kind: Any) -> _Change | None:
    """What changes values of an annotated type."""
    if isinstance(kind, NewType):
        return _text if kind in _KEYED else None
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _of_union(inner)
    if origin in (tuple, frozenset, list):
        return _of_items(origin, inner)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _of_mapping(*inner)
    return _any if is_dataclass(origin or kind) else None


def _of_plain(kind: Any) -> _Change:
    """What changes ids whose type does not say that they are some."""
    return _text if kind is str else lambda value, rename: tuple(_text(each, rename) for each in value)


def _text(value: str, rename: _Rename) -> str:
    return rename(value) if value else value


def _any(value: Any, rename: _Rename) -> Any:
    return _changed(value, rename)


def _of_union(kinds: tuple[Any, ...]) -> _Change | None:
    """Values of classes know theirs; a text among the kinds is an id."""
    text = any(isinstance(kind, NewType) and kind in _KEYED for kind in kinds)
    if not text and not any(_of_type(kind) for kind in kinds):
        return None

    def change(value: Any, rename: _Rename) -> Any:
        return _text(value, rename) if text and isinstance(value, str) else _changed(value, rename)

    return change


def _of_items(container: Callable[[Any], Any], kinds: tuple[Any, ...]) -> _Change | None:
    one = _of_type(kinds[0])
    if one is None:
        return None
    return lambda value, rename: container([one(each, rename) for each in value])


def _of_mapping(key: Any, value: Any) -> _Change | None:
    of_key, of_value = _of_type(key), _of_type(value)
    if of_key is None and of_value is None:
        return None

    def change(mapping: Any, rename: _Rename) -> Any:
        return {
            of_key(name, rename) if of_key else name: of_value(each, rename) if of_value else each
            for name, each in mapping.items()
        }

    return change
