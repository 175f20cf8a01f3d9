"""Reading no more of a plan than a person may see: which campuses those are, and that no file of another is opened."""

import os
import sys
from pathlib import Path

import pytest

from smartclient.domain.ids import DeviceId
from smartclient.plans.cache import campuses, fingerprint, folders_in, read_cached
from smartclient.plans.scope import NOTHING, scope_of
from smartclient.plans.stamp import stamp_of
from tests.builders.little_district import DOOR_7, ELM_HALL, guid, write_district

HIGH, ELM = "high-school", "elm-street"


@pytest.fixture
def district(tmp_path: Path) -> Path:
    return write_district(tmp_path / "district")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def camera(name: str) -> DeviceId:
    return DeviceId(f"cameras/{guid('cameras', name)}")


DOOR = DeviceId(f"accessControlUnits/{guid('accessControlUnits', DOOR_7)}".lower())


def test_the_campuses_are_told_by_ids_alone(district: Path, cache: Path) -> None:
    found = {campus.folder: campus for campus in campuses(district, cache)}
    assert set(found) == {HIGH, ELM}
    assert camera(ELM_HALL) in found[ELM].devices
    assert not any(device.startswith("plan/") for device in found[HIGH].devices)
    (kept,) = (cache / "plans").glob("*.campuses")
    assert ELM_HALL.encode() not in kept.read_bytes()


def test_what_the_server_shows_is_the_scope(district: Path, cache: Path) -> None:
    known = campuses(district, cache)
    by_folder = {campus.folder: campus.venues for campus in known}
    assert scope_of(known, frozenset({DOOR, camera(ELM_HALL)})) is None
    assert scope_of(known, frozenset({camera(ELM_HALL)})) == by_folder[ELM]
    assert scope_of(known, frozenset({DeviceId("cameras/of-nobody")})) == NOTHING


def test_of_other_campuses_no_file_is_opened(district: Path, cache: Path) -> None:
    known = {campus.folder: campus for campus in campuses(district, cache)}
    opened: list[str] = []
    is_over = False

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and not is_over:
            opened.append(str(arguments[0]))

    sys.addaudithook(hook)
    site, _problems = read_cached(district, cache, known[HIGH].venues)
    assert {venue.id for venue in site.venues} == known[HIGH].venues
    assert site.devices
    site, _problems = read_cached(district, cache, known[HIGH].venues)
    is_over = True
    assert any(HIGH in path for path in opened)
    assert not any(ELM in path for path in opened)


def test_nothing_is_read_before_the_server_has_told(district: Path, cache: Path) -> None:
    site, _problems = read_cached(district, cache, NOTHING)
    assert site.name == "Little District"
    assert not site.venues
    assert not site.devices


def test_a_part_is_kept_beside_the_whole_and_read_anew_when_its_files_change(district: Path, cache: Path) -> None:
    whole = read_cached(district, cache)
    known = {campus.folder: campus.venues for campus in campuses(district, cache)}
    part = read_cached(district, cache, known[ELM])
    assert len(part[0].venues) == 1
    assert read_cached(district, cache) == whole
    assert folders_in(district, cache, known[ELM]) == frozenset({ELM})
    before = fingerprint(district, {ELM}), fingerprint(district)
    unit = district / HIGH / "unit.geojson"
    os.utime(unit, ns=(0, 0))
    assert fingerprint(district, {ELM}) == before[0]
    assert fingerprint(district) != before[1]
    assert not any(HIGH in file for file in stamp_of(district, {ELM}))
