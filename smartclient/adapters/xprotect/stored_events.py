"""The events the server stored, read page by page, newest first (`GET /events`)."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.translate.footage import utc_text
from smartclient.adapters.xprotect.values import Item
from smartclient.domain.errors import Refused
from smartclient.domain.ids import DeviceId

PAGE = 1_000
MOST_PAGES = 40


async def stored_events(
    rest: Rest, since: datetime, device: DeviceId | None, more: Mapping[str, str]
) -> AsyncIterator[list[Item]]:
    """Pages of events later than `since`, of `device` where the server can filter by it, else of all.

    `more` goes into the query. Raises ServerErrors.
    """
    asked = {"orderBy": "desc:'time'", "time": f"gt:'{utc_text(since)}'", "size": str(PAGE), **more}
    if device is not None:
        asked["source"] = device
    for page in range(MOST_PAGES):
        try:
            items = await rest.items("events", "list its events", {**asked, "page": str(page)})
        except Refused:
            if asked.pop("source", None) is None:
                raise
            items = await rest.items("events", "list its events", {**asked, "page": str(page)})
        yield items
        if len(items) < PAGE:
            return
