"""The alarms kept at hand: the open ones in the order in which they want somebody, and the last that were closed."""

from bisect import bisect_left, insort
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.ids import AlarmId

MOST_OPEN = 1_000
"""More than these wait in the journal only: the least urgent leave first, that is said, and the search finds them. Map, tree, wall and
timeline look at all of them whenever one changes.
"""
MOST_CLOSED = 500
FLOOD = 10
"""More alarms than this within FLOOD_WINDOW are more than a person can attend to (EEMUA 191, ISA-18.2)."""
FLOOD_WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many open alarms of a priority nobody has taken, and how many somebody has."""

    new: int = 0
    taken: int = 0


_Place = tuple[tuple[int, int, int, float], AlarmId]


class AlarmQueue:
    """Bounded, however many alarms pass through. Putting one costs the same with ten and with ten thousand."""

    def __init__(self) -> None:
        self.by_id: dict[AlarmId, Alarm] = {}
        self._order: list[_Place] = []
        self._closed: OrderedDict[AlarmId, None] = OrderedDict()
        self._counts = Counter[tuple[Priority | None, bool]]()
        self._rate = _Rate()
        self.overdue: frozenset[AlarmId] = frozenset()
        """Those nobody took within their limit."""
        self.raised = 0
        """How many alarms have come, also those let go of since."""
        self.is_whole = True
        """Whether no open alarm had to be let go of."""

    def put(self, alarm: Alarm) -> tuple[AlarmId, ...]:
        """Takes an alarm as it is now. The answer: the alarms that were let go of for it."""
        before = self.by_id.get(alarm.id)
        if before is None:
            self._rate.add(alarm.at)
            self.raised += 1
        elif before.is_open:
            self._take_out(before)
        else:
            self._closed.pop(alarm.id, None)
        self.by_id[alarm.id] = alarm
        if alarm.is_open:
            insort(self._order, self._place(alarm))
            self._counts[_counted(alarm)] += 1
        else:
            self._closed[alarm.id] = None
        return tuple(self._let_go())

    def forget(self, alarms: Iterable[AlarmId]) -> None:
        """Lets go of these, as if they had never come."""
        for key in alarms:
            alarm = self.by_id.pop(key)
            if alarm.is_open:
                self._take_out(alarm)
            else:
                del self._closed[key]

    def open(self) -> list[Alarm]:
        """Those that still want somebody: new before taken, worst first, of these the overdue first, newest first."""
        return [self.by_id[alarm] for _urgency, alarm in self._order]

    def set_overdue(self, overdue: frozenset[AlarmId]) -> frozenset[AlarmId]:
        """These are overdue now and no others. The answer: those that moved in the list."""
        moved = frozenset(key for key in overdue ^ self.overdue if key in self.by_id and self.by_id[key].is_open)
        for key in moved:
            self._take_out(self.by_id[key])
        self.overdue = overdue
        for key in moved:
            insort(self._order, self._place(self.by_id[key]))
            self._counts[_counted(self.by_id[key])] += 1
        return moved

    @property
    def open_count(self) -> int:
        """How many of those at hand are open."""
        return len(self._order)

    @property
    def first(self) -> Alarm | None:
        """The one that wants somebody most."""
        return self.by_id[self._order[0][1]] if self._order else None

    def tallies(self) -> dict[Priority, Tally]:
        """The open ones counted by priority; drills are counted apart, by `drills`."""
        return {priority: self._tally(priority) for priority in Priority}

    def drills(self) -> Tally:
        """The open ones that a person has declared a drill."""
        return self._tally(None)

    def raised_lately(self, now: datetime) -> int:
        """How many alarms came in the last ten minutes, open or closed."""
        return self._rate.count(now)

    def _tally(self, counted: Priority | None) -> Tally:
        return Tally(self._counts[counted, True], self._counts[counted, False])

    def _place(self, alarm: Alarm) -> _Place:
        is_taken, priority, age = alarm.urgency
        return (is_taken, priority, 0 if alarm.id in self.overdue else 1, age), alarm.id

    def _take_out(self, alarm: Alarm) -> None:
        number = bisect_left(self._order, self._place(alarm))
        del self._order[number]
        self._counts[_counted(alarm)] -= 1

    def _let_go(self) -> Iterator[AlarmId]:
        while len(self._order) > MOST_OPEN:
            alarm = self._order.pop()[1]
            self.is_whole = False
            self._counts[_counted(self.by_id.pop(alarm))] -= 1
            yield alarm
        while len(self._closed) > MOST_CLOSED:
            alarm, _nothing = self._closed.popitem(last=False)
            del self.by_id[alarm]
            yield alarm


def _counted(alarm: Alarm) -> tuple[Priority | None, bool]:
    return None if alarm.is_drill else alarm.priority, alarm.state is AlarmState.NEW


class _Rate:
    """How many alarms came in each second of the window."""

    def __init__(self) -> None:
        self._seconds: Counter[int] = Counter()

    def add(self, at: datetime) -> None:
        self._seconds[int(at.timestamp())] += 1
        if len(self._seconds) > 2 * FLOOD_WINDOW.total_seconds():
            self._forget_before(max(self._seconds) - int(FLOOD_WINDOW.total_seconds()))

    def count(self, now: datetime) -> int:
        start = (now - FLOOD_WINDOW).timestamp()
        return sum(count for second, count in self._seconds.items() if second > start)

    def _forget_before(self, start: int) -> None:
        for second in [second for second in self._seconds if second < start]:
            del self._seconds[second]
