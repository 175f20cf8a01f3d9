"""When to try again: one pure rule from what happened to what to do, for every way a stream can fail."""

from dataclasses import dataclass, replace
from enum import StrEnum

FIRST_DELAY_S = 0.5
LONGEST_DELAY_S = 30.0
_STEADY_S = 10.0  # a stream that played this long was well; what follows is a new trouble


class Action(StrEnum):
    """What the player does next."""

    NOTHING = "nothing"
    OPEN = "open"
    WAIT = "wait, then open"


@dataclass(frozen=True, slots=True)
class Attempts:
    """How it went so far. `generation` numbers the opening it is about; an event of another one is late and changes nothing."""

    generation: int = 0
    failures: int = 0
    live_since_s: float | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """The player opens the source, again or for the first time, under a new number."""

    generation: int


@dataclass(frozen=True, slots=True)
class FirstFrame:
    """A picture came at steady time `at_s`."""

    generation: int
    at_s: float


@dataclass(frozen=True, slots=True)
class Broken:
    """It ended or stalled at steady time `at_s`; `was_played` when it was simply played to its end."""

    generation: int
    at_s: float
    was_played: bool = False


Event = Opening | FirstFrame | Broken


def decide(attempts: Attempts, event: Event, jitter: float) -> tuple[Attempts, Action, float]:
    """What `event` means: the new count, what to do, and after how many seconds.

    `jitter` in 0…1 spreads the delay over ±25 %, so that cameras that fell silent together do not all return at once.
    """
    if isinstance(event, Opening):
        return replace(attempts, generation=event.generation, live_since_s=None), Action.OPEN, 0.0
    if event.generation != attempts.generation:
        return attempts, Action.NOTHING, 0.0
    if isinstance(event, FirstFrame):
        return replace(attempts, live_since_s=event.at_s), Action.NOTHING, 0.0
    if event.was_played:
        return replace(attempts, failures=0, live_since_s=None), Action.WAIT, FIRST_DELAY_S
    was_well = attempts.live_since_s is not None and event.at_s - attempts.live_since_s >= _STEADY_S
    failures = 1 if was_well else attempts.failures + 1
    delay_s = min(LONGEST_DELAY_S, FIRST_DELAY_S * 2.0 ** min(failures - 1, 16))
    spread = 0.75 + 0.5 * min(max(jitter, 0.0), 1.0)
    return replace(attempts, failures=failures, live_since_s=None), Action.WAIT, delay_s * spread
