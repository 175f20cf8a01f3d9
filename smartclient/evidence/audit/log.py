"""The audit log on disk: lines are appended and nothing else, each bound to all before it."""

import getpass
import hashlib
import os
import platform
import sys
import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from smartclient import __version__
from smartclient.domain.errors import AuditUnwritable
from smartclient.evidence.audit.entries import (
    BEGINNING,
    LARGEST_LINE,
    AuditEntry,
    Kind,
    Line,
    content_of,
    line_of,
    link_of,
    read_line,
    text_of,
)
from smartclient.evidence.audit.files import LOG, MOST_AT_ONCE, another

_TAIL = 2 * LARGEST_LINE


class AuditLog:
    """Belongs to one thread. What `append` returned from survives a killed process; after `sync` a power failure, too."""

    def __init__(self, path: Path, now: datetime) -> None:
        """Opens or begins the log, or the next one where another window writes it. Raises AuditUnwritable."""
        self._end = self._number = 0
        self._link, self.id = BEGINNING, uuid.uuid4().hex
        try:
            self.path, self._file = _opened(path)
            first = self._take_up(now)
        except OSError as error:
            raise _unwritable(path, error) from error
        try:
            self.append(first, now)
        except AuditUnwritable:
            os.close(self._file)
            raise

    @property
    def number(self) -> int:
        """How many entries it has."""
        return self._number

    @property
    def link(self) -> str:
        """The last entry's link."""
        return self._link

    def append(self, entries: Sequence[AuditEntry], now: datetime) -> None:
        """Writes entries; all of them or, raising AuditUnwritable, none."""
        number, link, lines = self._number, self._link, []
        for entry in entries:
            number += 1
            text = text_of(entry, number, now)
            link = link_of(link, content_of(text))
            lines.append(line_of(link, text))
        data = b"".join(lines)
        try:
            _write(self._file, data)
        except OSError as error:
            self._take_back()
            raise _unwritable(self.path, error) from error
        self._number, self._link, self._end = number, link, self._end + len(data)

    def sync(self) -> None:
        """Waits for the disk. Raises AuditUnwritable."""
        try:
            os.fsync(self._file)
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def close(self) -> None:
        """Lets go of the file, and lets others write it."""
        os.close(self._file)

    def _take_back(self) -> None:
        """A full disk takes a part of a line; it is taken away again, or the next opening says that a line was cut off."""
        try:
            os.ftruncate(self._file, self._end)
        except OSError:
            return

    def _take_up(self, now: datetime) -> list[AuditEntry]:
        """Finds the end of what is there; the answer is what the log has to say of its opening."""
        size = os.fstat(self._file).st_size
        opened = {"software": f"smartclient {__version__}", "account": _account(), "process": os.getpid()}
        if size == 0:
            return [self._beginning(opened)]
        first, last, whole = _ends(self._file, size)
        if first is None or last is None or not isinstance(first.entry.detail, dict):
            return [self._beginning(opened | self._set_aside(now))]
        self.id = str(first.entry.detail.get("log", ""))
        self._number, self._link, self._end = last.entry.number, last.link, whole
        said = [AuditEntry(Kind.LOG, "", "open log", detail=opened)]
        if whole < size:
            os.lseek(self._file, whole, os.SEEK_SET)
            torn = os.read(self._file, _TAIL)
            detail = {"bytes": size - whole, "sha256": hashlib.sha256(torn).hexdigest()}
            os.ftruncate(self._file, whole)
            said.append(AuditEntry(Kind.LOG, "", "the last line was cut off", detail=detail))
        return said

    def _beginning(self, opened: dict[str, object]) -> AuditEntry:
        return AuditEntry(
            Kind.LOG, "", "begin log", detail={"log": self.id, "workstation": platform.node()[:200]} | opened
        )

    def _set_aside(self, now: datetime) -> dict[str, object]:
        """A log whose ends cannot be read is kept as it is, and the new one names it."""
        aside = self.path.with_name(f"{self.path.stem}.damaged-{now:%Y%m%dT%H%M%SZ}{LOG}")
        damaged = hashlib.sha256(self.path.read_bytes()).hexdigest()
        os.close(self._file)
        self.path.replace(aside)
        self.path, self._file = _opened(self.path)
        return {"damaged": aside.name, "damaged sha256": damaged}


def _opened(path: Path) -> tuple[Path, int]:
    """The first log of these windows that nobody else writes."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for number in range(1, MOST_AT_ONCE + 1):
        candidate = another(path, number)
        file = os.open(candidate, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        if _is_ours(file):
            return candidate, file
        os.close(file)
    raise OSError(f"{MOST_AT_ONCE} windows write it already")


def _is_ours(file: int) -> bool:
    """Locks the file for this process; false where another has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(file, 2**40, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _ends(file: int, size: int) -> tuple[Line | None, Line | None, int]:
    """The first and the last whole line, and where the last one ends."""
    os.lseek(file, 0, os.SEEK_SET)
    first = os.read(file, LARGEST_LINE).partition(b"\n")
    os.lseek(file, max(0, size - _TAIL), os.SEEK_SET)
    tail = os.read(file, _TAIL)
    whole = tail.rfind(b"\n") + 1
    lines = tail[:whole].split(b"\n")
    last = lines[-2] if len(lines) > 1 else b""
    return read_line(first[0]) if first[1] else None, read_line(last), size - len(tail) + whole


def _write(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def _account() -> str:
    try:
        return getpass.getuser()[:200]
    except (OSError, KeyError, ImportError):
        return ""


def _unwritable(path: Path, error: OSError) -> AuditUnwritable:
    return AuditUnwritable(
        f"The audit log {path.name} cannot be written ({error.strerror or error}). What is done now is kept in memory and written when "
        f"that is possible again; free space in {path.parent}."
    )
