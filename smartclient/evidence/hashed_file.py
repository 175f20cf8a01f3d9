"""A file that a muxer writes: a thread of its own brings the bytes to disk and hashes them while the next ones are made."""

import hashlib
import os
import queue
import threading
from collections.abc import Callable
from pathlib import Path

_CHUNK = 256 * 2**10
_MOST_WAITING = 256
_END = None

_Item = tuple[int, bytes] | int | None
"""Bytes and where they go, the end of a block, or the end of all."""


class HashedFile:
    """What PyAV takes for an output file. What is written is final unless the muxer goes back, which it does in the head only.

    `end_block` says that the bytes up to there are a block; `done` is then called in the writing thread with the end and its SHA-256.
    """

    def __init__(self, path: Path, done: Callable[[int, str], None]) -> None:
        """Opens a new file. Raises OSError."""
        self.size = 0
        self._path = path
        self._file = path.open("x+b", buffering=0)
        self._at = self._end = 0
        self._done = done
        self._went_back = False
        self._queue: queue.Queue[_Item] = queue.Queue(_MOST_WAITING)
        self._whole, self._block = hashlib.sha256(), hashlib.sha256()
        self._failure: OSError | None = None
        self._thread = threading.Thread(target=self._work, name=f"writing {path.name}")
        self._thread.start()

    def write(self, data: bytes) -> int:
        """Takes all of `data`. Raises OSError, also of bytes taken earlier."""
        if self._failure is not None:
            raise self._failure
        for start in range(0, len(data), _CHUNK):
            self._queue.put((self._at + start, data[start : start + _CHUNK]))
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

    def end_block(self) -> None:
        """Everything since the last block's end is one block."""
        self._queue.put(self.size)

    def sync(self) -> None:
        """Waits until the disk has all that was written; called in the writing thread. Raises OSError."""
        os.fsync(self._file.fileno())

    def close(self) -> str:
        """Ends the file once the disk has it; the answer is its SHA-256. Raises OSError. Calling it twice is harmless."""
        if self._file.closed:
            return ""
        self._queue.put(_END)
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
        while (item := self._queue.get()) is not _END:
            if self._failure is not None:
                continue
            try:
                if isinstance(item, int):
                    digest, self._block = self._block.hexdigest(), hashlib.sha256()
                    self._done(item, digest)
                else:
                    self._write(*item)
            except OSError as failure:
                self._failure = failure

    def _write(self, offset: int, data: bytes) -> None:
        is_new = offset == self._end
        self._file.seek(offset)
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]
        if is_new:
            self._end += len(data)
            self._whole.update(data)
            self._block.update(data)
        else:
            self._went_back = True
