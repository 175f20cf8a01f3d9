"""Folds the journal's write-ahead file into its main file on a thread of its own, because that waits for the disk."""

import sqlite3
import threading
from pathlib import Path

from smartclient.runtime.sqlite_trouble import SQLITE_TROUBLE

EVERY_ROWS = 4_000
"""About one megabyte."""


class Checkpoints:
    """Takes a passive checkpoint, during which the writer goes on, after every `EVERY_ROWS` rows."""

    def __init__(self, path: Path) -> None:
        """Opens the journal a second time; raises sqlite3.Error."""
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._rows = 0
        self._wake = threading.Event()
        self._is_closing = False
        self._thread: threading.Thread | None = None

    def wrote(self, rows: int) -> None:
        """The writer committed so many more rows."""
        self._rows += rows
        if self._rows >= EVERY_ROWS:
            self._rows = 0
            self._wake.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="journal checkpoints", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Ends the thread; calling it twice is harmless."""
        self._is_closing = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        self._database.close()

    def _work(self) -> None:
        """A checkpoint that fails (disk full) is tried again with the next rows; the writer's own error says so."""
        while self._wake.wait() and not self._is_closing:
            self._wake.clear()
            try:
                self._database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            except SQLITE_TROUBLE:
                continue
