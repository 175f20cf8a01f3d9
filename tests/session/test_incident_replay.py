"""The replay of an incident: from before it to its end, as it was at every instant, also where only the file is there."""

from datetime import timedelta

from smartclient.domain.alarms import AlarmState
from smartclient.domain.devices import DeviceState, Fact, Leaf
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import AlarmId, EventId
from smartclient.domain.incident_entries import (
    AlarmEntered,
    EventEntered,
    IncidentStatus,
    Opened,
    RoomMarked,
    RoomStatus,
    StatusSet,
)
from smartclient.domain.incidents import Incident, fold
from smartclient.runtime.clock import ManualClock
from smartclient.session.incident_replay import LEAD, SPEEDS, Course, IncidentReplay, ReplayedClock, past_of
from smartclient.store.journal_span import Told
from smartclient.store.past_site import PastSite
from smartclient.store.playback import Playback
from tests.builders.incident_files import INCIDENT, entry, second
from tests.builders.later import Later
from tests.builders.watch import DOOR
from tests.ui.map.district import GROUND, site

ROOM = site().units[0].id
ENTRIES = [
    entry(1, Opened("Door forced", alarm=AlarmId("a")), 20),
    entry(2, EventEntered(EventId("e1"), EventKind.DOOR_FORCED, DOOR, "Door 7"), 10),
    entry(3, AlarmEntered(AlarmId("a"), 1, "Door forced", 1, "New", second(11), DOOR), 11),
    entry(4, RoomMarked(ROOM, GROUND, RoomStatus.CLEARED, "T1"), 60),
    entry(5, AlarmEntered(AlarmId("a"), 1, "Door forced", 1, "Closed", second(80), DOOR), 80),
    entry(6, StatusSet(IncidentStatus.CLOSED), 90),
]
CLOSED = Told(states=({DOOR: DeviceState(leaf=Fact(Leaf.CLOSED, second(-500), EventId("snapshot")))},))


def replayed(told: Told = CLOSED) -> tuple[IncidentReplay, ManualClock]:
    """At the beginning, running."""
    clock = ManualClock(second(1_000))
    incident = fold(INCIDENT, ENTRIES)
    course = Course.of(incident, clock.now())
    past = PastSite(site(), {}, course.begin, Later())
    replay = IncidentReplay(incident, course, past_of(incident, told), past, Playback(clock))
    replay.start()
    return replay, clock


def leaf(replay: IncidentReplay) -> Leaf | None:
    fact = replay.site.state(DOOR).leaf
    return fact.value if fact is not None else None


def test_the_door_is_closed_before_and_forced_after_and_closed_again_when_one_goes_back() -> None:
    replay, clock = replayed()
    assert replay.instant == second(10) - LEAD
    assert (leaf(replay), replay.incident.rooms, replay.site.open_alarms()) == (Leaf.CLOSED, {}, [])
    clock.advance(LEAD.total_seconds() + 2)
    replay.follow()
    assert leaf(replay) is Leaf.FORCED
    assert [alarm.state for alarm in replay.site.open_alarms()] == [AlarmState.NEW]
    replay.go_to(second(60))
    assert set(replay.incident.rooms) == {ROOM}
    replay.go_to(second(85))
    assert replay.site.open_alarms() == []
    replay.go_to(second(9))
    assert (leaf(replay), replay.incident.rooms) == (Leaf.CLOSED, {})


def test_without_a_journal_the_file_tells_what_it_knows_and_the_rest_is_unknown() -> None:
    replay, _clock = replayed(Told())
    assert leaf(replay) is None
    replay.go_to(second(12))
    assert leaf(replay) is Leaf.FORCED
    assert len(replay.site.open_alarms()) == 1


def test_what_the_journal_and_the_file_both_tell_happens_once() -> None:
    both = Told((Happened(EventId("e1"), second(10), EventKind.DOOR_FORCED, DOOR),), CLOSED.states)
    replay, _clock = replayed(both)
    replay.go_to(second(30))
    assert leaf(replay) is Leaf.FORCED


def test_it_runs_at_every_speed_and_stands_at_the_end() -> None:
    replay, clock = replayed()
    for speed in SPEEDS:
        assert replay.speed == speed
        before = replay.instant
        clock.advance(1)
        assert replay.instant - before == timedelta(seconds=speed)
        replay.change_speed(1)
    assert replay.speed == SPEEDS[-1]
    clock.advance(60)
    replay.follow()
    assert (replay.instant, replay.is_running) == (second(90), False)
    replay.play_or_pause()
    assert (replay.instant, replay.is_running) == (replay.course.begin, True)
    replay.play_or_pause()
    clock.advance(5)
    assert replay.instant == replay.course.begin


def test_steps_lead_from_one_thing_to_the_next_and_back() -> None:
    replay, _clock = replayed()
    there = []
    for _ in range(8):
        replay.step(1)
        there.append(replay.instant)
    assert there == [second(at) for at in (10, 11, 20, 60, 80, 90, 90, 90)]
    assert replay.latest == ENTRIES[5]
    back = []
    for _ in range(7):
        replay.step(-1)
        back.append(replay.instant)
    assert back == [*(second(at) for at in (80, 60, 20, 11, 10)), replay.course.begin, replay.course.begin]
    assert replay.latest is None


def test_an_open_incident_is_replayed_until_now_and_a_wrong_clock_stretches_nothing() -> None:
    opened = fold(INCIDENT, [*ENTRIES[:4], entry(9, EventEntered(EventId("x"), EventKind.OTHER, None, ""), -90_000)])
    course = Course.of(opened, second(500))
    assert course == Course(second(10) - LEAD, second(500))
    empty = Course.of(Incident(INCIDENT, ()), second(500))
    assert empty == Course(second(500) - LEAD, second(500))


def test_the_clock_of_the_map_is_the_replayed_instant() -> None:
    replay, clock = replayed()
    shown = ReplayedClock(replay, clock)
    replay.go_to(second(42))
    assert shown.now() == second(42)
    clock.advance(3)
    assert shown.now() == second(45)
    assert shown.steady_s() == clock.steady_s()
