"""The journal: every event and every operator's act, on disk before it is on the screen."""

import logging
import sqlite3
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import msgspec

from smartclient.domain.devices import DeviceState
from smartclient.domain.errors import JournalUnwritable
from smartclient.domain.events import (
    AlarmChanged,
    Event,
    EventKind,
    GrantChanged,
    Happened,
    ResponseChanged,
    ViewingsChanged,
)
from smartclient.domain.ids import DeviceId
from smartclient.runtime.json_trouble import JSON_TROUBLE
from smartclient.runtime.signal import Signal
from smartclient.runtime.sqlite_trouble import SQLITE_TROUBLE, SqliteTrouble
from smartclient.store.checkpoints import Checkpoints
from smartclient.store.damaged import is_damaged, set_aside
from smartclient.store.journal_span import ALL, STATES, Told, notable_between, told_between

_SCHEMA = """
CREATE TABLE IF NOT EXISTS journal (
  number INTEGER PRIMARY KEY,
  written_at TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  body BLOB NOT NULL
);
"""
"""No second index: entries are only appended, 4 µs each; a unique key of random ids took 36 µs and grew with the file."""
_INSERT = "INSERT INTO journal (written_at, kind, subject, body) VALUES (?, ?, ?, ?)"
LARGEST_WAL = 64 * 1024 * 1024
"""A flood makes the write-ahead file grow; after it, the file is cut to this, bytes."""
MOST_READ = 20_000
MOST_WAITING = 100_000
"""Rows kept in memory while the disk is full; the oldest go first."""
_PIECE, _PIECES_AT_ONCE = 256, 4
_TOLD_LATE = timedelta(hours=1)
"""After a cut the server tells what happened in the meantime; it is written down then."""
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Happened).decode

