"""Imports that go into a site that is there: as a campus, a building, floors; nothing that was there is lost."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from smartclient import plans
from smartclient.domain.site import Site, Surrounding
from smartclient.plans.editing.splices import edited
from smartclient.plans.importing.into import import_into
from smartclient.plans.importing.joining import DoesNotFit, Target, edit_between, joined, target_of
from smartclient.plans.importing.school import GridWish, Names
from smartclient.plans.importing.sheets import imported
from smartclient.plans.importing.tracing import Traced, TracedDoor
from smartclient.plans.writing import write_archive
from smartclient.plans.writing.history import read_entries
from smartclient.runtime import paths
from tests.builders.traced_school import FRAME, box, sheet, traced_school

FLOOR = Traced(
    (
        box(0, 0, 5, 5, "stairs"),
        box(5, 0, 30, 3, "walkway"),
        box(5, 3, 8, 8, "classroom", number="1"),
        box(13, 3, 8, 8, "classroom", number="2"),
    ),
    (TracedDoor((10.0, 0.0), (11.0, 0.0)),),
)
ANNEX = Traced((box(60, 0, 10, 10, "classroom", number="90"),))


def ground_floor() -> Site:
    return traced_school(FLOOR, grid=GridWish(10))


def files_of(path: Path) -> dict[str, bytes]:
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def test_a_floor_goes_into_its_building_with_the_names_of_the_one_below() -> None:
    site = ground_floor()
    stair = next(unit for unit in site.units if unit.category == "stairs")
    site = replace(site, units=tuple(replace(u, name="Stair Q") if u.id == stair.id else u for u in site.units))
    whole = joined(site, traced_school(FLOOR, first=1), target_of(site, "East School", "main BUILDING"))
    assert len(whole.buildings) == len(whole.venues) == len(whole.grids) == 1
    assert [level.ordinal for level in whole.levels if not level.outdoor] == [0, 1]
    assert sum(level.outdoor for level in whole.levels) == 1
    assert {unit.name for unit in whole.units if unit.category == "stairs"} == {"Stair Q"}
    assert sorted(opening.name for opening in whole.openings) == ["Door 1", "Door 2"]
    assert set(site.units) < set(whole.units)


def test_a_floor_that_is_there_already_is_refused_in_words() -> None:
    site = ground_floor()
    with pytest.raises(DoesNotFit, match=r"has floor 0 already, its First floor; the next free one is 1"):
        joined(site, ground_floor(), target_of(site, "", "Main building"))


def test_what_lies_elsewhere_is_refused_in_words() -> None:
    site = ground_floor()
    far = traced_school(Traced((box(300, 0, 10, 10, "classroom"),)), first=1)
    with pytest.raises(DoesNotFit, match=r"lies \d+ m from Main building; check its control points"):
        joined(site, far, target_of(site, "", "Main building"))
    farther = traced_school(Traced((box(9000, 0, 10, 10, "classroom"),)))
    with pytest.raises(DoesNotFit, match="km from East School"):
        joined(site, farther, Target(site.venues[0].id))
    with pytest.raises(DoesNotFit, match="There is no campus 'West'; there are East School"):
        target_of(site, "West", "")


def test_a_building_goes_onto_the_campus_which_grows_with_its_grid() -> None:
    site = ground_floor()
    whole = joined(site, traced_school(ANNEX), target_of(site, "East School", "Annex"))
    assert len(whole.venues) == len(whole.grids) == 1
    assert len(whole.buildings) == 2
    campus = shapely.Polygon(whole.venues[0].area[0])
    assert all(campus.contains(shapely.Polygon(b.footprints[0][0])) for b in whole.buildings)
    assert whole.grids[0].origin == site.grids[0].origin
    assert whole.grids[0].columns > site.grids[0].columns
    east = FRAME.to_local(np.array(whole.venues[0].area[0]))[:, 0].max()
    assert whole.grids[0].columns * 10 + FRAME.point_to_local(*whole.grids[0].origin)[0] >= east - 0.1


def test_one_step_makes_it_and_takes_it_back() -> None:
    site = ground_floor()
    after = joined(site, traced_school(ANNEX), Target())
    edit = edit_between(site, after, "Import Annex")
    assert edited(site, edit) == replace(after, surroundings=site.surroundings)


def test_outlines_that_stand_alone_are_buildings_when_asked() -> None:
    both = Traced((*FLOOR.rooms, *ANNEX.rooms), FLOOR.doors)
    one = imported([sheet(both, 0)], Names("East"), None).site
    assert [building.name for building in one.buildings] == ["Main building"]
    assert len(one.buildings[0].footprints) == 2
    two = imported([sheet(both, 0), sheet(FLOOR, 1)], Names("East"), None, is_split=True).site
    assert [building.name for building in two.buildings] == ["Building A", "Building B"]
    first, second = two.buildings
    floors = {b.id: sorted(x.ordinal for x in two.levels if b.id in x.building_ids) for b in two.buildings}
    assert floors == {first.id: [0, 1], second.id: [0]}
    annex = {level.id for level in two.levels if second.id in level.building_ids}
    assert {unit.number for unit in two.units if unit.level_id in annex and unit.number} == {"90"}


def test_files_name_their_building() -> None:
    site = imported([sheet(FLOOR, 0, "North"), sheet(ANNEX, 0, "Gym")], Names("East"), None).site
    assert [building.name for building in site.buildings] == ["North", "Gym"]


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_one_archive_becomes_a_district_with_its_files_where_they_were(kind: str, tmp_path: Path) -> None:
    path = tmp_path / ("east" if kind == "folder" else "east.zip")
    write_archive(ground_floor(), path)
    before = files_of(path) if kind == "folder" else {}
    made = traced_school(Traced((box(900, 0, 10, 10, "classroom", number="7"),)), name="West School")
    around = Surrounding("neighbour", "Cedar Park", made.venues[0].area, is_line=False)
    whole = import_into(path, replace(made, surroundings=(around,)))
    site, problems = plans.read(path)
    assert problems == ()
    assert {venue.name for venue in site.venues} == {"East School", "West School"}
    assert set(site.units) == set(whole.units)
    assert site.surroundings == (around,)
    after = files_of(path) if kind == "folder" else {}
    assert {name for name in before if before[name] != after.get(name)} == set()
    with pytest.raises(DoesNotFit):
        import_into(path, ground_floor(), "Nowhere")


@pytest.fixture
def district(tmp_path: Path) -> Path:
    folder, whole = tmp_path / "district", paths.floorplans() / "maple-grove"
    for campus in ("elm-street", "district-office"):
        shutil.copytree(whole / campus, folder / campus)
    named = json.loads((whole / "district.json").read_text("utf-8"))
    (folder / "district.json").write_text(json.dumps(named | {"campuses": ["elm-street", "district-office"]}))
    return folder


def test_a_campus_goes_into_a_district_that_keeps_every_byte(district: Path) -> None:
    before = files_of(district)
    assert len(import_into(district, ground_floor()).venues) == 3
    after = files_of(district)
    assert {name for name in before if before[name] != after[name]} == {"district.json"}
    assert json.loads(after["district.json"])["campuses"] == ["elm-street", "district-office", "east-school"]
    (entry,) = read_entries(after["history.jsonl"])
    assert [step.what for step in entry.steps] == ["Import East School"]
    import_into(district, traced_school(FLOOR, first=1), "East School", "Main building")
    site, problems = plans.read(district)
    assert problems == ()
    east = next(venue for venue in site.venues if venue.name == "East School")
    assert [x.ordinal for x in site.levels if x.venue_id == east.id and not x.outdoor] == [0, 1]
