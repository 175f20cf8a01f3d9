"""What the server kept of a time: its stored events, read page by page and translated as live ones are."""

import asyncio

import msgspec

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.translate.events import Translator
from smartclient.adapters.xprotect.translate.footage import utc_text
from smartclient.adapters.xprotect.values import Item, moment
from smartclient.domain.errors import Refused
from smartclient.domain.events import Happened
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span

PAGE = 1_000
MOST_PAGES = 20
AT_ONCE = 200
"""Translated in one turn of the loop."""


async def kept_events(rest: Rest, translator: Translator, span: Span, device: DeviceId | None) -> list[Happened]:
    """What happened within `span`, newest first, of one device or of all that this user may see. Raises ServerErrors."""
    asked = {"include": "data", "orderBy": "desc:'time'", "time": f"gt:'{utc_text(span.begin)}'", "size": str(PAGE)}
    if device is not None:
        asked["source"] = device
    found: list[Happened] = []
    for page in range(MOST_PAGES):
        try:
            items = await rest.items("events", "list its events", {**asked, "page": str(page)})
        except Refused:
            if asked.pop("source", None) is None:
                raise
            items = await rest.items("events", "list its events", {**asked, "page": str(page)})
        found += await _translated(translator, items, span, device)
        if len(items) < PAGE:
            break
    return found


async def _translated(translator: Translator, items: list[Item], span: Span, device: DeviceId | None) -> list[Happened]:
    found: list[Happened] = []
    for start in range(0, len(items), AT_ONCE):
        wanted = (item for item in items[start : start + AT_ONCE] if _is_within(item, span))
        events = translator.events([msgspec.json.encode(item) for item in wanted], span.end)
        found += [e for e in events if isinstance(e, Happened) and (device is None or e.device == device)]
        await asyncio.sleep(0)
    return found


def _is_within(item: Item, span: Span) -> bool:
    at = moment(item.get("time"))
    return at is not None and span.begin <= at <= span.end
