"""Evidence locks: footage of cameras that must be kept beyond its time, remembered as long as the server runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from smartclient.demo.answers import ApiError, Json
from smartclient.demo.ids import fresh
from smartclient.demo.past import mark_fields as fields
from smartclient.demo.times import parsed, stamp

MOST_KEPT, MOST_FOUND, MOST_CAMERAS = 10_000, 1_000, 1_000
NEVER = "9999-12-31T22:59:59.9999999Z"
_UNITS = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
    "weeks": timedelta(weeks=1),
    "months": timedelta(days=30),
    "years": timedelta(days=365),
}
_BYTES_A_SECOND = 30_000
_MOST_UNITS = 10_000


@dataclass(slots=True)
class EvidenceLock:
    """One; times are aware UTC, `begin` < `end`; `until` is None for ever."""

    id: str
    user: str
    reference: str
    created: datetime
    modified: datetime
    cameras: tuple[str, ...]
    begin: datetime
    at: datetime
    end: datetime
    until: datetime | None
    header: str
    description: str

    def json(self) -> Json:
        """As `evidenceLocks/{id}` is answered."""
        kind = "Indefinite" if self.until is None else "UserDefined"
        return {
            "displayName": self.header,
            "id": self.id,
            "header": self.header,
            "description": self.description,
            "reference": self.reference,
            "user": self.user,
            "created": stamp(self.created),
            "lastModified": stamp(self.modified),
            "startTime": stamp(self.begin),
            "tagTime": stamp(self.at),
            "endTime": stamp(self.end),
            "retentionExpire": NEVER if self.until is None else stamp(self.until),
            "retentionSize": round((self.end - self.begin).total_seconds() * _BYTES_A_SECOND) * len(self.cameras),
            "retentionOption": {"retentionUnits": -1, "retentionType": kind},
            "devicePaths": [{"type": "cameras", "id": camera} for camera in self.cameras],
            "relations": {"self": {"type": "evidenceLocks", "id": self.id}},
        }


class EvidenceLocks:
    """All locks by id. `is_known` tells whether a camera exists; `now` is aware UTC."""

    def __init__(self, is_known: Callable[[str], bool], now: Callable[[], datetime]) -> None:
        self.by_id: dict[str, EvidenceLock] = {}
        self._is_known, self._now = is_known, now
        self._number = 0

    def new_reference(self) -> str:
        """The number of the next lock."""
        self._number += 1
        return f"el.{self._number:06d}"

    def cameras(self, content: Json) -> tuple[str, ...]:
        """The cameras a client names, each once. Raises ApiError 400."""
        told = content.get("devicePaths")
        if not isinstance(told, list) or not 0 < len(told) <= MOST_CAMERAS:
            raise ApiError(400, f"devicePaths must name 1 to {MOST_CAMERAS} cameras.", place="devicePaths")
        found = tuple(dict.fromkeys(fields.camera(each) for each in told))
        unknown = next((camera for camera in found if not self._is_known(camera)), None)
        if unknown is not None:
            raise ApiError(400, f"Device not found. cameras/{unknown}", place="devicePaths")
        return found

    def create(self, content: Json, user: str) -> EvidenceLock:
        """A new one as a client describes it. Raises ApiError 400 and, when there are too many, 507."""
        if len(self.by_id) >= MOST_KEPT:
            raise ApiError(507, "There is no room for more evidence locks.")
        now, begin = self._now(), fields.moment(content, "startTime")
        reference = fields.text(content, "reference", 100) or self.new_reference()
        cameras, end = self.cameras(content), fields.moment(content, "endTime")
        made = EvidenceLock(fresh(), user, reference, now, now, cameras, begin, begin, end, None, "", "")
        self.change(made, content)
        self.by_id[made.id] = made
        return made

    def change(self, lock: EvidenceLock, content: Json) -> None:
        """Changes what a client names. Raises ApiError 400, and then nothing is changed."""
        begin, end = fields.moment(content, "startTime", lock.begin), fields.moment(content, "endTime", lock.end)
        if begin >= end:
            raise ApiError(400, "startTime must come before endTime.", place="startTime")
        at = min(max(fields.moment(content, "tagTime", lock.at), begin), end)
        header = fields.text(content, "header", fields.LONGEST_HEADER, lock.header)
        if not header:
            raise ApiError(400, "An evidence lock needs a header.", place="header")
        description = fields.text(content, "description", otherwise=lock.description)
        until = self._until(content, lock.until)
        cameras = self.cameras(content) if "devicePaths" in content else lock.cameras
        lock.begin, lock.at, lock.end, lock.until, lock.cameras = begin, at, end, until, cameras
        lock.header, lock.description, lock.modified = header, description, self._now()

    def search(self, content: Json) -> list[EvidenceLock]:
        """Those whose footage touches a span and that were made within another, oldest footage first. Raises ApiError 400."""
        far = parsed(NEVER[:26])
        long_ago = parsed("1970-01-01T00:00:00")
        footage, created = (
            (fields.moment(content, f"{kind}From", long_ago), fields.moment(content, f"{kind}To", far))
            for kind in ("footage", "created")
        )
        devices = {fields.camera(each) for each in fields.words(content, "deviceIds")}
        users, wanted = fields.words(content, "users"), fields.text(content, "searchText").casefold()
        found = [
            each
            for each in self.by_id.values()
            if each.begin < footage[1]
            and footage[0] < each.end
            and created[0] <= each.created <= created[1]
            and (not devices or devices & set(each.cameras))
            and (not users or each.user.lower() in users)
            and wanted in f"{each.header}\n{each.description}\n{each.reference}".casefold()
        ]
        found.sort(key=lambda each: (each.begin, each.id))
        size = max(1, fields.number(content, "pageSize", MOST_FOUND, MOST_FOUND))
        first = size * fields.number(content, "pageIndex", 0, MOST_KEPT)
        return found[first : first + size]

    def _until(self, content: Json, otherwise: datetime | None) -> datetime | None:
        """When the footage may go: by the option, by a time, or never. Raises ApiError 400 for a time past."""
        option = content.get("retentionOption")
        option = option if isinstance(option, dict) else {}
        kind, units = str(option.get("retentionType", "")).lower(), option.get("retentionUnits")
        if kind == "indefinite":
            return None
        if kind in _UNITS and isinstance(units, int) and 0 < units <= _MOST_UNITS:
            return self._now() + units * _UNITS[kind]
        if content.get("retentionExpire") is None:
            return otherwise
        until = fields.moment(content, "retentionExpire")
        if until <= self._now():
            raise ApiError(400, "retentionExpire must lie ahead.", place="retentionExpire")
        return None if until.year >= 9999 else until
