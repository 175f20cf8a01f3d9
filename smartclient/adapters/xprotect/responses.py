"""What buildings are under, read from the user-defined events the server kept."""

from collections.abc import Mapping

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.translate.responses import Meaning
from smartclient.adapters.xprotect.values import Item, child, guid, moment
from smartclient.domain.errors import NotPermitted, Refused, Unsupported
from smartclient.domain.ids import BuildingId
from smartclient.domain.response import ResponseStatus

PAGE = 500
MOST_PAGES = 20


async def read_responses(rest: Rest, meanings: Mapping[str, Meaning]) -> tuple[ResponseStatus, ...]:
    """The last word on each building that has events; nothing where the server does not tell. Raises other ServerErrors."""
    wanted = {meaning.building for meaning in meanings.values()}
    found: dict[BuildingId, ResponseStatus] = {}
    for page in range(MOST_PAGES if wanted else 0):
        items = await _raised(rest, page)
        if items is None:
            return ()
        for item in items:
            meaning, at = meanings.get(guid(item.get("type"))), moment(item.get("time"))
            if meaning is not None and at is not None:
                found.setdefault(meaning.building, meaning.status(at, child(item, "data")))
        if len(items) < PAGE or found.keys() == wanted:
            break
    return tuple(found.get(building) or ResponseStatus(building) for building in sorted(wanted))


async def _raised(rest: Rest, page: int) -> list[Item] | None:
    """One page of what users raised, newest first; None where the server keeps or tells no events."""
    asked = {"page": str(page), "size": str(PAGE), "include": "data", "orderBy": "desc:'time'"}
    own = {"source": "startsWith:'userDefinedEvents/'"}
    try:
        return await rest.items("events", "list what was raised", asked | own)
    except Refused:
        pass
    except (Unsupported, NotPermitted):
        return None
    try:
        return await rest.items("events", "list what was raised", asked)
    except (Refused, Unsupported, NotPermitted):
        return None
