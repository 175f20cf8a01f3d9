"""Files that are there whole or not at all: written beside, then renamed."""

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from smartclient.domain.errors import PlanUnwritable
from smartclient.plans.stamp import BACKUP, plan_files


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
        part.chmod(_mode(path))
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


def replace_files(folder: Path, changes: Mapping[str, bytes | None]) -> None:
    """Replaces files of a plan, None for one that goes, after a backup of all of them: `last-revision.zip`.

    New content is written beside first; when a file cannot be renamed, those before it are put back. Raises PlanUnwritable.
    """
    _back_up(folder)
    with ExitStack() as parts:
        written = {(folder / name).resolve(): _part(folder / name, content, parts) for name, content in changes.items()}
        done: dict[Path, bytes | None] = {}
        for target, part in written.items():
            try:
                had = target.read_bytes() if target.exists() else None
                if part is not None:
                    part.replace(target)
                else:
                    target.unlink(missing_ok=True)
                done[target] = had
            except OSError as trouble:
                _put_back(done)
                raise unwritable(target, trouble) from trouble


def keep_copy(source: Path, target: Path) -> None:
    """A copy of a file, whole or not at all. Raises PlanUnwritable."""
    with replaced_file(target) as part, source.open("rb") as stream:
        shutil.copyfileobj(stream, part)


def _back_up(folder: Path) -> None:
    with (
        replaced_file(folder / BACKUP) as part,
        zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as backup,
    ):
        for file in (*plan_files(folder), *folder.glob("*.jsonl")):
            backup.write(file, file.relative_to(folder).as_posix())


def _part(path: Path, content: bytes | None, parts: ExitStack) -> Path | None:
    """The new content in a file beside, which is gone after the stack, renamed or not."""
    if content is None:
        return None
    target = path.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        part = Path(name)
        parts.callback(part.unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(_mode(target))
    except OSError as trouble:
        raise unwritable(target, trouble) from trouble
    return part


def _put_back(done: Mapping[Path, bytes | None]) -> None:
    for target, had in done.items():
        with suppress(OSError):
            if had is None:
                target.unlink(missing_ok=True)
            else:
                target.write_bytes(had)


def _mode(path: Path) -> int:
    """The rights of the file there, else those of any new file."""
    return path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()


def unwritable(path: Path, trouble: OSError) -> PlanUnwritable:
    """The sentence for a disk that does not take it."""
    return PlanUnwritable(f"{path} cannot be written: {trouble.strerror or trouble}.")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
