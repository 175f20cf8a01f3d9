"""Where a plan's bytes come from, a folder or a zip, with nothing read from outside it and nothing larger than expected."""

import stat
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from smartclient.domain.errors import PlanUnreadable
from smartclient.runtime.zips import ZIP_TROUBLE

MAX_FILE_BYTES = 64 * 2**20
MAX_ZIP_BYTES = 256 * 2**20
MAX_ZIP_MEMBERS = 20_000
_CHUNK = 2**20


class Files(Protocol):
    """The files of one folder of a plan."""

    @property
    def folder(self) -> Path | None:
        """Where relative paths of media resolve; None inside a zip."""
        ...

    def names(self) -> Sequence[str]:
        """Names of the files in this folder, without its subfolders."""
        ...

    def read(self, name: str) -> bytes:
        """All bytes of a file. Raises PlanUnreadable when it is unsafe, too large or broken."""
        ...

    def inside(self, name: str) -> "Files":
        """A subfolder, or a zip lying here. Raises PlanUnreadable when it is neither, or unsafe."""
        ...

    def is_zip(self, name: str) -> bool:
        """Whether `inside(name)` is a zip of its own."""
        ...

    def refused(self) -> Sequence[str]:
        """Names that are left alone because they point outside."""
        ...


class Folder:
    """A folder on disk; links that lead out of it are refused."""

    def __init__(self, path: Path, root: Path | None = None) -> None:
        self._path = path
        self._root = (root or path).resolve()

    @property
    def folder(self) -> Path | None:
        """The folder itself."""
        return self._path.resolve()

    def names(self) -> Sequence[str]:
        """Sorted names of its plain files."""
        try:
            return sorted(p.name for p in self._path.iterdir() if p.is_file() and self._is_inside(p))
        except OSError as trouble:
            raise PlanUnreadable(f"{self._path.name} cannot be read: {trouble.strerror}") from trouble

    def refused(self) -> Sequence[str]:
        """Links that lead out of the plan."""
        try:
            return sorted(p.name for p in self._path.iterdir() if not self._is_inside(p))
        except OSError:
            return ()

    def read(self, name: str) -> bytes:
        """All bytes of the file `name`."""
        path = self._path / name
        if not is_safe_name(name) or not self._is_inside(path):
            raise PlanUnreadable(f"{name} leads out of the plan")
        try:
            with path.open("rb") as stream:
                return _read_at_most(stream, MAX_FILE_BYTES, name)
        except OSError as trouble:
            raise PlanUnreadable(f"{name} cannot be read: {trouble.strerror}") from trouble

    def inside(self, name: str) -> Files:
        """The subfolder or zip `name`."""
        path = self._path / name
        if not is_safe_name(name) or not self._is_inside(path):
            raise PlanUnreadable(f"{name} leads out of the plan")
        if path.is_dir():
            return Folder(path, self._root)
        if path.is_file() and zipfile.is_zipfile(path):
            return open_zip(path)
        raise PlanUnreadable(f"there is no folder or zip {name}")

    def is_zip(self, name: str) -> bool:
        """Whether `inside(name)` is a zip of its own."""
        return (self._path / name).is_file()

    def _is_inside(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self._root)


class _Budget:
    """How many bytes may still come out of one zip and the zips in it."""

    def __init__(self) -> None:
        self.left = MAX_ZIP_BYTES


