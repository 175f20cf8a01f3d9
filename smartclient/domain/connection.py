"""How the line to the server is, and since when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Line(StrEnum):
    """The words are Milestone's own for the same states."""

    CONNECTING = "connecting"
    LIVE = "live"
    DELAYED = "delayed"
    OFFLINE = "offline"
    REFUSED = "sign-in refused"
    NONE = "no server"


@dataclass(frozen=True, slots=True)
class Connection:
    """The state of the line `since` a time; `heard_at` is when the server last said anything; `detail` a sentence for a person."""

    line: Line
    since: datetime
    heard_at: datetime | None = None
    detail: str = ""

    @property
    def is_live(self) -> bool:
        """Whether what is shown is the present."""
        return self.line in (Line.LIVE, Line.NONE)
