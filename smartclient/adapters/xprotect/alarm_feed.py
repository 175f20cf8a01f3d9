"""Reads alarms a page at a time: all open ones, or only those the server changed since it was last asked."""

from datetime import datetime, timedelta

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.translate.alarms import updated_at
from smartclient.adapters.xprotect.values import Item, guid
from smartclient.domain.errors import Refused, Unsupported

PAGE = 200
MOST_PAGES = 10
CHANGED_PAGE = 500
MOST_CHANGED_PAGES = 20
OVERLAP = timedelta(seconds=0.2)
"""How much of the time already read is read again: a server may date a change a little before it tells it."""


class AlarmFeed:
    """`since` is the newest change the server has told; None before anything was read, or where it dates no changes.

    Not every server can be asked for what changed: one that refuses, or sends what was not asked for, is read whole from then on.
    """

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._since: datetime | None = None
        self.tells_changes = True
        self.is_short = True
        """Whether one page held all open alarms when they were last read."""

    async def open(self) -> tuple[list[Item], bool]:
        """The newest open ones, and whether these are all."""
        found: dict[str, Item] = {}
        for page in range(MOST_PAGES):
            params = {
                "page": str(page),
                "size": str(PAGE),
                "orderBy": "desc:'time'",
                "state.name": "notEquals:'Closed'",
            }
            items = await self._rest.items("alarms", "list its alarms", params)
            before = len(found)
            found |= {guid(item.get("id")): item for item in items}
            self.is_short = page == 0 and len(items) < PAGE
            if len(items) < PAGE or len(found) == before:
                self._hear(list(found.values()))
                return list(found.values()), True
        self._hear(list(found.values()))
        return list(found.values()), False

    async def changed(self) -> list[Item] | None:
        """Those that are new or different since it was last asked, closed ones too; None where that cannot be told."""
        if not self.tells_changes or self._since is None:
            return None
        after = self._since - OVERLAP
        found: dict[str, Item] = {}
        for page in range(MOST_CHANGED_PAGES):
            items = await self._changed_page(after, page)
            if items is None:
                return None
            found |= {guid(item.get("id")): item for item in items}
            if len(items) < CHANGED_PAGE:
                self._hear(list(found.values()))
                return list(found.values())
        return None

    async def _changed_page(self, after: datetime, page: int) -> list[Item] | None:
        params = {
            "page": str(page),
            "size": str(CHANGED_PAGE),
            "orderBy": "asc:'lastUpdatedTime'",
            "lastUpdatedTime": f"gt:'{after.isoformat().replace('+00:00', 'Z')}'",
        }
        try:
            items = await self._rest.items("alarms", "list its alarms", params)
        except (Refused, Unsupported):
            self.tells_changes = False
            return None
        times = [updated_at(item) for item in items]
        if any(time is None or time < after for time in times):
            self.tells_changes = False
            return None
        return items

    def _hear(self, items: list[Item]) -> None:
        times = [time for item in items if (time := updated_at(item)) is not None]
        if times:
            self._since = max([*times, *([self._since] if self._since else [])])
