"""Whether the files of a plan are still those that were read."""

import os
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

SUFFIXES = (".json", ".geojson", ".zip")
BACKUP = "last-revision.zip"
RECORD = "record.json"
_MANIFEST = "manifest.json"
Stamp = Mapping[str, tuple[int, int]]
"""Size in bytes and time of the last change in nanoseconds, by path."""


def plan_files(path: Path, campuses: AbstractSet[str] | None = None) -> Iterator[Path]:
    """The files of the plan at `path`, sorted; backups and records of what people did with it are none of it.

    Of a district only what lies in these folders and beside them, where some `campuses` are named.
    """
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders.sort()
        if campuses is not None and Path(folder) == path:
            folders[:] = [name for name in folders if name in {campus.split("/")[0] for campus in campuses}]
        plans = (name for name in sorted(names) if name.lower().endswith(SUFFIXES) and name not in (BACKUP, RECORD))
        yield from (Path(folder, name) for name in plans)


def stamp_of(path: Path, campuses: AbstractSet[str] | None = None) -> Stamp:
    """The plan's files as they are now, but for manifests: each save reads them anew, and a record declares itself in them."""
    found = {}
    for file in (each for each in plan_files(path, campuses) if each.name != _MANIFEST):
        try:
            status = file.stat()
        except OSError:
            continue
        found[str(file)] = (status.st_size, status.st_mtime_ns)
    return found


def changed_since(path: Path, stamp: Stamp) -> list[str]:
    """Names of the files that are different, new or gone."""
    now = stamp_of(path)
    return sorted(Path(file).name for file in {*now, *stamp} if now.get(file) != stamp.get(file))
