"""A package as it comes, a folder or a zip, from whoever: nothing outside it is read, and nothing larger than it says."""

import os
import stat
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, cast

from smartclient.domain.errors import NotAPackage
from smartclient.evidence.manifest import MANIFEST
from smartclient.runtime.zips import ZIP_TROUBLE

MAX_FILES = 100_000
MAX_RATIO = 200
"""Pictures do not get smaller; a zip member that grows more than this many times is no evidence."""


class Package(Protocol):
    """The files of a package by their names, with `/` between folders."""

    def sizes(self) -> dict[str, int | None]:
        """Every file's size in bytes; None for what is no plain file and is not opened."""
        ...

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A file's bytes, to be read from the beginning. Raises OSError where they cannot be."""
        ...


class Folder:
    """A package in a folder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def sizes(self) -> dict[str, int | None]:
        """Every file's size; links are not followed."""
        found: dict[str, int | None] = {}
        for name, size in self._walk(self._path, ""):
            found[name] = size
            if len(found) > MAX_FILES:
                raise NotAPackage(f"{self._path} holds more than {MAX_FILES:,} files and is no evidence package.")
        return found

    def _walk(self, folder: Path, prefix: str) -> Iterator[tuple[str, int | None]]:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.is_dir(follow_symlinks=False):
                    yield from self._walk(Path(entry.path), f"{prefix}{entry.name}/")
                else:
                    status = entry.stat(follow_symlinks=False)
                    yield prefix + entry.name, status.st_size if stat.S_ISREG(status.st_mode) else None

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A file that `sizes` names."""
        return (self._path / name).open("rb")


class Zip:
    """A package in a zip; its names may all begin with one folder."""

    def __init__(self, path: Path) -> None:
        """Opens it. Raises NotAPackage."""
        try:
            self._archive = zipfile.ZipFile(path)
        except ZIP_TROUBLE as error:
            raise NotAPackage(f"{path.name} is neither a folder nor a zip that can be read.") from error
        members = [member for member in self._archive.infolist() if not member.is_dir()]
        if len(members) > MAX_FILES:
            raise NotAPackage(f"{path.name} holds more than {MAX_FILES:,} files and is no evidence package.")
        names = Counter(member.filename for member in members)
        self._twice = {name for name, count in names.items() if count > 1}
        prefix = _prefix(names)
        self._members = {m.filename.removeprefix(prefix): m for m in members}

    def sizes(self) -> dict[str, int | None]:
        """Every member's size; None for one that is packed to burst or there twice."""
        return {
            name: None if _is_bomb(member) or member.filename in self._twice else member.file_size
            for name, member in self._members.items()
        }

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A member that `sizes` names."""
        try:
            return _Member(self._archive.open(self._members[name]))
        except ZIP_TROUBLE as error:
            raise OSError(str(error)) from error

    def close(self) -> None:
        """Lets go of the file."""
        self._archive.close()


class _Member:
    """A zip member whose every trouble is an OSError."""

    def __init__(self, file: object) -> None:
        self._file = cast("BinaryIO", file)

    def __enter__(self) -> BinaryIO:
        return cast("BinaryIO", self)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def read(self, count: int = -1) -> bytes:
        try:
            return self._file.read(count)
        except ZIP_TROUBLE as error:
            raise OSError(str(error)) from error


def _prefix(names: Iterable[str]) -> str:
    """The folder that holds the manifest, with its slash; empty for the top."""
    ends = [name.removesuffix(MANIFEST) for name in names if name.endswith(MANIFEST)]
    return next((end for end in sorted(ends, key=len) if not end or (end.count("/") == 1 and end.endswith("/"))), "")


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > MAX_RATIO * (member.compress_size + 4_096)


def is_safe_name(name: str) -> bool:
    """Whether a name in a manifest stays inside the package, on every system."""
    parts = name.split("/")
    return len(parts) <= 2 and all(
        part.strip(". ") and part.isprintable() and not set(part) & set('\\:*?"<>|') for part in parts
    )


def open_package(path: Path) -> Folder | Zip:
    """The package at `path`. Raises NotAPackage."""
    if path.is_dir():
        return Folder(path)
    if not path.exists():
        raise NotAPackage(f"There is nothing at {path}.")
    return Zip(path)
