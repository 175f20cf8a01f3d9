"""The ledger of a growing package: which files and blocks are surely on disk, so that an export goes on after a crash."""

import contextlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from smartclient.evidence.growing import FOLDER, LEDGER
from smartclient.evidence.manifest import Block, Kind, Piece, Sha256, Video

VIDEO = "video"
SYNC_EVERY_S, SYNC_EVERY_BYTES = 1.0, 64 * 2**20


class Began(msgspec.Struct, frozen=True, kw_only=True, tag="began"):
    """A file was opened."""

    file: str
    camera: str
    kind: Kind
    codec: str
    width_px: int
    height_px: int
    made_from: Sha256 | None = None
    made_how: str = ""


class Kept(msgspec.Struct, frozen=True, kw_only=True, tag="kept"):
    """A block of the file opened last is on disk."""

    block: Block


class Sealed(msgspec.Struct, frozen=True, kw_only=True, tag="sealed"):
    """The file opened last is complete."""

    sha256: Sha256
    size_bytes: int
    head: Piece
    index: Piece


class Finished(msgspec.Struct, frozen=True, kw_only=True, tag="finished"):
    """All originals of a camera are there, or all copies of the original with that SHA-256."""

    what: str


Line = Began | Kept | Sealed | Finished


@dataclass(slots=True)
class Entry:
    """A file as the ledger knows it."""

    began: Began
    blocks: list[Block] = field(default_factory=list)
    sealed: Sealed | None = None

    def video(self) -> Video:
        """The file for the manifest; only of a sealed one."""
        assert self.sealed is not None  # noqa: S101  callers have looked
        began, sealed = self.began, self.sealed
        return Video(
            file=began.file,
            camera=began.camera,
            kind=began.kind,
            codec=began.codec,
            width_px=began.width_px,
            height_px=began.height_px,
            size_bytes=sealed.size_bytes,
            sha256=sealed.sha256,
            head=sealed.head,
            blocks=tuple(self.blocks),
            index=sealed.index,
            made_from=began.made_from,
            made_how=began.made_how,
        )


class Ledger:
    """Appends lines; a block's line is written only after its bytes have reached the disk."""

    def __init__(self, folder: Path) -> None:
        """Opens the ledger of a package folder. Raises OSError."""
        self._file = (folder / FOLDER / LEDGER).open("ab")
        self._lock = threading.Lock()
        self._waiting: list[Line] = []
        self._waiting_bytes = 0
        self._synced_s = time.monotonic()

    def kept(self, block: Block, sync: Callable[[], None]) -> None:
        """A block was written; called in the hashing thread. Raises OSError."""
        with self._lock:
            self._waiting.append(Kept(block=block))
            self._waiting_bytes += block.length
            due = time.monotonic() - self._synced_s >= SYNC_EVERY_S or self._waiting_bytes >= SYNC_EVERY_BYTES
            if due:
                sync()
                self._append()

    def note(self, line: Line) -> None:
        """A line, and all that wait before it. Raises OSError."""
        with self._lock:
            self._waiting.append(line)
            self._append()

    def close(self) -> None:
        """Lets go of the file."""
        with contextlib.suppress(OSError):
            self._file.close()

    def _append(self) -> None:
        self._file.write(b"".join(msgspec.json.encode(line) + b"\n" for line in self._waiting))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._waiting.clear()
        self._waiting_bytes, self._synced_s = 0, time.monotonic()
