"""`smartclient plan check --law`: rules as pass, missing or unknown, and an exit status."""

import json
import shutil
from pathlib import Path

import pytest

from smartclient.cli import run
from tests.builders.maple_grove import MAPLE_GROVE

DAY = ("--on", "2026-09-01")


@pytest.fixture
def school(tmp_path: Path) -> Path:
    folder = tmp_path / "middle-school"
    shutil.copytree(MAPLE_GROVE / "middle-school", folder)
    return folder


@pytest.mark.parametrize("name", ["VA", "tx"])
def test_a_lawful_plan_exits_0(name: str, school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "check", str(school), "--law", name, *DAY]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "rules pass" in lines[-1]
    assert lines[-2].endswith(".")
    assert not any(line.startswith(("missing", "unknown")) for line in lines)


def test_what_is_missing_is_listed_with_its_place(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = json.loads((school / "unit.geojson").read_text("utf-8"))
    victim = next(u for u in units["features"] if u["properties"]["category"] == "classroom")
    number = victim["properties"]["alt_name"]["en"]
    victim["properties"] |= {"name": None, "alt_name": None}
    (school / "unit.geojson").write_text(json.dumps(units), "utf-8")
    assert run(["plan", "check", str(school), "--law", "MI", *DAY]) == 1
    out = capsys.readouterr().out
    assert f"room {number}" not in out
    missing = [line for line in out.splitlines() if line.startswith("missing")]
    assert "MI-2 " in missing[0]
    assert "without a label" in out
    assert "no label (43." in out


def test_the_day_counts(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "check", str(school), "--law", "VA", *DAY]) == 0
    assert run(["plan", "check", str(school), "--law", "VA", "--on", "2028-01-01"]) == 1
    assert "12 months are allowed" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        run(["plan", "check", str(school), "--law", "VA", "--on", "soon"])


def test_what_is_unverified_says_so(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["plan", "check", str(school), "--law", "FL", *DAY])
    out = capsys.readouterr().out
    assert out.count("[unverified") == 8
    assert "8 rules unverified" in out


def test_an_unknown_law_is_a_sentence_with_the_names(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "check", str(school), "--law", "Ohio"]) == 2
    assert "MI, NJ, VA, WI, FL, TX, AR, model" in capsys.readouterr().err


def test_problems_of_the_record_are_problems_of_the_plan(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (school / "record.json").write_text('{"reviews": [{"on": "yesterday"}]}')
    assert run(["plan", "check", str(school)]) == 1
    assert "record.json: reviews-1: error" in capsys.readouterr().out
