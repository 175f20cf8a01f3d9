"""`smartclient plan check`: lines, a summary, an exit status."""

import argparse
from pathlib import Path

import pytest

from smartclient.cli import plan
from smartclient.domain.errors import PlanMissing
from tests.builders.tiny_site import tiny_archive, write_files, write_tiny_archive


def _check(path: Path) -> int:
    parser = argparse.ArgumentParser()
    plan.add(parser.add_subparsers())
    arguments = parser.parse_args(["plan", "check", str(path)])
    status: int = arguments.run(arguments)
    return status


def test_a_sound_plan_exits_0_with_a_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_tiny_archive(tmp_path)
    assert _check(tmp_path) == 0
    expected = "Tiny School: 1 campus, 1 building, 2 levels, 8 units, 7 devices; 0 errors, 0 warnings\n"
    assert capsys.readouterr().out == expected


def test_errors_are_listed_in_order_and_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = tiny_archive()
    files["unit.geojson"]["features"][1] = "nonsense"
    files["device.geojson"]["features"][0]["properties"]["bearing"] = None
    write_files(tmp_path, files)
    assert _check(tmp_path) == 1
    *lines, summary = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["device.geojson", "unit.geojson"]
    assert lines[1] == "unit.geojson: #2: error: not a GeoJSON feature; left out"
    assert summary.endswith("; 1 error, 1 warning")


def test_warnings_alone_exit_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = tiny_archive()
    files["device.geojson"]["features"][0]["properties"]["bearing"] = None
    write_files(tmp_path, files)
    assert _check(tmp_path) == 0
    assert "1 warning" in capsys.readouterr().out


def test_no_plan_is_an_error_of_the_domain(tmp_path: Path) -> None:
    with pytest.raises(PlanMissing):
        _check(tmp_path / "absent")
