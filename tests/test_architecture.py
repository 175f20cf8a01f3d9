"""The layers of pyproject.toml hold, and the window starts no nested loop and no coroutine."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UI = sorted((ROOT / "smartclient" / "ui").rglob("*.py"))


def test_layers() -> None:
    """In a process of its own: the linter silences every logger it finds."""
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_nested_loops_in_the_window() -> None:
    found = [path.name for path in UI if re.search(r"\.exec\(", path.read_text())]
    assert found == []


def test_no_coroutines_in_the_window() -> None:
    found = [path.name for path in UI if re.search(r"\basync def\b", path.read_text())]
    assert found == []


def test_modules_stay_small() -> None:
    sizes = {path: len(path.read_text().splitlines()) for path in (ROOT / "smartclient").rglob("*.py")}
    assert {path.name: lines for path, lines in sizes.items() if lines > 400} == {}
