"""The cover of an export tells what it is, whose, how far it is sealed, and what it cannot prove."""

from dataclasses import replace
from datetime import UTC, datetime

from smartclient.evidence.audit.court import Cover, Proof
from smartclient.ui.audit.court_cover import blocks
from smartclient.ui.incidents.report.blocks import Heading, Row, Words

AT = datetime(2026, 3, 2, 16, tzinfo=UTC)
COVER = Cover(
    since=AT,
    until=AT.replace(hour=18),
    count=3,
    proof=Proof(log="ab" * 16, previous="0" * 64, first=4, last=6, after=(), sealed=0),
    heads=(),
    workstation="",
    checked=("INTACT, but held against no head: 6 entries.",),
    key="C0F0 A5A3",
    by="clerk",
    made_at=AT.replace(hour=20),
)


def text(cover: Cover) -> str:
    found: list[str] = []
    for block in blocks(cover):
        match block:
            case Row(cells=cells):
                found += cells
            case Heading(words=words) | Words(words=words):
                found.append(words)
    return "\n".join(found)


def test_it_says_what_it_is_and_what_it_cannot_prove() -> None:
    told = text(COVER)
    for words in (
        "ab" * 16,
        "3, number 4 to 6",
        "C0F0 A5A3",
        "smartclient audit verify",
        "What it cannot prove",
        "clerk",
    ):
        assert words in told
    assert "by no head" in told
    assert "cannot be told" in told, "without a head nobody knows of a cut end"


def test_what_came_from_outside_breaks_out_of_no_line() -> None:
    told = text(replace(COVER, by="a\u202eb\nc", checked=("x\u0000y",)))
    assert "\u202e" not in told
    assert "\u0000" not in told
