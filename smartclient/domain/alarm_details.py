"""All that the server keeps of one alarm: who did what to it when, and what the machine that raised it saw."""

from dataclasses import dataclass
from datetime import datetime

from smartclient.domain.alarms import Priority
from smartclient.domain.events import Box
from smartclient.domain.ids import AlarmId


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of an alarm's history: how it stood from then on, by whom (empty: the server), and what was written."""

    at: datetime
    by: str
    state_name: str
    priority: Priority | None
    owner: str
    text: str


@dataclass(frozen=True, slots=True)
class Detection:
    """What a machine says it found: no person has looked at it yet. `confidence` is 0…1, `box` where in the picture."""

    label: str
    value: str = ""
    confidence: float | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class AlarmDetails:
    """`history` oldest first. `detected_by` is the analytics' own name; `person` a credential holder, empty without the right to know."""

    alarm: AlarmId
    history: tuple[HistoryEntry, ...] = ()
    description: str = ""
    detected_by: str = ""
    detections: tuple[Detection, ...] = ()
    person: str = ""
