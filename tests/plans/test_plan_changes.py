"""`smartclient plan changes`: saves since a day, with their steps."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from smartclient.cli import run
from smartclient.cli.plan_changes import last_october
from smartclient.plans.writing.history import NAME, Entry, Step, with_entry
from tests.builders.tiny_site import write_tiny_archive


def entry(year: int, words: str) -> Entry:
    at = datetime(year, 3, 1, 18, tzinfo=UTC)
    return Entry(at, "Ada", "00000000", "11111111", (Step(at, words),))


def test_saves_since_a_day_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_tiny_archive(tmp_path)
    content = with_entry(with_entry(b"", entry(2024, "Number room 101 102")), entry(2026, "Name room 101 Library"))
    (tmp_path / NAME).write_bytes(content + b"not a line of ours\n")
    assert run(["plan", "changes", str(tmp_path), "--since", "2025-10-01"]) == 0
    out = capsys.readouterr().out
    assert "Name room 101 Library" in out
    assert "Number room 101" not in out
    assert "revision 00000000 became 11111111" in out
    assert out.endswith("Since 2025-10-01: one save.\n")


def test_a_plan_nobody_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_tiny_archive(tmp_path)
    assert run(["plan", "changes", str(tmp_path)]) == 0
    assert "nothing was saved" in capsys.readouterr().out
    assert run(["plan", "changes", str(tmp_path / "nowhere")]) == 2


def test_the_last_october() -> None:
    assert last_october(date(2026, 9, 30)) == date(2025, 10, 1)
    assert last_october(date(2026, 10, 1)) == date(2026, 10, 1)
