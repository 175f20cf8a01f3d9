"""A growing file: each block is hashed as it comes, and a thread brings full buffers to disk and hashes the whole."""

import hashlib
import logging
import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

log = logging.getLogger(__name__)
_BUFFER_BYTES = 2**20
_BUFFERS = 8
"""The two threads take turns a buffer at a time: taking turns at every block, they wait for each other longer than they work."""
_LONGEST_HELD_S = 0.05

Then = Callable[[str], None]
"""Is told a block's SHA-256; may raise OSError."""


@dataclass(slots=True)
class _Buffer:
    """Bytes for `offset` on their way to disk: memory that is used again, since asking for more takes longer than copying.

    `blocks` are those that end here: their SHA-256, and who is told of it.
    """

    view: memoryview = field(default_factory=lambda: memoryview(bytearray(_BUFFER_BYTES)))
    offset: int = 0
    used: int = 0
    is_back: bool = False
    hashed: int = 0
    blocks: list[tuple[str, Then]] = field(default_factory=list)


class HashedFile:
    """What PyAV takes for an output file. What is written is final unless the muxer goes back, which it does in the head only."""

    def __init__(self, path: Path) -> None:
        """Opens a new file. Raises OSError."""
        self.size = 0
        self._path = path
        self._file = path.open("x+b", buffering=0)
        self._at = 0
        self._went_back = self._is_ended = False
        self._whole, self._block = hashlib.sha256(), hashlib.sha256()
        self._failure: OSError | None = None
        self._free: queue.SimpleQueue[_Buffer] = queue.SimpleQueue()
        self._filled: queue.SimpleQueue[_Buffer | None] = queue.SimpleQueue()
        for _ in range(_BUFFERS):
            self._free.put(_Buffer())
        self._buffer = self._free.get()
        self._filling = threading.Lock()
        self._thread = threading.Thread(target=self._work, name=f"writing {path.name}")
        self._thread.start()

    def write(self, data: bytes) -> int:
        """Takes all of `data`. Raises OSError, also of bytes taken earlier."""
        self.write_all((data,))
        return len(data)

    def write_all(self, parts: Sequence[bytes]) -> None:
        """Takes all parts, one behind the other. Raises OSError, also of bytes taken earlier."""
        if self._failure is not None:
            raise self._failure
        with self._filling:
            if self._at != self._buffer.offset + self._buffer.used:
                self._flush()
                self._buffer.offset, self._buffer.is_back = self._at, self._at < self.size
            for part in parts:
                self._take(part)
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
        """Everything new since the last block's end is one block; `then` is called in the writing thread, once it is written."""
        with self._filling:
            self._hash(self._buffer)
            self._buffer.blocks.append((self._block.hexdigest(), then))
            self._block = hashlib.sha256()

    def sync(self) -> None:
        """Waits until the disk has all that was written. Raises OSError."""
        os.fsync(self._file.fileno())

    def close(self) -> str:
        """Ends the file once the disk has it; the answer is its SHA-256. Raises OSError. Calling it twice is harmless."""
        if self._is_ended:
            return ""
        self._is_ended = True
        with self._filling:
            self._flush()
        self._filled.put(None)
        self._thread.join()
        with self._file:
            if self._failure is not None:
                raise self._failure
            self.sync()
            if not self._went_back:
                return self._whole.hexdigest()
        with self._path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _take(self, part: bytes) -> None:
        """Copies a part into the buffer, and into as many more as it needs."""
        taken, length = 0, len(part)
        while taken < length:
            buffer = self._buffer
            room = _BUFFER_BYTES - buffer.used
            if length - taken <= room:
                buffer.view[buffer.used : buffer.used + length - taken] = memoryview(part)[taken:] if taken else part
                buffer.used += length - taken
                taken = length
            else:
                buffer.view[buffer.used :] = memoryview(part)[taken : taken + room]
                buffer.used, taken = _BUFFER_BYTES, taken + room
                self._flush()
        self._at += length

    def _flush(self) -> None:
        """Passes the buffer on and takes an empty one, for what follows."""
        full = self._buffer
        self._hash(full)
        self._filled.put(full)
        self._buffer = self._free.get()
        self._buffer.offset = full.offset + full.used

    def _hash(self, buffer: _Buffer) -> None:
        """Adds what is new to the block's hash, unless the muxer went back."""
        if not buffer.is_back:
            self._block.update(buffer.view[buffer.hashed : buffer.used])
        buffer.hashed = buffer.used

    def _work(self) -> None:
        while (buffer := self._next()) is not None:
            if self._failure is None:
                with self._noting_failure():
                    self._bring(buffer)
            buffer.used, buffer.hashed, buffer.is_back, buffer.blocks = 0, 0, False, []
            self._free.put(buffer)

    def _next(self) -> _Buffer | None:
        """The next full buffer; one that does not fill up comes as it is, after a moment. None after the last."""
        while True:
            with suppress(queue.Empty):
                return self._filled.get(timeout=_LONGEST_HELD_S)
            if self._filling.acquire(blocking=False):  # who fills it may be waiting for a buffer from here
                if self._buffer.used or self._buffer.blocks:
                    self._flush()
                self._filling.release()

    def _bring(self, buffer: _Buffer) -> None:
        view = buffer.view[: buffer.used]
        self._write(buffer.offset, view)
        if buffer.is_back:
            self._went_back = True
        else:
            self._whole.update(view)
        for digest, then in buffer.blocks:
            then(digest)

    def _write(self, offset: int, data: memoryview) -> None:
        self._file.seek(offset)
        while data:
            data = data[self._file.write(data) :]

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