class Zip:
    """A folder inside a zip. Sizes are counted while unpacking: what the zip says of itself is not believed."""

    def __init__(self, archive: zipfile.ZipFile, prefix: str, budget: _Budget, *, is_nested: bool = False) -> None:
        self._archive = archive
        self._prefix = prefix
        self._budget = budget
        self._is_nested = is_nested

    @property
    def folder(self) -> Path | None:
        """None: nothing in a zip has a path of its own."""
        return None

    def names(self) -> Sequence[str]:
        """Sorted names of the members directly in this folder."""
        paths = (info.filename for info in self._archive.infolist() if _is_safe_member(info))
        here = (path.removeprefix(self._prefix) for path in paths if path.startswith(self._prefix))
        return sorted({name for name in here if name and "/" not in name})

    def refused(self) -> Sequence[str]:
        """Members that point outside, or are links."""
        return sorted({info.filename[:100] for info in self._archive.infolist() if not _is_safe_member(info)})

    def read(self, name: str) -> bytes:
        """All bytes of the member `name`."""
        try:
            info = self._archive.getinfo(self._prefix + name)
            if not _is_safe_member(info):
                raise PlanUnreadable(f"{name} leads out of the zip")
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise PlanUnreadable(f"{name} is packed in an unusual way")
            with self._archive.open(info) as stream:
                data = _read_at_most(stream, min(MAX_FILE_BYTES, self._budget.left), name)
        except KeyError as trouble:
            raise PlanUnreadable(f"there is no file {name} in the zip") from trouble
        except ZIP_TROUBLE as trouble:
            raise PlanUnreadable(f"{name} cannot be unpacked: {trouble}") from trouble
        self._budget.left -= len(data)
        return data

    def inside(self, name: str) -> Files:
        """The folder `name` of this zip, or a zip in it; zips in zips in zips are refused."""
        if not is_safe_name(name):
            raise PlanUnreadable(f"{name} leads out of the zip")
        prefix = f"{self._prefix}{name}/"
        if any(member.startswith(prefix) for member in self._archive.namelist()):
            return Zip(self._archive, prefix, self._budget, is_nested=self._is_nested)
        if self._is_nested:
            raise PlanUnreadable(f"{name} lies too deep: a zip in a zip in a zip")
        return _zip_of(BytesIO(self.read(name)), name, self._budget, is_nested=True)

    def is_zip(self, name: str) -> bool:
        """Whether `inside(name)` is a zip of its own."""
        return self._prefix + name in self._archive.namelist()


def open_zip(path: Path) -> Zip:
    """The zip at `path`, starting at its only folder where it has just one. Raises PlanUnreadable when it is broken."""
    return _zip_of(path, path.name, _Budget(), is_nested=False)


def is_safe_name(name: str) -> bool:
    """Whether `name` is a relative path that stays where it is."""
    path = PurePosixPath(name)
    ordinary = name.isprintable() and "\\" not in name and ":" not in name
    return bool(name) and ordinary and not path.is_absolute() and ".." not in path.parts


def _zip_of(source: Path | IO[bytes], name: str, budget: _Budget, *, is_nested: bool) -> Zip:
    try:
        archive = zipfile.ZipFile(source)
    except ZIP_TROUBLE as trouble:
        raise PlanUnreadable(f"{name} is not a whole zip: {trouble}") from trouble
    members = archive.namelist()
    if len(members) > MAX_ZIP_MEMBERS:
        raise PlanUnreadable(f"{name} holds {len(members)} files, more than any plan")
    return Zip(archive, top_folder(archive), budget, is_nested=is_nested)


def top_folder(archive: zipfile.ZipFile) -> str:
    """The only folder of a zip that has just one, with its slash; else empty."""
    visible = [m for m in archive.namelist() if not m.startswith("__MACOSX/") and is_safe_name(m)]
    tops = {m.split("/")[0] for m in visible}
    is_wrapped = len(tops) == 1 and all("/" in m for m in visible)
    return f"{tops.pop()}/" if is_wrapped else ""


def _is_safe_member(info: zipfile.ZipInfo) -> bool:
    return is_safe_name(info.filename.rstrip("/")) and not stat.S_ISLNK(info.external_attr >> 16)


def _read_at_most(stream: IO[bytes], limit: int, name: str) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise PlanUnreadable(f"{name} is larger than {limit // 2**20} MB")
        chunks.append(chunk)
    return b"".join(chunks)
