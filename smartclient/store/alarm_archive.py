"""The alarms of all months on disk, found by words: an index beside the journal, made from it and from the server's own list."""

import logging
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from smartclient.domain.alarms import Alarm
from smartclient.domain.events import AlarmChanged
from smartclient.domain.ids import AlarmId
from smartclient.runtime.json_trouble import JSON_TROUBLE
from smartclient.runtime.sqlite_trouble import SQLITE_TROUBLE
from smartclient.store.alarm_course import HOUR_US, Course, Piece
from smartclient.store.alarm_filter import AlarmFilter
from smartclient.store.alarm_places import AlarmPlaces
from smartclient.store.alarm_terms import facets_of, question, words_of

BATCH = 4_000
"""So many entries become part of the archive at once; a search that waits for them waits some 400 ms, others do not."""
_VERSION = 2
_SCHEMA = """
BEGIN IMMEDIATE;
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
CREATE TABLE IF NOT EXISTS hour (hour INTEGER PRIMARY KEY, count INTEGER NOT NULL);
INSERT OR REPLACE INTO hour SELECT number / 3600000000, count(*) FROM alarm GROUP BY 1;
PRAGMA user_version = 2;
COMMIT;
"""
"""`number` is the alarm's time in microseconds, a little more where it is taken: the order of numbers is that of time."""
_BEGIN = "BEGIN IMMEDIATE"
_COUNT = "INSERT INTO hour VALUES (?, ?) ON CONFLICT (hour) DO UPDATE SET count = count + excluded.count"
_FORGOTTEN = (
    "INSERT INTO term (term, rowid, words, facets) SELECT 'delete', number, words, facets FROM alarm WHERE number = ?"
)
_ALL = "SELECT body FROM alarm WHERE number < :before ORDER BY number DESC LIMIT :most OFFSET :skip"
_FOUND = (
    "SELECT body FROM alarm WHERE number IN (SELECT rowid FROM term WHERE term MATCH :asked AND rowid < :before "
    "ORDER BY rowid DESC LIMIT :most OFFSET :skip) ORDER BY number DESC"
)
_HOURS = "SELECT hour, count FROM hour ORDER BY hour DESC"
_COUNTED = "SELECT rowid / :hour, count(*) FROM term WHERE term MATCH :asked GROUP BY 1 ORDER BY 1 DESC"
_READ = "INSERT OR REPLACE INTO journal_read (rowid, number) VALUES (?, ?)"
_END = 2**62
_AT_ONCE = 500
T = TypeVar("T")
_BEYOND_REPAIR = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Alarm).decode
_decode_entry = msgspec.json.Decoder(AlarmChanged).decode

log = logging.getLogger(__name__)


