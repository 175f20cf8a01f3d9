"""The Standard Response Protocol as sites keep it: user-defined events named after the action and the building."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from smartclient.adapters.xprotect.values import Item, child, guid, words
from smartclient.domain.commands import SetResponse
from smartclient.domain.ids import BuildingId
from smartclient.domain.response import ResponseAction, ResponseStatus

_NAME = re.compile(r"(hold|secure|lockdown|evacuate|shelter)(?: +(drill))? +(.+)|end +response +(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one user-defined event says of a building; without an action it ends the one in force."""

    building: BuildingId
    action: ResponseAction | None
    is_drill: bool = False

    def status(self, at: datetime, data: object) -> ResponseStatus:
        """What the building is under after the event was raised at that time; `data` may tell who did it."""
        return ResponseStatus(self.building, self.action, at, words(child(data, "User")), self.is_drill)


@dataclass(frozen=True, slots=True)
class ResponseEvents:
    """The meanings by event id, and the events this user may raise."""

    meanings: Mapping[str, Meaning]
    raisable: frozenset[str] = frozenset()

    @property
    def buildings(self) -> frozenset[BuildingId]:
        """Those the server has events for."""
        return frozenset(meaning.building for meaning in self.meanings.values())

    @property
    def directable(self) -> frozenset[BuildingId]:
        """Those this user can put under every action, and out of it."""
        can = {self.meanings[event] for event in self.raisable}
        wanted = (None, *ResponseAction)
        return frozenset(b for b in self.buildings if all(Meaning(b, action) in can for action in wanted))

    def event_for(self, command: SetResponse) -> str | None:
        """The event to raise; None where the server has none."""
        is_drill = command.is_drill and command.action is not None
        wanted = Meaning(command.building, command.action, is_drill)
        return next((event for event, meaning in self.meanings.items() if meaning == wanted), None)


NO_RESPONSE_EVENTS = ResponseEvents({})


def response_events(
    events: Iterable[Item], buildings: Mapping[str, BuildingId], may_raise: Callable[[str], bool]
) -> ResponseEvents:
    """Those among user-defined events; `buildings` are the plan's by their titles."""
    known = _meanings(events, buildings)
    return ResponseEvents(known, frozenset(event for event in known if may_raise(event)))


def _meanings(events: Iterable[Item], buildings: Mapping[str, BuildingId]) -> dict[str, Meaning]:
    """The meanings by event id; an event of no such name or building means nothing."""
    by_title = {words(title).casefold(): building for title, building in buildings.items()}
    found: dict[str, Meaning] = {}
    for item in events:
        key, match = guid(item.get("id")), _NAME.fullmatch(words(item.get("name") or item.get("displayName")))
        if not key or match is None:
            continue
        building = by_title.get((match[3] or match[4]).casefold())
        if building is not None:
            action = ResponseAction(match[1].capitalize()) if match[1] else None
            found[key] = Meaning(building, action, match[2] is not None)
    return found
