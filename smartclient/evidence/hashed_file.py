"""A growing file: a thread of its own brings the bytes to disk and hashes them, a second one hashes its blocks."""

import hashlib
import logging
import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

log = logging.getLogger(__name__)
_BUFFER_BYTES = 2**20
"""So much is written at once: threads that take turns more often wait for each other longer than they work."""
_BUFFERS = 4
_LONGEST_HELD_S = 0.05
_MOST_WAITING_BYTES = 32 * 2**20

Then = Callable[[str], None]
"""Is told a block's SHA-256; may raise OSError."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Bytes that follow each other from `offset` on, and what is done when they end a block."""

    offset: int
    parts: Sequence[bytes] = ()
    then: Then | None = None


@dataclass(slots=True)
class _Buffer:
    """New bytes on their way through both threads: memory that is used again, since asking for more takes longer than copying."""

    view: memoryview = field(default_factory=lambda: memoryview(bytearray(_BUFFER_BYTES)))
    used: int = 0
    ends: list[tuple[int, Then]] = field(default_factory=list)


class HashedFile:
    """What PyAV takes for an output file. What is written is final unless the muxer goes back, which it does in the head only."""

    def __init__(self, path: Path) -> None:
        """Opens a new file. Raises OSError."""
        self.size = 0
        self._path = path
        self._file = path.open("x+b", buffering=0)
        self._at = self._written = 0
        self._went_back = False
        self._whole = hashlib.sha256()
        self._changed = threading.Condition()
        self._runs: list[_Run] = []
        self._waiting_bytes = 0
        self._is_ended = False
        self._failure: OSError | None = None
        self._free: queue.SimpleQueue[_Buffer] = queue.SimpleQueue()
        self._filled: queue.SimpleQueue[_Buffer | None] = queue.SimpleQueue()
        for _ in range(_BUFFERS):
            self._free.put(_Buffer())
        self._threads = [
            threading.Thread(target=work, name=f"{what} {path.name}")
            for work, what in ((self._work, "writing"), (self._hash, "hashing"))
        ]
        for thread in self._threads:
            thread.start()

    def write(self, data: bytes) -> int:
        """Takes all of `data`. Raises OSError, also of bytes taken earlier."""
        self.write_all((data,))
        return len(data)

    def write_all(self, parts: Sequence[bytes]) -> None:
        """Takes all parts, one behind the other. Raises OSError, also of bytes taken earlier."""
        if self._failure is not None:
            raise self._failure
        length = sum(map(len, parts))
        with self._changed:
            self._runs.append(_Run(self._at, parts))
            self._waiting_bytes += length
            if self._waiting_bytes >= _BUFFER_BYTES:
                self._changed.notify_all()
            while self._waiting_bytes > _MOST_WAITING_BYTES:
                self._changed.wait()
        self._at += length
        self.size = max(self.size, self._at)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Goes elsewhere in the file."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        """Where the next byte goes."""
        return self._at

    def end_block(self, then: Then) -> None:
        """Everything new since the last block's end is one block; `then` is called in the hashing thread, once it is written."""
        with self._changed:
            self._runs.append(_Run(self.size, then=then))

    def sync(self) -> None:
        """Waits until the disk has all that was written. Raises OSError."""
        os.fsync(self._file.fileno())

    def close(self) -> str:
        """Ends the file once the disk has it; the answer is its SHA-256. Raises OSError. Calling it twice is harmless."""
        if self._file.closed:
            return ""
        with self._changed:
            self._is_ended = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()
        with self._file:
            if self._failure is not None:
                raise self._failure
            self.sync()
            if not self._went_back:
                return self._whole.hexdigest()
        with self._path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _work(self) -> None:
        buffer = self._free.get()
        while runs := self._batch():
            if self._failure is not None:
                continue
            with self._noting_failure():
                for run in runs:
                    buffer = self._take(run, buffer)
                buffer = self._flushed(buffer)
        self._filled.put(None)

    def _batch(self) -> list[_Run]:
        """What waits to be written, a little later unless it is much; empty when that was all."""
        with self._changed:
            while not self._is_ended and self._waiting_bytes < _BUFFER_BYTES:
                if not self._changed.wait(_LONGEST_HELD_S) and self._runs:
                    break
            runs, self._runs, self._waiting_bytes = self._runs, [], 0
            self._changed.notify_all()
            return runs

    def _take(self, run: _Run, buffer: _Buffer) -> _Buffer:
        """Brings a run into the buffer, or, where the muxer went back, at once to its place; the answer is the next buffer."""
        if run.then is not None:
            buffer.ends.append((buffer.used, run.then))
        elif run.offset != self._written + buffer.used:
            buffer = self._flushed(buffer)
            self._went_back = True
            self._write(run.offset, b"".join(run.parts))
        else:
            for part in run.parts:
                taken = 0
                while taken < len(part):
                    if buffer.used == _BUFFER_BYTES:
                        buffer = self._flushed(buffer)
                    length = min(len(part) - taken, _BUFFER_BYTES - buffer.used)
                    piece = part if length == len(part) else memoryview(part)[taken : taken + length]
                    buffer.view[buffer.used : buffer.used + length] = piece
                    buffer.used, taken = buffer.used + length, taken + length
        return buffer

    def _flushed(self, buffer: _Buffer) -> _Buffer:
        """Writes the buffer and passes it on; the answer is an empty one."""
        view = buffer.view[: buffer.used]
        self._write(self._written, view)
        self._written += buffer.used
        self._filled.put(buffer)
        self._whole.update(view)
        return self._free.get()

    def _write(self, offset: int, data: bytes | memoryview) -> None:
        self._file.seek(offset)
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]

    def _hash(self) -> None:
        block = hashlib.sha256()
        while (buffer := self._filled.get()) is not None:
            start = 0
            for end, then in buffer.ends:
                block.update(buffer.view[start:end])
                if self._failure is None:
                    with self._noting_failure():
                        then(block.hexdigest())
                block, start = hashlib.sha256(), end
            block.update(buffer.view[start : buffer.used])
            buffer.used, buffer.ends = 0, []
            self._free.put(buffer)

    @contextmanager
    def _noting_failure(self) -> Iterator[None]:
        """What fails in a thread is told by the next call from outside."""
        try:
            yield
        except OSError as failure:
            self._failure = failure
        except Exception:
            log.exception("writing failed: %s", self._path.name)
            self._failure = OSError(None, "an error in this program, which is in its log")
