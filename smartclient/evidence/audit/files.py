"""Where audit logs lie: beside the journal of the same watch, with their newest head and the heads of other consoles."""

from pathlib import Path

from smartclient.runtime import paths

PREFIX, LOG, HEAD, OTHERS = "audit-", ".log", ".head", ".heads"
MOST_AT_ONCE = 16


def beside(journal: Path) -> Path:
    """The log of the watch that keeps this journal."""
    return journal.with_name(f"{PREFIX}{journal.stem.removeprefix('journal-')}{LOG}")


def front_door() -> Path:
    """The log of sign-ins that came to nothing, which belong to no watch."""
    return paths.data_folder() / f"{PREFIX}front-door{LOG}"


def head_of(log: Path) -> Path:
    """Its newest head."""
    return log.with_suffix(HEAD)


def others_of(log: Path) -> Path:
    """The newest heads that other consoles told, one a line."""
    return log.with_suffix(OTHERS)


def another(log: Path, number: int) -> Path:
    """The log of the `number`th window of one person at one time; each window writes its own."""
    return log if number == 1 else log.with_name(f"{log.stem}~{number}{LOG}")


def all_logs() -> list[Path]:
    """Every log of this person on this machine."""
    return sorted(paths.data_folder().rglob(f"{PREFIX}*{LOG}"))
