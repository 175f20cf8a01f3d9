"""Exports are read by other libraries, hold what the plan holds, and the lossless ones come back the same."""

import json
import zipfile
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from ezdxf import recover

from smartclient import plans
from smartclient.cli import run
from smartclient.domain.errors import PlanUnreadable, PlanUnwritable
from smartclient.domain.site import Site, UnitKind
from smartclient.plans.exporting import Format, export
from smartclient.plans.exporting.geojson import from_geojson, is_ours
from smartclient.plans.importing.reading import read_drawing
from smartclient.plans.importing.roles import Role, guesses
from smartclient.plans.writing.disk import written_folder
from smartclient.runtime import paths

MIDDLE_SCHOOL = paths.floorplans() / "maple-grove" / "middle-school"


def parsed(path: Path) -> ET.Element:
    return ET.parse(path).getroot()  # noqa: S314 (our own file)


_KML = "{http://www.opengis.net/kml/2.2}"
_SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def school() -> Site:
    return plans.read(MIDDLE_SCHOOL)[0]


def test_an_imdf_zip_comes_back_the_same(school: Site, tmp_path: Path) -> None:
    export(school, Format.IMDF, tmp_path / "school.zip")
    again, problems = plans.read(tmp_path / "school.zip")
    assert problems == ()
    assert (again.units, again.openings, again.grids, again.levels) == (
        school.units,
        school.openings,
        school.grids,
        school.levels,
    )
    with zipfile.ZipFile(tmp_path / "school.zip") as archive:
        assert "manifest.json" in archive.namelist()


@pytest.mark.parametrize("name", ["maple-grove/middle-school", "maple-grove"])
def test_geojson_loses_nothing(name: str, tmp_path: Path) -> None:
    site, _ = plans.read(paths.floorplans() / name)
    export(site, Format.GEOJSON, tmp_path / "site.geojson")
    assert is_ours(tmp_path / "site.geojson")
    written_folder(tmp_path / "again", from_geojson(tmp_path / "site.geojson"))
    again, problems = plans.read(tmp_path / "again")
    assert problems == ()
    by_id = attrgetter("id")  # an unplaced device changes its campus, and with it its turn
    assert sorted(again.devices, key=by_id) == sorted(site.devices, key=by_id)
    assert replace(again, devices=()) == replace(site, devices=())


def test_geojson_is_plain_geojson_for_others(school: Site, tmp_path: Path) -> None:
    export(school, Format.GEOJSON, tmp_path / "site.geojson")
    value = json.loads((tmp_path / "site.geojson").read_text())
    assert value["type"] == "FeatureCollection"
    kinds = {feature["feature_type"] for feature in value["features"]}
    assert {"venue", "level", "unit", "opening", "device"} <= kinds
    drawing = read_drawing(tmp_path / "site.geojson", 1, lambda _share: None)
    assert any(len(layer) > 100 for layer in drawing.layers)


def test_a_geojson_that_names_files_outside_is_refused(tmp_path: Path) -> None:
    feature: dict[str, object] = {
        "type": "Feature",
        "smartclient_file": "../unit.geojson",
        "properties": {},
        "geometry": None,
    }
    whole = {"type": "FeatureCollection", "smartclient_files": {}, "features": [feature]}
    (tmp_path / "evil.geojson").write_text(json.dumps(whole))
    with pytest.raises(PlanUnreadable, match="outside of the plan"):
        from_geojson(tmp_path / "evil.geojson")
    (tmp_path / "cut.geojson").write_text('{"type":"FeatureCollection","smartclient_files":{')
    with pytest.raises(PlanUnreadable, match="damaged"):
        from_geojson(tmp_path / "cut.geojson")


