"""The chain of custody: who exported, verified and copied a package, each entry signed and bound to the one before it."""

import base64
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from smartclient.evidence.keys import Signer, from_base64, is_signed
from smartclient.evidence.manifest import CUSTODY, Instant, Sha256, Text

PREFIX = b"smartclient evidence custody\n"
MAX_CUSTODY_BYTES = 4 * 2**20


class Act(StrEnum):
    """What was done with a package."""

    EXPORTED = "exported"
    VERIFIED = "verified"
    COPIED = "copied"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What happened. `previous` is the SHA-256 of the line before, or of the manifest; `time_stamp` that of the trusted time stamp."""

    number: int
    at: Instant
    act: Act
    who: Text
    where: Text
    note: Text = ""
    previous: Sha256
    time_stamp: Sha256 | None = None


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it is on disk: the entry as the very text that is signed, so that no reader has to write JSON alike."""

    entry: Text
    public_key: Text
    signature: Text


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as read: `flaw` says in words what is wrong with it, empty when nothing is."""

    entry: Entry | None
    public_key: bytes
    flaw: str


def add(folder: Path, entry: Entry, signer: Signer) -> None:
    """Appends to a package's chain; on disk when it returns. Raises OSError."""
    text = msgspec.json.encode(entry, order="sorted").decode()
    line = _Line(
        entry=text,
        public_key=base64.b64encode(signer.public_key).decode(),
        signature=base64.b64encode(signer.sign(PREFIX + text.encode())).decode(),
    )
    with (folder / CUSTODY).open("ab") as file:
        file.write(msgspec.json.encode(line, order="sorted") + b"\n")
        file.flush()
        os.fsync(file.fileno())


def next_entry(
    chain: bytes,
    manifest: bytes,
    act: Act,
    who: str,
    where: str,
    at: datetime,
    note: str = "",
    time_stamp: str | None = None,
) -> Entry:
    """The entry that follows a chain as it is on disk."""
    lines = lines_of(chain)
    previous = hashlib.sha256(lines[-1] if lines else manifest).hexdigest()
    return Entry(
        number=len(lines) + 1, at=at, act=act, who=who, where=where, note=note, previous=previous, time_stamp=time_stamp
    )


def read(chain: bytes, manifest: bytes) -> list[Link]:
    """All entries, each judged."""
    links = []
    previous = hashlib.sha256(manifest).hexdigest()
    for number, raw in enumerate(lines_of(chain), start=1):
        links.append(_link(raw, number, previous))
        previous = hashlib.sha256(raw).hexdigest()
    return links


def lines_of(chain: bytes) -> list[bytes]:
    """The lines of a chain, each without its line feed."""
    return chain.removesuffix(b"\n").split(b"\n") if chain else []


def _link(raw: bytes, number: int, previous: str) -> Link:
    try:
        line = msgspec.json.decode(raw, type=_Line)
        key, signature = from_base64(line.public_key), from_base64(line.signature)
        entry = msgspec.json.decode(line.entry, type=Entry)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return Link(None, b"", "cannot be read")
    if msgspec.json.encode(line, order="sorted") != raw:
        return Link(None, b"", "cannot be read")
    if not is_signed(key, signature, PREFIX + line.entry.encode()):
        return Link(entry, key, "its signature does not match")
    if entry.previous != previous or entry.number != number:
        return Link(entry, key, "does not follow from what stands before it")
    return Link(entry, key, "")
