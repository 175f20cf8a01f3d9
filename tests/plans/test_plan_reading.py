"""What a plan becomes: the tiny campus, districts, and what our format promises."""

import shutil
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from smartclient import plans
from smartclient.domain.devices import CameraForm, DeviceKind
from smartclient.domain.errors import PlanMissing, PlanUnreadable
from smartclient.domain.site import Site, UnitKind
from tests.builders.tiny_site import id_of, lonlat, tiny_archive, write_files, write_tiny_archive


def _read(folder: Path, files: dict[str, Any]) -> tuple[Site, list[str]]:
    write_files(folder, files)
    site, problems = plans.read(folder)
    return site, [str(problem) for problem in problems]


def _properties(files: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
    features = files[f"{kind}.geojson"]["features"]
    found: dict[str, Any] = next(f["properties"] for f in features if f["id"] == id_of(name))
    return found


def test_the_tiny_campus_is_whole_and_without_problems(tmp_path: Path) -> None:
    site, problems = _read(tmp_path, tiny_archive())
    assert problems == []
    assert site.name == "Tiny School"
    assert site.venues[0].address == "1 Oak Street, Maple Grove, US-WI"
    assert [level.short_name for level in site.levels] == ["1F", "2F"]
    assert {level.building_ids for level in site.levels} == {(site.buildings[0].id,)}
    assert [(u.kind, u.name, u.number) for u in site.units[:2]] == [
        (UnitKind.CORRIDOR, "Hall", ""),
        (UnitKind.ROOM, "Classroom", "101"),
    ]
    assert [opening.name for opening in site.openings if opening.is_exterior] == ["Door 1"]
    assert site.amenities[0].level_id == site.levels[0].id
    assert (site.grids[0].columns, site.grids[0].rows, site.grids[0].cell_m) == (5, 4, 10)


def test_devices_are_called_as_their_server_calls_them(tmp_path: Path) -> None:
    files = tiny_archive()
    _properties(files, "device", "camera 1")["server_id"] = "Cameras/ABCDEF12-0000-0000-0000-000000000000"
    _properties(files, "device", "door 2")["server_id"] = None
    site, problems = _read(tmp_path, files)
    assert problems == []
    assert site.devices[0].id == "cameras/abcdef12-0000-0000-0000-000000000000"
    view = site.devices[0].view
    assert view is not None
    assert (view.bearing_deg, view.field_of_view_deg, view.range_m, view.form) == (90, 90, 15, CameraForm.DOME)
    doors = [device for device in site.devices if device.kind is DeviceKind.DOOR]
    assert doors[1].id == f"plan/{id_of('door 2')}"
    assert doors[0].placement is not None
    assert doors[0].placement.opening_id == id_of("entrance")


def test_an_unplaced_device_is_kept_without_a_place(tmp_path: Path) -> None:
    files = tiny_archive()
    device = files["device.geojson"]["features"][0]
    device["geometry"] = device["properties"]["level_id"] = None
    site, problems = _read(tmp_path, files)
    assert problems == []
    assert site.devices[0].placement is None


@pytest.mark.parametrize(
    ("language", "expected"),
    [("de-AT", "Halle"), ("fr", "Vestibule"), ("pt", "Corredor"), ("zz", "Hall"), (None, "Hall")],
)
def test_names_are_in_the_language_of_the_manifest(tmp_path: Path, language: str | None, expected: str) -> None:
    files = tiny_archive()
    files["manifest.json"]["language"] = language
    labels = {"de": "Halle", "fr": "Vestibule", "pt-BR": "Corredor", "en": "Hall"}
    _properties(files, "unit", "hall 1F")["name"] = labels
    site, _ = _read(tmp_path, files)
    assert site.units[0].name == expected


def test_names_are_one_clean_line_of_limited_length(tmp_path: Path) -> None:
    files = tiny_archive()
    _properties(files, "unit", "hall 1F")["name"] = {"en": "Ha\u202ell\n\x1b[31m <b>x</b>" + "y" * 5000}
    site, _ = _read(tmp_path, files)
    assert site.units[0].name.startswith("Ha ll [31m <b>x</b>yyy")
    assert len(site.units[0].name) == 200


def test_kinds_of_units(tmp_path: Path) -> None:
    files = tiny_archive()
    categories = ["restroom.female", "glass", "elevator", "drywall"]
    for number, category in enumerate(categories):
        files["unit.geojson"]["features"][number]["properties"]["category"] = category
    site, _ = _read(tmp_path, files)
    assert [unit.kind for unit in site.units[:4]] == [UnitKind.RESTROOM, UnitKind.WINDOW, UnitKind.LIFT, UnitKind.WALL]


def test_a_gym_is_a_room_and_a_playing_field_is_ground(tmp_path: Path) -> None:
    files = tiny_archive()
    _properties(files, "unit", "hall 1F")["category"] = "fieldofplay"
    _properties(files, "unit", "hall 2F")["category"] = "fieldofplay"
    _properties(files, "level", "level 2F")["outdoor"] = True
    site, _ = _read(tmp_path, files)
    kinds = {unit.id: unit.kind for unit in site.units}
    assert kinds[site.units[0].id] is UnitKind.ROOM
    assert [unit.kind for unit in site.units if unit.level_id == id_of("level 2F")] == [UnitKind.GROUNDS] * 4


def test_an_occupant_names_a_nameless_unit(tmp_path: Path) -> None:
    files = tiny_archive()
    _properties(files, "unit", "hall 1F")["name"] = None
    anchor: dict[str, Any] = {"type": "Feature", "id": id_of("anchor"), "feature_type": "anchor"}
    occupant: dict[str, Any] = {
        "type": "Feature",
        "id": id_of("occupant"),
        "feature_type": "occupant",
        "geometry": None,
    }
    anchor |= {"geometry": {"type": "Point", "coordinates": lonlat(3, 1)}, "properties": {"unit_id": id_of("hall 1F")}}
    occupant |= {"properties": {"category": "cafe", "name": {"en": "Tea & Co"}, "anchor_id": id_of("anchor")}}
    files["anchor.geojson"] = {"type": "FeatureCollection", "features": [anchor]}
    files["occupant.geojson"] = {"type": "FeatureCollection", "features": [occupant]}
    site, problems = _read(tmp_path, files)
    assert problems == []
    assert site.units[0].name == "Tea & Co"


def test_details_are_lines(tmp_path: Path) -> None:
    files = tiny_archive()
    line = {"type": "LineString", "coordinates": [lonlat(1, 1), lonlat(3, 1)]}
    stripe: dict[str, Any] = {"type": "Feature", "id": id_of("stripe"), "feature_type": "detail", "geometry": line}
    stripe["properties"] = {"level_id": id_of("level 1F")}
    files["detail.geojson"] = {"type": "FeatureCollection", "features": [stripe]}
    site, problems = _read(tmp_path, files)
    assert problems == []
    assert [(fixture.category, fixture.is_line) for fixture in site.fixtures] == [("detail", True)]


def test_streams_of_its_own(tmp_path: Path) -> None:
    files = tiny_archive()
    urls = ["rtsp://10.0.0.5/stream1", "clips/hall.mp4", "https://camera.example/live", None]
    for number, url in enumerate(urls, 1):
        _properties(files, "device", f"camera {number}")["url"] = url
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips" / "hall.mp4").write_bytes(b"film")
    site, problems = _read(tmp_path, files)
    assert problems == []
    assert [device.url for device in site.devices[:4]] == [urls[0], str(tmp_path / "clips" / "hall.mp4"), urls[2], ""]


@pytest.mark.parametrize(
    "url",
    [
        "../secret.mp4",
        "/etc/passwd",
        "file:///etc/passwd",
        "clips/../../secret.mp4",
        "link.mp4",
        "absent.mp4",
        "concat:a|b",
        "rtsp://",
        "http://[",
        "rtsp://host/a b\nc",
        "subfile,,start,0,,:x",
        "pipe:0",
    ],
)
def test_a_stream_never_leads_out_of_the_plan(tmp_path: Path, url: str) -> None:
    files = tiny_archive()
    _properties(files, "device", "camera 1")["url"] = url
    (tmp_path / "secret.mp4").write_bytes(b"film")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "link.mp4").symlink_to(tmp_path / "secret.mp4")
    site, problems = _read(tmp_path / "site", files)
    assert site.devices[0].url == ""
    assert any(id_of("camera 1") in problem and "no stream of its own" in problem for problem in problems)


