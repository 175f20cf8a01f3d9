"""Bookmarks: marked moments of one camera, kept as long as the server runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from smartclient.demo.answers import ApiError, Json
from smartclient.demo.ids import fresh
from smartclient.demo.past import mark_fields as fields
from smartclient.demo.times import stamp

MOST_KEPT, MOST_FOUND = 10_000, 1_000


@dataclass(slots=True)
class Bookmark:
    """One; times are aware UTC, `begin` ≤ `at` ≤ `end`."""

    id: str
    camera: str
    camera_name: str
    user: str
    reference: str
    begin: datetime
    at: datetime
    end: datetime
    header: str
    description: str

    def json(self) -> Json:
        """As `bookmarks/{id}` is answered."""
        return {
            "displayName": self.header,
            "id": self.id,
            "header": self.header,
            "description": self.description,
            "reference": self.reference,
            "timeBegin": stamp(self.begin),
            "timeTriggered": stamp(self.at),
            "timeEnd": stamp(self.end),
            "user": self.user,
            "deviceName": self.camera_name,
            "devicePath": {"type": "cameras", "id": self.camera},
            "relations": {"self": {"type": "bookmarks", "id": self.id}},
        }


class Bookmarks:
    """All bookmarks by id. `name_of` tells a camera's name, "" for an unknown one."""

    def __init__(self, name_of: Callable[[str], str]) -> None:
        self.by_id: dict[str, Bookmark] = {}
        self._name_of = name_of
        self._number = 0

    def new_reference(self) -> str:
        """The number of the next bookmark."""
        self._number += 1
        return f"no.{self._number:06d}"

    def create(self, content: Json, user: str) -> Bookmark:
        """A new one as a client describes it. Raises ApiError 400 and, when there are too many, 507."""
        if len(self.by_id) >= MOST_KEPT:
            raise ApiError(507, "There is no room for more bookmarks.")
        camera = fields.camera(content.get("devicePath"))
        name = self._name_of(camera)
        if not name:
            raise ApiError(400, f"Device not found. cameras/{camera}", place="devicePath")
        at = fields.moment(content, "timeTriggered")
        reference = fields.text(content, "reference", 100) or self.new_reference()
        made = Bookmark(fresh(), camera, name, user, reference, at, at, at, "", "")
        self.change(made, content)
        self.by_id[made.id] = made
        return made

    def change(self, bookmark: Bookmark, content: Json) -> None:
        """Changes what a client names. Raises ApiError 400, and then nothing is changed."""
        begin, at, end = (
            fields.moment(content, key, known)
            for key, known in (
                ("timeBegin", bookmark.begin),
                ("timeTriggered", bookmark.at),
                ("timeEnd", bookmark.end),
            )
        )
        if not begin <= at <= end:
            raise ApiError(400, "timeTriggered must lie between timeBegin and timeEnd.", place="timeTriggered")
        header = fields.text(content, "header", fields.LONGEST_HEADER, bookmark.header)
        description = fields.text(content, "description", otherwise=bookmark.description)
        bookmark.begin, bookmark.at, bookmark.end = begin, at, end
        bookmark.header, bookmark.description = header or "Bookmark", description

    def search(self, content: Json, since: datetime, *, after: Bookmark | None = None) -> list[Bookmark]:
        """Those whose moment lies within `timespan` of a time, to either side, in order of time. Raises ApiError 400."""
        span = fields.length(content, "timespan")
        try:
            first, last = sorted((since, since + span))
        except OverflowError as error:
            raise ApiError(400, "The time span is too long.", place="timespan") from error
        devices = {fields.camera(each) for each in fields.words(content, "deviceIds")}
        users, wanted = fields.words(content, "users"), fields.text(content, "searchText").casefold()
        media = fields.words(content, "mediaTypes")
        found = [
            each
            for each in self.by_id.values()
            if first <= each.at <= last
            and (not devices or each.camera in devices)
            and (not users or each.user.lower() in users)
            and (not media or any("camera" in kind or "video" in kind for kind in media))
            and wanted in f"{each.header}\n{each.description}\n{each.reference}".casefold()
            and (after is None or (each.at, each.id) > (after.at, after.id))
        ]
        ordered = sorted(found, key=lambda each: (each.at, each.id), reverse=span < timedelta(0))
        return ordered[: fields.number(content, "maxCount", MOST_FOUND, MOST_FOUND)]
