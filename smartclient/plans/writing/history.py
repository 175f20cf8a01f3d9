"""Who changed what when (`history.jsonl`, our extension): one line a save, never rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import msgspec

from smartclient.plans.text import clean

NAME = "history.jsonl"
_MOST_LINES = 100_000


@dataclass(frozen=True, slots=True)
class Step:
    """One edit, or one taken back, at a time."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One save: who, when, from which revision to which, and the steps between."""

    at: datetime
    who: str
    before: str
    after: str
    steps: tuple[Step, ...]


def with_entry(content: bytes, entry: Entry) -> bytes:
    """The file with one more line."""
    separator = b"" if not content or content.endswith(b"\n") else b"\n"
    return content + separator + msgspec.json.encode(entry) + b"\n"


def read_entries(content: bytes) -> Sequence[Entry]:
    """All entries that can be read, oldest first; texts cleaned."""
    found = []
    for line in content.splitlines()[:_MOST_LINES]:
        try:
            entry = msgspec.json.decode(line, type=Entry)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        steps = tuple(Step(_aware(step.at), clean(step.what)) for step in entry.steps)
        found.append(Entry(_aware(entry.at), clean(entry.who), clean(entry.before), clean(entry.after), steps))
    return found


def last_change(plan: Path) -> datetime | None:
    """When a plan, or any campus of a district, was last saved by somebody here; None where that was never, or cannot be read."""
    try:
        if plan.is_dir():
            found = [each.read_bytes() for each in (plan / NAME, *plan.glob(f"*/{NAME}")) if each.is_file()]
        else:
            with ZipFile(plan) as archive:
                found = [archive.read(name) for name in archive.namelist() if name.rsplit("/", 1)[-1] == NAME]
    except (OSError, BadZipFile):
        return None
    return max((entry.at for content in found for entry in read_entries(content)), default=None)


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
