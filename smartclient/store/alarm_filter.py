"""What a person wants to see of the alarms: a stage of their life, a priority, a campus, a kind, their own, words."""

from dataclasses import dataclass
from enum import StrEnum

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.ids import keyed, server_of
from smartclient.domain.own_alarms import is_own


class Stage(StrEnum):
    """Where in its life an alarm may be to be shown."""

    OPEN = "Open"
    NEW = "New"
    IN_PROGRESS = "In progress"
    ON_HOLD = "On hold"
    CLOSED = "Closed"
    ANY = "Open and closed"


STATES = {
    Stage.OPEN: frozenset(AlarmState) - {AlarmState.CLOSED},
    Stage.NEW: frozenset({AlarmState.NEW}),
    Stage.IN_PROGRESS: frozenset({AlarmState.IN_PROGRESS}),
    Stage.ON_HOLD: frozenset({AlarmState.ON_HOLD}),
    Stage.CLOSED: frozenset({AlarmState.CLOSED}),
    Stage.ANY: frozenset(AlarmState),
}


@dataclass(frozen=True, slots=True)
class AlarmFilter:
    """None and empty keep everything. `campus` is a venue's id, or empty for what is on no map; `owners` are whose alarms,
    each by the name that one has on its server (`owner_of`)."""

    stage: Stage = Stage.OPEN
    priority: Priority | None = None
    campus: str | None = None
    kind: str = ""
    owners: frozenset[str] = frozenset()
    text: str = ""
    is_own: bool = False
    """Only those that a rule of this side raised."""

    @property
    def is_of_the_past(self) -> bool:
        """Whether what it asks for is in the archive: closed alarms, or words."""
        return bool(self.text.strip()) or AlarmState.CLOSED in STATES[self.stage]

    def keeps(self, alarm: Alarm, campus: str) -> bool:
        """Whether an alarm on that campus is shown, leaving the words aside."""
        return (
            alarm.state in STATES[self.stage]
            and self.priority in (None, alarm.priority)
            and self.campus in (None, campus)
            and self.kind in ("", kind_of(alarm))
            and (not self.owners or owner_of(alarm) in self.owners)
            and (not self.is_own or is_own(alarm.id))
        )


def owner_of(alarm: Alarm) -> str:
    """Who has it: a name on its server, since people of two servers may have one name; capitals do not matter."""
    return keyed(server_of(alarm.id), alarm.owner.casefold())


def kind_of(alarm: Alarm) -> str:
    """The site's category of the alarm, else its name."""
    return alarm.category or alarm.name
