"""Whether an export of an audit log is what the console wrote: its files, its chain up to the sealing head, the head's signature."""

import hashlib
from pathlib import Path

import msgspec

from smartclient.domain.errors import EvidenceError
from smartclient.evidence.audit.court import ENTRIES, HEADS, PREFIX, PROOF, SIGNED, Contents, Proof
from smartclient.evidence.audit.entries import link_of, read_line
from smartclient.evidence.audit.head import is_genuine
from smartclient.evidence.audit.known_heads import read_heads
from smartclient.evidence.audit.verify import Finding, Report, raw_lines
from smartclient.evidence.keys import fingerprint, from_base64, is_same_fingerprint, is_signed

_MOST_BYTES = 2**30


def verify_export(folder: Path, key: str = "") -> Report:
    """Checks a folder that `audit export` wrote. Raises EvidenceError where it is none."""
    report = Report(folder)
    public = _files(folder, report)
    if key and not is_same_fingerprint(fingerprint(public), key):
        report.find(0, f"It is signed with another key: {fingerprint(public)}.")
    try:
        proof = msgspec.json.decode((folder / PROOF).read_bytes(), type=Proof)
    except (OSError, msgspec.DecodeError, RecursionError) as error:
        raise EvidenceError(f"{folder / PROOF} cannot be read: this is no export of an audit log.") from error
    link = _lines(folder, proof, report)
    for content in proof.after:
        link = link_of(link, content)
    _held(folder, proof, link, report)
    return report


def _files(folder: Path, report: Report) -> bytes:
    try:
        text = (folder / SIGNED).read_bytes()
        signature = from_base64((folder / f"{SIGNED}.sig").read_text().strip())
        contents = msgspec.json.decode(text, type=Contents)
        public = from_base64(contents.public_key)
    except (OSError, ValueError, msgspec.DecodeError, RecursionError) as error:
        raise EvidenceError(
            f"{folder} is no export of an audit log, or its list of contents cannot be read."
        ) from error
    if not is_signed(public, signature, PREFIX + text):
        report.find(0, f"{SIGNED} was altered: its signature does not match.")
    for name, sha256 in contents.files.items():
        path = folder / Path(name).name
        try:
            is_same = path.stat().st_size < _MOST_BYTES and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
        except OSError:
            is_same = False
        if not is_same:
            report.find(0, f"{Path(name).name} was altered or is missing.")
    report.keys.append(fingerprint(public))
    return public


def _lines(folder: Path, proof: Proof, report: Report) -> str:
    link, number = proof.previous, proof.first - 1
    report.log = proof.log
    for at, raw in enumerate(raw_lines(folder / ENTRIES), start=1):
        line = read_line(raw.removesuffix(b"\n"))
        number += 1
        if line is None or line.entry.number != number or link_of(link, line.content) != line.link:
            report.findings.append(
                Finding(at, f"Line {at} of {ENTRIES} does not follow from the line before: it was altered.")
            )
            return ""
        link = line.link
        report.entries += 1
        report.first_at, report.last_at = report.first_at or line.entry.at, line.entry.at
    if number != proof.last:
        report.find(0, f"{ENTRIES} ends with entry {number}; it had {proof.last}.")
    return link


def _held(folder: Path, proof: Proof, link: str, report: Report) -> None:
    """Against the sealing head."""
    for head in read_heads(folder / HEADS):
        if head.claim.log == proof.log and head.claim.number == proof.sealed and is_genuine(head):
            if head.claim.link == link:
                report.heads, report.sealed = 1, report.entries
                report.keys.append(fingerprint(head.key))
            else:
                report.find(
                    0, f"The entries do not lead to the head that was signed on {head.claim.at:%Y-%m-%d %H:%M:%S} UTC."
                )
