"""Reading what clients send about bookmarks and evidence locks."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from smartclient.demo.answers import ApiError, Json
from smartclient.demo.times import parsed

LONGEST_HEADER, LONGEST_TEXT = 200, 4_000
_SPAN = re.compile(r"(-)?(?:(\d{1,5})\.)?(\d{1,3}):(\d{2}):(\d{2})(?:\.\d{1,7})?")
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 22, 59, 59, 999_999, tzinfo=UTC)


def text(content: Json, key: str, longest: int = LONGEST_TEXT, otherwise: str = "") -> str:
    """A text, `otherwise` when there is none. Raises ApiError 400."""
    value = content.get(key)
    if value is None:
        return otherwise
    if not isinstance(value, str) or len(value) > longest:
        raise ApiError(400, f"{key} must be a text of at most {longest} characters.", place=key)
    return value


def moment(content: Json, key: str, otherwise: datetime | None = None) -> datetime:
    """A time. Raises ApiError 400 when it is none, or missing and nothing else is known."""
    value = content.get(key)
    if value is None and otherwise is not None:
        return otherwise
    try:
        at = parsed(str(value)[:40]).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ApiError(400, f"{key} is not a time in ISO 8601.", place=key) from error
    return min(max(at, _FIRST), _LAST)


def length(content: Json, key: str) -> timedelta:
    """A time span `[-][d.]HH:mm:ss`. Raises ApiError 400."""
    found = _SPAN.fullmatch(str(content.get(key, "")).strip())
    if found is None:
        raise ApiError(400, f"{key} must be a time span d.HH:mm:ss.", place=key)
    sign, days, hours, minutes, seconds = found.groups()
    span = timedelta(days=int(days or 0), hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    return -span if sign else span


def number(content: Json, key: str, otherwise: int, most: int) -> int:
    """A whole number from 0 to `most`. Raises ApiError 400."""
    value = content.get(key, otherwise)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ApiError(400, f"{key} must be a whole number.", place=key)
    return min(value, most)


def camera(told: Any) -> str:
    """The lower-case guid of a camera told as `{type, id}`, `cameras/<guid>` or a guid. Raises ApiError 400."""
    resource, given = (told.get("type", "cameras"), told.get("id")) if isinstance(told, dict) else ("cameras", told)
    kind, _, guid = str(given or "").rpartition("/")
    if str(resource).lower() != "cameras" or kind.lower() not in {"", "cameras"} or not guid:
        raise ApiError(400, "Only cameras can be marked.", place="devicePath")
    return guid.lower()[:100]


def words(content: Json, key: str) -> list[str]:
    """A list of texts in lower case; empty when there is none. Raises ApiError 400."""
    value = content.get(key) or []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ApiError(400, f"{key} must be a list of texts.", place=key)
    return [each.lower() for each in value]
