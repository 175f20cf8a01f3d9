"""Entries of a span for a court: the lines as they are, what proves that they belong to the whole log, and how anybody checks it.

Of entries outside the span only the SHA-256 of their text goes along: they prove the chain up to the sealing head and disclose nothing.
"""

import base64
import csv
import hashlib
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec

from smartclient.domain.errors import EvidenceError
from smartclient.evidence.audit.entries import BEGINNING, Entry, Line, read_line
from smartclient.evidence.audit.head import Head, to_bytes
from smartclient.evidence.audit.verify import Report, raw_lines, verify
from smartclient.evidence.audit.words import report_lines
from smartclient.evidence.keys import Signer, fingerprint

COVER, ENTRIES, PROOF, HEADS, SHEET, WORDS, SIGNED = (
    "cover.pdf",
    "entries.log",
    "proof.json",
    "heads.jsonl",
    "entries.csv",
    "READ-ME.txt",
    "contents.json",
)
PREFIX = b"smartclient audit export\n"


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """`previous` is the link before the first line of entries.log, `after` the contents' hashes from its last line to the sealing head."""

    log: str
    previous: str
    first: int
    last: int
    after: tuple[str, ...]
    sealed: int
    """The entry whose link the sealing head signs; 0 where no head reaches so far."""


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """The files of the package with their SHA-256, and who made it when."""

    files: dict[str, str]
    made_at: datetime
    by: str
    public_key: str


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover page tells: the span that was asked for, what proves it, the heads that reach beyond it, who made it when.

    `checked` are the lines of a check of the whole log, `key` the fingerprint of the key that signs the package, `workstation` the name
    that a head gives the console, empty where none does.
    """

    since: datetime
    until: datetime
    count: int
    proof: Proof
    heads: tuple[Head, ...]
    workstation: str
    checked: tuple[str, ...]
    key: str
    by: str
    made_at: datetime


@dataclass(slots=True)
class _Found:
    previous: str = BEGINNING
    lines: list[bytes] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    """By number, from the one after the span."""
    log: str = ""


def export(
    log: Path,
    folder: Path,
    since: datetime,
    until: datetime,
    heads: Iterable[Head],
    signer: Signer,
    by: str,
    now: datetime,
    cover: Callable[[Cover], bytes] | None = None,
) -> tuple[Path, Report]:
    """Writes the package into `folder`; the answer is where, and what a check of the whole log found. Raises EvidenceError.

    `cover` draws its first page as a PDF, which is signed with the other files; without it there is none.
    """
    heads = list(heads)
    report = verify(log, heads)
    found = _span(log, since, until)
    if not found.entries:
        raise EvidenceError(f"{log.name} has no entries from {since:%Y-%m-%d %H:%M} to {until:%Y-%m-%d %H:%M} UTC.")
    last = found.entries[-1].number
    ours = sorted(
        (h for h in heads if h.claim.log == found.log and h.claim.number >= last), key=lambda h: h.claim.number
    )
    sealing = ours[0].claim.number if ours else 0
    proof = Proof(
        log=found.log,
        previous=found.previous,
        first=found.entries[0].number,
        last=last,
        after=tuple(found.after[: max(0, sealing - last)]),
        sealed=sealing,
    )
    files = {
        ENTRIES: b"".join(found.lines),
        PROOF: msgspec.json.format(msgspec.json.encode(proof), indent=1),
        HEADS: b"".join(to_bytes(head) + b"\n" for head in ours),
        SHEET: _sheet(found.entries),
        WORDS: _words(report, proof, signer).encode(),
    }
    if cover is not None:
        told, key = tuple(report_lines(report)), fingerprint(signer.public_key)
        console = next((head.claim.workstation for head in ours if head.claim.workstation), "")
        times = max(since, found.entries[0].at), min(until, found.entries[-1].at)
        files[COVER] = cover(Cover(*times, len(found.entries), proof, tuple(ours), console, told, key, by, now))
    return _written(folder / f"audit_{since:%Y-%m-%d}_{until:%Y-%m-%d}", files, signer, by, now), report


def _span(log: Path, since: datetime, until: datetime) -> _Found:
    """The lines from the first to the last entry of the span, also those between whose time is another (clocks are set)."""
    found, held = _Found(), list[tuple[bytes, Line]]()
    for raw in raw_lines(log):
        line = read_line(raw.removesuffix(b"\n"))
        if line is None:
            raise EvidenceError(
                f"{log.name} cannot be exported from: a line cannot be read. `smartclient audit verify` says which."
            )
        if line.entry.number == 1 and isinstance(line.entry.detail, dict):
            found.log = str(line.entry.detail.get("log", ""))
        if since <= line.entry.at <= until:
            for each_raw, each in held if found.entries else ():
                found.lines.append(each_raw)
                found.entries.append(each.entry)
            held.clear()
            found.lines.append(raw)
            found.entries.append(line.entry)
        elif found.entries:
            held.append((raw, line))
        else:
            found.previous = line.link
    found.after = [line.content for _raw, line in held]
    return found


def _sheet(entries: list[Entry]) -> bytes:
    """For a table program; what begins like a formula is text there."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(["number", "time (UTC)", "kind", "by", "act", "subject", "name", "detail"])
    for entry in entries:
        detail = "" if entry.detail is None else msgspec.json.encode(entry.detail).decode()
        row = [entry.kind, entry.by, entry.act, entry.subject, entry.name, detail]
        sheet.writerow(
            [
                entry.number,
                entry.at.isoformat(),
                *(f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in row),
            ]
        )
    return text.getvalue().encode()