def test_when_a_file_was_recorded_has_a_zone(tmp_path: Path) -> None:
    files = tiny_archive()
    texts = ["2026-03-02T08:15:00-06:00", "2026-03-02T14:15:00Z", "2026-03-02T08:15:00", "yesterday"]
    for number, text in enumerate(texts, 1):
        _properties(files, "device", f"camera {number}")["recorded_from"] = text
    site, problems = _read(tmp_path, files)
    begin = datetime(2026, 3, 2, 14, 15, tzinfo=UTC)
    assert [device.recorded_from for device in site.devices[:4]] == [begin, begin, None, None]
    assert [problem for problem in problems if "has no zone" in problem]
    assert [problem for problem in problems if "is no time such as" in problem]


def test_areas_that_nobody_may_see(tmp_path: Path) -> None:
    files = tiny_archive()
    told: list[Any] = [
        [[[0, 0], [1, 0], [0.5, 1]], [[0.1, 0.1], [0.2, 0.1], [0.2, 0.2], [0.1, 0.2]]],
        [[[0, 0], [2, 0], [0.5, 1]]],
        [[[0, 0], [1, 0]]],
        "everything",
    ]
    for number, masks in enumerate(told, 1):
        _properties(files, "device", f"camera {number}")["masks"] = masks
    site, problems = _read(tmp_path, files)
    triangle, square = site.devices[0].masks
    assert triangle == ((0.0, 0.0), (1.0, 0.0), (0.5, 1.0))
    assert len(square) == 4
    assert [device.masks for device in site.devices[1:4]] == [(), (), ()]
    assert len([problem for problem in problems if "is no list of areas of a picture" in problem]) == 3


