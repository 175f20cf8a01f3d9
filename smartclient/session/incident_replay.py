"""The replay of one incident: the site as it was at the clock's instant, what was marked by then, and where the next thing happened."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.events import AlarmChanged, Event, Happened, ResponseChanged
from smartclient.domain.incident_entries import AlarmEntered, Entry, EventEntered, ResponseEntered
from smartclient.domain.incidents import Incident, fold
from smartclient.domain.response import ResponseAction, ResponseStatus
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.store.journal_span import Told
from smartclient.store.past_course import PastCourse
from smartclient.store.past_site import PastSite
from smartclient.store.playback import Playback

SPEEDS = (1.0, 2.0, 4.0, 8.0, 16.0)
LEAD = timedelta(seconds=60)
"""What led to an incident is shown before it."""
_EARLIEST = timedelta(minutes=15)
"""Facts that are older than the file by more than this are told by a clock that is wrong."""
_NEAR = timedelta(seconds=1)
_JUST_NOW = timedelta(milliseconds=300)
_STATES = {"new": AlarmState.NEW, "on hold": AlarmState.ON_HOLD, "closed": AlarmState.CLOSED}


@dataclass(frozen=True, slots=True)
class Course:
    """From when to when an incident is replayed."""

    begin: datetime
    end: datetime

    @classmethod
    def of(cls, incident: Incident, now: datetime) -> "Course":
        """A minute before its first entry to its closing; of one that is open, to `now`."""
        opened = incident.opened_at or min((entry.at for entry in incident.entries), default=now)
        times = [entry.at for entry in incident.entries if entry.at > opened - _EARLIEST]
        first, last = min(times, default=opened), max(times, default=opened)
        end = incident.closed_at or (now if incident.is_open else last)
        return cls(first - LEAD, max(end, first))

    def holds(self, at: datetime) -> bool:
        """Whether an instant lies in it, or so near that nobody sees the difference."""
        return self.begin - _NEAR <= at <= self.end + _NEAR

    def within(self, at: datetime) -> datetime:
        """The instant, or the end it lies beyond."""
        return min(max(at, self.begin), self.end)


class IncidentReplay:
    """Moves the clock and follows it; whoever owns it calls `follow` some times a second. `changed` tells after every step."""

    def __init__(
        self, incident: Incident, course: Course, past: PastCourse, site: PastSite, playback: Playback
    ) -> None:
        """`past` is what `past_of` made of it."""
        self.changed: Signal[None] = Signal()
        self.whole, self.course, self.site, self.playback = incident, course, site, playback
        self.incident = Incident(incident.id, ())
        """As it was at the instant."""
        self.timeline = tuple(entry for entry in incident.timeline if course.begin <= entry.at <= course.end)
        """What happened, in order."""
        self._times = [entry.at for entry in self.timeline]
        self._entries = sorted(incident.entries, key=lambda entry: entry.at)
        self._entry_times = [entry.at for entry in self._entries]
        self._count = -1
        self._past = past
        self._speed = SPEEDS[0]

    @property
    def instant(self) -> datetime:
        """What is shown, between beginning and end."""
        return self.course.within(self.playback.instant)

    @property
    def is_running(self) -> bool:
        """Whether the clock runs."""
        return self.playback.speed != 0.0

    @property
    def speed(self) -> float:
        """How fast it runs when it runs."""
        return self._speed

    @property
    def latest(self) -> Entry | None:
        """What happened last."""
        place = bisect_right(self._times, self.instant)
        return self.timeline[place - 1] if place else None

    def start(self) -> None:
        """Runs from the beginning."""
        self.playback.run_from(self.course.begin, self._speed)
        self.follow()

    def follow(self) -> None:
        """Stands where the clock is now; at the end the clock stands still."""
        if self.playback.is_live:
            return
        if self.is_running and self.playback.instant >= self.course.end:
            self.playback.run_from(self.course.end, 0.0)
        instant = self.instant
        self.site.stand_at(self._past.at(instant), instant)
        count = bisect_right(self._entry_times, instant)
        if count != self._count:
            self._count = count
            self.incident = fold(self.whole.id, self._entries[:count])
        self.changed.emit(None)

    def play_or_pause(self) -> None:
        """Runs, or stands; from the end it runs from the beginning again."""
        if self.is_running:
            self.playback.run_from(self.instant, 0.0)
        else:
            at = self.course.begin if self.instant >= self.course.end else self.instant
            self.playback.run_from(at, self._speed)
        self.follow()

    def change_speed(self, by: int) -> None:
        """So many steps faster, or slower."""
        place = SPEEDS.index(self._speed) + by
        self._speed = SPEEDS[min(max(place, 0), len(SPEEDS) - 1)]
        if self.is_running:
            self.playback.run_from(self.instant, self._speed)
        self.follow()

    def go_to(self, at: datetime) -> None:
        """Jumps there; runs or stands as before."""
        self.playback.run_from(self.course.within(at), self._speed if self.is_running else 0.0)
        self.follow()

    def step(self, direction: int) -> None:
        """To the next thing that happened (1), or the one before (-1), and stands there."""
        if direction > 0:
            place = bisect_right(self._times, self.instant + timedelta(microseconds=1))
        else:
            place = bisect_left(self._times, self.instant - (_JUST_NOW if self.is_running else timedelta())) - 1
        beyond = self.course.end if direction > 0 else self.course.begin
        at = self._times[place] if 0 <= place < len(self._times) else beyond
        self.playback.run_from(at, 0.0)
        self.follow()


class ReplayedClock:
    """The clock of a map that shows the past: its present is the instant that is replayed."""

    def __init__(self, replay: IncidentReplay, clock: Clock) -> None:
        self._replay, self._clock = replay, clock

    def now(self) -> datetime:
        """The instant."""
        return self._replay.instant

    def steady_s(self) -> float:
        """Runs as ever: what turns and pulses does so at its usual pace."""
        return self._clock.steady_s()


def past_of(incident: Incident, told: Told) -> PastCourse:
    """What journal and file know together; with a large journal this takes up to some seconds: for a thread."""
    return PastCourse([*_events(incident.entries), *told.events], told.states)


def _events(entries: Iterable[Entry]) -> Iterator[Event]:
    """What the file itself says of doors, alarms and responses; on another console than the one that saw it there is nothing else."""
    for entry in entries:
        match entry.body:
            case EventEntered() as told:
                yield Happened(told.event, entry.at, told.kind, told.device, told.text)
            case AlarmEntered() as told:
                yield AlarmChanged(_alarm(told))
            case ResponseEntered() as told:
                known = {action.value: action for action in ResponseAction}.get(told.action)
                if known is not None or not told.action:
                    yield ResponseChanged(ResponseStatus(told.building, known, told.since, told.by, told.is_drill))
            case _:
                continue


def _alarm(told: AlarmEntered) -> Alarm:
    state = _STATES.get(told.state.lower(), AlarmState.IN_PROGRESS)
    priority = Priority(min(max(told.priority, Priority.HIGH), Priority.LOW))
    return Alarm(
        told.alarm,
        told.number,
        told.name,
        told.message,
        priority,
        state,
        told.state,
        told.changed_at,
        told.changed_at,
        told.device,
        told.owner,
    )
