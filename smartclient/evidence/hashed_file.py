"""A growing file: a thread of its own brings the bytes to disk and hashes them while the next ones are made."""

import hashlib
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

log = logging.getLogger(__name__)
_BATCH_BYTES = 2**20
"""So much is written at once: threads that take turns more often wait for each other longer than they work."""
_LONGEST_HELD_S = 0.05
_MOST_WAITING_BYTES = 32 * 2**20


class HashedFile:
    """What PyAV takes for an output file. What is written is final unless the muxer goes back, which it does in the head only."""

    def __init__(self, path: Path) -> None:
        """Opens a new file. Raises OSError."""
        self.size = 0
        self._path = path
        self._file = path.open("x+b", buffering=0)
        self._at = 0
        self._whole = hashlib.sha256()
        self._hashed_bytes = 0
        self._went_back = False
        self._changed = threading.Condition()
        self._runs: list[tuple[int, bytes]] = []
        self._next: list[Callable[[], None]] = []
        self._waiting_bytes = 0
        self._is_ended = False
        self._failure: OSError | None = None
        self._thread = threading.Thread(target=self._work, name=f"writing {path.name}")
        self._thread.start()

    def write(self, data: bytes) -> int:
        """Takes all of `data`. Raises OSError, also of bytes taken earlier."""
        if self._failure is not None:
            raise self._failure
        with self._changed:
            self._runs.append((self._at, data))
            self._waiting_bytes += len(data)
            if self._waiting_bytes >= _BATCH_BYTES:
                self._changed.notify_all()
            while self._waiting_bytes > _MOST_WAITING_BYTES:
                self._changed.wait()
        self._at += len(data)
        self.size = max(self.size, self._at)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Goes elsewhere in the file."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        """Where the next byte goes."""
        return self._at

    def then(self, work: Callable[[], None]) -> None:
        """Does `work`, which may raise OSError, in the writing thread, once all that was taken until now is written."""
        with self._changed:
            self._next.append(work)

    def sync(self) -> None:
        """Waits until the disk has all that was written; called in the writing thread. Raises OSError."""
        os.fsync(self._file.fileno())

    def close(self) -> str:
        """Ends the file once the disk has it; the answer is its SHA-256. Raises OSError. Calling it twice is harmless."""
        if self._file.closed:
            return ""
        with self._changed:
            self._is_ended = True
            self._changed.notify_all()
        self._thread.join()
        with self._file:
            if self._failure is not None:
                raise self._failure
            self.sync()
            if not self._went_back:
                return self._whole.hexdigest()
        with self._path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _work(self) -> None:
        while not self._is_ended or self._runs or self._next:
            runs, following = self._batch()
            if self._failure is not None:
                continue
            try:
                for offset, data in _joined(runs):
                    self._write(offset, data)
                for work in following:
                    work()
            except OSError as failure:
                self._failure = failure
            except Exception:
                log.exception("writing failed: %s", self._path.name)
                self._failure = OSError(None, "an error in this program, which is in its log")

    def _batch(self) -> tuple[list[tuple[int, bytes]], list[Callable[[], None]]]:
        """What waits to be written, a little later unless it is much, and what is to be done then."""
        with self._changed:
            if self._waiting_bytes < _BATCH_BYTES and not self._is_ended:
                self._changed.wait(_LONGEST_HELD_S)
            runs, following = self._runs, self._next
            self._runs, self._next, self._waiting_bytes = [], [], 0
            self._changed.notify_all()
            return runs, following

    def _write(self, offset: int, data: bytes) -> None:
        self._file.seek(offset)
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]
        if offset == self._hashed_bytes:
            self._hashed_bytes += len(data)
            self._whole.update(data)
        else:
            self._went_back = True


def _joined(runs: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    """The same bytes in as few runs as can be."""
    joined: list[tuple[int, list[bytes]]] = []
    end = -1
    for offset, data in runs:
        if offset != end:
            joined.append((offset, []))
        joined[-1][1].append(data)
        end = offset + len(data)
    return [(offset, parts[0] if len(parts) == 1 else b"".join(parts)) for offset, parts in joined]
