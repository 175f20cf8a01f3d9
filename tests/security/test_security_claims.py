"""SECURITY.md claims nothing without a test that exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)


@cache
def functions(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)), ids=lambda value: str(value).rpartition("/")[2])
def test_the_test_of_a_claim_exists(file: str, name: str) -> None:
    assert name in functions(file)


def test_every_claim_names_one() -> None:
    stops = TEXT.partition("## What stops them")[2].partition("## What does not stop them")[0]
    rows = [line for line in stops.splitlines() if line.startswith("| ") and not line.startswith("| claim")]
    assert len(rows) > 30
    assert [row for row in rows if "::test_" not in row] == []


def test_everything_that_is_installed_has_a_digest() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    wanted = re.split(r"\n(?=\S)", lock.strip())
    assert len(wanted) > 50
    assert [each.split()[0] for each in wanted if "--hash=sha256:" not in each and not each.startswith("#")] == []
    assert "--require-hashes -r requirements.lock" in (ROOT / "dev").read_text(encoding="utf-8")
