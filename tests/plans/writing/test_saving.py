"""Saving into a plan: what was edited is there, what was not is as it was, byte for byte."""

import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from smartclient import plans
from smartclient.domain.devices import Device, DeviceKind, Placement, View
from smartclient.domain.edits import Edit
from smartclient.domain.errors import PlanChanged, PlanUnwritable
from smartclient.domain.ids import DeviceId, UnitId
from smartclient.domain.site import GridSpec, Site
from smartclient.plans.editing import devices, grids, rooms, safety
from smartclient.plans.editing.splices import edited
from smartclient.plans.revision import revision_of
from smartclient.plans.stamp import BACKUP, stamp_of
from smartclient.plans.writing.history import Entry, Step, read_entries
from smartclient.plans.writing.saving import Save, save
from smartclient.runtime import paths
from tests.builders.hospital import FOREIGN, ROOM, write_hospital
from tests.builders.tiny_site import id_of, lonlat, tiny_archive, write_files, write_tiny_archive

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def _save(path: Path, *edits: Callable[[Site], Edit]) -> Site:
    """Reads, edits, saves; the site as it should read back."""
    before, _ = plans.read(path)
    after, stamp = before, stamp_of(path)
    steps = []
    for edit in edits:
        made = edit(after)
        after = edited(after, made)
        steps.append(Step(NOW, made.words))
    entry = Entry(NOW, "district", revision_of(before), revision_of(after), tuple(steps))
    save(Save(path, before, after, stamp, entry))
    return after


def _files(path: Path) -> dict[str, bytes]:
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def _changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def _camera(site: Site) -> Device:
    return next(d for d in site.devices if d.kind is DeviceKind.CAMERA and d.placement is not None)


def _turn(site: Site) -> Edit:
    camera = _camera(site)
    assert camera.view is not None
    return devices.aim(camera, replace(camera.view, bearing_deg=123.4, range_m=33.0))


def _rename_room(site: Site) -> Edit:
    room = next(unit for unit in site.units if unit.number)
    return rooms.change_unit(site, room, "Quiet room", "999", "lounge")


def _add_symbol(site: Site) -> Edit:
    unit = next(unit for unit in site.units if unit.number)
    return safety.add_amenity("defibrillator", "AED by the stairs", unit.display_point, unit.level_id)


def _set_grid(site: Site) -> Edit:
    venue = site.venues[0]
    return grids.set_grid(venue, GridSpec(venue.id, venue.area[0][0], 12.5, 8, 9, 10.0))


def _sorted(site: Site) -> dict[str, Any]:
    kinds = ("venues", "buildings", "levels", "units", "openings", "amenities", "fixtures", "devices")
    found: dict[str, Any] = {kind: sorted(getattr(site, kind), key=lambda thing: str(thing.id)) for kind in kinds}
    return found | {"grids": set(site.grids), "name": site.name, "surroundings": site.surroundings}


@pytest.fixture
def district(tmp_path: Path) -> Path:
    """Two of the demo's campuses, as reading all of them takes a second."""
    folder, whole = tmp_path / "district", paths.floorplans() / "maple-grove"
    for campus in ("elm-street", "district-office"):
        shutil.copytree(whole / campus, folder / campus)
    (folder / "district.json").write_text('{"name": {"en": "D"}, "campuses": ["elm-street", "district-office"]}')
    return folder


def test_nothing_edited_changes_nothing_but_the_history(district: Path) -> None:
    before = _files(district)
    _save(district)
    assert _changed(before, _files(district)) == {"history.jsonl", BACKUP}


def test_edits_of_the_demo_district_read_back_and_touch_only_their_features(district: Path) -> None:
    before = _files(district)
    after = _save(district, _turn, _rename_room, _add_symbol, _set_grid)
    again, problems = plans.read(district)
    assert problems == ()
    assert _sorted(again) == _sorted(after)
    now = _files(district)
    campus = "elm-street"
    touched = {f"{campus}/{name}" for name in ("device.geojson", "unit.geojson", "amenity.geojson", "grid.json")}
    assert _changed(before, now) == {*touched, "history.jsonl", BACKUP}
    for name in touched - {f"{campus}/grid.json"}:
        old, new = before[name].split(b"\n"), now[name].split(b"\n")
        assert len({*old} ^ {*new}) <= 6
    device = json.loads(now[f"{campus}/device.geojson"])
    turned = next(f["properties"] for f in device["features"] if f["properties"].get("bearing") == 123.4)
    assert (turned["height"], turned["tilt"] > 0, turned["url"]) == (2.8, True, None)


