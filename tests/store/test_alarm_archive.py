"""The archive finds what the filters keep, whatever was told in whatever order, and begins anew when it is damaged."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.domain.alarms import Alarm, AlarmState, Comment, Judgement, Priority, Verdict
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.events import AlarmChanged, EventKind, Happened
from smartclient.domain.ids import AlarmId, DeviceId, EventId, ServerKey
from smartclient.domain.own_alarms import OWN
from smartclient.store import alarm_archive
from smartclient.store.alarm_archive import AlarmArchive
from smartclient.store.alarm_course import Piece
from smartclient.store.alarm_filter import AlarmFilter, Stage
from smartclient.store.alarm_places import NO_MAP, AlarmPlaces
from smartclient.store.journal import Journal
from smartclient.store.places import Places
from smartclient.store.servers import ServerPart, own_names
from tests.builders.maple_grove import maple_grove

START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
SITE = maple_grove()
LEVEL = next(level for level in SITE.levels if not level.outdoor)
CAMPUS = next(venue for venue in SITE.venues if venue.id == LEVEL.venue_id)
HERE, NOWHERE = DeviceId("doors/here"), DeviceId("doors/nowhere")
DEVICES = {
    HERE: Device(HERE, DeviceKind.DOOR, "Loading dock", Placement(LEVEL.area[0][0], LEVEL.id)),
    NOWHERE: Device(NOWHERE, DeviceKind.DOOR, "Portable 3"),
}


@cache
def places() -> AlarmPlaces:
    return AlarmPlaces(DEVICES, Places(SITE))


def alarm_of(
    name: str,
    kind: str = "Door forced open",
    state: AlarmState = AlarmState.NEW,
    priority: Priority = Priority.HIGH,
    device: DeviceId | None = HERE,
    age_s: float = 10,
    owner: str = "",
    changed_s: float = 0,
) -> Alarm:
    at = START - timedelta(seconds=age_s)
    return Alarm(AlarmId(name), 1, kind, "", priority, state, "", at, at + timedelta(seconds=changed_s), device, owner)


def archive_in(folder: Path, *told: Alarm) -> AlarmArchive:
    archive = AlarmArchive(folder / "alarms.db", folder / "journal.db")
    written(folder, told)
    while archive.read_journal(places()):
        pass
    return archive


def written(folder: Path, told: Iterable[Alarm]) -> None:
    journal = Journal(folder / "journal.db")
    journal.write_events([AlarmChanged(alarm) for alarm in told], START)
    journal.close()


def found(archive: AlarmArchive, kept: AlarmFilter) -> list[str]:
    return [alarm.id for alarm in archive.alarms(Piece(kept))]


def test_words_are_found_in_name_place_source_and_what_people_wrote(tmp_path: Path) -> None:
    commented = replace(alarm_of("c"), comment=Comment("Wind again", "M. Ortiz", START), source_name="Reader 9")
    judged = replace(alarm_of("j", age_s=5), judgement=Judgement(Verdict.DRILL, "Dana", START))
    archive = archive_in(tmp_path, commented, judged, alarm_of("n", "Vape detected", device=NOWHERE, age_s=1))
    assert found(archive, AlarmFilter(text="forced")) == ["j", "c"]
    assert found(archive, AlarmFilter(text="wind ort")) == ["c"]
    assert found(archive, AlarmFilter(text="READER")) == ["c"]
    assert found(archive, AlarmFilter(text="drill")) == ["j"]
    assert found(archive, AlarmFilter(text="loading dock")) == ["j", "c"]
    assert found(archive, AlarmFilter(text="on no map")) == ["n"]
    assert found(archive, AlarmFilter(text=CAMPUS.name.split()[0])) == ["j", "c"]
    assert found(archive, AlarmFilter(text="win ort")) == []
    assert found(archive, AlarmFilter(text='"s1" OR * NEAR(')) == []


def test_an_alarm_that_changed_is_found_as_it_is_now_and_once(tmp_path: Path) -> None:
    archive = archive_in(tmp_path, alarm_of("a", age_s=50), alarm_of("b"))
    closed = alarm_of("a", state=AlarmState.CLOSED, age_s=50, owner="Dana", changed_s=20)
    assert archive.add([closed], places()) == 1
    assert archive.add([alarm_of("a", age_s=50)], places()) == 0, "older news"
    assert found(archive, AlarmFilter()) == ["b"]
    assert found(archive, AlarmFilter(Stage.ANY)) == ["b", "a"]
    assert found(archive, AlarmFilter(Stage.CLOSED, text="dana")) == ["a"]


def test_alarms_of_mine_are_those_of_each_server_under_my_name_there(tmp_path: Path) -> None:
    parts = {
        ServerKey("north"): ServerPart("North", Connection(Line.LIVE, START), "jones"),
        ServerKey("south"): ServerPart("South", Connection(Line.LIVE, START), "Dispatcher"),
        ServerKey("east"): ServerPart("East", Connection(Line.LIVE, START)),
    }
    mine = AlarmFilter(Stage.ANY, owners=own_names(parts, ""))
    held = {"north::a": "Jones", "north::b": "dispatcher", "south::c": "dispatcher", "south::d": "jones", "east::e": ""}
    alarms = [alarm_of(name, age_s=age, owner=owner) for age, (name, owner) in enumerate(held.items())]
    assert [alarm.id for alarm in alarms if mine.keeps(alarm, "")] == ["north::a", "south::c"]
    assert found(archive_in(tmp_path, *alarms), mine) == ["north::a", "south::c"]
    alone = AlarmFilter(Stage.ANY, owners=own_names({}, "Dana"))
    assert alone.keeps(alarm_of("f", owner="dana"), "")


def test_alarms_of_the_same_moment_and_older_ones_told_later_stand_in_order_of_time(tmp_path: Path) -> None:
    archive = archive_in(tmp_path, *(alarm_of(name, age_s=10) for name in "abc"))
    archive.add([alarm_of("older", age_s=4_000), alarm_of("d", age_s=10), alarm_of("newest", age_s=1)], places())
    assert found(archive, AlarmFilter())[0] == "newest"
    assert found(archive, AlarmFilter())[-1] == "older"
    assert sorted(found(archive, AlarmFilter())[1:-1]) == list("abcd")


def test_the_journal_is_read_on_from_where_it_was_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alarm_archive, "BATCH", 3)
    journal = Journal(tmp_path / "journal.db")
    journal.write_events([Happened(EventId("e"), START, EventKind.DOOR_OPENED, HERE)] * 5, START)
    journal.close()
    archive = archive_in(tmp_path, *(alarm_of(str(n), age_s=n) for n in range(5)))
    assert found(archive, AlarmFilter()) == list("01234")
    assert archive.read_journal(places()) == 0
    archive_in(tmp_path, alarm_of("late", age_s=100))
    assert found(archive, AlarmFilter())[-1] == "late"


def test_a_damaged_archive_is_made_of_the_journal_again(tmp_path: Path) -> None:
    archive = archive_in(tmp_path, alarm_of("a"))
    (tmp_path / "alarms.db-wal").unlink(missing_ok=True)
    (tmp_path / "alarms.db").write_bytes(b"no database" * 1_000)
    assert found(archive, AlarmFilter()) == []
    while archive.read_journal(places()):
        pass
    assert found(archive, AlarmFilter()) == ["a"]


def test_own_alarms_are_told_apart(tmp_path: Path) -> None:
    archive = archive_in(tmp_path, alarm_of("server's"), alarm_of(OWN + "1"))
    assert found(archive, AlarmFilter(is_own=True)) == [OWN + "1"]


some_filter = st.builds(
    AlarmFilter,
    st.sampled_from(Stage),
    st.sampled_from([None, *Priority]),
    st.sampled_from([None, NO_MAP, CAMPUS.id]),
    st.sampled_from(["", "Vape detected"]),
    st.sampled_from([frozenset[str](), frozenset({"dana"}), frozenset({"dana", "lee"})]),
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.builds(
            alarm_of,
            st.integers(0, 9).map(str),
            st.sampled_from(["Vape detected", "Door forced open"]),
            st.sampled_from(AlarmState),
            st.sampled_from(Priority),
            st.sampled_from([HERE, NOWHERE, None]),
            st.integers(0, 20_000),
            st.sampled_from(["", "dana", "Lee"]),
        ),
        max_size=15,
    ),
    st.lists(some_filter, min_size=1, max_size=8),
)
def test_the_archive_keeps_what_the_filter_keeps(told: list[Alarm], filters: list[AlarmFilter]) -> None:
    last = {alarm.id: replace(alarm, changed_at=START + timedelta(seconds=n)) for n, alarm in enumerate(told)}
    with TemporaryDirectory() as folder:
        archive = archive_in(Path(folder), *last.values())
        for kept in filters:
            expected = {alarm.id for alarm in last.values() if kept.keeps(alarm, places().campus(alarm))}
            shown = archive.alarms(Piece(kept))
            assert {alarm.id for alarm in shown} == expected
            assert [alarm.at for alarm in shown] == sorted((alarm.at for alarm in shown), reverse=True)
            course = archive.course(kept)
            assert course.count == len(shown)
            firsts = range(0, course.count, 4)
            assert [alarm for first in firsts for alarm in archive.alarms(course.piece(kept, first, 4))] == shown
