"""The committed demo district is what the generator draws, and what the issue of plans promises."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import shapely

ROOT = Path(__file__).parents[2]
DISTRICT = ROOT / "floorplans" / "maple-grove"
WALLS = {"brick", "drywall", "glass", "column"}
OUTDOORS = {"parking", "road", "walkway", "fieldofplay", "vegetation", "recreation", "unenclosedarea"}


def features(kind: str) -> list[dict[str, Any]]:
    return [
        f
        for path in sorted(DISTRICT.glob(f"*/{kind}.geojson"))
        for f in json.loads(path.read_text("utf-8"))["features"]
    ]


@pytest.fixture(scope="module")
def devices() -> list[dict[str, Any]]:
    return features("device")


@pytest.fixture(scope="module")
def indoor_levels() -> set[str]:
    return {f["id"] for f in features("level") if not f["properties"]["outdoor"]}


def of(devices: list[dict[str, Any]], category: str) -> list[dict[str, Any]]:
    return [d for d in devices if d["properties"]["category"] == category]


def test_generator_writes_the_committed_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    from maple_grove.district import write

    write(tmp_path)
    drawn = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*json")}
    committed = {p.relative_to(DISTRICT): p.read_bytes() for p in DISTRICT.rglob("*json")}
    del committed[Path("policy.json")]  # written by hand, and signed
    assert drawn.keys() == committed.keys()
    assert [str(name) for name in drawn if drawn[name] != committed[name]] == []


def test_size_of_the_district(devices: list[dict[str, Any]], indoor_levels: set[str]) -> None:
    rooms = [
        u
        for u in features("unit")
        if u["properties"]["level_id"] in indoor_levels and u["properties"]["category"] not in WALLS
    ]
    cameras = of(devices, "camera")
    assert len(features("building")) >= 9
    assert len(indoor_levels) >= 14
    assert len(rooms) >= 350
    assert sum(c["geometry"] is not None for c in cameras) == 400
    assert sum(c["geometry"] is None for c in cameras) == 3
    assert len(of(devices, "door")) == 160
    assert sum(p.stat().st_size for p in DISTRICT.rglob("*json")) < 8_000_000


def test_ids_server_paths_and_names_are_unique(devices: list[dict[str, Any]]) -> None:
    kinds = [p.stem for p in (DISTRICT / "high-school").glob("*.geojson")]
    ids = Counter(f["id"] for kind in kinds for f in features(kind))
    paths = Counter(d["properties"]["server_id"] for d in devices if d["properties"]["server_id"])
    names = Counter(d["properties"]["name"]["en"] for d in devices)
    assert {key: n for key, n in (ids + paths + names).items() if n > 1} == {}
    assert all(c["properties"]["server_id"].startswith("cameras/") for c in of(devices, "camera"))


def test_every_classroom_has_a_button_and_every_student_restroom_a_sensor(devices: list[dict[str, Any]]) -> None:
    units = features("unit")
    buttons = {d["properties"]["unit_id"] for d in of(devices, "panicbutton")}
    sensors = {d["properties"]["unit_id"] for d in of(devices, "sensor.vape")}
    assert {
        u["id"] for u in units if u["properties"]["category"] in {"classroom", "laboratory", "waitingroom"}
    } <= buttons
    assert {u["id"] for u in units if u["properties"]["category"] in {"restroom.female", "restroom.male"}} == sensors


def test_no_camera_in_a_private_room_or_a_wall(devices: list[dict[str, Any]]) -> None:
    units = features("unit")
    closed = [
        u
        for u in units
        if u["properties"]["category"].startswith(("restroom", "shower")) or u["properties"]["category"] in WALLS
    ]
    shapes = [shapely.geometry.shape(u["geometry"]) for u in closed]
    tree = shapely.STRtree(shapes)
    for camera in of(devices, "camera"):
        if camera["geometry"] is None:
            continue
        spot = shapely.geometry.shape(camera["geometry"])
        level = camera["properties"]["level_id"]
        hits = [closed[i]["id"] for i in tree.query(spot, "intersects") if closed[i]["properties"]["level_id"] == level]
        assert hits == [], camera["properties"]["name"]


def test_polygons_are_valid_and_display_points_inside(indoor_levels: set[str]) -> None:
    for kind in ("venue", "footprint", "level", "unit", "fixture"):
        for feature in features(kind):
            shape = shapely.geometry.shape(feature["geometry"])
            assert shape.is_valid, (kind, feature["id"])
            label = feature["properties"].get("display_point")
            assert label is None or shape.covers(shapely.geometry.shape(label)), (kind, feature["id"])
    outdoors = {
        u["properties"]["category"] for u in features("unit") if u["properties"]["level_id"] not in indoor_levels
    }
    assert outdoors <= OUTDOORS


def test_controlled_doors_lie_on_openings_with_readers(devices: list[dict[str, Any]]) -> None:
    openings = {o["id"]: o for o in features("opening")}
    doors = of(devices, "door")
    assert len({d["properties"]["opening_id"] for d in doors}) == len(doors)
    for door in doors:
        opening = openings[door["properties"]["opening_id"]]
        assert opening["properties"]["access_control"] == ["badgereader"]
        line = shapely.geometry.shape(opening["geometry"])
        assert line.distance(shapely.geometry.shape(door["geometry"])) < 1e-6


def test_exterior_doors_are_numbered_without_gaps() -> None:
    levels = {f["id"]: tuple(f["properties"]["building_ids"]) for f in features("level")}
    numbers: dict[tuple[str, ...], list[int]] = {}
    for opening in features("opening"):
        if opening["properties"]["name"]:
            words = opening["properties"]["name"]["en"].split()
            numbers.setdefault(levels[opening["properties"]["level_id"]], []).append(int(words[1]))
    assert len(numbers) >= 9
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in numbers.values())
