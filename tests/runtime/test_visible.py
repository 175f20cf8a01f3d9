"""What is written to a terminal is seen and not obeyed."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.cli import run
from smartclient.runtime.visible import showing, visible
from tests.builders.tiny_site import tiny_archive, write_files

CLEAR = "\x1b]0;owned\x07\x1b[2J\u202e"


@settings(deadline=None)
@given(st.text())
def test_nothing_is_left_that_a_terminal_obeys(text: str) -> None:
    shown = visible(text)
    assert all(each.isprintable() or each in "\t\n" or ord(each) > 0x9F for each in shown)
    assert visible(shown) == shown


def test_a_line_of_ours_may_return_to_its_beginning_and_no_other() -> None:
    out = io.StringIO()
    stream = showing(out)
    assert stream.write("\rplan.dxf\rowned: 5% read") == 24
    assert out.getvalue() == "\rplan.dxf\\rowned: 5% read"
    assert not stream.isatty()


def test_a_plan_cannot_write_to_the_terminal_that_checks_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = tiny_archive()
    files[f"{CLEAR}.geojson"] = {}
    files["unit.geojson"]["features"][0]["properties"]["category"] = CLEAR
    write_files(tmp_path / f"site{CLEAR[:4]}", files)
    run(["plan", "check", str(tmp_path / f"site{CLEAR[:4]}")])
    run(["plan", "check", str(tmp_path / CLEAR)])
    said = "".join(capsys.readouterr())
    assert "warning" in said
    assert not {"\x1b", "\x07", "\u202e"} & set(said)
