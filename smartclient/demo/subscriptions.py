"""Which events a session gets: include and exclude filters over resource types, source ids and event types."""

from collections.abc import Callable
from typing import Any

from smartclient.demo.answers import ApiError

REMEMBERED = 50_000

_Filter = tuple[bool, frozenset[str] | None, frozenset[str] | None, frozenset[str] | None]


class Subscriptions:
    """A session's filters. `may_see` says whether the user may see a source at all; another `version` is when that changed.

    An event passes when one include of a subscription matches and no exclude of that subscription does. The answer per
    (source, type) is remembered, since a busy stream repeats the same few pairs.
    """

    def __init__(self, may_see: Callable[[str], bool], version: Callable[[], int] = lambda: 0) -> None:
        self._may_see, self._version, self._known_version = may_see, version, version()
        self._filters: dict[str, list[_Filter]] = {}
        self._known: dict[tuple[str, str], bool] = {}

    def add(self, subscription: str, filters: object) -> None:
        """Adds or replaces a subscription; without filters it delivers nothing. Raises ApiError 400 for filters of no shape."""
        if filters is None:
            filters = []
        if not isinstance(filters, list):
            raise ApiError(400, "The filters must be an array.")
        self._filters[subscription] = [_compiled(each) for each in filters]
        self._known.clear()

    def remove(self, subscription: str) -> None:
        """Ends a subscription. Raises ApiError 404."""
        if self._filters.pop(subscription, None) is None:
            raise ApiError(404, "Unknown subscription.")
        self._known.clear()

    def pass_(self, source: str, event_type: str) -> bool:
        """Whether an event of this source and type is delivered."""
        if self._version() != self._known_version:
            self._known_version = self._version()
            self._known.clear()
        pair = (source, event_type)
        known = self._known.get(pair)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[pair] = self._may_see(source) and self._matches(source, event_type)
        return known

    def _matches(self, source: str, event_type: str) -> bool:
        resource, _, guid = source.lower().partition("/")
        for filters in self._filters.values():
            hits = [
                include
                for include, resources, guids, types in filters
                if (resources is None or resource in resources)
                and (guids is None or guid in guids)
                and (types is None or event_type in types)
            ]
            if hits and all(hits):
                return True
        return False


def _compiled(each: Any) -> _Filter:
    if not isinstance(each, dict):
        raise ApiError(400, "A filter must be an object.")
    modifier = str(each.get("modifier", "")).lower()
    if modifier not in {"include", "exclude"}:
        raise ApiError(400, "The modifier must be include or exclude.", place="modifier")
    return (modifier == "include", _set(each, "resourceTypes"), _set(each, "sourceIds"), _set(each, "eventTypes"))


def _set(each: dict[str, Any], key: str) -> frozenset[str] | None:
    values = each.get(key)
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ApiError(400, f"{key} must be an array of strings.", place=key)
    return None if "*" in values else frozenset(value.lower() for value in values)
