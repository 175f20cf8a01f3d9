"""Alarms: events that want a person, with a life of their own."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from smartclient.domain.ids import AlarmId, DeviceId


class Priority(IntEnum):
    """How much an alarm matters: the number on its sign."""

    HIGH = 1
    MEDIUM = 2
    LOW = 3


class AlarmState(IntEnum):
    """Where an alarm stands; the numbers are XProtect's, sites may add others, which count as in progress."""

    NEW = 1
    IN_PROGRESS = 4
    ON_HOLD = 9
    CLOSED = 11


class Verdict(StrEnum):
    """What a person found an alarm to be, after looking; what a machine believes is no verdict."""

    REAL = "real"
    FALSE = "false alarm"
    DRILL = "drill"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's verdict; `by` is empty where the server tells the verdict and not (yet) who gave it."""

    verdict: Verdict
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote to an alarm."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm as the server last told it; `changed_at` decides which of two tellings is newer."""

    id: AlarmId
    number: int
    name: str
    message: str
    priority: Priority
    state: AlarmState
    state_name: str
    at: datetime
    changed_at: datetime
    device: DeviceId | None
    owner: str = ""
    related: tuple[DeviceId, ...] = field(default=())
    """Cameras the server names for it."""
    source_name: str = ""
    """What the server calls its source, also where that is no device we know."""
    category: str = ""
    instructions: str = ""
    """What the site wrote down to be done about alarms of this kind."""
    reason: str = ""
    """Why it was closed, in the server's words."""
    judgement: Judgement | None = None
    comment: Comment | None = None
    """The last one."""

    @property
    def is_drill(self) -> bool:
        """Whether somebody said that it is an exercise."""
        return self.judgement is not None and self.judgement.verdict is Verdict.DRILL

    @property
    def is_open(self) -> bool:
        """Whether it still wants somebody."""
        return self.state is not AlarmState.CLOSED

    @property
    def urgency(self) -> tuple[int, int, float]:
        """Sort key: new before taken, worst first, newest first."""
        return (0 if self.state is AlarmState.NEW else 1, int(self.priority), -self.at.timestamp())


class AlarmAct(StrEnum):
    """What a role may or may not do with alarms."""

    ACKNOWLEDGE = "acknowledge alarms"
    ASSIGN = "assign alarms"
    CLOSE = "close alarms"


@dataclass(frozen=True, slots=True)
class AlarmTerms:
    """What alarms can become on this server, for this user.

    `states`: those of ours it has; `own_states`: the names of its further ones, but for those that say a verdict;
    `barred`: what this user may not do, as far as the server tells.
    """

    states: frozenset[AlarmState] = frozenset(AlarmState)
    own_states: tuple[str, ...] = ()
    close_reasons: tuple[str, ...] = ()
    priorities: frozenset[Priority] = frozenset(Priority)
    barred: frozenset[AlarmAct] = frozenset()
