"""The alarms kept at hand: the open ones in the order in which they want somebody, and the last that were closed."""

from bisect import bisect_left, insort
from collections import Counter, OrderedDict
from collections.abc import Iterator
from datetime import datetime, timedelta

from smartclient.domain.alarms import Alarm
from smartclient.domain.ids import AlarmId

MOST_OPEN = 20_000
"""More than these wait in the journal only: the least urgent leave first. They are counted, and the search finds them."""
MOST_CLOSED = 2_000
FLOOD = 10
"""More alarms than this within FLOOD_WINDOW are more than a person can attend to (EEMUA 191, ISA-18.2)."""
FLOOD_WINDOW = timedelta(minutes=10)

_Place = tuple[tuple[int, int, float], AlarmId]


class AlarmQueue:
    """Bounded, however many alarms pass through. Putting one costs the same with ten and with ten thousand."""

    def __init__(self) -> None:
        self.by_id: dict[AlarmId, Alarm] = {}
        self._order: list[_Place] = []
        self._closed: OrderedDict[AlarmId, None] = OrderedDict()
        self._rate = _Rate()
        self.is_whole = True
        """Whether no open alarm had to be let go of."""

    def put(self, alarm: Alarm) -> tuple[AlarmId, ...]:
        """Takes an alarm as it is now. The answer: the alarms that were let go of for it."""
        before = self.by_id.get(alarm.id)
        if before is None:
            self._rate.add(alarm.at)
        elif before.is_open:
            self._take_out(before)
        else:
            self._closed.pop(alarm.id, None)
        self.by_id[alarm.id] = alarm
        if alarm.is_open:
            insort(self._order, (alarm.urgency, alarm.id))
        else:
            self._closed[alarm.id] = None
        return tuple(self._let_go())

    def open(self) -> list[Alarm]:
        """Those that still want somebody: new before taken, worst first, newest first."""
        return [self.by_id[alarm] for _urgency, alarm in self._order]

    @property
    def first(self) -> Alarm | None:
        """The one that wants somebody most."""
        return self.by_id[self._order[0][1]] if self._order else None

    def raised_lately(self, now: datetime) -> int:
        """How many alarms came in the last ten minutes, open or closed."""
        return self._rate.count(now)

    def _take_out(self, alarm: Alarm) -> None:
        place = (alarm.urgency, alarm.id)
        number = bisect_left(self._order, place)
        del self._order[number]

    def _let_go(self) -> Iterator[AlarmId]:
        while len(self._order) > MOST_OPEN:
            alarm = self._order.pop()[1]
            self.is_whole = False
            del self.by_id[alarm]
            yield alarm
        while len(self._closed) > MOST_CLOSED:
            alarm, _nothing = self._closed.popitem(last=False)
            del self.by_id[alarm]
            yield alarm


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