class AlarmArchive:
    """For threads: every method waits for the disk. One thread at a time may write. What cannot be read or written is logged, and
    the answer is empty: the journal has everything, and the next call tries again.
    """

    def __init__(self, path: Path, *journals: Path) -> None:
        """Of several servers each has its journal; they come in the same order every time."""
        self._path, self._journals = path, journals

    def read_journal(self, places: AlarmPlaces) -> int:
        """Takes up to BATCH entries of each journal that are new; how many entries it looked at, 0 when it has all."""
        return sum(self._read(row, journal, places) for row, journal in enumerate(self._journals, start=1))

    def _read(self, row: int, journal: Path, places: AlarmPlaces) -> int:
        def read(database: sqlite3.Connection) -> int:
            known = database.execute("SELECT number FROM journal_read WHERE rowid = ?", (row,)).fetchone()
            entries = _entries_after(journal, int(known[0]) if known else 0)
            if entries:
                told = [alarm for _, kind, body in entries if kind == "alarm" and (alarm := _entry(body)) is not None]
                with database:
                    database.execute(_BEGIN)
                    self._take(database, told, places)
                    database.execute(_READ, (row, entries[-1][0]))
            return len(entries)

        return self._do(read, 0)

    def add(self, alarms: Sequence[Alarm], places: AlarmPlaces) -> int:
        """Takes alarms as the server tells them; how many of them were news."""

        def take(database: sqlite3.Connection) -> int:
            with database:
                database.execute(_BEGIN)
                return self._take(database, alarms, places)

        return self._do(take, 0)

    def alarms(self, piece: Piece) -> list[Alarm]:
        """A piece of what a filter keeps; an alarm that cannot be read is left out."""
        asked = question(piece.kept)
        before = _END if piece.before is None else piece.before
        terms = {"asked": asked, "before": before, "most": piece.most, "skip": piece.skip}

        def read(database: sqlite3.Connection) -> list[Alarm]:
            bodies = database.execute(_FOUND if asked else _ALL, terms).fetchall()
            return [alarm for (body,) in bodies if (alarm := _alarm(body)) is not None]

        return self._do(read, [])

    def course(self, kept: AlarmFilter) -> Course:
        """How many alarms the filter keeps of each hour; of all alarms that is kept, of others it is counted."""
        asked = question(kept)

        def count(database: sqlite3.Connection) -> Course:
            hours = database.execute(_COUNTED, {"asked": asked, "hour": HOUR_US}) if asked else database.execute(_HOURS)
            return Course(hours.fetchall())

        return self._do(count, Course())

    def oldest(self) -> datetime | None:
        """When the first alarm in here was raised."""

        def read(database: sqlite3.Connection) -> datetime | None:
            (number,) = database.execute("SELECT min(number) FROM alarm").fetchone()
            return None if number is None else datetime.fromtimestamp(number / 1_000_000, UTC)

        return self._do(read, None)

    def _take(self, database: sqlite3.Connection, alarms: Sequence[Alarm], places: AlarmPlaces) -> int:
        latest: dict[AlarmId, Alarm] = {}
        for alarm in alarms:
            if alarm.id not in latest or latest[alarm.id].changed_at <= alarm.changed_at:
                latest[alarm.id] = alarm
        known = _known(database, list(latest))
        news = [alarm for alarm in latest.values() if alarm.id not in known or known[alarm.id][1] < _stamp(alarm)]
        changed = [(known[alarm.id][0], alarm) for alarm in news if alarm.id in known]
        database.executemany(_FORGOTTEN, [(number,) for number, _alarm in changed])
        added = _numbered(database, [alarm for alarm in news if alarm.id not in known])
        rows = [_row(number, alarm, places) for number, alarm in (*changed, *added)]
        database.executemany("INSERT OR REPLACE INTO alarm VALUES (?, ?, ?, ?, ?, ?)", rows)
        terms = [(number, words, facets) for number, _id, _stamped, words, facets, _body in rows]
        database.executemany("INSERT INTO term (rowid, words, facets) VALUES (?, ?, ?)", terms)
        hours = Counter(number // HOUR_US for number, _alarm in added)
        database.executemany(_COUNT, hours.items())
        return len(news)

    def _do(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """What `work` makes of the database, which is made where there is none; `otherwise` when it cannot be used."""
        try:
            with closing(sqlite3.connect(self._path, timeout=10.0)) as database:
                if database.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
                    database.execute("PRAGMA journal_mode = WAL")
                    database.executescript(_SCHEMA)
                database.execute("PRAGMA synchronous = NORMAL")
                return work(database)
        except SQLITE_TROUBLE as error:
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


def _entries_after(journal: Path, number: int) -> list[tuple[int, str, bytes]]:
    with closing(sqlite3.connect(_read_only(journal), uri=True)) as database:
        return database.execute(
            "SELECT number, kind, body FROM journal WHERE number > ? ORDER BY number LIMIT ?", (number, BATCH)
        ).fetchall()


def _known(database: sqlite3.Connection, alarms: Sequence[AlarmId]) -> dict[AlarmId, tuple[int, str]]:
    known: dict[AlarmId, tuple[int, str]] = {}
    for first in range(0, len(alarms), _AT_ONCE):
        asked = alarms[first : first + _AT_ONCE]
        marks = ", ".join("?" * len(asked))
        rows = database.execute(f"SELECT id, number, changed_at FROM alarm WHERE id IN ({marks})", asked)  # noqa: S608 (only marks)
        known |= {alarm: (number, changed_at) for alarm, number, changed_at in rows}
    return known


def _numbered(database: sqlite3.Connection, alarms: Sequence[Alarm]) -> list[tuple[int, Alarm]]:
    """Each with a number that is free, in the order of their times."""
    numbered: list[tuple[int, Alarm]] = []
    last = -1
    for alarm in sorted(alarms, key=lambda alarm: alarm.at):
        number = max(last + 1, int(alarm.at.timestamp() * 1_000_000))
        while database.execute("SELECT 1 FROM alarm WHERE number = ?", (number,)).fetchone():
            number += 1
        numbered.append((number, alarm))
        last = number
    return numbered


def _row(number: int, alarm: Alarm, places: AlarmPlaces) -> tuple[int, str, str, str, str, bytes]:
    words, facets = words_of(alarm, places.words(alarm)), facets_of(alarm, places.campus(alarm))
    return number, alarm.id, _stamp(alarm), words, facets, _encode(alarm)


def _stamp(alarm: Alarm) -> str:
    return alarm.changed_at.isoformat(timespec="microseconds")


def _entry(body: bytes) -> Alarm | None:
    try:
        return _decode_entry(body).alarm
    except (*JSON_TROUBLE, TypeError):
        return None


def _alarm(body: bytes) -> Alarm | None:
    try:
        return _decode(body)
    except (*JSON_TROUBLE, TypeError):
        return None


def _read_only(path: Path) -> str:
    return path.absolute().as_uri() + "?mode=ro"