def _write_district(folder: Path) -> None:
    write_tiny_archive(folder / "north")
    south = tiny_archive()
    for name, content in south.items():
        if name.endswith(".geojson"):
            for feature in content["features"]:
                feature["id"] = feature["id"][:-4] + "beef"
                for key, value in feature["properties"].items():
                    if key.endswith("_id") and isinstance(value, str):
                        feature["properties"][key] = value[:-4] + "beef"
                    elif key.endswith("_ids"):
                        feature["properties"][key] = [one[:-4] + "beef" for one in value]
    write_files(folder / "south", south)
    road = {"type": "LineString", "coordinates": [lonlat(-100, -50), lonlat(200, -50)]}
    road_feature = {
        "type": "Feature",
        "geometry": road,
        "properties": {"category": "road.minor", "width": 7, "name": "Elm"},
    }
    files = {
        "district.json": {"name": {"en": "Two Schools"}, "campuses": ["north", "south"]},
        "surroundings.geojson": {"type": "FeatureCollection", "features": [road_feature]},
    }
    write_files(folder, files)


def test_a_district_joins_its_campuses(tmp_path: Path) -> None:
    _write_district(tmp_path)
    site, problems = plans.read(tmp_path)
    assert problems == ()
    assert site.name == "Two Schools"
    assert (len(site.venues), len(site.units), len(site.devices), len(site.grids)) == (2, 16, 14, 2)
    assert (site.surroundings[0].category, site.surroundings[0].width_m, site.surroundings[0].name) == (
        "road.minor",
        7,
        "Elm",
    )


def test_a_district_reads_the_same_from_a_zip_and_from_zips_in_it(tmp_path: Path) -> None:
    district = tmp_path / "district"
    _write_district(district)
    expected, _ = plans.read(district)
    zipped = Path(shutil.make_archive(str(tmp_path / "whole"), "zip", district))
    assert plans.read(zipped)[0] == expected
    south = Path(shutil.make_archive(str(tmp_path / "south"), "zip", district / "south"))
    shutil.rmtree(district / "south")
    south.rename(district / "south.zip")
    (district / "district.json").write_text('{"name": {"en": "Two Schools"}, "campuses": ["north", "south.zip"]}')
    assert plans.read(district)[0] == expected
    assert plans.read(Path(shutil.make_archive(str(tmp_path / "nested"), "zip", district)))[0] == expected


def test_a_lost_campus_does_not_hide_the_others(tmp_path: Path) -> None:
    _write_district(tmp_path)
    shutil.rmtree(tmp_path / "north")
    site, problems = plans.read(tmp_path)
    assert len(site.venues) == 1
    assert [str(problem) for problem in problems] == [
        "district.json: north: error: there is no folder or zip north; the campus is missing"
    ]


def test_ids_used_in_two_archives_are_told_apart(tmp_path: Path) -> None:
    write_tiny_archive(tmp_path / "a")
    write_tiny_archive(tmp_path / "b")
    write_files(tmp_path, {"district.json": {"name": {"en": "Twins"}, "campuses": ["a", "b"]}})
    site, problems = plans.read(tmp_path)
    ids = [thing.id for things in (site.units, site.levels, site.devices, site.openings) for thing in things]
    assert len(ids) == len(set(ids)) == 2 * (8 + 2 + 7 + 7)
    assert Counter(unit.level_id for unit in site.units) == dict.fromkeys((level.id for level in site.levels), 4)
    assert len(site.buildings) == len({level.building_ids for level in site.levels}) == 2
    assert any(p.file == "b/unit.geojson" and "used before, in a/unit.geojson" in p.what for p in problems)
    assert any(p.file == "b/device.geojson" and "server_id" in p.what for p in problems)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(PlanMissing, match="nothing at"):
        plans.read(tmp_path / "absent")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.ifc", b"ISO-10303-21;\nHEADER;", "an IFC building model"),
        ("a.osm", b"<?xml version='1.0'?>\n<osm version='0.6'>", "OpenStreetMap data"),
        ("a.osm.pbf", b"\x00\x00\x00\x0d\n\tOSMHeader\x18", "an OpenStreetMap extract"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": []}', "plain GeoJSON"),
        ("a.dwg", b"AC1027\x00\x00", "an AutoCAD drawing"),
        ("a.pdf", b"%PDF-1.7", "a PDF"),
        ("a.bin", b"\x00\x01", "of a kind we do not know"),
        ("a.txt", b"", "of a kind we do not know"),
    ],
)
def test_what_is_no_imdf_is_named(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / name).write_bytes(content)
    with pytest.raises(PlanUnreadable, match=words):
        plans.read(folder / name)
    with pytest.raises(PlanUnreadable, match="no IMDF archive") as refusal:
        plans.read(folder)
    assert str(refusal.value).count(".") <= 6
    assert words in str(refusal.value) or "kind we do not know" in words


def test_a_zip_of_something_else_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("rooms.geojson", '{"type": "FeatureCollection"}')
    with pytest.raises(PlanUnreadable, match="a zip without an IMDF archive"):
        plans.read(tmp_path / "a.zip")
