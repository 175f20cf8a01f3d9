"""The fold of an incident: the same whatever way its entries came, over two to eight consoles that are cut, repeat and reorder."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.domain.ids import ConsoleId, IncidentId, LevelId, UnitId
from smartclient.domain.incident_entries import (
    Body,
    DrillSet,
    Entry,
    EntryId,
    IncidentPriority,
    IncidentStatus,
    IncidentType,
    MarkRemoved,
    Noted,
    Opened,
    OwnerSet,
    Post,
    PostPlaced,
    PrioritySet,
    RoomMarked,
    RoomStatus,
    RoomUnmarked,
    StatusSet,
    TypeSet,
)
from smartclient.domain.incidents import Incident, fold, grown
from smartclient.domain.logical_time import LogicalTime, is_believable

START = datetime(2026, 11, 23, 15, tzinfo=UTC)
INCIDENT = IncidentId("i-1234")
ROOMS = [UnitId(f"room {n}") for n in range(3)]

BODIES: st.SearchStrategy[Body] = st.one_of(
    st.builds(Opened, st.sampled_from(["Fight", "Smoke"])),
    st.builds(StatusSet, st.sampled_from(IncidentStatus), st.sampled_from(["", "over"])),
    st.builds(TypeSet, st.sampled_from(IncidentType)),
    st.builds(PrioritySet, st.sampled_from(IncidentPriority)),
    st.builds(OwnerSet, st.sampled_from(["hale", "", "principal"])),
    st.builds(DrillSet, st.booleans()),
    st.builds(Noted, st.text(max_size=20)),
    st.builds(RoomMarked, st.sampled_from(ROOMS), st.just(LevelId("1F")), st.sampled_from(RoomStatus)),
    st.builds(RoomUnmarked, st.sampled_from(ROOMS)),
    st.builds(PostPlaced, st.sampled_from("ab"), st.sampled_from(Post), st.just((-89.5, 43.1))),
    st.builds(MarkRemoved, st.sampled_from("ab")),
)


class Desk:
    """A console as simple as can be: its own clock, its own numbers, what it has of the incident."""

    def __init__(self, number: int, off_s: int) -> None:
        self.id, self.off_s = ConsoleId(f"desk{number}"), off_s
        self.time, self.count = LogicalTime(), 0
        self.incident = Incident(INCIDENT, ())
        self.known: dict[EntryId, Entry] = {}

    def add(self, body: Body, second: int) -> None:
        """Makes an entry at that second of the true time."""
        self.count += 1
        at = START + timedelta(seconds=second + self.off_s)
        self.take(Entry(EntryId(self.id, self.count), INCIDENT, self.time.stamp(at), at, self.id, body))

    def take(self, entry: Entry) -> None:
        """One entry, its own or another's; one that is known makes no difference."""
        if entry.id not in self.known:
            self.known[entry.id] = entry
            self.time.see(entry.stamp)
            self.incident = grown(self.incident, entry)


@st.composite
def desks_after_a_day(draw: st.DrawFn) -> list[Desk]:
    """Two to eight consoles with clocks of their own, after entries and deliveries in any order; some never reached each other."""
    made = [Desk(n, draw(st.integers(-4_000, 4_000))) for n in range(draw(st.integers(2, 8)))]
    pick = st.integers(0, len(made) - 1)
    for second in range(draw(st.integers(1, 25))):
        desk = made[draw(pick)]
        if draw(st.booleans()):
            desk.add(draw(BODIES), second)
        elif desk.known:
            entries = list(desk.known.values())
            chosen = draw(st.lists(st.sampled_from(entries), min_size=1, max_size=6))
            for entry in chosen:
                made[draw(pick)].take(entry)
    return made


@given(desks_after_a_day(), st.randoms())
@settings(max_examples=150, deadline=None)
def test_consoles_that_have_told_each_other_everything_have_the_same(made: list[Desk], chance: object) -> None:
    everything = {entry for desk in made for entry in desk.known.values()}
    for desk in made:
        missing = list(everything) * 2
        chance.shuffle(missing)  # type: ignore[attr-defined]
        for entry in missing:
            desk.take(entry)
    first = made[0].incident
    assert all(desk.incident == first for desk in made)
    assert {entry.id for entry in first.entries} == {entry.id for entry in everything}
    assert len(first.entries) == len(everything)


@given(desks_after_a_day())
@settings(max_examples=80, deadline=None)
def test_adding_one_by_one_is_folding_all(made: list[Desk]) -> None:
    for desk in made:
        assert desk.incident == fold(INCIDENT, reversed(list(desk.known.values())))


@given(desks_after_a_day())
@settings(max_examples=50, deadline=None)
def test_the_timeline_tells_every_note_once_and_in_time(made: list[Desk]) -> None:
    for desk in made:
        timeline = desk.incident.timeline
        assert [entry.at for entry in timeline] == sorted(entry.at for entry in timeline)
        assert sum(isinstance(e.body, Noted) for e in timeline) == sum(
            isinstance(e.body, Noted) for e in desk.known.values()
        )


def entry(console: str, number: int, body: Body, stamp: int = 0, second: int = 0) -> Entry:
    """One entry; later numbers are later."""
    at = START + timedelta(seconds=second or number)
    return Entry(EntryId(ConsoleId(console), number), INCIDENT, stamp or number, at, console, body)


def test_an_answer_comes_after_what_it_answers_however_wrong_the_clock() -> None:
    ahead, behind = Desk(1, 7_200), Desk(2, -7_200)
    ahead.add(StatusSet(IncidentStatus.CLOSED), 0)
    behind.take(ahead.incident.entries[0])
    behind.add(StatusSet(IncidentStatus.OPEN), 1)
    assert behind.incident.status is IncidentStatus.OPEN
    ahead.take(behind.incident.entries[-1])
    assert ahead.incident.status is IncidentStatus.OPEN


def test_of_two_entries_of_one_id_every_fold_takes_the_same() -> None:
    true = entry("a", 1, Noted("true"))
    forged = replace(true, body=Noted("forged"))
    assert fold(INCIDENT, [true, forged]) == fold(INCIDENT, [forged, true])


def test_an_incident_as_it_was_then() -> None:
    room = RoomMarked(ROOMS[0], LevelId("1F"), RoomStatus.SEARCHING)
    whole = fold(
        INCIDENT, [entry("a", 1, Opened("Smoke")), entry("a", 2, room), entry("a", 3, StatusSet(IncidentStatus.CLOSED))]
    )
    assert not whole.is_open
    then = whole.at(START + timedelta(seconds=2))
    assert then.is_open
    assert set(then.rooms) == {ROOMS[0]}
    assert not whole.at(START + timedelta(seconds=1)).rooms


def test_no_clock_that_is_days_ahead_has_the_last_word() -> None:
    now = START
    assert is_believable(LogicalTime().stamp(now + timedelta(hours=5)), now)
    assert not is_believable(LogicalTime().stamp(now + timedelta(days=2)), now)
    assert not is_believable(0, now)
