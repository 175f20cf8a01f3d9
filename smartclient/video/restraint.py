"""When a tile asks for less than its size deserves, and when for more again: one pure rule from what each second showed."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

_STRAINED_FOR = 3  # seconds in a row, so that one hiccup changes nothing
_FIRST_CALM_S = 15.0
_LONGEST_CALM_S = 240.0
_BEHIND_S = 0.3
_SKIPPED = 2  # pictures in one second
_WAITS = 0.3  # a decoding that waits this part of its time keeps up


class Level(IntEnum):
    """How much a tile asks for."""

    FULL = 0
    SMALL = 1
    """The small stream, however large the tile."""
    KEYS = 2
    """The small stream, key frames only."""


class Cause(StrEnum):
    """What does not bear more, as the second half of a sentence."""

    MACHINE = "this computer does not decode more in time"
    NETWORK = "the network does not bring more in time"
    BUDGET = "this computer already decodes as much as it can"


_WORDS = {Level.SMALL: "Small stream", Level.KEYS: "Key frames only"}


@dataclass(frozen=True, slots=True)
class Second:
    """What one second of playing showed."""

    skipped: int = 0
    """Coded pictures left out to keep up."""
    behind_s: float = 0.0
    waiting: float | None = None
    """Which part of the time was spent waiting for the source."""
    is_over_budget: bool = False
    """Whether all tiles together decode too much and this one is to yield."""
    has_room: bool = True
    """Whether the budget allows this one more."""
    deserves_main: bool = True
    """Whether the tile is large enough for the main stream; one that is not falls to key frames at once."""


class Restraint:
    """The level of one tile: falls after three strained seconds, rises slowly, and slower each time rising was too much."""

    def __init__(self) -> None:
        self.level = Level.FULL
        self.cause: Cause | None = None
        self._strained = 0
        self._calm_s = _FIRST_CALM_S
        self._changed_s = 0.0
        self._has_risen = False

    @property
    def why(self) -> str:
        """One sentence for a person; empty at full level."""
        if self.cause is None or self.level is Level.FULL:
            return ""
        return f"{_WORDS[self.level]}: {self.cause}."

    def note(self, second: Second, now_s: float) -> bool:
        """Takes in one second that ended at steady time `now_s`; true when the level changed."""
        cause = _strain(second)
        self._strained = self._strained + 1 if cause is not None else 0
        if cause is not None and (self._strained >= _STRAINED_FOR or cause is Cause.BUDGET):
            return self._fall(cause, second, now_s)
        if cause is None and self.level is not Level.FULL and second.has_room:
            return self._rise(second, now_s)
        return False

    def _fall(self, cause: Cause, second: Second, now_s: float) -> bool:
        lowest = Level.SMALL if cause is Cause.BUDGET else Level.KEYS
        self._strained = 0
        if self.level >= lowest:
            return False
        if self._has_risen and now_s - self._changed_s < self._calm_s:
            self._calm_s = min(_LONGEST_CALM_S, self._calm_s * 2)
        self.level, self.cause = Level(self.level + 1) if second.deserves_main else lowest, cause
        self._changed_s, self._has_risen = now_s, False
        return True

    def _rise(self, second: Second, now_s: float) -> bool:
        if now_s - self._changed_s < self._calm_s:
            return False
        self.level = Level(self.level - 1) if second.deserves_main else Level.FULL
        self._changed_s, self._has_risen = now_s, True
        return True


def _strain(second: Second) -> Cause | None:
    if second.is_over_budget:
        return Cause.BUDGET
    if second.skipped < _SKIPPED and second.behind_s <= _BEHIND_S:
        return None
    keeps_up = second.waiting is not None and second.waiting > _WAITS
    return Cause.NETWORK if keeps_up else Cause.MACHINE