def test_a_plan_of_another_tool_keeps_all_that_is_its_own(tmp_path: Path) -> None:
    path = tmp_path / "hospital"
    write_hospital(path)
    before = _files(path)

    def rename(site: Site) -> Edit:
        room = next(unit for unit in site.units if unit.id == ROOM)
        return rooms.change_unit(site, room, "Salle de repos", room.number, room.category)

    camera = Device(DeviceId("cameras/abc"), DeviceKind.CAMERA, "Hall")

    def place(site: Site) -> Edit:
        unit = site.units[0]
        return devices.place(camera, Placement(unit.display_point, unit.level_id, unit.id), View(10, 60, 9))

    after = _save(path, rename, place, _set_grid)
    again, _ = plans.read(path)
    assert _sorted(again) == _sorted(after)
    now = _files(path)
    assert _changed(before, now) == {
        "unit.geojson",
        "device.geojson",
        "grid.json",
        "manifest.json",
        "history.jsonl",
        BACKUP,
    }
    assert {name: now[name] for name in FOREIGN} == FOREIGN
    assert b'"serial": 123456789012345678901234567890' in now["unit.geojson"]
    assert b'"share": 0.2500' in now["unit.geojson"]
    units = json.loads(now["unit.geojson"])
    assert units["x-survey"] == {"by": "laser", "at": 1.5}
    renamed = next(feature for feature in units["features"] if feature["id"] == ROOM)
    assert renamed["properties"]["name"] == {"en": "Classroom", "fr": "Salle de repos", "pt-BR": "Classroom (pt)"}
    assert renamed["bbox"] == [1, 2, 3, 4]
    manifest = json.loads(now["manifest.json"])
    assert manifest["x-tool"] == {"v": 1}
    assert [name.split("#")[0].rsplit(":", 1)[1] for name in manifest["extensions"]] == ["device", "grid"]


def test_a_zipped_archive_and_a_zip_in_a_district_are_saved_too(tmp_path: Path) -> None:
    write_tiny_archive(tmp_path / "tiny")
    (tmp_path / "tiny" / "notes.txt").write_text("mine")
    zipped, district = tmp_path / "tiny.zip", tmp_path / "district"
    shutil.make_archive(str(tmp_path / "tiny"), "zip", tmp_path / "tiny")
    district.mkdir()
    shutil.copy(zipped, district / "tiny.zip")
    (district / "district.json").write_text('{"name": {"en": "D"}, "campuses": ["tiny.zip"]}')
    for path in (zipped, district):
        after = _save(path, _turn, _rename_room)
        assert _sorted(plans.read(path)[0]) == _sorted(after)
    for path in (zipped, district / "tiny.zip"):
        with zipfile.ZipFile(path) as archive:
            assert archive.read("notes.txt") == b"mine"
            assert len(archive.namelist()) == len(set(archive.namelist()))
    backup = plans.read(tmp_path / "tiny.last-revision.zip")[0]
    assert [unit.name for unit in backup.units if unit.number == "101"] == ["Classroom"]


def test_the_last_revision_is_kept_as_a_plan_that_opens(district: Path) -> None:
    before, _ = plans.read(district)
    _save(district, _turn)
    kept, _ = plans.read(district / BACKUP)
    assert revision_of(kept) == revision_of(before)


def test_the_history_says_who_changed_what_when(district: Path) -> None:
    _save(district, _turn, _rename_room)
    _save(district, _add_symbol)
    first, second = read_entries((district / "history.jsonl").read_bytes())
    assert (first.who, first.at, first.after) == ("district", NOW, second.before)
    assert [step.what.split()[0] for step in first.steps] == ["Aim", "Give"]
    assert second.after == revision_of(plans.read(district)[0])


