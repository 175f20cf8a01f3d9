"""Several journals that read as one, and the archive of alarms that keeps up with all of them."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.events import AlarmChanged, Event, EventKind, Happened
from smartclient.domain.ids import AlarmId, DeviceId, EventId, ServerKey, keyed
from smartclient.domain.site import Site
from smartclient.store.alarm_archive import AlarmArchive
from smartclient.store.alarm_places import AlarmPlaces
from smartclient.store.journal import Act, Journal
from smartclient.store.journals import Journals
from smartclient.store.places import Places

NORTH, SOUTH = ServerKey("north"), ServerKey("south")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def opened(folder: Path) -> Journals:
    return Journals(folder / "own.db", {key: Journal(folder / f"{key}.db") for key in (NORTH, SOUTH)})


def door_opened(server: ServerKey, number: int, after_s: float) -> Happened:
    event, door = EventId(keyed(server, f"e{number}")), DeviceId(keyed(server, "door"))
    return Happened(event, NOON + timedelta(seconds=after_s), EventKind.DOOR_OPENED, door)


def raised(key: str, after_s: float) -> AlarmChanged:
    at = NOON + timedelta(seconds=after_s)
    return AlarmChanged(
        Alarm(
            AlarmId(key), 1, "Forced", "", Priority.HIGH, AlarmState.NEW, "New", at, at, DeviceId(keyed(NORTH, "door"))
        )
    )


def test_what_is_written_together_is_sorted_out_and_read_in_order_of_time(tmp_path: Path) -> None:
    journals = opened(tmp_path)
    events: list[Event] = [door_opened(SOUTH, 2, 2.0), door_opened(NORTH, 1, 1.0), raised("own/1", 3.0)]
    journals.write_events(events, NOON)
    until = NOON + timedelta(minutes=1)
    assert [event.id for event in journals.happened(frozenset({EventKind.DOOR_OPENED}), NOON, until)] == [
        "north::e1",
        "south::e2",
    ]
    assert [event.id for event in journals.parts[NORTH].happened(frozenset(EventKind), NOON, until)] == ["north::e1"]
    assert journals.notable(NOON - timedelta(minutes=1), until) == (events[1], events[0], events[2])
    assert set(journals.told(NOON - timedelta(minutes=1), until).events) == set(events)
    journals.close()


def test_acts_lie_with_the_server_they_are_about_and_are_told_once(tmp_path: Path) -> None:
    journals, told = opened(tmp_path), list[Act]()
    journals.acted.connect(told.append)
    journals.write_act("ada", "unlock door", keyed(SOUTH, "door"), NOON)
    journals.write_act("ada", "lock the console", "", NOON + timedelta(seconds=1))
    assert [act.act for act in told] == ["unlock door", "lock the console"]
    assert [entry.subject for entry in journals.parts[SOUTH].acts(NOON)] == ["south::door"]
    assert journals.parts[NORTH].acts(NOON) == []
    assert [entry.subject for entry in journals.acts(NOON)] == ["south::door", ""]
    journals.close()


def test_the_archive_of_alarms_takes_from_every_journal(tmp_path: Path) -> None:
    journals = opened(tmp_path)
    journals.write_events([raised("north::a", 1), raised("south::a", 2), raised("own/a", 3)], NOON)
    archive = AlarmArchive(tmp_path / "alarms.db", *journals.paths)
    places = AlarmPlaces({}, Places(Site("x")))
    assert archive.read_journal(places) == 3
    journals.write_events([raised("south::b", 4)], NOON)
    assert archive.read_journal(places) == 1
    assert archive.read_journal(places) == 0
    with closing(sqlite3.connect(tmp_path / "alarms.db")) as database:
        ids = {key for (key,) in database.execute("SELECT id FROM alarm")}
    assert ids == {"own/a", "north::a", "south::a", "south::b"}
    journals.close()
