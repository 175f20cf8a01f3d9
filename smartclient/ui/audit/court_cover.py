"""The cover page of an export of the audit log: what the package is, whose log, how to verify it, and what it cannot prove."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from smartclient.evidence.audit.court import Cover
from smartclient.evidence.keys import fingerprint
from smartclient.plans.printing.paper import Paper
from smartclient.ui.incidents.report.blocks import Block, Heading, Row, Words
from smartclient.ui.incidents.report.pages import Imprint, write_pages
from smartclient.ui.theme import Theme
from smartclient.ui.words import one_line

TITLE = "Audit log of a smartclient console"
MOST_HEADS = 12
_FACTS, _HEADS = (0.26, 0.74), (0.12, 0.28, 0.6)
_WHAT = (
    "A console writes down who signed in, what was watched live and recorded, which commands were given, what was exported, granted and "
    "refused. Each entry carries a SHA-256 link over the entry before it, and from time to time the console signs the last link with its "
    "key (Ed25519) and gives that head away. This package holds the entries of a span as they were written; of all others only hashes, "
    "which disclose nothing."
)
_HOW = (
    "1. Run “smartclient audit verify” with this folder. It checks every file, every link and the signatures.",
    "2. Compare the fingerprint of the key above with the one the school tells you by another way than this folder.",
    "3. READ-ME.txt says how to check the same by hand, with any program that computes SHA-256 and Ed25519.",
)
_NOT = (
    "That the console's clock was right: times are those the console had.",
    "That the person at the console was the person who had signed in.",
    "That nothing was done elsewhere, at another console, in the video system itself or by looking over a shoulder.",
    "What was done after the last head: entries at the end that no head seals could be missing.",
    "Whose the key is: only the fingerprint, told by the school on another way, ties it to this console.",
)


def cover_pdf(cover: Cover, theme: Theme, paper: Paper) -> bytes:
    """The page; `theme` is that of paper. Needs a QGuiApplication. Raises PlanUnwritable."""
    imprint = Imprint(TITLE, cover.workstation or "this console", cover.by, cover.made_at)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cover.pdf"
        write_pages(path, theme, imprint, blocks(cover), paper)
        return path.read_bytes()


def blocks(cover: Cover) -> Iterator[Block]:
    """All pieces in order."""
    yield Words(TITLE, 3, is_bold=True)
    for name, text in _facts(cover):
        yield Row((name, one_line(text)), _FACTS)
    yield Heading("What this is")
    yield Words(_WHAT)
    yield from _heads(cover)
    yield Heading("What was found when it was made")
    yield from (Words(one_line(line)) for line in cover.checked)
    yield Heading("How to verify it")
    yield from (Words(line) for line in _HOW)
    yield Heading("What it cannot prove")
    yield from (Words(f"·  {line}") for line in _NOT)


def _facts(cover: Cover) -> Iterator[tuple[str, str]]:
    yield "Log", cover.proof.log
    yield "Console", cover.workstation or "not told by any head"
    yield "Span", f"{_time(cover.since)} to {_time(cover.until)}"
    first, last, count = cover.proof.first, cover.proof.last, cover.count
    yield "Entries", f"{count}, number {first} to {last}" if count > 1 else f"one, number {first}"
    yield "Sealed", f"by the head at entry {cover.proof.sealed}" if cover.proof.sealed else "by no head: see below"
    yield "Made", f"{_time(cover.made_at)} by {cover.by}"
    yield "Key of this package", cover.key


def _heads(cover: Cover) -> Iterator[Block]:
    yield Heading("Heads that reach beyond these entries")
    if not cover.heads:
        yield Words("None: whether the end of the log was cut off, or all of it written anew, cannot be told.")
        return
    yield Row(("Entry", "Signed", "Link, and the key's fingerprint"), _HEADS, is_head=True)
    for head in cover.heads[:MOST_HEADS]:
        claim = head.claim
        cells = str(claim.number), _time(claim.at), f"{claim.link}\n{fingerprint(head.key)}"
        yield Row(cells, _HEADS)
    if len(cover.heads) > MOST_HEADS:
        yield Words(f"And {len(cover.heads) - MOST_HEADS} more in heads.jsonl.")


def _time(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M:%S %Z}"
