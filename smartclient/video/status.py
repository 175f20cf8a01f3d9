"""What a tile says about its stream, in a value and in words."""

from dataclasses import dataclass
from enum import StrEnum

from smartclient.domain.footage import Quality


class Phase(StrEnum):
    """Where a player stands."""

    IDLE = "idle"
    WAITING = "waiting"
    CONNECTING = "connecting"
    LIVE = "live"
    STALLED = "stalled"
    RETRYING = "retrying"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class PlayerStatus:
    """A player's state. `text` is for people; `reason` is the last trouble's own sentence; `retry_in_s` counts from the change."""

    phase: Phase
    text: str
    quality: Quality | None = None
    engine: str = ""
    reason: str = ""
    retry_in_s: float | None = None
    is_live_source: bool = True


_WORDS = {
    Phase.IDLE: "Not on screen",
    Phase.WAITING: "Waiting for its turn to open",
    Phase.CONNECTING: "Connecting",
    Phase.STALLED: "The picture stands still; connecting again",
    Phase.STOPPED: "Closed",
}


def words(phase: Phase, reason: str, retry_in_s: float | None, is_live_source: bool) -> str:
    """The status as one line for a tile."""
    if phase is Phase.LIVE:
        return "Live" if is_live_source else "Recorded"
    if phase is Phase.RETRYING and retry_in_s is not None:
        return f"{reason} Trying again in {max(1, round(retry_in_s))} s."
    if phase in {Phase.CONNECTING, Phase.STOPPED} and reason:
        return reason if phase is Phase.STOPPED else f"Connecting again. {reason}"
    return _WORDS.get(phase, reason)
