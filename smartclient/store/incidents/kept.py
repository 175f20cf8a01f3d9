"""The incident files that were kept on this machine, of every server, for looking into them without a watch."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smartclient.domain.errors import IncidentMissing
from smartclient.domain.incidents import Incident, fold
from smartclient.runtime import paths
from smartclient.store.incidents.incident_log import IncidentLog

PREFIX = "incidents-"


def beside(journal: Path) -> Path:
    """Where the incidents of a watch lie, beside its journal."""
    return journal.with_name(f"{PREFIX}{journal.name.removeprefix('journal-')}")


def files_of_this_machine(words: str = "") -> list[Incident]:
    """Every file by what it is about, open ones first, newest on top; only those with all `words`. Raises IncidentsUnwritable."""
    found: list[Incident] = []
    for path in _paths():
        with _log(path) as log:
            wanted = log.containing(words) if words else None
            found += [file for file in log.heads() if wanted is None or file.id in wanted]
    return sorted(
        found, key=lambda file: (not file.is_open, -(file.opened_at.timestamp() if file.opened_at is not None else 0.0))
    )


def file_of_this_machine(beginning: str) -> Incident:
    """All of the file whose id begins so. Raises IncidentMissing, also where several do."""
    found: list[Incident] = []
    for path in _paths():
        with _log(path) as log:
            ids = [file.id for file in log.heads() if file.id.startswith(beginning)]
            found += [fold(each, log.entries(each)) for each in ids]
    if len(found) != 1:
        count = "No incident file" if not found else f"Not one but {len(found)} incident files"
        raise IncidentMissing(f"{count} on this machine: {beginning!r}. `smartclient incident list` shows them all.")
    return found[0]


def _paths() -> list[Path]:
    return sorted(paths.data_folder().glob(f"{PREFIX}*.db"))


@contextmanager
def _log(path: Path) -> Iterator[IncidentLog]:
    log = IncidentLog(path)
    try:
        yield log
    finally:
        log.close()
