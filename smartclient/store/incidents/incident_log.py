"""The incident files on disk: entries are only ever added, and survive a killed process."""

import logging
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from smartclient.domain.errors import IncidentsUnwritable
from smartclient.domain.ids import ConsoleId, IncidentId
from smartclient.domain.incident_entries import Entry, EntryId
from smartclient.domain.incidents import Incident, fold
from smartclient.runtime.sqlite_trouble import SQLITE_TROUBLE, SqliteTrouble
from smartclient.store.checkpoints import Checkpoints
from smartclient.store.damaged import is_damaged, set_aside
from smartclient.store.incidents.encoding import body_json, body_of, kind_of

HEADS = ("Opened", "NameSet", "StatusSet", "TypeSet", "PrioritySet", "OwnerSet", "DrillSet")
"""The kinds of entries that say what a file is about; lists of files are made of them alone."""

_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS entries (
  incident TEXT NOT NULL,
  console TEXT NOT NULL,
  number INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  kind TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (incident, console, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS heads ON entries (incident) WHERE kind IN {HEADS};
CREATE TABLE IF NOT EXISTS consoles (console TEXT PRIMARY KEY, begun_at TEXT NOT NULL);
"""
_COLUMNS = "incident, console, number, stamp, at, by, kind, body"
_HAVE = """
SELECT console, MAX(number) FROM (
  SELECT console, number, ROW_NUMBER() OVER (PARTITION BY console ORDER BY number) AS place FROM entries WHERE incident = ?
) WHERE number = place GROUP BY console
"""

_Row = tuple[str, str, int, int, str, str, str, bytes]

log = logging.getLogger(__name__)


class IncidentLog:
    """One SQLite file in write-ahead mode; what `add` returned from survives the process. Written on one thread."""

    def __init__(self, path: Path) -> None:
        """Opens or makes the file; raises IncidentsUnwritable."""
        self._path = path
        self.trouble = ""
        """What a person must know of this file although it can be written; empty where there is nothing."""
        try:
            try:
                self._database = self._opened()
            except SQLITE_TROUBLE as error:
                self._database = self._begun_anew(error)
            self._checkpoints = Checkpoints(path)
        except (*SQLITE_TROUBLE, OSError) as error:
            raise self._unwritable(error) from error

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, isolation_level=None)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute("PRAGMA wal_autocheckpoint = 0")
            database.executescript(_SCHEMA)
        except SQLITE_TROUBLE:
            database.close()
            raise
        return database

    def _begun_anew(self, error: SqliteTrouble) -> sqlite3.Connection:
        """Puts a damaged file aside and begins another; raises the error itself where the file is not damaged."""
        if not is_damaged(error):
            raise error
        aside = set_aside(self._path)
        self.trouble = f"The incident files {self._path.name} were damaged. They are kept as {aside.name}, and new ones have begun."
        log.warning("%s", self.trouble)
        return self._opened()

    def begin_console(self, console: ConsoleId, now: datetime) -> None:
        """Notes that entries of that console are this machine's own; raises IncidentsUnwritable."""
        try:
            self._database.execute("INSERT OR IGNORE INTO consoles VALUES (?, ?)", (console, now.isoformat()))
        except SQLITE_TROUBLE as error:
            raise self._unwritable(error) from error

    def add(self, entries: Sequence[Entry]) -> None:
        """Writes all or, raising IncidentsUnwritable, none. An entry that is there stays as it was written first."""
        try:
            self._database.execute("BEGIN")
            self._database.executemany(
                f"INSERT OR IGNORE INTO entries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 (constant)
                [_row(entry) for entry in entries],
            )
            self._database.execute("COMMIT")
        except SQLITE_TROUBLE as error:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise self._unwritable(error) from error
        self._checkpoints.wrote(len(entries))

    def entries(self, incident: IncidentId) -> list[Entry]:
        """All of one file."""
        return self._read("WHERE incident = ?", incident)

    def file(self, incident: IncidentId) -> list[Entry]:
        """The same on a connection of its own: for a thread. Empty where it cannot be read."""
        try:
            with closing(self._reader()) as database:
                return _entries(database, "WHERE incident = ?", incident)
        except SQLITE_TROUBLE as error:
            log.warning("%s cannot be read: %s", self._path.name, error)
            return []

    def entry(self, incident: IncidentId, id_: EntryId) -> Entry | None:
        """One of them, where it is there."""
        found = self._read("WHERE incident = ? AND console = ? AND number = ?", incident, id_.console, id_.number)
        return found[0] if found else None

    def heads(self) -> list[Incident]:
        """Every file by what it is about, with those entries alone."""
        by_incident: dict[IncidentId, list[Entry]] = {}
        for entry in self._read(f"WHERE kind IN {HEADS}"):
            by_incident.setdefault(entry.incident, []).append(entry)
        return [fold(incident, entries) for incident, entries in by_incident.items()]

    def have(self, incident: IncidentId) -> dict[ConsoleId, int]:
        """Of each console the number up to which nothing is missing."""
        return {ConsoleId(console): number for console, number in self._ask(_HAVE, incident)}

    def beyond(self, incident: IncidentId, have: Mapping[str, int], limit: int) -> list[Entry]:
        """Up to `limit` entries that somebody who has so much lacks, console by console."""
        consoles = self._ask("SELECT DISTINCT console FROM entries WHERE incident = ?", incident)
        found: list[Entry] = []
        for (console,) in consoles:
            where = "WHERE incident = ? AND console = ? AND number > ? ORDER BY number LIMIT ?"
            found += self._read(where, incident, console, have.get(console, 0), limit - len(found))
        return found

    def own(self) -> dict[IncidentId, int]:
        """The files to which this machine added something, each with the stamp of the last of it, the newest first."""
        last = (
            "SELECT incident, MAX(stamp) FROM entries JOIN consoles USING (console) GROUP BY incident ORDER BY 2 DESC"
        )
        return {IncidentId(incident): stamp for incident, stamp in self._ask(last)}

    def containing(self, text: str) -> set[IncidentId]:
        """Files in which every word of `text` stands somewhere. Reads on a connection of its own: for a thread."""
        words = [word for word in text.split() if word][:8]
        found: set[IncidentId] | None = None
        try:
            with closing(self._reader()) as database:
                for word in words:
                    question = "SELECT DISTINCT incident FROM entries WHERE instr(lower(CAST(body AS TEXT)), ?) OR instr(lower(by), ?)"
                    rows = database.execute(question, (word.lower(), word.lower()))
                    hits = {IncidentId(incident) for (incident,) in rows}
                    found = hits if found is None else found & hits
        except SQLITE_TROUBLE as error:
            log.warning("%s cannot be searched: %s", self._path.name, error)
        return found or set()

    def close(self) -> None:
        """Closes the file; calling it twice is harmless."""
        self._checkpoints.close()
        self._database.close()

    def _read(self, where: str, *values: object) -> list[Entry]:
        try:
            return _entries(self._database, where, *values)
        except SQLITE_TROUBLE as error:
            log.warning("%s cannot be read: %s", self._path.name, error)
            return []

    def _ask(self, question: str, *values: object) -> list[Any]:
        """The answer's rows; none where the file is damaged."""
        try:
            return self._database.execute(question, values).fetchall()
        except SQLITE_TROUBLE as error:
            log.warning("%s cannot be read: %s", self._path.name, error)
            return []

    def _reader(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path.absolute().as_uri() + "?mode=ro", uri=True)

    def _unwritable(self, error: SqliteTrouble | OSError) -> IncidentsUnwritable:
        return IncidentsUnwritable(
            f"The incident files in {self._path.name} cannot be written ({error}). What is entered now is shown and shared "
            f"but not kept here; free space in {self._path.parent}."
        )


def _entries(database: sqlite3.Connection, where: str, *values: object) -> list[Entry]:
    rows: Iterable[_Row] = database.execute(f"SELECT {_COLUMNS} FROM entries {where}", values)  # noqa: S608 (constant)
    return [entry for row in rows if (entry := _entry(row)) is not None]


def _row(entry: Entry) -> _Row:
    return (
        entry.incident,
        entry.id.console,
        entry.id.number,
        entry.stamp,
        entry.at.isoformat(),
        entry.by,
        kind_of(entry.body),
        body_json(entry.body),
    )


def _entry(row: _Row) -> Entry | None:
    """None where the row is damaged."""
    incident, console, number, stamp, at, by, kind, body = row
    try:
        id_ = EntryId(ConsoleId(console), number)
        return Entry(id_, IncidentId(incident), stamp, datetime.fromisoformat(at), by, body_of(kind, body))
    except (TypeError, ValueError):
        return None
