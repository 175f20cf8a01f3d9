"""The world behind the protocol, and the reader that finds it on disk."""

import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smartclient.demo.archive import SiteUnreadableError, read_site
from smartclient.demo.world import SWING_S, World
from tests.builders.little_district import DOOR_7, HALL, LEVEL_1, guid, write_district

DOOR = guid("accessControlUnits", DOOR_7)
NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


class Clock:
    """A clock that a test moves."""

    now = NOON

    def __call__(self) -> datetime:
        """The time."""
        return self.now


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_a_leaf_swings_and_its_past_stays(tmp_path: Path) -> None:
    clock = Clock()
    world = World(read_site(write_district(tmp_path / "district")), clock)
    assert world.door_open_fraction(DOOR, NOON) == 0
    assert world.move_leaf(DOOR, is_open=True)
    assert not world.move_leaf(DOOR, is_open=True)
    clock.now = after(10)
    world.move_leaf(DOOR, is_open=False)
    assert world.doors_changed == 2
    times = [-1, 0, SWING_S / 2, SWING_S, 9.9, 10 + SWING_S / 2, 20]
    assert [round(world.door_open_fraction(DOOR, after(t)), 2) for t in times] == [0, 0, 0.5, 1, 1, 0.5, 0]
    assert world.door_open_fraction("nothing", NOON) == 0
    assert [opening.id for opening in world.openings] == ["opening-1", "opening-7", "elm-opening"]


def test_forced_and_held_end_with_the_leaf(tmp_path: Path) -> None:
    world = World(read_site(write_district(tmp_path / "district")))
    world.hold(DOOR)
    assert not world.doors[DOOR].held, "a closed door cannot stand open too long"
    assert world.force(DOOR)
    assert not world.force(DOOR)
    world.hold(DOOR)
    assert world.doors[DOOR].forced
    assert world.doors[DOOR].held
    world.move_leaf(DOOR, is_open=False)
    assert not world.doors[DOOR].forced
    assert not world.doors[DOOR].held
    for _ in range(1000):
        world.move_leaf(DOOR, is_open=True)
        world.move_leaf(DOOR, is_open=False)
    assert len(world.doors[DOOR].move_times) == len(world.doors[DOOR].move_opens) < 1000


def test_crowds_come_and_go(tmp_path: Path) -> None:
    clock = Clock()
    world = World(read_site(write_district(tmp_path / "district")), clock)
    world.set_crowd(0.9)
    clock.now = after(60)
    world.set_crowd(7)
    assert [world.crowd(after(t)) for t in (-1, 0, 59, 60)] == [0.2, 0.9, 0.9, 1.0]


def test_a_district_is_read(tmp_path: Path) -> None:
    site = read_site(write_district(tmp_path / "district"))
    assert (site.name, site.problems) == ("Little District", ())
    assert [campus.key for campus in site.campuses] == ["high-school", "elm-street"]
    hall = site.by_guid[guid("cameras", HALL)]
    assert (hall.level_id, hall.bearing, hall.field_of_view, hall.range) == (LEVEL_1, 90.0, 90.0, 12.0)
    building = site.building_of(hall)
    assert building is not None
    assert building.name == "HS Main"
    assert site.door_by_opening["opening-7"] == DOOR
    assert len(site.cameras) == 6
    assert len(site.doors) == 3


def test_one_archive_is_read_unpacked_and_zipped(tmp_path: Path) -> None:
    folder = write_district(tmp_path / "district") / "high-school"
    packed = tmp_path / "high-school.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"inside/{file.name}")
    unpacked = read_site(folder)
    assert unpacked.name == "Maple High School"
    assert read_site(packed).devices == unpacked.devices


def test_a_bad_feature_never_hides_the_rest(tmp_path: Path) -> None:
    folder = write_district(tmp_path / "district")
    file = folder / "high-school" / "device.geojson"
    content = json.loads(file.read_text())
    content["features"][0]["geometry"] = {"type": "Point", "coordinates": []}
    content["features"][1]["id"] = None
    content["features"][2]["properties"] = {"name": 5}
    file.write_text(json.dumps(content))
    (folder / "elm-street" / "unit.geojson").write_text("not json")
    (folder / "elm-street" / "opening.geojson").write_text('{"features": [' + "[" * 100_000)
    site = read_site(folder)
    assert len(site.problems) == 5
    assert len(site.cameras) == 3
    assert all("left out" in problem or "nothing of it is used" in problem for problem in site.problems)


@pytest.mark.parametrize("content", [None, "{", '{"campuses": ["../elsewhere"]}', '{"campuses": ["nowhere"]}'])
def test_what_is_no_site_is_refused(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "district.json").write_text(content)
    with pytest.raises(SiteUnreadableError):
        read_site(tmp_path)


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    for name in ("missing.zip", "text.zip"):
        if name == "text.zip":
            (tmp_path / name).write_text("not a zip")
        with pytest.raises(SiteUnreadableError):
            read_site(tmp_path / name)
