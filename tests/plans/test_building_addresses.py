"""Buildings with addresses of their own: read, found, written, changed."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from smartclient import plans
from smartclient.domain.edits import Edit
from smartclient.plans.editing.splices import edited
from smartclient.plans.stamp import stamp_of
from smartclient.plans.writing import write_archive
from smartclient.plans.writing.history import Entry
from smartclient.plans.writing.saving import Save, save
from smartclient.store.finding.finder import Finder
from smartclient.store.finding.match import Kind
from smartclient.store.places import Places
from tests.builders.tiny_site import id_of, tiny_archive, write_files

ANNEX = "12 Quarry Lane, Maple Grove, US-WI, 53500"


def with_address(path: Path) -> Path:
    files = tiny_archive()
    parts = {"address": "12 Quarry Lane", "locality": "Maple Grove", "province": "US-WI", "country": "US"}
    files["address.geojson"]["features"].append(
        {
            "type": "Feature",
            "id": id_of("annex address"),
            "feature_type": "address",
            "geometry": None,
            "properties": {**parts, "postal_code": "53500", "unit": None},
        }
    )
    files["building.geojson"]["features"][0]["properties"]["address_id"] = id_of("annex address")
    write_files(path, files)
    return path


def test_a_building_is_found_by_its_own_address(tmp_path: Path) -> None:
    site, problems = plans.read(with_address(tmp_path))
    assert problems == ()
    assert site.buildings[0].address == ANNEX
    finder = Finder(Places(site))
    finder.warm_up()
    for typed in ("12 quarry lane", "12 quary"):
        best = finder.find(typed, 5, site.venues[0].display_point)[0]
        assert (best.kind, best.name) == (Kind.BUILDING, site.buildings[0].name)
        assert best.words.endswith(ANNEX)


def test_it_is_written_and_read_back(tmp_path: Path) -> None:
    site, _ = plans.read(with_address(tmp_path / "one"))
    write_archive(site, tmp_path / "two")
    again, problems = plans.read(tmp_path / "two")
    assert problems == ()
    assert again.buildings == site.buildings


def test_a_building_gets_and_changes_its_address(tmp_path: Path) -> None:
    write_files(tmp_path, tiny_archive())
    for address in (ANNEX, "14 Quarry Lane, Maple Grove, US-WI, 53500"):
        before, _ = plans.read(tmp_path)
        building = replace(before.buildings[0], address=address)
        after = edited(before, Edit("Give it an address", (building,)))
        save(Save(tmp_path, before, after, stamp_of(tmp_path), Entry(datetime.now(UTC), "Ada", "", "", ())))
        read, problems = plans.read(tmp_path)
        assert problems == ()
        assert read.buildings[0].address == address
        assert read.venues == before.venues
