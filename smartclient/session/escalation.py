"""Escalation: a new alarm that nobody takes within its limit sounds again, moves up in the list and is said in one banner."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.ids import AlarmId
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore

LIMITS_S = {Priority.HIGH: 30.0, Priority.MEDIUM: 180.0, Priority.LOW: 1_800.0}
"""Where a site sets none of its own: NFPA 1225 gives a dispatch centre 60 s for all it has to do with an emergency."""
SHORTEST_S, LONGEST_S = 5.0, 86_400.0
TICK_S = 1.0
MANY = 500
"""From so many overdue alarms on, those that are taken leave the banner with the next look and not at once."""
REST_S = 15.0
"""However many alarms wait, they sound no more often than this."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """What the banner says: the worst of `count` alarms that wait too long."""

    worst: Alarm
    count: int
    sentence: str


class Escalation:
    """`rung` tells the priority whose sound is to be heard again, as often as another limit passes; `changed` what the banner says.

    Begins with `start`.
    """

    def __init__(
        self,
        store: SiteStore,
        clock: Clock,
        limits_s: Mapping[Priority, float],
        is_silent: Callable[[Alarm], bool] = lambda _alarm: False,
    ) -> None:
        """An alarm that `is_silent` here only moves up in the list."""
        self._store, self._clock = store, clock
        self._is_silent = is_silent
        self._limits_s = dict(limits_s)
        self._queue: list[tuple[datetime, AlarmId]] = []
        self._due: dict[AlarmId, datetime] = {}
        self._since: dict[AlarmId, datetime] = {}
        self._ranks: dict[AlarmId, Priority] = {}
        self._taken: set[AlarmId] = set()
        self._overdue: set[AlarmId] = set()
        self._is_told = True
        self._rang_s = float("-inf")
        self._tasks = Tasks("escalation")
        self.standing: Overdue | None = None
        """What the banner says now."""
        self.rung: Signal[Priority] = Signal()
        self.changed: Signal[Overdue | None] = Signal()
        store.changed.connect(self._on_store)

    def start(self) -> None:
        """Begins to look at the time. Needs a running loop."""
        self._tasks.start("look", self._keep_looking())

    async def stop(self) -> None:
        """Ends it."""
        await self._tasks.cancel()

    @property
    def limits_s(self) -> Mapping[Priority, float]:
        """How long an alarm of each priority may stay untouched."""
        return self._limits_s

    def set_limits(self, limits_s: Mapping[Priority, float]) -> None:
        """Other limits from now on, for the alarms that wait already too."""
        self._limits_s = dict(limits_s)
        self._due = {alarm: self._due_at(alarm, since) for alarm, since in self._since.items()}
        self._queue = [(due_at, alarm) for alarm, due_at in self._due.items()]
        heapify(self._queue)
        self._overdue.clear()
        self._tell()
        self.look()

    def look(self) -> None:
        """Whose limit has passed by now."""
        now, late = self._clock.now(), list[Alarm]()
        while self._queue and self._queue[0][0] <= now:
            due_at, key = heappop(self._queue)
            alarm = self._store.alarms.get(key)
            if alarm is None or self._due.get(key) != due_at:
                continue  # taken, or another limit counts for it by now
            self._overdue.add(key)
            late.append(alarm)
            limit = timedelta(seconds=self._limits_s[alarm.priority])
            self._expect(key, due_at + limit * ((now - due_at) // limit + 1))
        if late or not self._is_told:
            self._tell()
            self._ring([alarm.priority for alarm in late if not self._is_silent(alarm)])

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self.look()

    def _on_store(self, changes: Changes) -> None:
        keys: Iterable[AlarmId] = self._store.alarms.keys() if changes.everything else changes.alarms
        was = len(self._overdue)
        for key in list(keys):
            alarm = self._store.alarms.get(key)
            if alarm is not None and alarm.state is AlarmState.NEW:
                self._wait_for(alarm)
            else:
                self._let_go(key, is_known=alarm is not None)
        if len(self._overdue) != was:
            self._is_told = False
            if len(self._overdue) < MANY:
                self._tell()

    def _wait_for(self, alarm: Alarm) -> None:
        """One that was put back to New is new from then on; one of another priority has another limit."""
        if self._ranks.get(alarm.id) is alarm.priority:
            return
        if alarm.id not in self._since:
            self._since[alarm.id] = alarm.changed_at if alarm.id in self._taken else alarm.at
            self._taken.discard(alarm.id)
        self._ranks[alarm.id] = alarm.priority
        self._expect(alarm.id, self._due_at(alarm.id, self._since[alarm.id]))

    def _expect(self, alarm: AlarmId, due_at: datetime) -> None:
        self._due[alarm] = due_at
        heappush(self._queue, (due_at, alarm))
        if len(self._queue) > 2 * len(self._due) + MANY:
            self._queue = [(due_at, alarm) for alarm, due_at in self._due.items()]
            heapify(self._queue)

    def _let_go(self, alarm: AlarmId, *, is_known: bool) -> None:
        self._since.pop(alarm, None)
        self._due.pop(alarm, None)
        self._ranks.pop(alarm, None)
        self._overdue.discard(alarm)
        if is_known:
            self._taken.add(alarm)
        else:
            self._taken.discard(alarm)

    def _due_at(self, key: AlarmId, since: datetime) -> datetime:
        alarm = self._store.alarms.get(key)
        return since + timedelta(seconds=self._limits_s[alarm.priority if alarm is not None else Priority.LOW])

    def _ring(self, priorities: list[Priority]) -> None:
        now_s = self._clock.steady_s()
        if priorities and now_s >= self._rang_s + REST_S:
            self._rang_s = now_s
            self.rung.emit(min(priorities))

    def _tell(self) -> None:
        self._is_told = True
        self._store.set_overdue(frozenset(self._overdue))
        known = (alarm for key in self._overdue if (alarm := self._store.alarms.get(key)) is not None)
        waiting = [alarm for alarm in known if not self._is_silent(alarm)]
        worst = min(waiting, key=lambda alarm: (alarm.priority, alarm.at), default=None)
        standing = None if worst is None else Overdue(worst, len(waiting), _sentence(worst, len(waiting)))
        if standing != self.standing:
            self.standing = standing
            self.changed.emit(standing)


def _sentence(worst: Alarm, count: int) -> str:
    since = f"since {worst.at.astimezone():%H:%M:%S}"
    if count == 1:
        return f"Nobody has taken {worst.name} {since}."
    return f"{count} alarms wait too long, the worst {since}: {worst.name}."
