"""The one door for words to the operator: quiet lines that replace each other by key and go when the trouble goes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal


class Grade(StrEnum):
    """How much a notice matters."""

    QUIET = "quiet"
    WARNING = "warning"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence; a later notice of the same key replaces it."""

    key: str
    text: str
    grade: Grade
    at: datetime


class Notices:
    """What stands on the notice line now, newest last."""

    def __init__(self, clock: Clock) -> None:
        self.changed: Signal[tuple[Notice, ...]] = Signal()
        self._clock = clock
        self._standing: dict[str, Notice] = {}

    @property
    def standing(self) -> tuple[Notice, ...]:
        """All that stand."""
        return tuple(self._standing.values())

    def say(self, key: str, text: str, grade: Grade = Grade.WARNING) -> None:
        """Says it, in place of what `key` said before."""
        self._standing.pop(key, None)
        self._standing[key] = Notice(key, text, grade, self._clock.now())
        self.changed.emit(self.standing)

    def end(self, key: str) -> None:
        """The trouble is over, or the operator has read it."""
        if self._standing.pop(key, None) is not None:
            self.changed.emit(self.standing)


class DistrictNotices(Notices):
    """What is said about one server of several: the same line, with the district's name before each sentence."""

    def __init__(self, notices: Notices, clock: Clock, district: str) -> None:
        super().__init__(clock)
        self._notices, self._district = notices, district

    def say(self, key: str, text: str, grade: Grade = Grade.WARNING) -> None:
        """Says it, in place of what `key` said before of this district."""
        self._notices.say(f"{key} of {self._district}", f"{self._district}: {text}", grade)

    def end(self, key: str) -> None:
        """The trouble of this district is over."""
        self._notices.end(f"{key} of {self._district}")
