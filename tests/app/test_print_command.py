"""`smartclient plan print`: pages into files, from the command line alone."""

import os
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QImage

from smartclient.cli import run
from tests.builders.maple_grove import MAPLE_GROVE

ELM_STREET = MAPLE_GROVE / "elm-street"


def test_it_prints_where_there_is_no_screen(tmp_path: Path) -> None:
    out = tmp_path / "elm.pdf"
    bare = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "smartclient",
            "plan",
            "print",
            str(ELM_STREET),
            "--paper",
            "tabloid",
            "--out",
            str(out),
        ],
        env=bare,
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    assert done.stdout.splitlines() == [str(out)]
    document = pypdfium2.PdfDocument(out)
    assert len(document) == 3
    assert [round(side / 72 * 25.4) for side in document[0].get_size()] == [432, 279]
    assert "Elm Street Elementary School" in document[0].get_textpage().get_text_range()
    document.close()


@pytest.mark.usefixtures("qapp")
def test_the_name_says_the_kind_and_level_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "floor.png"
    assert run(["plan", "print", str(ELM_STREET), "--level", "1F", "--paper", "a4", "--out", str(out)]) == 0
    assert capsys.readouterr().out.split() == [str(out)]
    assert QImage(str(out)).width() > 2_000
    assert (
        run(["plan", "print", str(ELM_STREET), "--level", "campus", "--format", "svg", "--out", str(tmp_path / "c")])
        == 0
    )
    assert (tmp_path / "c.svg").read_text("utf-8").startswith("<?xml")


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--paper", "b5"], "letter, tabloid, a4, a3"),
        (["--level", "9F"], "No page is of '9F'"),
        (["--out", "/proc/nowhere/map.pdf"], "cannot be written"),
    ],
)
def test_trouble_is_one_sentence(
    more: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["plan", "print", str(ELM_STREET), "--out", str(tmp_path / "x.pdf"), *more]) == 2
    assert words in capsys.readouterr().err
