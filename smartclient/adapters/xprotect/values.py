"""Single values from the server, read tolerantly: numbers as strings, seven-digit times, identifiers in any case, texts of any length."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from smartclient.domain.ids import DeviceId

LONGEST_NAME = 200
LONGEST_TEXT = 2_000

_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_RESOURCE = re.compile(r"[a-z][a-z0-9]{0,40}")
_POINT = re.compile(r"\s*POINT\s*Z?\s*\(\s*(\S{1,30})\s+(\S{1,30})(?:\s+\S{1,30})?\s*\)\s*", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
_NEVER = datetime(1, 1, 2, tzinfo=UTC)
_ANGLES = str.maketrans("<>", "‹›")

Item = Mapping[str, Any]
"""One JSON object of the server."""


def guid(value: object) -> str:
    """A GUID in lower case without braces; empty when it is none."""
    if not isinstance(value, str) or len(value) > 40:
        return ""
    if _GUID.fullmatch(value):
        return value
    text = value.strip("{} ").lower()
    return text if _GUID.fullmatch(text) else ""


def device_id(source: object) -> DeviceId | None:
    """The id in a source such as `cameras/<guid>`; None when it is not of that form."""
    return _device_id(source) if isinstance(source, str) and len(source) <= 120 else None


@lru_cache(maxsize=100_000)
def _device_id(source: str) -> DeviceId | None:
    resource, _, rest = source.strip("/ ").partition("/")
    kind, key = resource.lower(), guid(rest)
    return DeviceId(f"{kind}/{key}") if key and _RESOURCE.fullmatch(kind) else None


def words(value: object, limit: int = LONGEST_NAME) -> str:
    """A text fit for the screen: one line, no control or direction characters, no markup, at most `limit` characters."""
    if not isinstance(value, str):
        return ""
    text = " ".join(_UNSEEN.sub(" ", value[: limit * 4]).split()).translate(_ANGLES)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def number(value: object) -> float | None:
    """A finite number, also when it came as a string; a decimal comma is understood."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str) and len(value) > 40:
        return None
    try:
        read = float(value.replace(",", ".") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None
    return read if math.isfinite(read) else None


def integer(value: object) -> int | None:
    """A whole number of at most 15 digits, also when it came as a string."""
    read = number(value)
    return int(read) if read is not None and abs(read) < 1e15 else None


def fraction(value: object) -> float | None:
    """A number kept within 0…1."""
    read = number(value)
    return None if read is None else min(1.0, max(0.0, read))


def moment(value: object) -> datetime | None:
    """An aware UTC time; without a zone it is UTC. None for what is no time and for `0001-01-01`, which means never."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        read = datetime.fromisoformat(value)
        if read.tzinfo is None:
            read = read.replace(tzinfo=UTC)
        at = read if read.tzinfo is UTC else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if at > _NEVER else None


def point(value: object) -> tuple[float, float] | None:
    """Longitude and latitude of `POINT (lon lat)`; None for `POINT EMPTY` and for places that are not on Earth."""
    match = _POINT.fullmatch(value) if isinstance(value, str) and len(value) <= 200 else None
    if match is None:
        return None
    longitude, latitude = number(match[1]), number(match[2])
    if longitude is None or latitude is None or abs(longitude) > 180 or abs(latitude) > 90:
        return None
    return longitude, latitude


def child(item: object, *keys: str) -> Any:
    """What lies under `keys` in nested objects, whatever the case of their letters; None where something is missing."""
    for key in keys:
        if not isinstance(item, dict):
            return None
        item = item[key] if key in item else next((v for k, v in item.items() if k.lower() == key.lower()), None)
    return item


def web_address(value: object) -> str:
    """An http or https URL with a host, the scheme in lower case; empty for everything else."""
    if not isinstance(value, str) or len(value) > 500 or not value.isprintable():
        return ""
    try:
        parts = urlsplit(value)
        is_usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        (parts.hostname or "").encode("idna")
    except ValueError:
        return ""
    return urlunsplit(parts) if is_usable else ""


def children(item: object, *keys: str, limit: int = 1_000) -> list[Any]:
    """The list under `keys`, cut to `limit`; empty where there is none."""
    found = child(item, *keys)
    return found[:limit] if isinstance(found, list) else []
