"""The journal keeps what it was given, once, in order, and says when it cannot."""

import sqlite3
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from smartclient.domain.errors import JournalUnwritable
from smartclient.domain.events import EventKind, EventsMissing, Happened
from smartclient.domain.ids import DeviceId, EventId
from smartclient.store.journal import Journal

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def forced(number: int) -> Happened:
    return Happened(
        EventId(f"e{number}"), NOON, EventKind.DOOR_FORCED, DeviceId("accesscontrolunits/7"), "Door 7 forced"
    )


def test_events_are_kept_in_order(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    journal.write_events([forced(1), forced(2)], NOON)
    journal.write_events([forced(3), EventsMissing(NOON, NOON)], NOON)
    entries = journal.entries()
    assert [msgspec.json.decode(entry.body).get("id") for entry in entries] == ["e1", "e2", "e3", None]
    assert [entry.kind for entry in entries] == ["door forced open"] * 3 + ["events missing"]
    assert {entry.written_at for entry in entries} == {NOON}
    journal.close()


def test_writing_goes_on_while_the_file_is_folded_together(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = Journal(path)
    empty = path.stat().st_size
    written = 0
    deadline_s = time.monotonic() + 10
    while path.stat().st_size == empty and time.monotonic() < deadline_s:
        journal.write_events([forced(number) for number in range(written, written + 500)], NOON)
        written += 500
    assert path.stat().st_size > empty
    journal.close()
    journal = Journal(path)
    assert [entry.number for entry in journal.entries(limit=written + 1)] == list(range(1, written + 1))
    journal.close()
    journal.close()


def test_acts_say_who_did_what(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    journal.write_act("dispatcher", "unlock door", "accesscontrolunits/7", NOON)
    journal.write_act("dispatcher", "unlock door", "accesscontrolunits/7", NOON)
    entries = journal.entries()
    assert [(e.kind, e.subject, msgspec.json.decode(e.body)["actor"]) for e in entries] == [
        ("act", "accesscontrolunits/7", "dispatcher")
    ] * 2
    journal.close()


def test_a_reopened_journal_goes_on(tmp_path: Path) -> None:
    for number in (1, 2):
        journal = Journal(tmp_path / "journal.db")
        journal.write_events([forced(number)], NOON)
        journal.close()
    journal = Journal(tmp_path / "journal.db")
    assert len(journal.entries()) == 2
    assert len(journal.entries(after=1)) == 1
    journal.close()


def fill_disk(journal: Journal) -> None:
    pages = journal._database.execute("PRAGMA page_count").fetchone()[0]
    journal._database.execute(f"PRAGMA max_page_count = {pages}")


def make_room(journal: Journal) -> None:
    journal._database.execute("PRAGMA max_page_count = 1073741823")


def test_a_full_disk_is_one_clear_sentence_and_loses_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    fill_disk(journal)
    for number in range(3):
        with pytest.raises(JournalUnwritable, match="free space in"):
            journal.write_events([forced(n) for n in range(1000 * number, 1000 * number + 1000)], NOON)
    make_room(journal)
    journal.write_act("dispatcher", "mute", "", NOON)
    journal.close()
    journal = Journal(tmp_path / "journal.db")
    rows = [*journal.entries(limit=5000)]
    assert [row.body for row in rows[:-1]] == [msgspec.json.encode(forced(n)) for n in range(3000)]
    assert rows[-1].kind == "act"
    journal.close()


@pytest.mark.parametrize("is_open", [False, True], ids=["before the start", "in the middle of a watch"])
def test_a_damaged_journal_is_put_aside_whole_and_a_new_one_begins(tmp_path: Path, is_open: bool) -> None:
    path = tmp_path / "journal.db"
    journal = Journal(path)
    journal.write_events([forced(1)], NOON)
    if not is_open:
        journal.close()
        path.write_bytes(b"not what SQLite writes" * 400)
        journal = Journal(path)
    else:
        journal._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        path.write_bytes(b"not what SQLite writes" * 400)
        journal._database.execute("PRAGMA shrink_memory")
    journal.write_events([forced(2)], NOON)
    assert [row.body for row in journal.entries()] == [msgspec.json.encode(forced(2))]
    (aside,) = tmp_path.glob("journal.db.damaged-????????T????????????")
    assert aside.name in journal.trouble
    journal.close()


def test_no_journal_at_that_place(tmp_path: Path) -> None:
    with pytest.raises(JournalUnwritable) as caught:
        Journal(tmp_path / "nowhere" / "journal.db")
    assert isinstance(caught.value.__cause__, sqlite3.Error)


def test_what_happened_between_two_times_is_read_back_by_its_kind(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    moved = Happened(EventId("m"), NOON + timedelta(minutes=5), EventKind.MOTION_STARTED, DeviceId("cameras/1"))
    late = replace(forced(2), at=NOON + timedelta(hours=2), person="Badge 17")
    journal.write_events([forced(1), moved], NOON)
    journal.write_events([late, EventsMissing(NOON, NOON)], NOON + timedelta(hours=2))
    journal.write_act("dispatcher", "unlock door", "accesscontrolunits/7", NOON)
    kinds = frozenset({EventKind.DOOR_FORCED})
    assert journal.happened(kinds, NOON, NOON + timedelta(hours=3)) == [forced(1), late]
    assert journal.happened(kinds, NOON + timedelta(hours=1), NOON + timedelta(hours=3)) == [late]
    assert journal.happened(kinds, NOON, NOON + timedelta(hours=1)) == [forced(1)]
    assert journal.happened(frozenset({EventKind.MOTION_STARTED}), NOON, NOON + timedelta(hours=1)) == [moved]
    assert journal.happened(frozenset(), NOON, NOON + timedelta(hours=1)) == []
    journal.close()


def test_an_entry_that_cannot_be_read_is_passed_over_and_a_missing_file_has_none(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    journal.write_events([forced(1)], NOON)
    journal._database.execute(
        "INSERT INTO journal (written_at, kind, subject, body) VALUES (?, ?, '', '{')",
        (NOON.isoformat(), EventKind.DOOR_FORCED),
    )
    kinds = frozenset({EventKind.DOOR_FORCED})
    assert journal.happened(kinds, NOON, NOON) == [forced(1)]
    journal.close()
    for file in tmp_path.iterdir():
        file.unlink()
    assert journal.happened(kinds, NOON, NOON) == []