def _written(folder: Path, files: dict[str, bytes], signer: Signer, by: str, now: datetime) -> Path:
    contents = Contents(
        files={name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        made_at=now,
        by=by,
        public_key=base64.b64encode(signer.public_key).decode(),
    )
    text = msgspec.json.encode(contents, order="sorted")
    files = files | {SIGNED: text, f"{SIGNED}.sig": base64.b64encode(signer.sign(PREFIX + text)) + b"\n"}
    target, number = folder, 1
    while target.exists():
        number += 1
        target = folder.with_name(f"{folder.name}_{number}")
    try:
        target.mkdir(parents=True)
        for name, data in files.items():
            (target / name).write_bytes(data)
    except OSError as error:
        raise EvidenceError(f"{target} cannot be written: {error.strerror}. Choose another folder.") from error
    return target


def _words(report: Report, proof: Proof, signer: Signer) -> str:
    checked = "\n".join(report_lines(report))
    return f"""AUDIT LOG OF A SMARTCLIENT CONSOLE: entries {proof.first} to {proof.last}

The whole log, as it was checked for this copy:
{checked}

WHAT IS HERE
{COVER}         what this is, for people, on paper
{ENTRIES}       the entries as the console wrote them, a line each
{SHEET}       the same for a table program
{PROOF}        what binds them to the whole log without disclosing it
{HEADS}       signed heads: how far the log went, and with which link it ended
{SIGNED}     the SHA-256 of each file; {SIGNED}.sig is its signature by this console

HOW ANYBODY CHECKS IT
1. `smartclient audit verify` with this folder does all of it. By hand:
2. Each line of {ENTRIES} is a LINK (64 digits), a space and a TEXT. The link must be
   SHA-256( link of the line before + SHA-256(TEXT) ), both written in hexadecimal one after the other.
   Before the first line stands `previous` of {PROOF}.
3. Go on in the same way with each hash of `after` in {PROOF}. The last link must be the `link`
   of a head in {HEADS} whose `number` is {proof.sealed}.
4. A head's signature is Ed25519 over the words "smartclient audit head", a line feed, and its claim as
   JSON with sorted keys and no spaces. The key's fingerprint is the first 32 digits of its SHA-256:
   {fingerprint(signer.public_key)}
   Ask the school for that fingerprint by another way than this folder.
One changed character of any line changes its link, and with it all that follow, and no head fits any more.
"""
