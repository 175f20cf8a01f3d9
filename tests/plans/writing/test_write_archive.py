"""What is written anew reads back as what it was."""

from dataclasses import replace
from pathlib import Path

import pytest

from smartclient import plans
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.errors import PlanUnwritable
from smartclient.domain.ids import DeviceId
from smartclient.domain.site import Amenity, Site
from smartclient.plans.revision import revision_of
from smartclient.plans.synthetic import large_district
from smartclient.plans.writing import write_archive
from tests.builders.maple_grove import maple_grove
from tests.builders.tiny_site import write_tiny_archive


@pytest.fixture(scope="module")
def district() -> Site:
    return maple_grove()


def _sorted(site: Site) -> Site:
    return replace(site, devices=tuple(sorted(site.devices, key=lambda device: device.id)))


def test_a_district_reads_back_the_same_and_without_a_problem(district: Site, tmp_path: Path) -> None:
    write_archive(district, tmp_path / "copy.zip")
    again, problems = plans.read(tmp_path / "copy.zip")
    assert problems == ()
    assert _sorted(again) == _sorted(district)
    assert revision_of(again) == revision_of(district)


def test_one_campus_is_one_archive(tmp_path: Path) -> None:
    write_tiny_archive(tmp_path / "tiny")
    site, _ = plans.read(tmp_path / "tiny")
    write_archive(site, tmp_path / "copy")
    assert (tmp_path / "copy" / "manifest.json").is_file()
    assert plans.read(tmp_path / "copy")[0] == site


def test_ids_of_no_standard_become_uuids_and_still_hang_together(tmp_path: Path) -> None:
    site = large_district(buildings=2, devices=60)
    write_archive(site, tmp_path / "copy")
    again, problems = plans.read(tmp_path / "copy")
    assert {problem.what for problem in problems} == {"a door without an opening_id"}
    assert [unit.number for unit in again.units] == [unit.number for unit in site.units]
    assert [len(level.building_ids) for level in again.levels] == [1] * len(site.levels)
    assert all(device.placement and device.placement.level_id for device in again.devices)


def test_an_amenity_on_a_floor_without_units_keeps_its_floor(tmp_path: Path) -> None:
    site = replace(large_district(buildings=1, devices=0), units=())
    amenity = Amenity("aed", site.levels[1].id, "defibrillator", "AED", site.venues[0].display_point)
    write_archive(replace(site, amenities=(amenity,)), tmp_path / "copy")
    again, _ = plans.read(tmp_path / "copy")
    assert again.amenities[0].level_id == again.levels[1].id


def test_a_stream_that_is_a_file_of_the_plan_stays_one(tmp_path: Path) -> None:
    write_tiny_archive(tmp_path / "tiny")
    site, _ = plans.read(tmp_path / "tiny")
    inside, outside = tmp_path / "copy" / "hall.mp4", tmp_path / "elsewhere.mp4"
    devices = [
        Device(DeviceId(f"plan/{file.stem}"), DeviceKind.OTHER, file.stem, url=str(file)) for file in (inside, outside)
    ]
    write_archive(replace(site, devices=tuple(devices)), tmp_path / "copy")
    inside.touch()
    again, _ = plans.read(tmp_path / "copy")
    assert [device.url for device in again.devices] == [str(inside.resolve()), ""]


def test_nothing_is_written_over_a_folder_that_has_something_in_it(district: Site, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(PlanUnwritable, match="there already"):
        write_archive(district, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_a_plan_without_a_campus_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(PlanUnwritable, match="campus"):
        write_archive(Site("Nothing"), tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


def test_a_revision_is_of_what_the_plan_says(district: Site) -> None:
    revision = revision_of(district)
    assert len(revision) == 8
    assert revision_of(replace(district, units=district.units[::-1])) == revision
    renamed = replace(district.units[0], name="Somewhere else")
    assert revision_of(replace(district, units=(renamed, *district.units[1:]))) != revision
