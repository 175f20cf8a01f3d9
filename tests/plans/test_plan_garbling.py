"""Whatever is broken in a plan: nothing crashes, nothing vanishes untold, nothing else is hidden."""

import copy
import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient import plans
from smartclient.domain.errors import PlanUnreadable
from smartclient.domain.site import Site
from tests.builders.tiny_site import tiny_archive, write_files

ARCHIVE = tiny_archive()
GEOJSON = sorted(name for name in ARCHIVE if name.endswith(".geojson"))
DRAWN = ("venue", "building", "level", "unit", "opening", "amenity", "device")
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
TELLING = st.sampled_from(
    [
        [],
        {},
        "",
        0,
        -1,
        1e308,
        10**400,
        "x" * 3000,
        "\x00",
        [[]],
        [[[]]],
        {"type": "Point"},
        {"type": "Polygon", "coordinates": 1},
    ]
)


def _read(files: dict[str, Any], raw: dict[str, bytes] | None = None) -> tuple[Site, tuple[plans.Problem, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder), files)
        for name, content in (raw or {}).items():
            (Path(folder) / name).write_bytes(content)
        return plans.read(Path(folder))


def _ids(site: Site) -> set[str]:
    """The ids of everything in it."""
    places = {thing.id for things in (site.venues, site.buildings, site.levels) for thing in things}
    inside = {thing.id for things in (site.units, site.openings, site.amenities) for thing in things}
    return {str(own_id) for own_id in places | inside} | {str(device.id) for device in site.devices}


BASELINE = _ids(_read(ARCHIVE)[0])


def _own_ids(feature: dict[str, Any]) -> set[str]:
    server_id = feature["properties"].get("server_id")
    return {feature["id"], str(server_id).lower(), f"plan/{feature['id']}"}


@st.composite
def _one_feature(draw: st.DrawFn) -> tuple[str, int]:
    name = draw(st.sampled_from(GEOJSON))
    return name, draw(st.integers(0, len(ARCHIVE[name]["features"]) - 1))


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [*([path] if path else []), *(place for key, part in inner for place in _places(part, (*path, key)))]


@given(_one_feature())
def test_of_a_lost_feature_nothing_else_is_lost_and_what_needed_it_is_told(which: tuple[str, int]) -> None:
    name, index = which
    files = copy.deepcopy(ARCHIVE)
    feature = files[name]["features"].pop(index)
    site, problems = _read(files)
    assert BASELINE - _ids(site) <= _own_ids(feature)
    is_needed = f'"{feature["id"]}"' in json.dumps(files)
    if is_needed or name in ("venue.geojson", "address.geojson", "building.geojson", "footprint.geojson"):
        assert problems


@settings(max_examples=60)
@given(_one_feature(), JSON | TELLING)
def test_a_feature_that_is_something_else_is_told(which: tuple[str, int], garbage: Any) -> None:
    name, index = which
    files = copy.deepcopy(ARCHIVE)
    feature = files[name]["features"][index]
    files[name]["features"][index] = garbage
    site, problems = _read(files)
    assert BASELINE - _ids(site) <= _own_ids(feature)
    assert any(problem.file == name for problem in problems)


@settings(max_examples=150)
@given(_one_feature(), st.data())
def test_a_garbled_feature_hides_no_other_and_is_told_when_it_goes(which: tuple[str, int], data: st.DataObject) -> None:
    name, index = which
    files = copy.deepcopy(ARCHIVE)
    feature = files[name]["features"][index]
    own_ids = _own_ids(feature)
    *path, last = data.draw(st.sampled_from(_places(feature)))
    inner = feature
    for key in path:
        inner = inner[key]
    if data.draw(st.booleans()):
        del inner[last]
    else:
        inner[last] = data.draw(JSON | TELLING)
    site, problems = _read(files)
    assert BASELINE - _ids(site) <= own_ids
    if own_ids.isdisjoint(_ids(site)) and name.removesuffix(".geojson") in DRAWN:
        assert any(problem.file == name for problem in problems)


@settings(max_examples=60)
@given(st.sampled_from(sorted(ARCHIVE)), st.data())
def test_a_torn_file_gives_its_whole_features_and_is_told(name: str, data: st.DataObject) -> None:
    content = json.dumps(ARCHIVE[name]).encode()
    start = data.draw(st.integers(0, len(content) - 1))
    stop = data.draw(st.integers(start, len(content)))
    torn = content[:start] + data.draw(st.binary(max_size=8)) + content[stop:]
    site, problems = _read(ARCHIVE, {name: torn})
    hurt = {i for f in ARCHIVE[name].get("features", ()) if json.dumps(f).encode() not in torn for i in _own_ids(f)}
    if name != "manifest.json":
        assert BASELINE - _ids(site) <= hurt
    try:
        json.loads(torn)
    except ValueError:
        assert any(problem.file == name for problem in problems)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(sorted(ARCHIVE)), JSON | TELLING, min_size=1))
def test_files_of_anything_never_crash_and_are_told(garbage: dict[str, Any]) -> None:
    files = {**ARCHIVE, **garbage}
    _, problems = _read(files)
    assert {problem.file for problem in problems} >= garbage.keys() - {"manifest.json"}


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from([*sorted(ARCHIVE), "district.json"]), st.binary(max_size=60)))
def test_bytes_of_any_kind_are_read_or_refused(garbage: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in garbage.items():
            (Path(folder) / name).write_bytes(content)
        try:
            _, problems = plans.read(Path(folder))
        except PlanUnreadable:
            return
        assert problems


def test_very_deep_json_is_told() -> None:
    _, problems = _read(ARCHIVE, {"unit.geojson": b'{"type":' * 100_000})
    assert any(problem.file == "unit.geojson" for problem in problems)


def test_json_made_to_fill_the_memory_is_told() -> None:
    _, problems = _read(ARCHIVE, {"unit.geojson": b'{"features":[' + b"[]," * 5_000_001 + b"0]}"})
    assert [p.what for p in problems if p.file == "unit.geojson"] == ["unit.geojson holds more values than any plan"]


def test_control_characters_in_names_never_reach_a_terminal() -> None:
    files = copy.deepcopy(ARCHIVE)
    files["unit.geojson"]["features"][0] |= {"id": "\x1b[2J\x9b", "feature_type": "\x1b]0;x\x07"}
    _, problems = _read(files)
    assert problems
    assert all(str(problem).isprintable() for problem in problems)
