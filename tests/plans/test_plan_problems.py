"""Each kind of problem: told in its line, and what is left is still there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smartclient import plans
from smartclient.domain.site import Site
from smartclient.plans.problems import Problem, Report, Severity
from tests.builders.tiny_site import id_of, lonlat, tiny_archive, write_files

Files = dict[str, Any]


def _read(folder: Path, files: Files) -> tuple[Site, list[Problem]]:
    write_files(folder, files)
    site, problems = plans.read(folder)
    return site, list(problems)


def _feature(files: Files, kind: str, name: str) -> Any:
    return next(f for f in files[f"{kind}.geojson"]["features"] if f["id"] == id_of(name))


def _set(kind: str, own_name: str, /, **properties: Any) -> Callable[[Files], None]:
    return lambda files: _feature(files, kind, own_name)["properties"].update(properties)


def _shape(kind: str, name: str, geometry: Any) -> Callable[[Files], None]:
    return lambda files: _feature(files, kind, name).update(geometry=geometry)


def _without(name: str) -> Callable[[Files], None]:
    return lambda files: files.pop(name)


def _ring(*points: list[float]) -> Any:
    return {"type": "Polygon", "coordinates": [list(points)]}


def _room_at(*points: tuple[float, float]) -> Callable[[Files], None]:
    return _shape("unit", "room 1F 1", _ring(*(lonlat(*point) for point in points)))


def _repeat(files: Files) -> None:
    files["unit.geojson"]["features"].append(_feature(files, "unit", "room 1F 1"))


def _swap_room(files: Files) -> None:
    (ring,) = _feature(files, "unit", "room 1F 1")["geometry"]["coordinates"]
    for point in ring:
        point.reverse()


ROOM, HALL, LEVEL, CAMERA, DOOR = (id_of(n) for n in ("room 1F 1", "hall 1F", "level 1F", "camera 1", "door 1"))
BOX = [lonlat(0, 3), lonlat(8, 3), lonlat(8, 12), lonlat(0, 12), lonlat(0, 3)]
EXAMPLES: list[tuple[Callable[[Files], Any], str]] = [
    (_without("manifest.json"), "manifest.json: error: the file is missing"),
    (_without("venue.geojson"), "venue.geojson: error: the file is missing"),
    (_without("level.geojson"), "level.geojson: error: the file is missing"),
    (_without("address.geojson"), "address.geojson: error: there is no address"),
    (lambda f: f["manifest.json"].update(version="2.0.0"), "manifest.json: error: version is '2.0.0'"),
    (lambda f: f["manifest.json"].update(language=7), "manifest.json: error: language"),
    (lambda f: f["manifest.json"].update(extensions="x"), "manifest.json: error: extensions"),
    (lambda f: f["manifest.json"].update(extensions=[]), "manifest.json: warning: device.geojson is there"),
    (lambda f: f.update({"unit.geojson": []}), "unit.geojson: error: not a GeoJSON FeatureCollection"),
    (lambda f: f["unit.geojson"].update(type="x"), 'unit.geojson: error: its type is not "FeatureCollection"'),
    (lambda f: f["unit.geojson"]["features"].append(5), "unit.geojson: #9: error: not a GeoJSON feature"),
    (lambda f: _feature(f, "unit", "room 1F 1").update(id=None), "unit.geojson: #2: error: it has no usable id"),
    (lambda f: _feature(f, "unit", "room 1F 1").update(id="r1"), "unit.geojson: r1: warning: its id is not a UUID"),
    (lambda f: _feature(f, "unit", "room 1F 1").update(feature_type="room"), f"{ROOM}: error: feature_type is 'room'"),
    (lambda f: _feature(f, "unit", "room 1F 1").update(properties=None), f"{ROOM}: error: it has no properties"),
    (_repeat, f"unit.geojson: {ROOM}: error: its id is used before, in unit.geojson"),
    (_set("unit", "room 1F 1", category=None), f"{ROOM}: error: category is missing"),
    (_set("venue", "venue", display_point=None), "venue.geojson: {venue}: error: display_point is missing"),
    (_set("level", "level 1F", ordinal="one"), f"{LEVEL}: error: ordinal is no whole number"),
    (_set("level", "level 1F", ordinal=1.5), f"{LEVEL}: error: ordinal is no whole number"),
    (_set("level", "level 1F", outdoor=1), f"{LEVEL}: error: outdoor is no true or false"),
    (_set("unit", "room 1F 1", name="Lab"), f"{ROOM}: error: name has no language"),
    (_set("unit", "room 1F 1", name={"English!": "Lab"}), f"{ROOM}: error: name names no language: 'English!'"),
    (_set("unit", "room 1F 1", name={"en": 5}), f"{ROOM}: error: name is no labels"),
    (_set("unit", "room 1F 1", category="dungeon"), f"{ROOM}: warning: unknown category 'dungeon'"),
    (_set("unit", "room 1F 1", level_id="nowhere"), f"{ROOM}: error: level_id nowhere is no level here"),
    (_set("level", "level 1F", building_ids=["gone"]), f"{LEVEL}: error: building_ids gone is no building here"),
    (_set("level", "level 1F", building_ids=None), f"{LEVEL}: error: it is indoors and belongs to no building"),
    (_set("venue", "venue", address_id="gone"), "error: address_id gone is no address here"),
    (_set("amenity", "aed", unit_ids=["gone"]), "amenity.geojson: {aed}: error: unit_ids gone is no unit here"),
    (_set("device", "door 1", opening_id="gone"), f"{DOOR}: error: opening_id gone is no opening here"),
    (
        _set("footprint", "footprint", building_ids=[]),
        "building.geojson: {building}: error: the building has no footprint",
    ),
    (_set("unit", "room 1F 1", display_point={"type": "Point", "coordinates": lonlat(20, 20)}), "outside its polygon"),
    (_set("unit", "room 1F 1", display_point={"type": "Point", "coordinates": [43.1, -89.55]}), "display_point lies"),
    (_set("unit", "room 1F 1", display_point={"type": "Polygon", "coordinates": []}), "display_point is no point"),
    (_shape("unit", "room 1F 1", None), f"{ROOM}: error: it has no geometry"),
    (_shape("unit", "room 1F 1", {"type": "Circle"}), f"{ROOM}: error: geometry cannot be read"),
    (
        _shape("unit", "room 1F 1", {"type": "Polygon", "coordinates": [[["x", 1]]]}),
        "geometry cannot be read: Expected",
    ),
    (_shape("unit", "room 1F 1", {"type": "Polygon", "coordinates": []}), "geometry is empty"),
    (_shape("unit", "room 1F 1", _ring(BOX[0], BOX[1], BOX[0])), "a ring has fewer than three corners"),
    (_shape("unit", "room 1F 1", _ring(*BOX[:4])), f"{ROOM}: error: ring is not closed; closed"),
    (_shape("unit", "room 1F 1", {"type": "MultiPolygon", "coordinates": [[BOX]]}), "a MultiPolygon, not Polygon"),
    (_shape("opening", "entrance", {"type": "Point", "coordinates": lonlat(0, 1)}), "a Point, not LineString"),
    (_shape("building", "building", {"type": "Point", "coordinates": lonlat(0, 1)}), "a Point, not null"),
    (_room_at((0, 3), (8, 12), (8, 3), (0, 11), (0, 3)), f"{ROOM}: error: invalid polygon: Self-intersection"),
    (_room_at((0, 3), (8, 3), (0, 3), (0, 3)), "; not drawn"),
    (_shape("unit", "room 1F 1", _ring([0, 0], [0, 1], [1, 1], [0, 0])), "at 0, 0"),
    (_shape("unit", "room 1F 1", _ring([0, 99], [0, 1], [1, 1], [0, 99])), "outside the bounds of WGS 84"),
    (_shape("unit", "room 1F 1", _ring([10, 50], [10, 51], [11, 51], [10, 50])), "km from the rest of the campus"),
    (_swap_room, "(longitude and latitude look swapped)"),
    (_set("device", "door 1", opening_id=None), f"{DOOR}: warning: a door without an opening_id"),
    (_set("device", "camera 1", bearing=None), f"{CAMERA}: warning: a camera without a bearing"),
    (_set("device", "camera 1", bearing=float("1e9")), f"{CAMERA}: error: bearing is no number"),
    (_set("device", "camera 1", field_of_view=0), f"{CAMERA}: error: field_of_view 0 is not between"),
    (_set("device", "camera 1", range=-3), f"{CAMERA}: error: range -3 m is not between"),
    (_set("device", "camera 1", form="spy"), f"{CAMERA}: warning: unknown form 'spy'"),
    (_set("device", "camera 1", category="drone"), f"{CAMERA}: warning: unknown category 'drone'"),
    (_set("device", "camera 1", server_id="../x"), f"{CAMERA}: error: server_id '../x' is no server path"),
    (_set("device", "camera 1", level_id=None), f"{CAMERA}: warning: it has a place and is on no level"),
    (_shape("device", "camera 1", {"type": "Point", "coordinates": lonlat(100, 100)}), "it lies outside its level"),
    (lambda f: f["grid.json"].update(cell=0), "grid.json: error: not a grid"),
    (lambda f: f["grid.json"].update(columns="many"), "grid.json: error: not a grid"),
    (lambda f: f["grid.json"].update(origin=[43.1, -89.5]), "grid.json: error: origin lies"),
    (lambda f: f.update({"grid.json": [1]}), "grid.json: error: not a JSON object"),
]


@pytest.mark.parametrize(("spoil", "expected"), EXAMPLES, ids=[words for _, words in EXAMPLES])
def test_a_problem_is_told_and_hides_nothing_else(tmp_path: Path, spoil: Callable[[Files], Any], expected: str) -> None:
    files = tiny_archive()
    spoil(files)
    site, problems = _read(tmp_path, files)
    words = expected.format(**{name: id_of(name) for name in ("venue", "building", "aed")})
    assert any(words in str(problem) for problem in problems), [str(problem) for problem in problems]
    if "unit.geojson" in files and isinstance(files["unit.geojson"], dict):
        assert {id_of(f"room {level} {n}") for level in ("1F", "2F") for n in (2, 3)} <= {
            unit.id for unit in site.units
        }
    assert len(site.devices) == 7
    assert site.venues


def test_a_lost_level_gets_a_stand_in_with_its_rooms(tmp_path: Path) -> None:
    files = tiny_archive()
    files["level.geojson"]["features"].pop(0)
    site, problems = _read(tmp_path, files)
    stand_in = next(level for level in site.levels if level.id == LEVEL)
    assert (stand_in.short_name, stand_in.ordinal, stand_in.building_ids) == ("?", 2, (id_of("building"),))
    assert len([unit for unit in site.units if unit.level_id == LEVEL]) == 4
    assert len([device for device in site.devices if device.placement and device.placement.level_id == LEVEL]) == 4
    assert len([p for p in problems if "no level here" in p.what]) == 4 + 4 + 4


def test_a_level_without_a_shape_spans_its_rooms(tmp_path: Path) -> None:
    files = tiny_archive()
    _shape("level", "level 1F", None)(files)
    site, _ = _read(tmp_path, files)
    level = next(level for level in site.levels if level.id == LEVEL)
    lons, lats = zip(*level.area[0], strict=True)
    assert (min(lons), min(lats)) == pytest.approx(tuple(lonlat(0, 0)), abs=2e-6)
    assert (max(lons), max(lats)) == pytest.approx(tuple(lonlat(24, 12)), abs=2e-6)


def test_a_lost_building_gets_a_stand_in(tmp_path: Path) -> None:
    files = tiny_archive()
    files["building.geojson"]["features"].clear()
    site, problems = _read(tmp_path, files)
    assert [building.id for building in site.buildings] == [id_of("building")]
    assert any("a nameless building stands in for it" in p.consequence for p in problems)


def test_a_lost_venue_gets_a_stand_in_around_everything(tmp_path: Path) -> None:
    files = tiny_archive()
    files["venue.geojson"]["features"].clear()
    site, problems = _read(tmp_path, files)
    assert len(site.venues) == 1
    assert {level.venue_id for level in site.levels} == {site.venues[0].id}
    assert any("no venue can be drawn" in p.what for p in problems)


def test_a_multipolygon_room_keeps_all_its_parts(tmp_path: Path) -> None:
    files = tiny_archive()
    other = [lonlat(30, 3), lonlat(34, 3), lonlat(34, 6), lonlat(30, 3)]
    _shape("unit", "room 1F 1", {"type": "MultiPolygon", "coordinates": [[other], [BOX]]})(files)
    site, _ = _read(tmp_path, files)
    parts = [unit for unit in site.units if unit.id.startswith(ROOM)]
    assert [(unit.id, unit.number) for unit in parts] == [(ROOM, "101"), (f"{ROOM}/part2", "")]


def test_the_problems_of_a_very_bad_file_are_counted_not_all_listed() -> None:
    report = Report()
    for number in range(700):
        report.warning("a.geojson", str(number), "odd", "kept")
    report.error("a.geojson", "x", "bad", "lost")
    report.error("b.geojson", "x", "bad", "lost")
    report.error("b.geojson", "x", "bad", "lost")
    problems = report.problems()
    assert len(problems) == 502
    assert "a.geojson: error: 201 more problems; not listed" in [str(problem) for problem in problems]
    assert [p.file for p in problems] == sorted(p.file for p in problems)
    assert sum(p.severity is Severity.ERROR for p in problems) == 2


def test_surroundings_are_checked_too(tmp_path: Path) -> None:
    write_files(tmp_path / "a", tiny_archive())
    road = {"type": "LineString", "coordinates": [lonlat(0, 0), lonlat(9, 9)]}
    features = [
        {"type": "Feature", "geometry": road, "properties": {"category": "lane", "width": 900}},
        {"type": "Feature", "geometry": None, "properties": {}},
        "nonsense",
    ]
    surroundings = {"type": "FeatureCollection", "features": features}
    district = {"name": "Plain", "campuses": ["a", "a", "../b", 3]}
    site, problems = _read(tmp_path, {"surroundings.geojson": surroundings, "district.json": district})
    assert [(s.category, s.width_m) for s in site.surroundings] == [("path", 2.0)]
    assert [str(p).split(";")[0] for p in problems] == [
        "district.json: error: campuses holds something that is no name",
        "district.json: error: name is missing or not in a language",
        "district.json: ../b: error: ../b leads out of the plan",
        "district.json: a: error: the campus is listed twice",
        "surroundings.geojson: #1: warning: unknown category 'lane'",
        "surroundings.geojson: #1: error: width is not between 0 and 200 m",
        "surroundings.geojson: #2: error: geometry cannot be read: Expected `object`, got `null`",
        "surroundings.geojson: #3: error: not a GeoJSON feature with properties",
    ]
