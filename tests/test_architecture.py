"""The layers of pyproject.toml hold, and the window starts no nested loop and no coroutine."""

import re
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
UI = sorted((ROOT / "smartclient" / "ui").rglob("*.py"))


def test_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports() == 0


def test_no_nested_loops_in_the_window() -> None:
    found = [path.name for path in UI if re.search(r"\.exec\(", path.read_text())]
    assert found == []


def test_no_coroutines_in_the_window() -> None:
    found = [path.name for path in UI if re.search(r"\basync def\b", path.read_text())]
    assert found == []


def test_modules_stay_small() -> None:
    sizes = {path: len(path.read_text().splitlines()) for path in (ROOT / "smartclient").rglob("*.py")}
    assert {path.name: lines for path, lines in sizes.items() if lines > 400} == {}
