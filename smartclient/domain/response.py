"""The Standard Response Protocol: which of its five actions a building is under, since when, and by whose word."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from smartclient.domain.ids import BuildingId


class ResponseAction(StrEnum):
    """The five actions, with the protocol's own words ("I Love U Guys" Foundation, Standard Response Protocol K-12)."""

    HOLD = "Hold"
    SECURE = "Secure"
    LOCKDOWN = "Lockdown"
    EVACUATE = "Evacuate"
    SHELTER = "Shelter"

    @property
    def directive(self) -> str:
        """What is said aloud, twice, after the action's name."""
        return _DIRECTIVES[self]


_DIRECTIVES = {
    ResponseAction.HOLD: "In your room or area. Clear the halls.",
    ResponseAction.SECURE: "Get inside. Lock outside doors.",
    ResponseAction.LOCKDOWN: "Locks, lights, out of sight.",
    ResponseAction.EVACUATE: "To the announced location.",
    ResponseAction.SHELTER: "State the hazard and the safety strategy.",
}


@dataclass(frozen=True, slots=True)
class ResponseStatus:
    """What the server last said a building is under; no `action`: nothing is in force. Without `since` nobody ever set one."""

    building: BuildingId
    action: ResponseAction | None = None
    since: datetime | None = None
    by: str = ""
    """Who set it, as the server tells; empty where it does not."""
    is_drill: bool = False
