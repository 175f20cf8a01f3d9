"""Evidence locks over the REST (2024 R2 and later; not in every product): footage kept beyond its time."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.translate.footage import evidence_lock, items_of, utc_text
from smartclient.adapters.xprotect.values import LONGEST_NAME, child, children, guid, words
from smartclient.domain.commands import LockEvidence, UnlockEvidence
from smartclient.domain.errors import BadAnswer, NotPermitted, Refused, Unsupported
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import EvidenceLock, Span

PAGE = 1_000
MOST_PAGES = 20
_NEVER = "9999-12-31T22:59:59.9999999Z"
_LONG_AGO, _FAR = datetime(1970, 1, 1, tzinfo=UTC), datetime(9990, 1, 1, tzinfo=UTC)


class EvidenceLocks:
    """Locks on the cameras in `by_guid`, which finds a camera told without its resource."""

    def __init__(self, rest: Rest, by_guid: Mapping[str, DeviceId]) -> None:
        self._rest, self._by_guid = rest, by_guid

    async def are_offered(self, some_time: Span) -> bool:
        """Whether this server and this user have evidence locks; other ServerErrors are raised."""
        try:
            await self._search(some_time, 0)
        except (Unsupported, NotPermitted, Refused):
            return False
        return True

    async def touching(self, span: Span) -> tuple[EvidenceLock, ...]:
        """All that touch `span`, in order of time. Raises ServerErrors."""
        found: dict[str, EvidenceLock] = {}
        for number in range(MOST_PAGES):
            page = await self._search(span, number)
            before = len(found)
            found |= {each.id: each for each in page}
            if len(page) < PAGE or len(found) == before:
                break
        touching = (each for each in found.values() if each.span.meets(span))
        return tuple(sorted(touching, key=lambda each: (each.span, each.id)))

    async def _search(self, span: Span, page: int) -> list[EvidenceLock]:
        asked = {
            "deviceIds": [],
            "users": [],
            "searchText": "",
            "footageFrom": utc_text(span.begin),
            "footageTo": utc_text(span.end),
            "createdFrom": utc_text(_LONG_AGO),
            "createdTo": utc_text(_FAR),
            "pageIndex": page,
            "pageSize": PAGE,
        }
        answer = await self._rest.ask("POST", "evidenceLocks?task=search", "list its evidence locks", body=asked)
        found = (evidence_lock(item, self._by_guid) for item in items_of(answer.json()))
        return [each for each in found if each is not None]

    async def add(self, command: LockEvidence) -> None:
        """Sets one. Raises Refused also where the server could lock some cameras only, and other ServerErrors."""
        body: dict[str, object] = {
            "header": command.name,
            "description": command.description,
            "startTime": utc_text(command.span.begin),
            "tagTime": utc_text(command.span.begin),
            "endTime": utc_text(command.span.end),
            "retentionExpire": _NEVER if command.until is None else utc_text(command.until),
            "retentionOption": {
                "retentionType": "Indefinite" if command.until is None else "UserDefined",
                "retentionUnits": -1,
            },
            "devicePaths": [{"type": "cameras", "id": camera.partition("/")[2]} for camera in command.cameras],
        }
        if reference := await self._reference():
            body["reference"] = reference
        answer = await self._rest.ask("POST", "evidenceLocks", "lock the footage", body=body)
        _check(answer.json())

    async def remove(self, command: UnlockEvidence) -> None:
        """Takes one away. Raises ServerErrors."""
        key = guid(command.lock)
        if not key:
            raise Refused("There is no such evidence lock.")
        await self._rest.ask("DELETE", f"evidenceLocks/{key}", "release the footage")

    async def _reference(self) -> str:
        """The number the server wants to give it; empty where it gives none beforehand."""
        try:
            answer = await self._rest.ask("POST", "evidenceLocks?task=newReference", "lock the footage", body={})
            told = answer.json()
        except (Unsupported, Refused, BadAnswer):
            return ""
        result = child(told, "result") or child(told, "data") or told
        return words(child(result, "reference") if isinstance(result, dict) else result, 100)


def _check(told: Any) -> None:
    """A good status may still tell of cameras that could not be locked."""
    result = child(told, "result") or child(told, "data") or told
    state = words(child(result, "status") or child(result, "state")).casefold()
    faults = children(result, "faultDevices")
    if faults or any(word in state for word in ("fail", "error", "block")):
        said = words(child(result, "errorText") or child(result, "message"), LONGEST_NAME)
        which = f"{len(faults)} of the cameras" if faults else "the footage"
        raise Refused(f"The server could not lock {which}. {said}".strip())