_Row = tuple[str, str, str, bytes]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal; `body` is JSON."""

    number: int
    written_at: datetime
    kind: str
    subject: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Act:
    """What the operator did, as it was written."""

    actor: str
    act: str
    subject: str
    detail: object = None


class Journal:
    """An append-only SQLite file in write-ahead mode: what a `write` returned from survives a killed process.

    It keeps everything and grows by some 300 bytes an event. It is written on one thread and folded into its main file by
    another, since only that waits for the disk.
    """

    def __init__(self, path: Path) -> None:
        """Opens or makes the journal; raises JournalUnwritable."""
        self.acted: Signal[Act] = Signal()
        """Tells each act, also one that could not be written."""
        self._path = path
        self._waiting: deque[_Row] = deque(maxlen=MOST_WAITING)
        self.trouble = ""
        """What a person must know of this file although it can be written; empty where there is nothing."""
        try:
            try:
                self._database = self._opened()
            except SQLITE_TROUBLE as error:
                self._begin_anew(error)
            self._checkpoints = Checkpoints(path)
        except SQLITE_TROUBLE as error:
            raise self._unwritable(error) from error

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, isolation_level=None)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute("PRAGMA wal_autocheckpoint = 0")
            database.execute(f"PRAGMA journal_size_limit = {LARGEST_WAL}")
            database.executescript(_SCHEMA)
            database.execute("SELECT body FROM journal ORDER BY number DESC LIMIT 1").fetchone()  # tells damage now
        except SQLITE_TROUBLE:
            database.close()
            raise
        return database

    def _begin_anew(self, error: SqliteTrouble) -> None:
        """Puts a damaged file aside and begins another; raises the error itself where the file is not damaged."""
        if not is_damaged(error):
            raise error
        try:
            aside = set_aside(self._path)
        except OSError:
            raise error from None
        self._database = self._opened()
        self.trouble = (
            f"The journal {self._path.name} was damaged. It is kept as {aside.name}, and a new one has begun."
        )
        log.warning("%s", self.trouble)

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def paths(self) -> tuple[Path, ...]:
        """All files of it."""
        return (self._path,)

    def write_events(self, events: Sequence[Event], now: datetime) -> None:
        """Writes events; where it raises JournalUnwritable they wait in memory, and are written with what comes once there is room."""
        stamp = now.isoformat()
        self._write([_row(event, stamp) for event in events])

    def write_states(self, states: Mapping[DeviceId, DeviceState], now: datetime, *, are_all: bool) -> None:
        """Writes what the server says is known of devices, so that a span of the past can be told from its beginning.

        `are_all` where this row and those after it hold everything. Raises JournalUnwritable.
        """
        self._write([(now.isoformat(), STATES, ALL if are_all else "", _encode(states))])

    def write_act(self, actor: str, act: str, subject: str, now: datetime, detail: object = None) -> None:
        """Writes what the operator did: `act` is a verb such as `unlock door`. Raises JournalUnwritable."""
        body = _encode({"actor": actor, "act": act, "detail": detail})
        try:
            self._write([(now.isoformat(), "act", subject, body)])
        finally:
            self.acted.emit(Act(actor, act, subject, detail))

    def entries(self, after: int = 0, limit: int = 1_000) -> list[Entry]:
        """Up to `limit` entries with a number greater than `after`, in the order they were written."""
        rows: Iterable[tuple[int, str, str, str, bytes]] = self._database.execute(
            "SELECT number, written_at, kind, subject, body FROM journal WHERE number > ? ORDER BY number LIMIT ?",
            (after, limit),
        )
        return _entries(rows)

    def happened(self, kinds: frozenset[EventKind], since: datetime, until: datetime) -> list[Happened]:
        """What happened between two times, the last `MOST_READ` of these kinds, oldest first. Reads on a connection of its own and may
        take a second with a large journal: for a thread. An entry that cannot be read is passed over.
        """
        marks = ", ".join("?" * len(kinds))
        question = f"SELECT body FROM journal WHERE kind IN ({marks}) AND written_at BETWEEN ? AND ? ORDER BY number DESC LIMIT ?"  # noqa: S608 (only marks)
        try:
            with closing(sqlite3.connect(self._path.absolute().as_uri() + "?mode=ro", uri=True)) as database:
                rows = database.execute(
                    question, (*kinds, since.isoformat(), (until + _TOLD_LATE).isoformat(), MOST_READ)
                ).fetchall()
        except SQLITE_TROUBLE as error:
            log.warning("the journal %s cannot be read: %s", self._path.name, error)
            return []
        found = (_read(body) for (body,) in reversed(rows))
        return [event for event in found if event is not None and since <= event.at <= until]

    def acts(self, since: datetime) -> list[Entry]:
        """What operators did since then, the last `MOST_READ`, oldest first; as `happened` for a thread."""
        question = (
            "SELECT number, written_at, kind, subject, body FROM journal "
            "WHERE kind = 'act' AND written_at >= ? ORDER BY number DESC LIMIT ?"
        )
        try:
            with closing(sqlite3.connect(self._path.absolute().as_uri() + "?mode=ro", uri=True)) as database:
                rows = database.execute(question, (since.isoformat(), MOST_READ)).fetchall()
        except SQLITE_TROUBLE as error:
            log.warning("the journal %s cannot be read: %s", self._path.name, error)
            return []
        return _entries(reversed(rows))

    def last_event_at(self) -> datetime | None:
        """When the last event was written; None where there is none."""
        question = "SELECT written_at FROM journal WHERE kind NOT IN ('act', 'states') ORDER BY number DESC LIMIT 1"
        with suppress(*SQLITE_TROUBLE, TypeError, ValueError):
            found = self._database.execute(question).fetchone()
            return datetime.fromisoformat(found[0]) if found else None
        return None

    def ids_since(self, since: datetime) -> frozenset[str]:
        """The ids of events written since then; as `happened` for a thread."""
        question = (
            "SELECT body FROM journal WHERE kind NOT IN ('act', 'states', 'alarm', 'response') AND written_at >= ?"
        )
        try:
            with closing(sqlite3.connect(self._path.absolute().as_uri() + "?mode=ro", uri=True)) as database:
                found = (_read(body) for (body,) in database.execute(question, (since.isoformat(),)))
                return frozenset(event.id for event in found if event is not None)
        except SQLITE_TROUBLE as error:
            log.warning("the journal %s cannot be read: %s", self._path.name, error)
            return frozenset()

    def told(self, since: datetime, until: datetime) -> Told:
        """What the server said in a span, with what was known when it began; for a thread. Nothing where the file cannot be read."""
        try:
            return told_between(self._path, since, until)
        except SQLITE_TROUBLE as error:
            log.warning("the journal %s cannot be read: %s", self._path.name, error)
            return Told()

    def notable(self, since: datetime, until: datetime) -> tuple[Event, ...]:
        """Alarms and events of a span that a person may want to see; for a thread. Nothing where the file cannot be read."""
        try:
            return notable_between(self._path, since, until)
        except SQLITE_TROUBLE as error:
            log.warning("the journal %s cannot be read: %s", self._path.name, error)
            return ()

    def close(self) -> None:
        """Closes the file; calling it twice is harmless."""
        with suppress(*SQLITE_TROUBLE):
            while self._waiting:
                self._write_waiting()
        self._checkpoints.close()
        self._database.close()

    def _write(self, rows: list[_Row]) -> None:
        """At once, or behind what waits for room on the disk."""
        try:
            if self._waiting:
                self._waiting.extend(rows)
                self._write_waiting()
            else:
                self._write_down(rows)
        except SQLITE_TROUBLE as error:
            if not self._waiting:
                self._waiting.extend(rows)
            raise self._unwritable(error) from error

    def _write_waiting(self) -> None:
        """A part of it, so that the loop is not held for long; what remains goes with the next rows."""
        for _ in range(_PIECES_AT_ONCE):
            piece = list(islice(self._waiting, _PIECE))
            if piece:
                self._write_down(piece)
            for _row in piece:
                self._waiting.popleft()

    def _write_down(self, rows: list[_Row]) -> None:
        try:
            self._insert(rows)
        except SQLITE_TROUBLE as error:
            self._replace_damaged(error)
            self._insert(rows)
        self._checkpoints.wrote(len(rows))

    def _insert(self, rows: list[_Row]) -> None:
        try:
            self._database.execute("BEGIN")
            self._database.executemany(_INSERT, rows)
            self._database.execute("COMMIT")
        except SQLITE_TROUBLE:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise

    def _replace_damaged(self, error: SqliteTrouble) -> None:
        """In the middle of a watch; raises the error itself where the file is not damaged."""
        if not is_damaged(error):
            raise error
        self._checkpoints.close()
        self._database.close()
        self._begin_anew(error)
        self._checkpoints = Checkpoints(self._path)

    def _unwritable(self, error: SqliteTrouble) -> JournalUnwritable:
        return JournalUnwritable(
            f"The journal {self._path.name} cannot be written ({error}). Events are still shown, and kept in memory until there is room; "
            f"free space in {self._path.parent}."
        )


def _entries(rows: Iterable[tuple[int, str, str, str, bytes]]) -> list[Entry]:
    """The rows as entries; one whose time is none is passed over."""
    found = []
    for number, at, kind, subject, body in rows:
        with suppress(ValueError, TypeError):
            found.append(Entry(number, datetime.fromisoformat(at), kind, subject, body))
    return found


def _read(body: bytes) -> Happened | None:
    try:
        return _decode(body)
    except (*JSON_TROUBLE, TypeError):
        return None


def _row(event: Event, stamp: str) -> _Row:
    body = _encode(event)
    if isinstance(event, Happened):
        return stamp, event.kind, event.device or "", body
    if isinstance(event, AlarmChanged):
        return stamp, "alarm", event.alarm.id, body
    if isinstance(event, ResponseChanged):
        return stamp, "response", event.status.building, body
    if isinstance(event, GrantChanged):
        return stamp, "grant", event.grant.id, body
    if isinstance(event, ViewingsChanged):
        return stamp, "viewings", "", body
    return stamp, "events missing", "", body