def test_a_change_by_somebody_else_is_noticed_and_nothing_is_written(district: Path) -> None:
    before, _ = plans.read(district)
    stamp = stamp_of(district)
    grid = district / "elm-street" / "grid.json"
    grid.write_bytes(grid.read_bytes() + b"\n")
    now = _files(district)
    entry = Entry(NOW, "district", "", "", ())
    with pytest.raises(PlanChanged, match=r"grid\.json"):
        save(Save(district, before, edited(before, _turn(before)), stamp, entry))
    assert _files(district) == now


def test_a_broken_file_is_not_written_over(tmp_path: Path) -> None:
    write_tiny_archive(tmp_path)
    units = tmp_path / "unit.geojson"
    units.write_bytes(units.read_bytes()[:-40])
    before = _files(tmp_path)
    with pytest.raises(PlanUnwritable, match=r"unit\.geojson is broken"):
        _save(tmp_path, _rename_room)
    assert _files(tmp_path) == before
    _save(tmp_path, _turn)
    assert _changed(before, _files(tmp_path)) == {"device.geojson", "history.jsonl", BACKUP}


def test_a_disk_that_refuses_leaves_the_plan_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_tiny_archive(tmp_path)
    before = _files(tmp_path)
    renamed = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target).name == "unit.geojson":
            raise OSError(28, "No space left on device")
        return renamed(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PlanUnwritable, match="No space left"):
        _save(tmp_path, _turn, _rename_room)
    assert _changed(before, _files(tmp_path)) == {BACKUP}


def test_a_device_that_moves_to_another_campus_takes_its_feature_along(district: Path) -> None:
    def carry(site: Site) -> Edit:
        camera, there = _camera(site), site.levels[-1]
        unit = next(unit for unit in site.units if unit.level_id == there.id)
        return devices.move(camera, Placement(unit.display_point, there.id, UnitId(unit.id)))

    after = _save(district, carry)
    again, problems = plans.read(district)
    assert problems == ()
    assert _sorted(again) == _sorted(after)
    assert len(again.devices) == len(after.devices)


def test_a_grid_that_is_removed_is_no_file_any_more(tmp_path: Path) -> None:
    write_tiny_archive(tmp_path)
    after = _save(tmp_path, lambda site: grids.remove_grid(site.venues[0]))
    again, problems = plans.read(tmp_path)
    assert (again, problems) == (after, ())
    assert not (tmp_path / "grid.json").exists()


def test_rooms_and_openings_come_and_go(tmp_path: Path) -> None:
    write_tiny_archive(tmp_path)

    def swap(site: Site) -> Edit:
        old, opening = site.units[1], site.openings[0]
        new = replace(old, id=UnitId("0a0a0a0a-0000-4000-8000-000000000001"), name="Store", number="1")
        gone = rooms.remove(site, old, opening)
        return Edit("Swap", (*gone.put, new), gone.removed)

    after = _save(tmp_path, swap)
    assert _sorted(plans.read(tmp_path)[0]) == _sorted(after)


def test_what_refers_to_a_removed_room_is_led_elsewhere_or_goes_with_it(tmp_path: Path) -> None:
    files = tiny_archive()
    hall = id_of("hall 1F")
    anchor = {"unit_id": hall, "address_id": None}
    occupant = {"category": "library", "name": {"en": "Library"}, "anchor_id": id_of("anchor")}
    for kind, properties in (("anchor", anchor), ("occupant", occupant)):
        feature = {
            "type": "Feature",
            "id": id_of(kind),
            "feature_type": kind,
            "geometry": None,
            "properties": properties,
        }
        files[f"{kind}.geojson"] = {"type": "FeatureCollection", "features": [feature]}
    files["anchor.geojson"]["features"][0]["geometry"] = {"type": "Point", "coordinates": lonlat(1, 1)}
    write_files(tmp_path, files)
    after = _save(tmp_path, lambda site: rooms.remove(site, next(unit for unit in site.units if unit.id == hall)))
    again, problems = plans.read(tmp_path)
    assert [str(problem) for problem in problems] == []
    assert _sorted(again) == _sorted(after)
    assert again.amenities[0].level_id == id_of("level 1F")
    assert json.loads((tmp_path / "occupant.geojson").read_text())["features"] == []
