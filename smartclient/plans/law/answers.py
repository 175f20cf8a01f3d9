"""What a check answers: pass, missing or unknown, in words, and every feature that is wanting."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from smartclient.domain.ids import LevelId
from smartclient.domain.site import LonLat


class Verdict(StrEnum):
    """UNKNOWN is what neither plan nor record can tell; it is never shown as passed."""

    PASS = "pass"  # noqa: S105 (a verdict)
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Lack:
    """One feature that is wanting: what it is, where, and on which level (None outdoors)."""

    feature: str
    words: str
    position: LonLat
    level_id: LevelId | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`record` names the list of the campus record in which a person can enter what is wanting (`reviews`), else empty."""

    verdict: Verdict
    words: str
    lacks: tuple[Lack, ...] = ()
    record: str = ""
    what: str = ""
    """What a person may say the campus has none of."""


def passed(words: str) -> Answer:
    """It is so."""
    return Answer(Verdict.PASS, words)


def missing(words: str, lacks: Sequence[Lack] = (), *, record: str = "", what: str = "") -> Answer:
    """It is not so."""
    return Answer(Verdict.MISSING, words, tuple(lacks), record, what)


def unknown(words: str, *, record: str = "") -> Answer:
    """Nobody can tell from the plan."""
    return Answer(Verdict.UNKNOWN, words, record=record)


def counted(number: int, one: str, many: str = "") -> str:
    """`one door`, `3 doors`."""
    return f"one {one}" if number == 1 else f"{number} {many or one + 's'}"
