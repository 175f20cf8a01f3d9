"""The journal of a watch wherever it can be written: a watch post does not stay dark because a folder is read-only."""

import logging
import tempfile
from pathlib import Path

from smartclient.domain.errors import JournalUnwritable
from smartclient.runtime import paths
from smartclient.store.journal import Journal

log = logging.getLogger(__name__)


def open_journal(path: Path) -> Journal:
    """The journal at `path`; where that cannot be written, one in a passing folder, which says so. Raises JournalUnwritable."""
    try:
        journal = Journal(path)
    except JournalUnwritable as error:
        log.warning("%s", error)
        folder = Path(tempfile.mkdtemp(prefix="smartclient-"))
        journal = Journal(folder / path.name)
        journal.trouble = _words(path.parent, folder)
    passing = paths.passing_home()
    if passing is not None:
        journal.trouble = _words(passing.wanted, passing.folder)
    return journal


def _words(wanted: Path, folder: Path) -> str:
    return (
        f"{wanted} cannot be written. Events are kept in {folder}, which may be gone after a restart of this computer; "
        "free space there, or ask for the right to write."
    )
