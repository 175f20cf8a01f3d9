"""What the server kept of a time: its stored events, read page by page and translated as live ones are."""

import asyncio

import msgspec

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.stored_events import stored_events
from smartclient.adapters.xprotect.translate.events import Translator
from smartclient.adapters.xprotect.values import Item, moment
from smartclient.domain.events import Happened
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span

AT_ONCE = 200
"""Translated in one turn of the loop."""


async def kept_events(rest: Rest, translator: Translator, span: Span, device: DeviceId | None) -> list[Happened]:
    """What happened within `span`, newest first, of one device or of all that this user may see. Raises ServerErrors."""
    found: list[Happened] = []
    async for items in stored_events(rest, span.begin, device, {"include": "data"}):
        found += await _translated(translator, items, span, device)
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