def test_dxf_opens_without_an_error_and_its_layers_are_understood_again(school: Site, tmp_path: Path) -> None:
    export(school, Format.DXF, tmp_path / "school.dxf")
    _, auditor = recover.readfile(str(tmp_path / "school.dxf"))
    assert not auditor.has_errors
    drawing = read_drawing(tmp_path / "school.dxf", 1, lambda _share: None)
    assert drawing.unit_m == 1.0
    roles = guesses(drawing.layers)
    assert roles["Middle School 1F A-WALL"] is Role.WALLS
    assert roles["Middle School 1F A-DOOR"] is Role.DOORS
    assert roles["Middle School 1F A-AREA"] is Role.ROOMS
    assert roles["Middle School 1F A-AREA-IDEN"] is Role.NAMES
    level = next(level for level in school.levels if level.short_name == "1F")
    walls = next(layer for layer in drawing.layers if layer.name == "Middle School 1F A-WALL")
    assert len(walls) == sum(u.kind is UnitKind.WALL for u in school.units if u.level_id == level.id)


def test_kml_has_every_floor_and_camera(school: Site, tmp_path: Path) -> None:
    export(school, Format.KML, tmp_path / "school.kml")
    root = parsed(tmp_path / "school.kml")
    folders = {name.text for folder in root.iter(f"{_KML}Folder") for name in folder.findall(f"{_KML}name")}
    assert {level.name for level in school.levels} <= folders
    names = {mark.findtext(f"{_KML}name") for mark in root.iter(f"{_KML}Placemark")}
    assert {device.name for device in school.devices if device.placement} <= names
    lon, lat = root.findtext(f".//{_KML}coordinates", "").split()[0].split(",")
    assert (float(lon), float(lat)) == pytest.approx(school.venues[0].display_point, abs=0.01)


def test_an_svg_shows_one_floor_to_scale(school: Site, tmp_path: Path) -> None:
    level = next(level for level in school.levels if level.short_name == "2F")
    export(school, Format.SVG, tmp_path / "floor.svg", level)
    root = parsed(tmp_path / "floor.svg")
    groups = {group.get("id"): len(group) for group in root.iter(f"{_SVG}g")}
    assert groups["wall"] == sum(u.kind is UnitKind.WALL for u in school.units if u.level_id == level.id)
    numbers = {text.text for text in root.iter(f"{_SVG}text")}
    assert {unit.number for unit in school.units if unit.level_id == level.id and unit.number} <= numbers
    _, _, wide, high = map(float, root.get("viewBox", "").split())
    assert 3_000 < wide < 30_000
    assert 2_000 < high < 30_000
    with pytest.raises(PlanUnwritable, match="say which"):
        export(school, Format.SVG, tmp_path / "none.svg")


def test_names_with_markup_stay_text(tmp_path: Path) -> None:
    site = plans.read(MIDDLE_SCHOOL)[0]
    unit = replace(site.units[0], name='<script>alert("x")</script>', number="</text>")
    odd = replace(site, units=(unit,), name="<b>")
    export(odd, Format.KML, tmp_path / "odd.kml")
    level = next(level for level in site.levels if level.id == unit.level_id)
    export(odd, Format.SVG, tmp_path / "odd.svg", level)
    assert not list(parsed(tmp_path / "odd.svg").iter("script"))
    assert "<script" not in (tmp_path / "odd.kml").read_text()


def test_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["plan", "export", str(MIDDLE_SCHOOL), "--to"]
    assert run([*command, "kml", "--out", str(tmp_path / "a.kml")]) == 0
    assert run([*command, "svg", "--out", str(tmp_path / "a.svg")]) == 2
    assert "floors are meant" in capsys.readouterr().err
    assert run([*command, "svg", "--level", "2F", "--out", str(tmp_path / "a.svg")]) == 0
    assert run([*command, "geojson", "--out", str(tmp_path / "a.geojson")]) == 0
    assert run(["plan", "import", str(tmp_path / "a.geojson"), "--out", str(tmp_path / "again")]) == 0
    assert plans.read(tmp_path / "again")[0] == plans.read(MIDDLE_SCHOOL)[0]


def test_nothing_is_exported_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(PlanUnwritable, match="nothing is drawn"):
        export(Site("Empty"), Format.KML, tmp_path / "a.kml")
