"""What a tile says about its stream, in a value and in words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from smartclient.domain.footage import Quality


class Phase(StrEnum):
    """Where a player stands."""

    IDLE = "idle"
    WAITING = "waiting"
    CONNECTING = "connecting"
    LIVE = "live"
    RECORDED = "recorded"
    """The past runs: the picture on the screen is the one of the clock's instant."""
    STANDING = "standing"
    """The clock stands, and the picture on the screen is exactly the one of its instant."""
    READING = "reading"
    """The recorder is being asked; the picture on the screen, if any, is an older one or the group's key frame."""
    GAP = "gap"
    """Nothing is recorded at the clock's instant; the picture on the screen, if any, is of another time."""
    STALLED = "stalled"
    RETRYING = "retrying"
    BARRED = "barred"
    """This person may not see it now; nothing is tried until `reopen`, and no picture of before is shown."""
    STOPPED = "stopped"


PRESENT = frozenset({Phase.LIVE, Phase.RECORDED, Phase.STANDING})
"""Where the picture on the screen is the one that was asked for."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A time of which nothing is recorded; None where it has no end on that side."""

    begin: datetime | None = None
    end: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether `at` lies in it."""
        return (self.begin is None or self.begin <= at) and (self.end is None or at < self.end)


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
    gap: Gap | None = None
    """The gap the clock stands in, while the phase is GAP."""
    why_quality: str = ""
    """Why the picture is coarser or slower than the tile deserves, as one sentence; empty when it is not."""


_WORDS = {
    Phase.IDLE: "Not on screen",
    Phase.WAITING: "Waiting for its turn to open",
    Phase.CONNECTING: "Connecting",
    Phase.RECORDED: "Recorded",
    Phase.STANDING: "Recorded, standing still",
    Phase.READING: "Reading the recording",
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


def gap_words(gap: Gap) -> str:
    """The gap in this machine's local time: `Not recorded from 22:10:04 to 05:58:40`; days are named where it spans several."""
    begin = gap.begin.astimezone() if gap.begin is not None else None
    end = gap.end.astimezone() if gap.end is not None else None
    if begin is not None and end is not None:
        is_one_day, is_one_time = begin.date() == end.date(), begin.utcoffset() == end.utcoffset()
        moments = (_moment(at, is_one_day, is_one_time) for at in (begin, end))
        return f"Not recorded from {' to '.join(moments)}"
    if end is not None:
        return f"Nothing is recorded before {_moment(end)}"
    return f"Nothing is recorded after {_moment(begin)}" if begin is not None else "Nothing is recorded"


def _moment(at: datetime, is_one_day: bool = False, is_one_time: bool = True) -> str:
    """With its day unless that is clear, and with its zone where clocks are set between."""
    day = "" if is_one_day else f"{at.day} {at:%b} "
    return f"{day}{at:%H:%M:%S}" + ("" if is_one_time else f" {at:%Z}")
