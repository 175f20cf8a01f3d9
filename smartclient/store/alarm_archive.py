"""The alarms of all months on disk, found by words: an index beside the journal, made from it and from the server's own list."""

import logging
import sqlite3
from array import array
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from smartclient.domain.alarms import Alarm
from smartclient.domain.events import AlarmChanged
from smartclient.domain.ids import AlarmId
from smartclient.store.alarm_filter import AlarmFilter
from smartclient.store.alarm_places import AlarmPlaces
from smartclient.store.alarm_terms import facets_of, question, words_of

BATCH = 1_000
"""So many entries become part of the archive at once; a search that waits for them waits some 50 ms."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS alarm (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  changed_at TEXT NOT NULL,
  words TEXT NOT NULL,
  facets TEXT NOT NULL,
  body BLOB NOT NULL
);
CREATE VIRTUAL TABLE IF NOT EXISTS term USING fts5 (
  words, facets, content = 'alarm', content_rowid = 'number', detail = column
);
CREATE TABLE IF NOT EXISTS journal_read (number INTEGER NOT NULL);
"""
"""`number` is the alarm's time in microseconds, a little more where it is taken: the order of numbers is that of time."""
T = TypeVar("T")
_VERSION = 1
_BEYOND_REPAIR = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Alarm).decode
_decode_entry = msgspec.json.Decoder(AlarmChanged).decode

log = logging.getLogger(__name__)


