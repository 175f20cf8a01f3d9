"""What lies on this machine's disk, where a crash, a bad disk or somebody else may have been: settings, journal, files, lists."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta

import msgspec

from smartclient.demo.scenario import ScenarioError, load
from smartclient.domain.errors import IncidentsUnwritable, JournalUnwritable
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import ConsoleId, DeviceId, EventId, IncidentId
from smartclient.domain.incident_entries import Body, Entry, EntryId, Noted, Opened
from smartclient.domain.incidents import fold
from smartclient.domain.rounds import RoundList
from smartclient.runtime.settings import KeptDewarp, KeptTile, KeptWall, Settings, SettingsFile
from smartclient.session.incidents.letters import Entries, Gone, Here, encoded, opened
from smartclient.session.rules.calendar import is_in_use
from smartclient.session.rules.rulebook import Rulebook
from smartclient.session.rules.rules_file import NotRules, RulesFile, understood, written
from smartclient.store.incidents.encoding import received, wired
from smartclient.store.incidents.incident_log import IncidentLog
from smartclient.store.journal import Journal
from smartclient.store.rounds import KeptRounds
from smartclient.store.saved_layouts import SavedLayouts, dewarp_of, show_kept
from smartclient.store.typed_time import NotATime, parse_time
from smartclient.store.wall_tiles import WallTiles
from tests.fuzz.scratch import as_file, as_folder, scratch
from tests.fuzz.target import Form, Target

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=400)
INCIDENT, CONSOLE = IncidentId("i-1234"), ConsoleId("abcdef")


def _settings(data: bytes) -> None:
    folder = as_folder("settings")
    (folder / "settings.json").write_bytes(data)
    read = SettingsFile(folder).read()
    wall = WallTiles()
    for kept in (*read.saved_layouts.values(), *(screen.wall for screen in read.screens)):
        show_kept(kept, wall)
    for dewarp in read.dewarps.values():
        dewarp_of(dewarp)
    assert set(SavedLayouts(read.saved_layouts).names) == set(read.saved_layouts)


def _some_settings() -> list[bytes]:
    kept = KeptWall(layout="4", tiles=[KeptTile(cameras=["cameras/1"], dewarp=KeptDewarp())])
    some = Settings(server="https://vms", user="d", saved_layouts={"Gym": kept}, dewarps={"cameras/1": KeptDewarp()})
    return [msgspec.json.encode(some)]


def _journal_rows(data: bytes) -> None:
    """Rows as somebody else may have written them into a sound file."""
    path = scratch() / "rows.db"
    for each in scratch().glob("rows.db*"):
        each.unlink()
    with closing(Journal(path)) as journal:
        for row in _lists(data):
            with suppress(sqlite3.Error, OverflowError, ValueError, TypeError):
                journal._database.execute(
                    "INSERT INTO journal (written_at, kind, subject, body) VALUES (?, ?, ?, ?)",
                    (*row[:3], row[3].encode() if isinstance(row[3], str) else row[3]),
                )
        _read_all(journal)


def _journal_file(data: bytes) -> None:
    path = as_folder("journal") / "journal.db"
    path.write_bytes(data)
    with closing(Journal(path)) as journal:
        _read_all(journal)


def _read_all(journal: Journal) -> None:
    journal.acts(NOW - timedelta(days=1))
    journal.happened(frozenset(EventKind), NOW - timedelta(days=1), LATER)
    journal.told(NOW - timedelta(days=1), LATER)
    journal.notable(NOW - timedelta(days=1), LATER)


def _rows() -> list[bytes]:
    body = msgspec.json.encode(
        Happened(EventId("e"), NOW, EventKind.DOOR_FORCED, DeviceId("accesscontrolunits/1"))
    ).decode()
    at = NOW.isoformat()
    act = [at, "act", "cameras/1", '{"actor": "dispatcher", "act": "open camera", "detail": null}']
    return [json.dumps([[at, str(EventKind.DOOR_FORCED), "accesscontrolunits/1", body], act]).encode()]


def _whole_journal() -> list[bytes]:
    path = scratch() / "seed.db"
    with closing(Journal(path)) as journal:
        journal.write_events([Happened(EventId("e"), NOW, EventKind.DOOR_FORCED, DeviceId("a/1"))], NOW)
        journal.write_act("dispatcher", "open camera", "cameras/1", NOW)
    return [path.read_bytes()]


def _entry(number: int, body: Body) -> Entry:
    return Entry(EntryId(CONSOLE, number), INCIDENT, number, NOW, "hale", body)


def _letter(data: bytes) -> None:
    letter = opened(data)
    if isinstance(letter, Entries):
        entries = [entry for wire in letter.entries if (entry := received(wire)) is not None]
        for incident in {entry.incident for entry in entries}:
            fold(incident, [entry for entry in entries if entry.incident == incident])


def _letters() -> list[bytes]:
    wires = tuple(wired(entry) for entry in _entries())
    here = Here("abcdef", "hale", NOW, "i-1234", {"i-1234": {"abcdef": 3}})
    return [encoded(Entries("abcdef", list(wires))), encoded(here), encoded(Gone("abcdef"))]


def _entries() -> list[Entry]:
    return [_entry(1, Opened("Door 7", place="Maple High")), _entry(2, Noted("On the way"))]


def _incident_file(data: bytes) -> None:
    path = as_folder("incidents") / "incidents.db"
    path.write_bytes(data)
    with closing(IncidentLog(path)) as log:
        for head in log.heads():
            fold(head.id, log.entries(head.id))
            log.file(head.id)
            log.have(head.id)
        log.containing("door")
        log.own()


def _incident_files() -> list[bytes]:
    path = scratch() / "incident-seed.db"
    with closing(IncidentLog(path)) as log:
        log.add(_entries())
    return [path.read_bytes()]


def _rules(data: bytes) -> None:
    folder = as_folder("rules")
    RulesFile(folder).path.write_bytes(data)
    book = RulesFile(folder).read()
    is_in_use(book, "Maple High", NOW)
    understood(written(book))


def _rounds(data: bytes) -> None:
    folder = as_folder("rounds")
    for name in ("lists.json", "20260302-100000-a.json"):
        (folder / name).write_bytes(data)
    KeptRounds(folder).lists()
    KeptRounds(folder).rounds()


def _lists(data: bytes) -> list[list[object]]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return []
    return [row for row in told if isinstance(row, list) and len(row) >= 4] if isinstance(told, list) else []


def _time(data: bytes) -> None:
    parse_time(data.decode(errors="replace"), NOW)


def targets() -> Sequence[Target]:
    """All of them."""
    return (
        Target("settings", Form.JSON, _some_settings, _settings),
        Target("journal-rows", Form.JSON, _rows, _journal_rows),
        Target("journal-file", Form.BINARY, _whole_journal, _journal_file, (JournalUnwritable,)),
        Target("incident-letter", Form.JSON, _letters, _letter),
        Target("incident-file", Form.BINARY, _incident_files, _incident_file, (IncidentsUnwritable,)),
        Target("rules", Form.TEXT, lambda: [written(Rulebook()).encode(), _RULES], _rules, (NotRules,)),
        Target(
            "rounds", Form.JSON, lambda: [msgspec.json.encode((RoundList("Night", (DeviceId("cameras/1"),)),))], _rounds
        ),
        Target(
            "scenario",
            Form.TEXT,
            lambda: [_SCENARIO],
            lambda data: load(str(as_file("scenario.toml", data))),
            (ScenarioError,),
        ),
        Target(
            "typed-time", Form.TEXT, lambda: [b"10:42", b"yesterday 14:05:30", b"2026-03-02T10:00Z"], _time, (NotATime,)
        ),
    )


_RULES = b"""
[[hours]]
campus = "Maple High"
days = ["mon", "tue"]
begin = 07:00:00
end = 16:00:00
[[closed]]
first = 2026-12-24
last = 2027-01-02
[[use]]
name = "Game"
on = 2026-03-02
"""
_SCENARIO = b"""
title = "One door"
starts = "07:30"
[[step]]
act = "door.denied"
at = "07:31"
every = 150.0
until = "16:30"
[[step]]
act = "door.unlocked"
at = "07:30:05"
device = ["*Door 1", "*Main entrance*"]
pick = "all"
"""
