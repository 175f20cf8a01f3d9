"""The journal: every event and every operator's act, on disk before it is on the screen."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from smartclient.domain.errors import JournalUnwritable
from smartclient.domain.events import AlarmChanged, Event, Happened

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
  number INTEGER PRIMARY KEY,
  written_at TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  body BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS entry_by_subject ON entry (subject, number);
"""
_INSERT = "INSERT OR IGNORE INTO entry (written_at, kind, subject, key, body) VALUES (?, ?, ?, ?, ?)"
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal; `body` is JSON."""

    number: int
    written_at: datetime
    kind: str
    subject: str
    body: bytes


class Journal:
    """An append-only SQLite file in write-ahead mode: what `write` returned from survives a killed process."""

    def __init__(self, path: Path) -> None:
        """Opens or makes the journal; raises JournalUnwritable."""
        self._path = path
        self._acts = 0
        try:
            self._database = sqlite3.connect(path, isolation_level=None)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise self._unwritable(error) from error

    def write_events(self, events: Sequence[Event], now: datetime) -> None:
        """Writes events; one already written is passed over. Raises JournalUnwritable."""
        stamp = now.isoformat()
        self._write([_row(event, stamp) for event in events])

    def write_act(self, actor: str, act: str, subject: str, now: datetime, detail: object = None) -> None:
        """Writes what the operator did: `act` is a verb such as `unlock door`. Raises JournalUnwritable."""
        self._acts += 1
        stamp = now.isoformat()
        body = _encode({"actor": actor, "act": act, "detail": detail})
        self._write([(stamp, "act", subject, f"act/{stamp}/{self._acts}/{act}", body)])

    def entries(self, after: int = 0, limit: int = 1_000) -> list[Entry]:
        """Up to `limit` entries with a number greater than `after`, in the order they were written."""
        rows: Iterable[tuple[int, str, str, str, bytes]] = self._database.execute(
            "SELECT number, written_at, kind, subject, body FROM entry WHERE number > ? ORDER BY number LIMIT ?",
            (after, limit),
        )
        return [Entry(n, datetime.fromisoformat(at), kind, subject, body) for n, at, kind, subject, body in rows]

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    def _write(self, rows: list[tuple[str, str, str, str, bytes]]) -> None:
        try:
            self._database.execute("BEGIN")
            self._database.executemany(_INSERT, rows)
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise self._unwritable(error) from error

    def _unwritable(self, error: sqlite3.Error) -> JournalUnwritable:
        return JournalUnwritable(
            f"The journal {self._path.name} cannot be written ({error}). Events are still shown but not kept; "
            f"free space in {self._path.parent}."
        )


def _row(event: Event, stamp: str) -> tuple[str, str, str, str, bytes]:
    body = _encode(event)
    if isinstance(event, Happened):
        return stamp, event.kind.value, event.device or "", f"event/{event.id}/{event.kind.value}", body
    if isinstance(event, AlarmChanged):
        alarm = event.alarm
        return stamp, "alarm", alarm.id, f"alarm/{alarm.id}/{alarm.changed_at.isoformat()}/{alarm.state}", body
    return stamp, "events missing", "", f"missing/{event.since.isoformat()}/{event.until.isoformat()}", body
