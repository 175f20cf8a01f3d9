"""The report for the school board: written from the command line and read again, and refused to who may not have it."""

import asyncio
import csv
import getpass
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.grant_report_command import Wanted
from smartclient.cli import run
from smartclient.demo.server import DemoServer
from smartclient.domain.commands import BreakGlass, EndGrant
from smartclient.domain.grants import Ending, GrantState
from smartclient.runtime import paths
from smartclient.runtime.secret import Secret
from tests.builders.demo_thread import demo_server
from tests.builders.three_windows import UNDER_POLICY

PLAN = paths.floorplans() / "maple-grove"
REASON = "=Shots heard near the gym"
pytestmark = pytest.mark.usefixtures("qapp")


async def broken_and_ended(server: DemoServer) -> None:
    """The duty officer opens a campus without approval and gives it back."""
    officer = XProtectServer(server.url, "responder", Secret(server.password))
    try:
        terms = (await officer.connect()).grant_terms
        await officer.execute(BreakGlass(min(terms.may_break_glass), REASON))
        (grant,) = (await officer.connect()).grants
        assert grant.state is GrantState.OPEN
        await officer.execute(EndGrant(grant.id, Ending.WITHDRAWN))
    finally:
        await officer.close()


def report(server: DemoServer, user: str, out: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: server.password)
    where = ["--server", server.url, "--user", user, "--plan", str(PLAN), "--out", str(out)]
    return run(["policy", "report", *where])


def test_the_report_is_written_as_pages_and_as_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with demo_server(UNDER_POLICY) as server:
        asyncio.run(broken_and_ended(server))
        pages, table = tmp_path / "report.pdf", tmp_path / "report.csv"
        assert report(server, "district", pages, monkeypatch) == 0
        assert report(server, "district", table, monkeypatch) == 0
        assert report(server, "responder", tmp_path / "no.pdf", monkeypatch) == 2
    assert not (tmp_path / "no.pdf").exists()
    told = capsys.readouterr()
    assert str(pages) in told.out
    assert told.err.strip()
    with pypdfium2.PdfDocument(pages) as pdf:
        text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)
    for words in (
        "Who outside the school could see its cameras",
        "Break-glass",
        "Shots heard near the gym",
        "version 1",
    ):
        assert words in text
    with table.open(newline="", encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    glass = next(row for row in rows if row["kind"] == "break-glass")
    assert (glass["person"], glass["reason"]) == ("Duty officer, Maple Grove Police", f"'{REASON}")
    assert any(row["kind"] == "unusual" for row in rows)


def test_days_are_whole_and_in_order() -> None:
    first, last = date(2026, 3, 5), date(2026, 3, 2)
    span = Wanted("", "", Secret(""), PLAN, first, last, PLAN).span
    assert span.begin.astimezone().date() == last
    assert span.length >= timedelta(days=4) - timedelta(hours=1)
