"""Whether an audit log is what was written: every line against the one before, and its end against the newest heads known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from smartclient.domain.errors import EvidenceError
from smartclient.evidence.audit.entries import BEGINNING, LARGEST_LINE, Kind, Line, link_of, read_line
from smartclient.evidence.audit.head import Head, is_genuine
from smartclient.evidence.keys import fingerprint, from_base64, is_same_fingerprint

KEY_ACT = "sign heads with"
"""The act of the entry that names the key of all heads that follow; its subject is the key in base64."""
MOST_FINDINGS = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was bent: at which line of the file (from 1; 0: the file as a whole), and in words."""

    line: int
    words: str


@dataclass(slots=True)
class Report:
    """What was found. `torn_bytes` of a last line were cut off while it was written, which a power failure does, too."""

    path: Path
    log: str = ""
    entries: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    findings: list[Finding] = field(default_factory=list)
    torn_bytes: int = 0
    heads: int = 0
    """How many genuine heads of this log it was held against."""
    sealed: int = 0
    """Up to which entry it stands under a head."""
    keys: list[str] = field(default_factory=list)
    """Fingerprints of the keys that the log names for its heads."""

    @property
    def intact(self) -> bool:
        """Whether nothing was bent."""
        return not self.findings

    def find(self, line: int, words: str) -> None:
        """Notes something that was bent."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(line, words))


def raw_lines(path: Path) -> Iterator[bytes]:
    """The lines of a log with their line feeds, none longer than it may be by much. Raises EvidenceError."""
    try:
        with path.open("rb") as file:
            while raw := file.readline(2 * LARGEST_LINE):
                yield raw
    except OSError as error:
        raise EvidenceError(f"{path} cannot be read: {error.strerror}.") from error


def verify(path: Path, heads: Iterable[Head] = (), key: str = "") -> Report:
    """Looks at every byte. `key` is the fingerprint its heads must be signed with, where somebody said it.

    Raises EvidenceError where there is no log at all.
    """
    report = Report(path)
    heads = list(heads)
    chain = _Chain(report, {head.claim.number for head in heads})
    for number, raw in enumerate(raw_lines(path), start=1):
        chain.take(number, raw)
    if report.entries == 0:
        report.find(
            0, "It has no entries: all of it was cut off." if not report.findings else "Nothing of it can be read."
        )
    chain.hold_against(heads, key)
    return report


class _Chain:
    """Goes along the log; after a break it goes on from what the file says, so that one cut is told once."""

    def __init__(self, report: Report, claimed: set[int]) -> None:
        self._report, self._claimed = report, claimed
        self._link, self._number = BEGINNING, 0
        self._links: dict[int, str] = {}
        """Of the entries that a head speaks of."""
        self._keys: dict[bytes, int] = {}
        self._is_broken = False

    def take(self, line: int, raw: bytes) -> None:
        if not raw.endswith(b"\n"):
            self._report.torn_bytes = len(raw)
            return
        read = read_line(raw[:-1])
        if read is None:
            self._report.find(line, f"Line {line} cannot be read: it was altered or put in.")
            self._is_broken = True
            return
        entry = read.entry
        self._judge(line, read)
        self._link, self._number, self._is_broken = read.link, entry.number, False
        if entry.number in self._claimed:
            self._links[entry.number] = read.link
        report = self._report
        report.entries += 1
        report.first_at, report.last_at = report.first_at or entry.at, entry.at
        if entry.number == 1 and isinstance(entry.detail, dict):
            report.log = str(entry.detail.get("log", ""))
        if entry.kind == Kind.LOG.value and entry.act == KEY_ACT:
            self._note_key(entry.subject, entry.number)

    def _judge(self, line: int, read: Line) -> None:
        where = f"Line {line}, entry {read.entry.number} of {read.entry.at.astimezone():%Y-%m-%d %H:%M:%S}"
        expected = self._number + 1
        follows = link_of(self._link, read.content) == read.link
        if read.entry.number > expected:
            missing = (
                f"entry {expected} is"
                if read.entry.number == expected + 1
                else f"entries {expected} to {read.entry.number - 1} are"
            )
            if not self._is_broken:
                self._report.find(line, f"Before line {line}: {missing} missing, cut out or moved.")
        elif read.entry.number < expected:
            self._report.find(line, f"{where}: stands after entry {self._number}; it was moved or put in.")
        elif not follows and not self._is_broken:
            self._report.find(line, f"{where}: does not follow from the line before; one of the two was altered.")

    def _note_key(self, text: str, number: int) -> None:
        try:
            public = from_base64(text)
        except ValueError:
            return
        self._keys.setdefault(public, number)
        self._report.keys.append(fingerprint(public))

    def hold_against(self, heads: list[Head], key: str) -> None:
        report = self._report
        for head in heads:
            claim = head.claim
            if report.log and claim.log != report.log:
                continue
            if not is_genuine(head):
                report.find(
                    0, f"A head that claims {claim.number} entries is not genuine: its signature does not match."
                )
                continue
            if key and not is_same_fingerprint(fingerprint(head.key), key):
                report.find(0, f"The head of entry {claim.number} is signed with another key: {fingerprint(head.key)}.")
            self._hold(head)
        if key and not any(is_same_fingerprint(fingerprint(each), key) for each in self._keys):
            report.find(0, "The log names no such key for its heads.")

    def _hold(self, head: Head) -> None:
        report, claim = self._report, head.claim
        report.heads += 1
        if claim.number > self._number:
            report.find(
                0,
                f"The end was cut off: on {claim.at.astimezone():%Y-%m-%d %H:%M:%S} it had {claim.number} entries, "
                f"now it ends with entry {self._number}.",
            )
        elif self._links.get(claim.number) != claim.link:
            report.find(
                0,
                f"Entry {claim.number} or one before it is not what was signed on {claim.at.astimezone():%Y-%m-%d %H:%M:%S}.",
            )
        elif self._keys.get(head.key, claim.number + 1) > claim.number:
            report.find(
                0, f"The head of entry {claim.number} is signed with a key that the log does not name before it."
            )
        else:
            report.sealed = max(report.sealed, claim.number)
