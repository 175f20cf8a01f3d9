"""`smartclient plan import`: residuals, layers and what was left out are printed; the order file says the rest."""

import json
from pathlib import Path

import pytest

from smartclient import plans
from smartclient.cli import run
from smartclient.domain.errors import PlanUnreadable
from smartclient.plans.importing.order import read_order
from tests.builders import drawings


def write_order(path: Path, **more: object) -> Path:
    points = [[x * 1000, y * 1000, lon, lat] for x, y, lon, lat in drawings.CORNERS]
    every = {"control_points": points, "layers": {"A-FURN": "nothing"}}
    path.write_text(json.dumps({"name": "East School", "levels": {"0": "Ground floor"}, "every": every, **more}))
    return path


def test_a_dxf_becomes_a_site_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawing = drawings.write_dxf(tmp_path / "wing.dxf")
    order = write_order(tmp_path / "order.json")
    assert run(["plan", "import", str(drawing), "--out", str(tmp_path / "site"), "--order", str(order)]) == 0
    said = capsys.readouterr().out
    assert "control point 3 at 24000, 10000 lies 0." in said
    assert "off on average (RMS)" in said
    assert "layer A-AREA: rooms" in said
    assert "layer A-FURN: nothing" in said
    assert "(A-ANNO-DIMS) were left out" in said
    site, problems = plans.read(tmp_path / "site")
    assert problems == ()
    assert (site.name, site.levels[0].name) == ("East School", "Ground floor")
    assert not site.fixtures


def test_files_go_into_a_site_that_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = drawings.write_dxf(tmp_path / "east.dxf"), drawings.write_dxf(tmp_path / "east_level2.dxf")
    order, site = write_order(tmp_path / "order.json"), str(tmp_path / "site")
    assert run(["plan", "import", str(one), "--out", site, "--order", str(order)]) == 0
    into = ["plan", "import", str(two), "--into", site, "--order", str(order), "--building", "Main building"]
    assert run(into) == 0
    read, problems = plans.read(tmp_path / "site")
    assert problems == ()
    assert [level.ordinal for level in read.levels if not level.outdoor] == [0, 2]
    assert run(into) == 2
    assert "has floor 2 already" in capsys.readouterr().err
    assert run(["plan", "import", str(two), "--into", site, "--order", str(order), "--campus", "West"]) == 2
    assert "There is no campus 'West'; there are East School" in capsys.readouterr().err


def test_several_files_are_floors(tmp_path: Path) -> None:
    one = drawings.write_dxf(tmp_path / "east.dxf")
    two = drawings.write_dxf(tmp_path / "east_level2.dxf")
    order = write_order(tmp_path / "order.json")
    command = [
        "plan",
        "import",
        str(one),
        str(two),
        "--out",
        str(tmp_path / "site.zip"),
        "--order",
        str(order),
        "--no-grid",
    ]
    assert run(command) == 0
    site, problems = plans.read(tmp_path / "site.zip")
    assert problems == ()
    assert sorted(level.ordinal for level in site.levels if not level.outdoor) == [0, 2]
    assert not site.grids
    assert run([*command, "--levels", "0,one"]) == 2


@pytest.mark.parametrize("write", [drawings.write_png, drawings.write_pdf])
def test_what_has_to_be_traced_or_placed_says_so(
    write: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "scan.any")  # type: ignore[operator]
    assert run(["plan", "import", str(path), "--out", str(tmp_path / "site")]) == 2
    assert "smartclient open" in (said := capsys.readouterr().err) or "control points" in said
    assert not (tmp_path / "site").exists()


def test_a_folder_that_is_there_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawing = drawings.write_geojson(tmp_path / "rooms.geojson")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mine.txt").write_text("keep")
    assert run(["plan", "import", str(drawing), "--out", str(tmp_path / "site")]) == 2
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "no order to import by"),
        ('{"every": {"layers": {"A": "ceiling"}}}', "layers"),
        ('{"every": {"control_points": [[1, 2, 3]]}}', "control_points"),
        ('{"grid": {"cell": 0}}', "cell"),
    ],
)
def test_a_wrong_order_is_refused_where_it_is_wrong(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "order.json").write_text(text)
    with pytest.raises(PlanUnreadable, match=words):
        read_order(tmp_path / "order.json")
