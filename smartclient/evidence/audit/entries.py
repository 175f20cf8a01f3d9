"""What an audit log says, and the exact bytes it says it in.

JSON lines and not a database: anybody reads them in fifty years, a line that was cut off by a power failure is told apart from one
that was changed, and whoever can write a database file can also drop the triggers that guard it.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import msgspec

LARGEST_LINE = 64 * 1024
"""Bytes; a detail that would not fit is left out and said to be."""
BEGINNING = "0" * 64
"""Stands for the link before the first."""
_LONGEST_TEXT, _LONGEST_DETAIL = 500, 32 * 1024
_LINE = re.compile(rb"([0-9a-f]{64}) (\{.*\})", re.DOTALL)


class Kind(StrEnum):
    """What an entry is about."""

    LOG = "log"
    """The log itself: begun, opened, closed, cut off, not writable for a while, the key its heads are signed with."""
    SIGN_IN = "sign-in"
    CONSOLE = "console"
    """Locked, unlocked, another user, a second person's approval."""
    VIEW = "view"
    COMMAND = "command"
    EDIT = "edit"
    EXPORT = "export"
    GRANT = "grant"
    REFUSAL = "refusal"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Something to be written: who did what to what. `detail` is anything JSON knows, with times."""

    kind: Kind
    by: str
    act: str
    subject: str = ""
    name: str = ""
    """What people call the subject."""
    detail: object = None
    at: datetime | None = None
    """When it was so; None: now."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as it stands in the log; `number` counts from 1."""

    number: Annotated[int, msgspec.Meta(ge=1, le=2**53)]
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    kind: Annotated[str, msgspec.Meta(max_length=100)]
    by: str
    act: str
    subject: str = ""
    name: str = ""
    detail: Any = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line as read: its link, the SHA-256 of its text, and the entry."""

    link: str
    content: str
    entry: Entry


_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(Entry).decode


def text_of(entry: AuditEntry, number: int, at: datetime) -> bytes:
    """The entry as canonical JSON: UTF-8, keys sorted, no space, no line feed."""
    short = {name: getattr(entry, name)[:_LONGEST_TEXT] for name in ("by", "act", "subject", "name")}
    kept = Entry(number=number, at=entry.at or at, kind=entry.kind.value, detail=_detail(entry.detail), **short)
    return _encode(kept)


def _detail(detail: object) -> object:
    try:
        size = len(_encode(detail))
    except (TypeError, ValueError, RecursionError):
        return {"left out": f"a detail that cannot be written: {type(detail).__name__}"}
    return detail if size <= _LONGEST_DETAIL else {"left out": f"a detail of {size} bytes"}


def content_of(text: bytes) -> str:
    """The SHA-256 of an entry's text."""
    return hashlib.sha256(text).hexdigest()


def link_of(previous: str, content: str) -> str:
    """What binds an entry to all before it: SHA-256 over the link before and the SHA-256 of the entry's text, both in hexadecimal.

    Two steps, so that a span can be handed over with the contents' hashes of what is not part of it, and still be held against a head.
    """
    return hashlib.sha256(f"{previous}{content}".encode()).hexdigest()


def line_of(link: str, text: bytes) -> bytes:
    """A line as it is on disk."""
    return link.encode() + b" " + text + b"\n"


def read_line(raw: bytes) -> Line | None:
    """A line without its line feed; None for one that is none. Whether its link is right is another question."""
    found = _LINE.fullmatch(raw)
    if found is None:
        return None
    try:
        entry = _decode(found[2])
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    return Line(found[1].decode(), content_of(found[2]), entry)
