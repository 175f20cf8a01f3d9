"""A file that a muxer writes: its blocks are hashed in a thread of their own while it grows."""

import hashlib
import os
import queue
import threading
from collections.abc import Callable
from pathlib import Path

WAITING_BYTES = 64 * 2**20
_CHUNK = 2**20
_END = None


class HashedFile:
    """What PyAV takes for an output file. What is written is final unless the muxer goes back, which it does in the head only.

    `end_block` says that the bytes up to a position are a block; `done` is then called in the hashing thread with its SHA-256.
    """

    def __init__(self, path: Path, done: Callable[[int, str], None]) -> None:
        """Opens a new file. Raises OSError."""
        self._file = path.open("x+b", buffering=0)
        self._done = done
        self._went_back = False
        self._room = threading.Semaphore(WAITING_BYTES // _CHUNK)
        self._queue: queue.SimpleQueue[bytes | int | None] = queue.SimpleQueue()
        self._whole, self._block = hashlib.sha256(), hashlib.sha256()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._hash, name=f"hashing {path.name}")
        self._thread.start()

    def write(self, data: bytes) -> int:
        """Writes all of `data`. Raises OSError, also of an earlier failure in the hashing thread."""
        if self._failure is not None:
            raise self._failure
        at, view = self._file.tell(), memoryview(data)
        while view:
            view = view[self._file.write(view) :]
        if at < self.size:
            self._went_back = True
        else:
            self._put(bytes(data))
        self.size = max(self.size, at + len(data))
        return len(data)

    size = 0
    """Bytes so far."""

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Goes elsewhere in the file."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Where the next byte goes."""
        return self._file.tell()

    def end_block(self) -> None:
        """Everything since the last block's end is one block."""
        self._queue.put(self.size)

    def sync(self) -> None:
        """Waits until the disk has it. Raises OSError."""
        os.fsync(self._file.fileno())

    def close(self) -> str:
        """Ends the file; the answer is its SHA-256. Raises what failed in the hashing thread, OSError."""
        self._queue.put(_END)
        self._thread.join()
        try:
            if self._failure is not None:
                raise self._failure
            if not self._went_back:
                return self._whole.hexdigest()
            self._file.seek(0)
            return hashlib.file_digest(self._file, "sha256").hexdigest()
        finally:
            self._file.close()

    def _put(self, data: bytes) -> None:
        for start in range(0, len(data), _CHUNK):
            self._room.acquire()
            self._queue.put(data[start : start + _CHUNK])

    def _hash(self) -> None:
        while (item := self._queue.get()) is not _END:
            if isinstance(item, int):
                self._tell(item)
                continue
            self._room.release()
            self._whole.update(item)
            self._block.update(item)

    def _tell(self, position: int) -> None:
        digest, self._block = self._block.hexdigest(), hashlib.sha256()
        try:
            if self._failure is None:
                self._done(position, digest)
        except OSError as failure:
            self._failure = failure
