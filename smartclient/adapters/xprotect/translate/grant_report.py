"""The report of grants, viewings and refused attempts, as the grants service tells it."""

from collections.abc import Callable
from typing import TypeVar

from smartclient.adapters.xprotect.translate.grants import grants
from smartclient.adapters.xprotect.values import LONGEST_TEXT, child, children, device_id, guid, integer, moment, words
from smartclient.domain.grant_report import GrantReport, PastViewing, RefusedAttempt, Unusual
from smartclient.domain.ids import DeviceId, VenueId
from smartclient.domain.recordings import Span

MOST = 100_000
_T = TypeVar("_T")


def grant_report(told: object, span: Span) -> GrantReport:
    """All that can be read; what has no time, or no camera, is passed over."""
    return GrantReport(
        span,
        words(child(told, "district")),
        words(child(told, "version")),
        grants(told),
        _all(told, "viewings", _viewing),
        _all(told, "attempts", _attempt),
        _all(told, "unusual", _unusual),
    )


def _all(told: object, key: str, made_of: Callable[[object], _T | None]) -> tuple[_T, ...]:
    return tuple(made for item in children(told, key, limit=MOST) if (made := made_of(item)) is not None)


def _viewing(item: object) -> PastViewing | None:
    camera, since = guid(child(item, "camera")), moment(child(item, "since"))
    if not camera or since is None:
        return None
    return PastViewing(
        words(child(item, "user")),
        words(child(item, "person")),
        words(child(item, "agency")),
        DeviceId(f"cameras/{camera}"),
        since,
        moment(child(item, "until")),
        child(item, "isRecorded") is True,
    )


def _attempt(item: object) -> RefusedAttempt | None:
    since = moment(child(item, "since"))
    if since is None:
        return None
    return RefusedAttempt(
        words(child(item, "user")),
        device_id(child(item, "source")) or DeviceId(words(child(item, "source"))),
        words(child(item, "action")),
        since,
        moment(child(item, "lastAt")) or since,
        max(1, integer(child(item, "count")) or 1),
    )


def _unusual(item: object) -> Unusual | None:
    at, campus = moment(child(item, "at")), words(child(item, "campus")).lower()
    if at is None:
        return None
    text = words(child(item, "text"), LONGEST_TEXT)
    return Unusual(
        at, words(child(item, "name")), words(child(item, "user")), VenueId(campus) if campus else None, text
    )
