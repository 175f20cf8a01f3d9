"""Files that are there whole or not at all: written beside, then renamed."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from smartclient.domain.errors import PlanUnwritable


@contextmanager
def replaced_file(path: Path) -> Iterator[IO[bytes]]:
    """A stream whose content becomes the file `path` when the block ends well. Raises PlanUnwritable."""
    part: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        part = Path(name)
        with os.fdopen(handle, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        part.replace(path)
    except OSError as trouble:
        raise unwritable(path, trouble) from trouble
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def written_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Makes the folder `path` with `files` in it. Raises PlanUnwritable, also when something is there already."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise PlanUnwritable(f"{path} is there already; choose another name.")
    part: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
        for name, content in files.items():
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            (part / name).write_bytes(content)
        part.chmod(0o777 & ~_umask())
        if path.exists():
            path.rmdir()
        part.rename(path)
    except OSError as trouble:
        raise unwritable(path, trouble) from trouble
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)


def unwritable(path: Path, trouble: OSError) -> PlanUnwritable:
    """The sentence for a disk that does not take it."""
    return PlanUnwritable(f"{path} cannot be written: {trouble.strerror or trouble}.")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
