"""The options of a list request: paging, conditions, order and the bare flags."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from smartclient.demo.answers import ApiError, Json
from smartclient.demo.times import parsed

_RESERVED = {"page", "size", "orderby", "include", "includechildren", "task", "objectids", "language"}
_FLAGS = {"disabled", "tasks", "nodata", "resources", "definitions"}
_OPERATORS = {"contains", "startswith", "equals", "notequals", "lt", "gt"}
LARGEST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Condition:
    """`key` op `value`; dots in the key go into nested objects."""

    key: str
    operator: str
    value: str

    def holds(self, item: Json) -> bool:
        """Whether the item meets it; a property the item does not have meets only `notEquals`."""
        found = look_up(item, self.key)
        if found is None:
            return self.operator == "notequals"
        if self.operator in {"lt", "gt"}:
            left, right = _comparable(str(found), self.value)
            return bool(left < right if self.operator == "lt" else left > right)
        have, want = _text(found), self.value.casefold()
        tests = {
            "contains": want in have,
            "startswith": have.startswith(want),
            "equals": have == want,
            "notequals": have != want,
        }
        return tests[self.operator]


@dataclass(frozen=True, slots=True)
class Query:
    """What the client asked about a list; names are lower case."""

    flags: frozenset[str]
    options: dict[str, str]
    conditions: tuple[Condition, ...]
    page: int = 0
    size: int = LARGEST_PAGE

    def words(self, option: str) -> list[str]:
        """The comma-separated values of an option."""
        return [word.strip() for word in self.options.get(option, "").split(",") if word.strip()]

    def later_than(self, key: str) -> tuple[datetime | None, "Query"]:
        """The time that `key` must be later than, None for any, and the query without that condition."""
        for condition in self.conditions:
            if condition.key.lower() == key and condition.operator == "gt":
                with suppress(ValueError):
                    others = tuple(each for each in self.conditions if each is not condition)
                    return parsed(condition.value), replace(self, conditions=others)
        return None, self

    def asks_only(self, keys: Collection[str]) -> bool:
        """Whether conditions and order look at nothing but these properties."""
        order = self.options.get("orderby", "").rpartition(":")[2].strip("'").lower()
        asked = {condition.key.lower() for condition in self.conditions} | ({order} if order else set())
        return asked <= set(keys)

    def select(self, items: Iterable[Json]) -> list[Json]:
        """The items that meet all conditions, in the order and page asked for."""
        chosen = [item for item in items if all(condition.holds(item) for condition in self.conditions)]
        return self.cut(self._ordered(chosen))

    def cut(self, items: Sequence[Json]) -> list[Json]:
        """The page asked for."""
        return list(items[self.page * self.size : (self.page + 1) * self.size])

    def _ordered(self, items: list[Json]) -> list[Json]:
        order = self.options.get("orderby", "")
        if not order:
            return items
        direction, _, key = order.rpartition(":")
        key = key.strip("'")
        return sorted(items, key=lambda item: _sortable(look_up(item, key)), reverse=direction.lower() == "desc")


def parse(query_string: str, largest_page: int = LARGEST_PAGE) -> Query:
    """Reads a query string, keeping flags without `=`. Raises ApiError 400 for a page that is no page."""
    flags, options, conditions = set(), {}, []
    for name, value in parse_qsl(query_string, keep_blank_values=True):
        lower = name.lower()
        if lower in _FLAGS:
            flags.add(lower)
        elif lower in _RESERVED:
            options[lower] = value
        else:
            conditions.append(_condition(name, value))
    size = _whole(options, "size", largest_page)
    if not 1 <= size <= largest_page:
        raise ApiError(400, f"The size must be between 1 and {largest_page}.", place="size")
    return Query(frozenset(flags), options, tuple(conditions), _whole(options, "page", 0), size)


def _whole(options: dict[str, str], name: str, otherwise: int) -> int:
    text = options.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ApiError(400, f"The {name} must be a whole number.", place=name)
    return int(text)


def _condition(name: str, value: str) -> Condition:
    operator, colon, rest = value.partition(":")
    if not colon or operator.lower() not in _OPERATORS:
        operator, rest = "equals", value
    if len(rest) > 1 and rest[0] == rest[-1] == "'":
        rest = rest[1:-1]
    return Condition(name, operator.lower(), rest)


def look_up(item: Any, key: str) -> Any:
    """A property by name in any case; dots go into nested objects; None when it is not there."""
    for part in key.split("."):
        if not isinstance(item, dict):
            return None
        name = part if part in item else next((name for name in item if name.lower() == part.lower()), part)
        item = item.get(name)
    return item


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).casefold()


def _comparable(left: str, right: str) -> tuple[Any, Any]:
    readers: tuple[Callable[[str], Any], ...] = (float, parsed)
    for read in readers:
        try:
            return read(left), read(right)
        except ValueError:
            continue
    return left.casefold(), right.casefold()


def _sortable(value: object) -> tuple[int, float, str]:
    if value is None:
        return (0, 0.0, "")
    if isinstance(value, int | float):
        return (1, float(value), "")
    return (2, 0.0, str(value).casefold())
