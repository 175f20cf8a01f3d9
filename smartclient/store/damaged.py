"""A SQLite file that is damaged: known by SQLite's own word, put aside whole, so that a new one can begin in its place."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from smartclient.runtime.sqlite_trouble import SqliteTrouble

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_COMPANIONS = ("", "-wal", "-shm")


def is_damaged(error: SqliteTrouble) -> bool:
    """Whether the file itself is broken, rather than the disk full or closed to us."""
    return isinstance(error, UnicodeDecodeError) or (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGED


def set_aside(path: Path) -> Path:
    """Moves the file with what belongs to it; the answer is its new name. Raises OSError."""
    aside = path.with_name(f"{path.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    for companion in _COMPANIONS:
        part = path.with_name(path.name + companion)
        if part.exists():
            part.replace(aside.with_name(aside.name + companion))
    return aside
