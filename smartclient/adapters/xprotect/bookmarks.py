"""Bookmarks over the REST (2024 R2 and later): searched by time, set and taken away."""

from collections.abc import Mapping
from datetime import timedelta

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.translate.footage import bookmark, items_of, time_span, utc_text
from smartclient.adapters.xprotect.values import child, guid, words
from smartclient.domain.commands import AddBookmark, RemoveBookmark, RenameBookmark
from smartclient.domain.errors import BadAnswer, NotPermitted, Refused, Unsupported
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Bookmark, Span

PAGE = 1_000
MOST_PAGES = 20
LONGEST = timedelta(hours=1)
"""A bookmark is filed under the moment it marks, and may reach so far into the time asked for."""


class Bookmarks:
    """Bookmarks of the cameras in `by_guid`, which finds a camera told without its resource."""

    def __init__(self, rest: Rest, by_guid: Mapping[str, DeviceId]) -> None:
        self._rest, self._by_guid = rest, by_guid

    async def are_offered(self, some_time: Span) -> bool:
        """Whether this server and this user have bookmarks; other ServerErrors are raised."""
        try:
            await self._search(some_time)
        except (Unsupported, NotPermitted, Refused):
            return False
        return True

    async def touching(self, span: Span) -> tuple[Bookmark, ...]:
        """All that touch `span`, in order of time. Raises ServerErrors."""
        found: dict[str, Bookmark] = {}
        wanted = Span(span.begin - LONGEST, span.end + LONGEST)
        for _ in range(MOST_PAGES):
            page = await self._search(wanted)
            before = len(found)
            found |= {each.id: each for each in page}
            if len(page) < PAGE or len(found) == before:
                break
            wanted = Span(max(each.at for each in page), wanted.end)
        touching = (each for each in found.values() if each.span.meets(span) or span.holds(each.at))
        return tuple(sorted(touching, key=lambda each: (each.at, each.id)))

    async def _search(self, span: Span) -> list[Bookmark]:
        asked = {
            "time": utc_text(span.begin),
            "timespan": time_span(span.length),
            "maxCount": PAGE,
            "mediaTypes": ["cameras"],
            "deviceIds": [],
            "users": [],
            "searchText": "",
        }
        answer = await self._rest.ask("POST", "bookmarks?task=searchTime", "list its bookmarks", body=asked)
        found = (bookmark(item, self._by_guid) for item in items_of(answer.json()))
        return [each for each in found if each is not None]

    async def add(self, command: AddBookmark) -> None:
        """Sets one. Raises ServerErrors."""
        camera = {"type": "cameras", "id": command.camera.partition("/")[2]}
        body: dict[str, object] = {
            "header": command.name,
            "description": command.description,
            "timeBegin": utc_text(min(command.span.begin, command.at)),
            "timeTriggered": utc_text(command.at),
            "timeEnd": utc_text(max(command.span.end, command.at)),
            "devicePath": camera,
        }
        if reference := await self._reference(camera, utc_text(command.at)):
            body["reference"] = reference
        await self._rest.ask("POST", "bookmarks", "set a bookmark", body=body)

    async def rename(self, command: RenameBookmark) -> None:
        """Gives one another name. Raises ServerErrors."""
        await self._rest.ask("PATCH", _path(command.bookmark), "rename the bookmark", body={"header": command.name})

    async def remove(self, command: RemoveBookmark) -> None:
        """Takes one away. Raises ServerErrors."""
        await self._rest.ask("DELETE", _path(command.bookmark), "take the bookmark away")

    async def _reference(self, camera: Mapping[str, str], at: str) -> str:
        """The number the server wants to give it; empty where it gives none beforehand."""
        asked = {"devicePath": camera, "timeTriggered": at}
        try:
            answer = await self._rest.ask("POST", "bookmarks?task=newReference", "set a bookmark", body=asked)
            told = answer.json()
        except (Unsupported, Refused, BadAnswer):
            return ""
        result = child(told, "result") or child(told, "data") or told
        return words(child(result, "reference") if isinstance(result, dict) else result, 100)


def _path(bookmark: str) -> str:
    key = guid(bookmark)
    if not key:
        raise Refused("There is no such bookmark.")
    return f"bookmarks/{key}"
