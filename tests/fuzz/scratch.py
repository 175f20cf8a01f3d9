"""Files for readers that want a path: one folder a process, in memory where the system has such a place."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

_IN_MEMORY = Path("/dev/shm")  # noqa: S108  a folder made in it is ours alone


@cache
def scratch() -> Path:
    """The folder; it goes with the process."""
    where = _IN_MEMORY if _IN_MEMORY.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="smartclient-fuzz-", dir=where))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def as_file(name: str, data: bytes) -> Path:
    """A file of that name holding `data`."""
    path = scratch() / name
    path.write_bytes(data)
    return path


def as_folder(name: str) -> Path:
    """An empty folder of that name."""
    path = scratch() / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    return path
