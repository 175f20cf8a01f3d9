"""What the alarm list shows, as plain values: one row an alarm, and in a flood one row for the repeats of a device."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.ids import AlarmId

FLOOD = 10
"""More alarms than this within FLOOD_WINDOW are more than a person can attend to (EEMUA 191, ISA-18.2)."""
FLOOD_WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `alarms` are what it stands for, most urgent first; more than one only in a flood."""

    alarms: tuple[Alarm, ...]

    @property
    def alarm(self) -> Alarm:
        """The alarm whose words the row shows."""
        return self.alarms[0]

    @property
    def key(self) -> tuple[int, ...]:
        """Two rows with the same key are the same: an alarm that changed is another object, and rows keep theirs alive."""
        return tuple(map(id, self.alarms))

    def __contains__(self, alarm: AlarmId) -> bool:
        return any(one.id == alarm for one in self.alarms)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many open alarms of a priority nobody has taken, and how many somebody has."""

    new: int = 0
    taken: int = 0


def rows_of(alarms: Iterable[Alarm], is_grouped: bool) -> list[Row]:
    """Rows for open alarms given most urgent first; grouped, alarms of one device that say the same share a row."""
    if not is_grouped:
        return [Row((alarm,)) for alarm in alarms]
    groups: dict[tuple[object, ...], list[Alarm]] = {}
    for alarm in alarms:
        same = (alarm.device or alarm.id, alarm.name, alarm.priority, alarm.state is AlarmState.NEW)
        groups.setdefault(same, []).append(alarm)
    return [Row(tuple(group)) for group in groups.values()]


def raised_lately(alarms: Iterable[Alarm], now: datetime) -> int:
    """How many alarms came in the last ten minutes, open or closed."""
    start = now - FLOOD_WINDOW
    return sum(1 for alarm in alarms if alarm.at > start)


def tallies(alarms: Iterable[Alarm]) -> dict[Priority, Tally]:
    """Open alarms counted by priority."""
    counted = Counter((alarm.priority, alarm.state is AlarmState.NEW) for alarm in alarms)
    return {priority: Tally(counted[priority, True], counted[priority, False]) for priority in Priority}