class AlarmArchive:
    """For threads: every method waits for the disk. One thread at a time may write. What cannot be read or written is logged, and
    the answer is empty: the journal has everything, and the next call tries again.
    """

    def __init__(self, path: Path, journal: Path) -> None:
        self._path, self._journal = path, journal

    def read_journal(self, places: AlarmPlaces) -> int:
        """Takes up to BATCH entries of the journal that are new; how many entries it looked at, 0 when it has all."""

        def read(database: sqlite3.Connection) -> int:
            known = database.execute("SELECT number FROM journal_read").fetchone()
            entries = self._entries_after(int(known[0]) if known else 0)
            if entries:
                told = [alarm for _, kind, body in entries if kind == "alarm" and (alarm := _entry(body)) is not None]
                with database:
                    self._take(database, told, places)
                    database.execute("DELETE FROM journal_read")
                    database.execute("INSERT INTO journal_read VALUES (?)", (entries[-1][0],))
            return len(entries)

        return self._do(read, 0)

    def add(self, alarms: Sequence[Alarm], places: AlarmPlaces) -> int:
        """Takes alarms as the server tells them; how many of them were news."""

        def take(database: sqlite3.Connection) -> int:
            with database:
                return self._take(database, alarms, places)

        return self._do(take, 0)

    def numbers(self, kept: AlarmFilter, most: int | None = None) -> "array[int]":
        """The numbers of the alarms that the filter keeps, newest first; 8 bytes each."""
        asked = question(kept)
        where = "FROM term WHERE term MATCH :asked ORDER BY rowid" if asked else "FROM alarm ORDER BY number"
        terms = {"asked": asked, "most": -1 if most is None else most}

        def find(database: sqlite3.Connection) -> "array[int]":
            rows = database.execute(f"SELECT rowid {where} DESC LIMIT :most", terms)
            return array("q", (number for (number,) in rows))

        return self._do(find, array("q"))

    def alarms(self, numbers: Sequence[int]) -> list[Alarm]:
        """The alarms of these numbers, in their order; one that cannot be read is left out."""
        marks = ", ".join("?" * len(numbers))

        def read(database: sqlite3.Connection) -> list[Alarm]:
            rows = database.execute(f"SELECT number, body FROM alarm WHERE number IN ({marks})", tuple(numbers))  # noqa: S608 (only marks)
            bodies = dict(rows.fetchall())
            found = (_alarm(bodies[number]) for number in numbers if number in bodies)
            return [alarm for alarm in found if alarm is not None]

        return self._do(read, [])

    def oldest(self) -> datetime | None:
        """When the first alarm in here was raised."""

        def read(database: sqlite3.Connection) -> datetime | None:
            (number,) = database.execute("SELECT min(number) FROM alarm").fetchone()
            return None if number is None else datetime.fromtimestamp(number / 1_000_000, UTC)

        return self._do(read, None)

    def _entries_after(self, number: int) -> list[tuple[int, str, bytes]]:
        with closing(sqlite3.connect(_read_only(self._journal), uri=True)) as journal:
            return journal.execute(
                "SELECT number, kind, body FROM journal WHERE number > ? ORDER BY number LIMIT ?", (number, BATCH)
            ).fetchall()

    def _take(self, database: sqlite3.Connection, alarms: Sequence[Alarm], places: AlarmPlaces) -> int:
        latest: dict[AlarmId, Alarm] = {}
        for alarm in alarms:
            if alarm.id not in latest or latest[alarm.id].changed_at <= alarm.changed_at:
                latest[alarm.id] = alarm
        known = [(alarm, _known(database, alarm.id)) for alarm in latest.values()]
        news = [(alarm, before) for alarm, before in known if before is None or before[1] < _stamp(alarm)]
        numbered = [(before[0] if before else _free_number(database, alarm), alarm, before) for alarm, before in news]
        taken: set[int] = set()
        for number, alarm, before in sorted(numbered, key=lambda row: row[0]):
            free = number
            while before is None and free in taken:
                free += 1
            taken.add(free)
            self._write(database, free, alarm, before is not None, places)
        return len(news)

    def _write(
        self, database: sqlite3.Connection, number: int, alarm: Alarm, is_known: bool, places: AlarmPlaces
    ) -> None:
        if is_known:
            database.execute(
                "INSERT INTO term (term, rowid, words, facets) "
                "SELECT 'delete', number, words, facets FROM alarm WHERE number = ?",
                (number,),
            )
        words = words_of(alarm, places.words(alarm))
        facets = facets_of(alarm, places.campus(alarm))
        row = (number, alarm.id, _stamp(alarm), words, facets, _encode(alarm))
        database.execute("INSERT OR REPLACE INTO alarm VALUES (?, ?, ?, ?, ?, ?)", row)
        database.execute("INSERT INTO term (rowid, words, facets) VALUES (?, ?, ?)", (number, words, facets))

    def _do(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """What `work` makes of the database, which is made where there is none; `otherwise` when it cannot be used."""
        try:
            with closing(sqlite3.connect(self._path, timeout=10.0)) as database:
                if database.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
                    database.execute("PRAGMA journal_mode = WAL")
                    database.executescript(_SCHEMA)
                    database.execute(f"PRAGMA user_version = {_VERSION}")
                database.execute("PRAGMA synchronous = NORMAL")
                return work(database)
        except sqlite3.Error as error:
            log.warning("the archive of alarms %s cannot be used: %s", self._path.name, error)
            if getattr(error, "sqlite_errorcode", None) in _BEYOND_REPAIR:
                self._begin_anew()
            return otherwise

    def _begin_anew(self) -> None:
        """What is damaged is made of the journal again."""
        for path in (self._path, *(self._path.with_name(self._path.name + end) for end in ("-wal", "-shm"))):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                log.warning("the damaged archive of alarms stays: %s", error)


def _known(database: sqlite3.Connection, alarm: AlarmId) -> tuple[int, str] | None:
    found: tuple[int, str] | None = database.execute(
        "SELECT number, changed_at FROM alarm WHERE id = ?", (alarm,)
    ).fetchone()
    return found


def _free_number(database: sqlite3.Connection, alarm: Alarm) -> int:
    number = int(alarm.at.timestamp() * 1_000_000)
    while database.execute("SELECT 1 FROM alarm WHERE number = ?", (number,)).fetchone():
        number += 1
    return number


def _stamp(alarm: Alarm) -> str:
    return alarm.changed_at.isoformat(timespec="microseconds")


def _entry(body: bytes) -> Alarm | None:
    try:
        return _decode_entry(body).alarm
    except msgspec.DecodeError:
        return None


def _alarm(body: bytes) -> Alarm | None:
    try:
        return _decode(body)
    except msgspec.DecodeError:
        return None


def _read_only(path: Path) -> str:
    return path.absolute().as_uri() + "?mode=ro"
