"""The files on disk and the one that is worked on: what is kept, merged, resumed and found again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smartclient.domain.events import EventKind
from smartclient.domain.ids import ConsoleId, DeviceId, EventId, IncidentId
from smartclient.domain.incident_entries import (
    Body,
    Entry,
    EntryId,
    EventEntered,
    Heat,
    IncidentStatus,
    Joined,
    Noted,
    Opened,
    StatusSet,
    Unread,
    Watched,
    ZoneDrawn,
)
from smartclient.runtime.clock import ManualClock
from smartclient.store.incidents.encoding import Wire, body_of, received, wired
from smartclient.store.incidents.incident_log import IncidentLog
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.notices import Notices
from tests.builders.later import Later

START = datetime(2026, 11, 23, 15, tzinfo=UTC)


class Desk:
    """One run of the program over a file."""

    def __init__(self, path: Path, clock: ManualClock, name: str = "dispatcher") -> None:
        self.later, self.notices = Later(), Notices(clock)
        self.log = IncidentLog(path)
        self.incidents = Incidents(self.log, lambda _file: name, clock, self.later, self.notices)

    def open(self, incident: IncidentId) -> None:
        """Takes part in a file."""
        self.incidents.expect(incident)
        self.incidents.show(self.incidents.read(incident))
        self.incidents.join()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def desk(tmp_path: Path, clock: ManualClock) -> Iterator[Desk]:
    made = Desk(tmp_path / "incidents.db", clock)
    yield made
    made.incidents.close()


def test_a_file_is_there_again_after_the_program_ended(tmp_path: Path, clock: ManualClock, desk: Desk) -> None:
    incident = desk.incidents.begin(Opened("Smoke in the gym"))
    desk.incidents.add(Noted("Fire brigade is called"))
    desk.incidents.close()
    clock.advance(5)
    again = Desk(tmp_path / "incidents.db", clock)
    assert again.incidents.left_open == incident.id
    again.open(incident.id)
    current = again.incidents.current
    assert current is not None
    assert [type(each.body) for each in current.entries] == [Opened, Noted, Joined]
    assert len({each.id.console for each in current.entries}) == 2
    again.incidents.add(StatusSet(IncidentStatus.CLOSED))
    assert again.incidents.left_open is None
    again.incidents.close()


def test_another_consoles_file_is_not_gone_on_with(tmp_path: Path, clock: ManualClock, desk: Desk) -> None:
    other = Desk(tmp_path / "other.db", clock)
    incident = other.incidents.begin(Opened("Theirs"))
    desk.incidents.merge(other.incidents.read(incident.id).entries)
    assert [each.name for each in desk.incidents.files] == ["Theirs"]
    assert desk.incidents.left_open is None
    other.incidents.close()


def test_what_is_known_stays_as_it_was_known_first(desk: Desk) -> None:
    incident = desk.incidents.begin(Opened("True"))
    theirs = Entry(EntryId(ConsoleId("other1"), 1), incident.id, 1 << 40, START, "hale", Noted("true"))
    assert desk.incidents.merge([theirs]) == [theirs]
    forged = replace(theirs, body=Noted("forged"), by="Mallory")
    assert desk.incidents.merge([forged, theirs]) == []
    assert desk.incidents.disputed == 1
    own = desk.incidents.read(incident.id).entries[-1]
    assert desk.incidents.merge([replace(own, body=Noted("forged"))]) == []
    assert [each.body for each in desk.incidents.read(incident.id).entries if each.id == theirs.id] == [Noted("true")]


def test_a_gap_is_known_until_it_is_filled(desk: Desk) -> None:
    incident = IncidentId("i-1234")
    console = ConsoleId("other1")

    def theirs(number: int) -> Entry:
        return Entry(EntryId(console, number), incident, (1 << 40) + number, START, "hale", Noted(str(number)))

    desk.incidents.merge([theirs(1)])
    assert desk.incidents.have(incident) == {console: 1}
    desk.incidents.merge([theirs(3), theirs(4)])
    assert desk.incidents.have(incident) == {console: 1}
    desk.incidents.merge([theirs(2)])
    assert desk.incidents.have(incident) == {console: 4}
    assert [each.id.number for each in desk.incidents.beyond(incident, {console: 2}, 10)] == [3, 4]
    assert len(desk.incidents.beyond(incident, {}, 3)) == 3


def test_what_comes_while_a_file_is_read_is_in_it(desk: Desk) -> None:
    incident = desk.incidents.begin(Opened("Read slowly"))
    desk.incidents.leave()
    desk.incidents.expect(incident.id)
    read = desk.incidents.read(incident.id)
    desk.incidents.merge([Entry(EntryId(ConsoleId("other1"), 1), incident.id, 1 << 40, START, "hale", Noted("late"))])
    desk.incidents.show(read)
    current = desk.incidents.current
    assert current is not None
    assert Noted("late") in [each.body for each in current.entries]


def test_observers_hear_once_of_many_entries(desk: Desk) -> None:
    told: list[None] = []
    desk.incidents.changed.connect(told.append)
    desk.incidents.begin(Opened("Many"))
    for number in range(20):
        desk.incidents.add(Noted(str(number)))
    desk.later.run()
    assert len(told) == 1


def test_files_are_found_by_words_names_and_rooms(desk: Desk) -> None:
    gym = desk.incidents.begin(Opened("Smoke in the gym"))
    desk.incidents.add(Noted("Called BRIGADE twice"))
    fight = desk.incidents.begin(Opened("Fight"))
    desk.incidents.add(EventEntered(EventId("e1"), EventKind.DOOR_FORCED, DeviceId("doors/7"), "Door 7"))
    assert desk.incidents.containing("brigade gym") == {gym.id}
    assert desk.incidents.containing("door 7") == {fight.id}
    assert desk.incidents.containing("dispatcher") == {gym.id, fight.id}
    assert desk.incidents.containing("100% _") == set()


def test_open_files_stand_first_and_the_newest_of_them_on_top(desk: Desk, clock: ManualClock) -> None:
    for name in ("first", "second", "third"):
        desk.incidents.begin(Opened(name))
        clock.advance(60)
    desk.incidents.add(StatusSet(IncidentStatus.CLOSED))
    assert [each.name for each in desk.incidents.files] == ["second", "first", "third"]


def test_a_full_disk_is_said_and_the_work_goes_on(desk: Desk) -> None:
    desk.log._database.execute("PRAGMA max_page_count = 1")
    desk.incidents.begin(Opened("On a full disk"))
    for _ in range(200):
        desk.incidents.add(Noted("x" * 500))
    current = desk.incidents.current
    assert current is not None
    assert len(current.entries) == 201
    [notice] = desk.notices.standing
    assert "cannot be written" in notice.text


def test_who_heard_of_the_last_entry_reads_no_closed_file(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    def read(_nothing: None) -> None:
        desk.log.heads()

    desk.incidents.changed.connect(read)
    desk.incidents.begin(Opened("Smoke in the gym"))
    desk.incidents.close()
    desk.later.run()
    assert caplog.messages == []


def test_every_kind_survives_the_wire_and_the_disk() -> None:
    ring = ((-89.5, 43.1), (-89.4, 43.1), (-89.4, 43.2), (-89.5, 43.1))
    bodies: list[Body] = [
        ZoneDrawn("z1", Heat.HOT, None, ring),
        Watched(DeviceId("cameras/1"), "Hall", START, START + timedelta(seconds=9)),
        EventEntered(EventId("e"), EventKind.DOOR_FORCED, None, "Door 7", "forced", "HS"),
    ]
    for number, body in enumerate(bodies, 1):
        entry = Entry(EntryId(ConsoleId("abcd12"), number), IncidentId("i-1234"), 5, START, "hale", body)
        assert received(wired(entry)) == entry


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("Levitated", b'{"height":3}'),
        ("Noted", b'{"text":7}'),
        ("Noted", b'{"text":"' + b"x" * 5_000 + b'"}'),
        ("Noted", b'{"text":"here","position":[500.0,43.1]}'),
        ("StatusSet", b'{"status":"exploded"}'),
        ("Watched", b'{"camera":"c","name":"n","since":"2026-11-23T10:00:00"}'),
    ],
)
def test_what_makes_no_sense_is_kept_as_it_came(desk: Desk, kind: str, content: bytes) -> None:
    assert body_of(kind, content) == Unread(kind, content)
    entry = Entry(EntryId(ConsoleId("other1"), 1), IncidentId("i-1234"), 1 << 40, START, "hale", Unread(kind, content))
    desk.incidents.merge([entry])
    assert desk.incidents.read(entry.incident).entries == (entry,)
    assert desk.incidents.have(entry.incident) == {ConsoleId("other1"): 1}


@pytest.mark.parametrize(
    "changed",
    [
        {"console": "../../etc"},
        {"incident": ""},
        {"number": 0},
        {"number": 10**12},
        {"by": "x" * 200},
        {"at": datetime(2026, 11, 23, 15)},  # noqa: DTZ001  a time without a zone is what is tested
    ],
)
def test_what_is_no_entry_is_none(changed: dict[str, object]) -> None:
    entry = Entry(EntryId(ConsoleId("abcd12"), 1), IncidentId("i-1234"), 5, START, "hale", Noted("here"))
    wire = wired(entry)
    fields = {name: getattr(wire, name) for name in wire.__struct_fields__}
    assert received(Wire(**{**fields, **changed})) is None
