"""The incident files that were kept on this machine, of every server, for looking into them without a watch."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smartclient.domain.errors import IncidentMissing, IncidentsUnwritable
from smartclient.domain.incidents import Incident, fold
from smartclient.runtime import paths
from smartclient.store.incidents.incident_log import IncidentLog

PREFIX = "incidents-"

log = logging.getLogger(__name__)


def beside(journal: Path) -> Path:
    """Where the incidents of a watch lie, beside its journal."""
    return journal.with_name(f"{PREFIX}{journal.name.removeprefix('journal-')}")


def open_log(path: Path) -> IncidentLog:
    """The files at `path`; where that cannot be written, new ones in a passing folder, which say so. Raises IncidentsUnwritable."""
    try:
        return IncidentLog(path)
    except IncidentsUnwritable as error:
        log.warning("%s", error)
        folder = Path(tempfile.mkdtemp(prefix="smartclient-"))
        passing = IncidentLog(folder / path.name)
        passing.trouble = (
            f"Incident files cannot be written to {path.parent}. They are kept in {folder}, which may be gone after a restart "
            "of this computer; print a report of what must stay."
        )
        return passing


def files_of_this_machine(words: str = "") -> list[Incident]:
    """Every file by what it is about, open ones first, newest on top; only those with all `words`. Raises IncidentsUnwritable."""
    found: list[Incident] = []
    for path in _paths():
        with _log(path) as kept:
            wanted = kept.containing(words) if words else None
            found += [file for file in kept.heads() if wanted is None or file.id in wanted]
    return sorted(
        found, key=lambda file: (not file.is_open, -(file.opened_at.timestamp() if file.opened_at is not None else 0.0))
    )


def file_of_this_machine(beginning: str) -> Incident:
    """All of the file whose id begins so. Raises IncidentMissing, also where several do."""
    found: list[Incident] = []
    for path in _paths():
        with _log(path) as kept:
            ids = [file.id for file in kept.heads() if file.id.startswith(beginning)]
            found += [fold(each, kept.entries(each)) for each in ids]
    if len(found) != 1:
        count = "No incident file" if not found else f"Not one but {len(found)} incident files"
        raise IncidentMissing(f"{count} on this machine: {beginning!r}. `smartclient incident list` shows them all.")
    return found[0]


def _paths() -> list[Path]:
    return sorted(paths.data_folder().glob(f"{PREFIX}*.db"))


@contextmanager
def _log(path: Path) -> Iterator[IncidentLog]:
    kept = IncidentLog(path)
    try:
        yield kept
    finally:
        kept.close()
